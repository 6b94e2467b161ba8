"""A short tour of the made-up studies: addresses chosen from the records, each with what is seen there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from evidence.findings.condition_answers import RatedAnswers, answers_by_condition, read_rated_answers
from evidence.findings.finding import anchor_of
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.answers import Answer, AnswerState
from studies.choices import Fatal, Kind, Retraction, StudyStatus
from studies.models import AdverseEvent, Condition, ReportedPool, Study
from studies.numerics.number_formatting import plural, trials

_POOLED_BY = "One question, pooled from {}, with the risk of bias of each"
_WITHOUT_INTERVAL = "One question whose trials print values, and no interval"
_DOUBTED = "One question whose figure is doubted"
_RATED = "One question that people have rated: {}"
_NEEDS_REVIEW = "One question whose rating is of earlier data, and needs review"


@dataclass(frozen=True, slots=True)
class TourStop:
    """One address of the site, and what is seen there."""

    address: str
    promise: str


@dataclass(frozen=True, slots=True)
class AskedCondition:
    """A condition with the answers to its questions."""

    slug: str
    name: str
    answers: tuple[Answer, ...]


def synthetic_tour() -> list[TourStop]:
    """The stops that the records of this database allow; none where it holds no study."""
    conditions = list(Condition.objects.all())
    leaves = [item for item in conditions if not any(other.parent_id == item.pk for other in conditions)]
    answers = answers_by_condition(leaves, conditions)
    asked = [AskedCondition(item.slug, item.name, answers[item.slug]) for item in leaves if answers[item.slug]]
    if not asked:
        return []
    asked.sort(key=lambda item: -len(answer_rows(item.answers).usable))
    return [*_condition_stops(asked), *_finding_stops(asked, read_rated_answers()), *_record_stops()]


def _condition_stops(asked: Sequence[AskedCondition]) -> Iterator[TourStop]:
    first = asked[0]
    rows = plural(len(answer_rows(first.answers).usable), "comparison and outcome", "comparisons and outcomes")
    yield TourStop(reverse("home"), f"Every condition at a glance; {plural(len(asked), 'kind')} of pain have an answer")
    yield TourStop(reverse("condition", args=[first.slug]), f"{first.name}: the answer, with a figure for {rows}")
    low = f"{reverse('condition-selection', args=[first.slug])}?risk=low"
    yield TourStop(low, f"{first.name}: the same from results at low risk of bias only")


def _finding_stops(asked: Sequence[AskedCondition], rated: RatedAnswers) -> Iterator[TourStop]:
    """The first finding of each kind, in the condition with the most answers that has one."""

    def needs_review(slug: str, answer: Answer) -> bool:
        return rated.certainty_of(slug, answer).needs_review

    def is_rated(slug: str, answer: Answer) -> bool:
        return rated.certainty_of(slug, answer).rating is not None

    pairs = [(item.slug, answer) for item in asked for answer in item.answers if answer.question.randomised]
    slug, most = max(pairs, key=lambda pair: pair[1].k)
    if most.pooled:
        yield _finding_stop(slug, most, _POOLED_BY.format(trials(most.k)))
    kinds: tuple[tuple[Callable[[str, Answer], bool], str], ...] = (
        (is_rated, _RATED),
        (needs_review, _NEEDS_REVIEW),
        (lambda _, answer: answer.state is AnswerState.VALUE_WITHOUT_INTERVAL, _WITHOUT_INTERVAL),
        (lambda _, answer: answer.state is AnswerState.DOUBTED, _DOUBTED),
    )
    for is_kind, promise in kinds:
        found = next((pair for pair in pairs if is_kind(*pair)), None)
        if found:
            words = rated.certainty_of(*found).words
            yield _finding_stop(*found, promise.format(words[:1].lower() + words[1:]))


def _finding_stop(slug: str, answer: Answer, promise: str) -> TourStop:
    return TourStop(reverse("finding", args=[slug, anchor_of(answer)]), promise)


def _record_stops() -> Iterator[TourStop]:
    deaths = AdverseEvent.objects.visible().filter(fatal=Fatal.YES).count()
    yield TourStop(reverse("safety"), f"Harm, with {plural(deaths, 'record')} of a death")
    pools = ReportedPool.objects.filter(controlled=True).count()
    yield TourStop(reverse("reviews"), f"{plural(pools, 'result')} that reviews pooled, next to our answers")
    kinds = (
        (Q(standing=StudyStatus.SIGNED_OFF, queries__isnull=False), "A study that was signed off, with a data query"),
        (Q(publications__retraction=Retraction.RETRACTED), "A study whose paper was retracted"),
    )
    for kind, promise in kinds:
        study = Study.objects.visible().filter(kind, kind=Kind.PRIMARY).order_by("slug").first()
        if study:
            yield TourStop(reverse("study", args=[study.slug]), promise)
