"""A review's pooled result compared with this site's own answers: which are comparable, and what differs.

An answer is *comparable* when it is about the same condition and kind of outcome, by the same measure, counted the same
way round, in the same window. Even then the two use different trials, and mostly different comparators.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from evidence.figures.forest import EntryKind, ForestEntry
from evidence.findings.answer_texts import answer_effect_text, measured_times, study_effect_text
from evidence.findings.condition_answers import answer_href
from evidence.findings.pool_records import PooledTrials
from evidence.statistics.interval import Interval
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import join_words, time_label
from evidence.synthesis.sentences import Sentence, sentence_of
from studies.choices import OutcomeDomain, PoolMeasure, PositiveIs
from studies.models import ReportedPool
from studies.numerics.number_formatting import count, people, trials
from studies.presentation.reported_pools import PoolLine
from studies.reported.windows import Window, window_of

# Comparable answers that are shown with one pooled result: as many as the real evidence has.
MOST_COMPARABLE = 4
# With more studies than these only their number is given.
MOST_NAMED = 12
_MEASURES = {measure.value: measure.label for measure in PoolMeasure}


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One comparable answer of this site, as a sentence and as rows of a figure: its pool, else each of its studies."""

    sentence: Sentence
    href: str
    rows: tuple[ForestEntry, ...]


@dataclass(frozen=True, slots=True)
class ReviewDifference:
    """One way in which a pooled result and the nearest answers here are not the same."""

    aspect: str
    review_value: str
    own_value: str


@dataclass(frozen=True, slots=True)
class ReviewComparison:
    """Our own answers to compare a pooled result with. ``why_none`` says why none is comparable, where none is.

    ``more`` comparable answers are not among ``own_answers``. ``is_elsewhere``: it pools another condition than the
    page's, so it is compared on another page.
    """

    own_answers: tuple[OwnAnswer, ...]
    why_none: str
    differences: tuple[ReviewDifference, ...]
    is_elsewhere: bool = False
    more: int = 0


def compare_pool(
    pool: ReportedPool, line: PoolLine, answers: Mapping[str, Sequence[Answer]], pooled: PooledTrials
) -> ReviewComparison:
    """Compare a pool of these trials with the answers for its own condition; ``answers`` are by its slug."""
    slug = pool.condition.slug
    if slug not in answers:
        why = f"It pools {pool.condition.name.lower()}, which is not what this page answers"
        return ReviewComparison((), why, (), is_elsewhere=True)
    comparable, nearest, why = _find_comparable(pool, answers[slug])
    there = {study.pk for study in pooled.studies}
    shown = sorted(comparable, key=lambda answer: -_shared(answer, there))[:MOST_COMPARABLE]
    own = tuple(_own_answer(slug, answer) for answer in shown)
    return ReviewComparison(own, why, tuple(_differences(line, nearest, pooled)), more=len(comparable) - len(shown))


def _own_answer(slug: str, answer: Answer) -> OwnAnswer:
    href = answer_href(slug, answer)
    return OwnAnswer(sentence_of(answer), href, tuple(_own_rows(answer, href)))


def _own_rows(answer: Answer, href: str) -> list[ForestEntry]:
    """An answer's pool, or each of its one or two studies."""
    title = answer.question.outcome.title
    if answer.pooled:
        values = (answer.pooled.reader(), answer.pooled.reader_interval())
        text = answer_effect_text(answer, ())
        return [_own_row(answer, f"{title} · {answer.k} trials", text, *values, EntryKind.TOTAL, href)]
    rows = []
    for entry in answer.entries:
        first, values = entry.lines[0].first, (entry.effect.reader(), entry.effect.reader_interval())
        detail = f"{entry.study.label} · {title} · {time_label(first.weeks, first.timepoint_label)}"
        rows.append(_own_row(answer, detail, study_effect_text(entry.effect), *values, EntryKind.STUDY, href))
    return rows


def _own_row(
    answer: Answer, detail: str, text: str, estimate: float, interval: Interval, kind: EntryKind, href: str
) -> ForestEntry:
    return ForestEntry(
        label=f"Here: {answer.question.words.in_sentence}",
        kind=kind,
        detail=detail,
        effect_text=text.removeprefix(f"{answer.measure} "),
        estimate=estimate,
        low=interval.low,
        high=interval.high,
        href=href,
    )


def _shared(answer: Answer, studies: Collection[int]) -> int:
    """How many of these studies (ids) are in an answer."""
    return sum(study.id in studies for study in answer.studies)


def pool_time(pool: ReportedPool) -> str:
    """The time as printed, in words that make sense alone where it is not stated."""
    return "time not stated" if pool.timepoint_label in ("", "not stated") else pool.timepoint_label


