"""What to do next: what could move a headline, ranked by how far, and what waits besides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from evidence.findings.finding import anchor_of
from evidence.findings.headline_findings import RatedAnswers, read_rated_answers
from evidence.findings.truncation import Cut, cut
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.headline import headline, outcome_answers
from evidence.synthesis.influence_on_headline import Task, TaskKind, tasks_of
from evidence.synthesis.poolability import Judged, judge_evidence, within
from evidence.synthesis.questions import Question
from evidence.synthesis.words import COMPARISON_WORDS
from studies.choices import ExtractionState, ImportState, QueryState, Retraction, Severity, Standing
from studies.curation.screening.queues import Queue, queues_of
from studies.models import (
    Condition,
    DataQuery,
    Extraction,
    ImportBatch,
    Publication,
    Registration,
    Study,
    with_descendants,
)
from studies.numerics.formatting import interval_text, number, ratio, ratio_interval
from studies.selectors import read_evidence

# So many tasks are read at once; how many there are is said.
LONGEST = 40
SHORT = 20
# What somebody who screens should see here; the other lists are no work that waits.
_WAITING = (Queue.FIRST, Queue.SECOND, Queue.CONFLICTS, Queue.FULL_TEXT)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as the list shows it. ``shift`` is None where it would give the headline its first figure."""

    what: str
    study: str
    href: str
    why: str
    condition: str
    question: str
    finding_href: str
    shift: float | None
    moves: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something else that waits: how much of it (None where a date is told), and where it is done ('' in the shell)."""

    what: str
    number: int | None
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything on the page."""

    tasks: Cut[TaskLine]
    unrated: Cut[Waiting]
    registrations: Cut[Waiting]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A task with the condition whose headline it moves."""

    condition: Condition
    task: Task


def read_worklist(person: User) -> Worklist:
    """Read all evidence once, and find what each condition's headline waits for."""
    conditions, evidence = list(Condition.objects.all()), read_evidence()
    judged, ratings = judge_evidence(evidence), read_rated_answers()
    unverified = _unverified_studies()
    placed: list[_Placed] = []
    unrated: list[Waiting] = []
    for condition in conditions:
        answers = _answers(condition, conditions, judged)
        placed += [_Placed(condition, task) for task in tasks_of(answers, unverified)]
        unrated += _unrated(condition, answers, ratings)
    tasks = once_each(placed)
    return Worklist(
        tasks=cut(tasks, _task_line, LONGEST),
        unrated=cut(unrated, lambda line: line, SHORT),
        registrations=cut(_registrations(), lambda line: line, SHORT),
        waiting=(*_screening(person), *_records(len(unverified)), *_dates()),
    )


def once_each(placed: Iterable[_Placed]) -> list[_Placed]:
    """Each task once, at the headline that it moves furthest: a condition and its parent share their studies."""
    found: dict[tuple[int, TaskKind, Question], _Placed] = {}
    for each in sorted(placed, key=lambda item: item.task.order):
        found.setdefault((each.task.study.id, each.task.kind, each.task.answer.question), each)
    return list(found.values())


def _answers(condition: Condition, conditions: Sequence[Condition], judged: Sequence[Judged]) -> tuple[Answer, ...]:
    scope = {item.slug for item in with_descendants(condition, conditions)}
    return synthesise(within(judged, scope)).answers


def _unverified_studies() -> set[int]:
    """Primary studies that readers see and nobody has compared with their source."""
    shown = Study.objects.visible().primary().exclude(standing=Standing.SIGNED_OFF)
    vouched = Q(verifications__isnull=False, verifications__withdrawn_at__isnull=True)
    return set(shown.exclude(pk__in=Study.objects.filter(vouched).values("pk")).values_list("pk", flat=True))


def _task_line(placed: _Placed) -> TaskLine:
    task, answer = placed.task, placed.task.answer
    words = COMPARISON_WORDS[answer.question.comparison]
    return TaskLine(
        what=task.kind.label,
        study=task.study.label,
        href=_where(task),
        why=task.reason.label if task.reason else "",
        condition=placed.condition.name,
        question=f"{answer.question.outcome.title}, {words.with_ozone} v {words.without_ozone}, "
        f"{answer.question.window.label}",
        finding_href=_finding_href(placed.condition, answer),
        shift=task.shift,
        moves=_moves(task),
        people=task.people,
    )


def _where(task: Task) -> str:
    """Where the task is done."""
    if task.kind is TaskKind.MISSING:
        return reverse("workbench", args=[task.study.slug])
    if task.kind is TaskKind.UNVERIFIED:
        return reverse("sign-off", args=[task.study.slug])
    return f"{reverse('study', args=[task.study.slug])}#doubts"