def _find_comparable(pool: ReportedPool, answers: Sequence[Answer]) -> tuple[Sequence[Answer], Sequence[Answer], str]:
    """The comparable answers, the nearest ones, and why none is comparable where none is."""
    nearest: Sequence[Answer] = ()
    for is_like, why in _STEPS:
        similar = [answer for answer in answers if is_like(pool, answer)]
        if not similar:
            return (), nearest, why(pool, nearest)
        nearest = answers = similar
    return answers, nearest, ""


def _answers_outcome(pool: ReportedPool, answer: Answer) -> bool:
    return answer.question.randomised and answer.is_usable and answer.question.outcome.domain == pool.measure.domain


def _shares_measure(pool: ReportedPool, answer: Answer) -> bool:
    # Points belong to a scale, and the records of reviews do not say which.
    return pool.effect_measure not in (PoolMeasure.MD, "") and answer.measure == pool.effect_measure


def _shares_direction(pool: ReportedPool, answer: Answer) -> bool:
    return answer.higher_is_better is (pool.positive_is == PositiveIs.FAVOURS_OZONE)


def _shares_window(pool: ReportedPool, answer: Answer) -> bool:
    return answer.question.window is window_of(pool.weeks, pool.timepoint_label)


def _no_outcome(pool: ReportedPool, nearest: Sequence[Answer]) -> str:
    domain = OutcomeDomain(pool.measure.domain).label.lower()
    return f"No randomised trial that isolates ozone gives a usable figure here on {domain}"


def _other_measure(pool: ReportedPool, nearest: Sequence[Answer]) -> str:
    if pool.effect_measure == PoolMeasure.MD:
        return "Of which scale its points are was not in the text read"
    used = dict.fromkeys(" on ".join(filter(None, (_measure(answer), answer.scale))) for answer in nearest)
    return f"Answered here as {join_words(used)}, which cannot share an axis with {_MEASURES[pool.effect_measure]}"


def _other_direction(pool: ReportedPool, nearest: Sequence[Answer]) -> str:
    return "The answers here count the opposite event"


def _other_window(pool: ReportedPool, nearest: Sequence[Answer]) -> str:
    window = window_of(pool.weeks, pool.timepoint_label)
    if window in (None, Window.NOT_STATED):
        return "It prints no one time, while each answer here is of one window"
    return f"No answer here is of the {window.label if window else ''}"


_IsLike = Callable[[ReportedPool, Answer], bool]
_Why = Callable[[ReportedPool, Sequence[Answer]], str]
_STEPS: tuple[tuple[_IsLike, _Why], ...] = (
    (_answers_outcome, _no_outcome),
    (_shares_measure, _other_measure),
    (_shares_direction, _other_direction),
    (_shares_window, _other_window),
)


def _measure(answer: Answer) -> str:
    return _MEASURES.get(answer.measure.value, answer.measure.value) if answer.measure else ""


def _differences(line: PoolLine, nearest: Sequence[Answer], pooled: PooledTrials) -> list[ReviewDifference]:
    """What was compared, measured, when and in whom: there as printed, here of the nearest answers."""
    if not nearest:
        return []
    words = [answer.question.words for answer in nearest]
    compared = dict.fromkeys(f"{word.with_ozone} v {word.without_ozone}" for word in words)
    outcomes = (outcome.title for outcome in dict.fromkeys(answer.question.outcome for answer in nearest))
    times = dict.fromkeys(time for answer in nearest for time in measured_times(answer))
    design = line.pool.review.get_design_display()
    return [
        ReviewDifference(
            "Design", f"{design}, {line.model}", "randomised trials alone, by route, comparison and window"
        ),
        ReviewDifference("Compared", line.pool.comparison, join_words(compared)),
        ReviewDifference("Outcome", line.outcome, join_words(outcomes)),
        ReviewDifference("Time", pool_time(line.pool), join_words(times)),
        ReviewDifference("Trials", _pooled_trials(line, nearest, pooled), _trials(nearest)),
    ]


def _pooled_trials(line: PoolLine, nearest: Sequence[Answer], pooled: PooledTrials) -> str:
    """How many trials it pooled, which of them are in this set, and how many of those are in the nearest answers."""
    size = line.size or "number not printed"
    if not pooled.studies:
        return f"{size}; which ones is not in the text read"
    here = {study.id for answer in nearest for study in answer.studies}
    shared = sum(study.pk in here for study in pooled.studies)
    names = join_words(study.label for study in pooled.studies[:MOST_NAMED])
    known = "" if pooled.is_complete else ", as far as is known"
    return f"{size}; in this set{known}: {names}, of which {count(shared)} in the answers here"


def _trials(answers: Sequence[Answer]) -> str:
    studies = {study.id: study for answer in answers for study in answer.studies}
    most = max((answer.people or 0 for answer in answers), default=0)
    who = f" with {people(most)}" if most and len(answers) == 1 else ""
    if len(studies) > MOST_NAMED:
        return f"{trials(len(studies))}{who}"
    return f"{trials(len(studies))}{who} ({join_words(study.label for study in studies.values())})"