def _finding_href(condition: Condition, answer: Answer) -> str:
    if answer.entries or answer.beside:
        return reverse("finding", args=[condition.slug, anchor_of(answer)])
    return condition.get_absolute_url()


def _moves(task: Task) -> str:
    """The estimate as it is, and between which two it could then lie, on the reader's scale."""
    measure = task.answer.measure
    if task.before is None or task.after is None or measure is None:
        return ""
    now, low, high = (measure.to_reader(each) for each in (task.before, *task.after))
    if measure.is_ratio:
        return f"{measure.value} {ratio(now)} now, {ratio_interval(low, high)} then"
    return f"{measure.value} {number(now, digits=1)} now, {interval_text(low, high)} then"


def _unrated(condition: Condition, answers: Sequence[Answer], ratings: RatedAnswers) -> list[Waiting]:
    """The findings of a headline of which nobody said how certain they are, or whose rating needs review."""
    top = headline(outcome_answers(answers))
    found = []
    for answer in top.said if top else ():
        rated = ratings.of(condition.slug, answer)
        if rated.standing is None:
            href = reverse("finding-rate", args=[condition.slug, anchor_of(answer)])
            words = COMPARISON_WORDS[answer.question.comparison]
            title = f"{condition.name}: {answer.question.outcome.title}, {words.with_ozone} v {words.without_ozone}"
            found.append(Waiting(title, None, href, rated.words))
    return found


def _screening(person: User) -> list[Waiting]:
    queues, address = queues_of(person), reverse("screening-list")
    counts = dict(queues.counts())
    return [
        Waiting(f"Publications: {queue.label}", counts[queue], f"{address}?queue={queue.value}") for queue in _WAITING
    ]


def _records(unverified: int) -> list[Waiting]:
    """Records that wait for a person, each kind with its number."""
    listed = reverse("study-list")
    open_queries = DataQuery.objects.exclude(state=QueryState.RESOLVED)
    by_severity = dict(open_queries.order_by().values_list("severity").annotate(Count("pk")))
    from_checks = open_queries.exclude(check_name="").count()
    queries = [
        Waiting(f"Open data queries: {severity.label}", by_severity.get(severity.value, 0), reverse("checks"))
        for severity in Severity
    ]
    drafts = Study.objects.filter(standing=Standing.DRAFT).count()
    return [
        *queries,
        Waiting("Open data queries that a check raised", from_checks, reverse("checks")),
        Waiting("Primary studies whose numbers nobody has compared with their source", unverified, listed),
        Waiting("Studies that are drafts, hidden from readers", drafts, listed),
        *_readings(),
    ]


def _readings() -> list[Waiting]:
    """Second readings whose differences nobody has settled."""
    finished = Extraction.objects.filter(state=ExtractionState.FINISHED).select_related("study")
    return [
        Waiting(f"Second reading of {each.study.label}: differences to be settled", None, href)
        for each in finished[:SHORT]
        if (href := reverse("extraction", args=[each.study.slug]))
    ]


def _dates() -> list[Waiting]:
    """When the literature was last brought in, and retractions were last looked up."""
    applied: datetime | None = ImportBatch.objects.filter(state=ImportState.APPLIED).aggregate(last=Max("applied_at"))[
        "last"
    ]
    found = f"last import on {applied:%Y-%m-%d}" if applied else "no citation file was ever imported here"
    identified = Publication.objects.exclude(doi="", pmid="")
    unchecked = identified.filter(retraction=Retraction.NOT_CHECKED).count()
    oldest: date | None = identified.aggregate(oldest=Min("retraction_checked_on"))["oldest"]
    checked = f"the oldest check is of {oldest:%Y-%m-%d}" if oldest else "never checked"
    return [
        Waiting("Search again for new publications", None, reverse("import-list"), found),
        Waiting(
            "Publications not checked for retraction", unchecked, "", f"{checked}; manage.py import_retractions FILE"
        ),
    ]


def _registrations() -> list[Waiting]:
    """Registered trials without results here, the largest first."""
    rows = Registration.objects.select_related("condition")
    in_order = sorted(rows, key=lambda row: (-(row.n_planned or 0), row.registration))
    return [
        Waiting(
            f"{row.registration}: {row.title}",
            row.n_planned,
            row.url,
            f"{row.condition.name}; {row.status_as_read or 'status not read'}",
        )
        for row in in_order
    ]
