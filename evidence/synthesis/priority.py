"""How far one thing that waits to be done could move a headline: what the worklist is ranked by.

A *task* is one study in one answer of a headline: excluded from it, shown next to it because of a doubt, or in it with
numbers that have not been compared with the source. Its *shift* is by how many standard errors the answer's estimate
would move at most if the task were done and the study entered, or stayed, with a plausible effect.

*Plausible* is an effect within the 95% range in which a new study like those of the answer would be observed
(estimate ± 1.96 times the root of its squared error, tau² and the variance of a study of that size), on the side that
the study prints where it prints one; for a study in the answer, its own 95% interval. An answer without a
figure has no estimate to move: a task that would give it its first comes before all others, the largest study first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import median

from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.interval import NORMAL_95
from evidence.statistics.pooling import random_effects
from evidence.synthesis.answers import Answer
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.headline import headline, outcome_answers
from evidence.synthesis.study_effects import StudyEffect
from evidence.synthesis.trial_directions import TrialDirection
from studies.choices import CriticalOutcome, LabelledEnum
from studies.numerics.errors import StatisticsError
from studies.reported.content_order import ContentOrder
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import StudyRow
from studies.reported.windows import Window

# Reasons that no work at the record would lift: another result represents the study, or the rule keeps it out.
NOT_FIXABLE_REASONS = frozenset(
    {
        *(
            ContrastExclusion.OTHER_RESULT_CHOSEN,
            ContrastExclusion.MAY_SHARE_PATIENTS,
            ContrastExclusion.PART_OF_ARM,
            ContrastExclusion.RETRACTED,
            ContrastExclusion.CRITICAL_BIAS,
        ),
        *(
            ContrastExclusion.OZONE_BOTH_ARMS,
            ContrastExclusion.CONFOUNDED,
            ContrastExclusion.OTHER_KIND,
            ContrastExclusion.OTHER_SCALE,
            ContrastExclusion.CHANGE_AND_FINAL,
        ),
    }
)
_OUTCOMES = list(CriticalOutcome)
_WINDOWS = list(Window)
_REASONS = list(ContrastExclusion)


class TaskKind(LabelledEnum):
    """What waits to be done at a study."""

    MISSING = "missing", "Find the figures that keep it out of the answer"
    DOUBT = "doubt", "Answer the open data query that keeps it out of the pool"
    UNVERIFIED = "unverified", "Compare with the source the numbers that nobody confirmed"


@dataclass(frozen=True, slots=True)
class Task:
    """One study in one answer. ``shift`` is in standard errors; None where it would give the answer its first figure.

    ``plausible`` are the lowest and highest effect that were tried and ``after`` the lowest and highest estimate that
    followed, both on the analysis scale; None without an estimate.
    """

    kind: TaskKind
    answer: Answer
    study: StudyRow
    reason: ContrastExclusion | None
    people: int | None
    shift: float | None
    plausible: tuple[float, float] | None = None
    before: float | None = None
    after: tuple[float, float] | None = None

    @property
    def order(self) -> tuple[bool, float, int, str]:
        """First what gives a first figure, by its people; then by how far it moves."""
        opens = self.shift is None
        return (not opens, -(self.shift or 0.0), -(self.people or 0), self.study.label)


def tasks_of(answers: Sequence[Answer], unverified: Iterable[int] = ()) -> list[Task]:
    """Every task at the headline of one condition, of all its answers, the furthest move first.

    ``unverified`` are the ids of studies whose numbers have not been compared with their source.
    """
    ids = set(unverified)
    found = [task for answer in answers_at_headline(answers) for task in _tasks_at(answer, ids)]
    return sorted(found, key=lambda task: task.order)


def answers_at_headline(answers: Sequence[Answer]) -> list[Answer]:
    """The answers that the headline names, and those without a figure that it would name if they had one."""
    outcomes = outcome_answers(answers)
    top = headline(outcomes)
    if top is None:
        return []
    place = _OUTCOMES.index(top.outcome)
    window = _WINDOWS.index(top.usable[0].question.window) if top.usable else len(_WINDOWS)
    in_headline = {id(answer) for answer in top.usable}
    return [answer for answer in answers if id(answer) in in_headline or _would_change_headline(answer, place, window)]


def _would_change_headline(answer: Answer, place: int, window: int) -> bool:
    """Whether an answer without a figure would, with one, be in the headline or become it."""
    outcome = answer.question.outcome.critical
    if answer.is_usable or not answer.question.randomised or outcome is None:
        return False
    if answer.question.window is Window.NOT_STATED:
        return False
    here = _OUTCOMES.index(outcome)
    return here < place or (here == place and _WINDOWS.index(answer.question.window) <= window)


def _tasks_at(answer: Answer, unverified: set[int]) -> list[Task]:
    inside = {entry.study.id for entry in answer.entries}
    doubted = [entry for entry in answer.unpooled if entry.pool_exclusion is ContrastExclusion.DOUBTED]
    shown = inside | {entry.study.id for entry in answer.unpooled}
    missing = [items for study, items in _by_study(answer.left_out).items() if study not in shown]
    return [
        *(_missing(answer, items) for items in missing),
        *(_doubt(answer, entry) for entry in doubted),
        *(_unverified(answer, entry) for entry in answer.entries if entry.study.id in unverified),
    ]


def _by_study(left_out: Iterable[ExcludedContrast]) -> dict[int, list[ExcludedContrast]]:
    found: dict[int, list[ExcludedContrast]] = {}
    for item in left_out:
        if item.contrast and item.reason not in NOT_FIXABLE_REASONS:
            found.setdefault(item.study.id, []).append(item)
    return found


def _missing(answer: Answer, items: Sequence[ExcludedContrast]) -> Task:
    first = min(items, key=_order_of_choice)
    direction = next(
        (each.direction for each in answer.unused if each.study.id == first.study.id), TrialDirection.NOT_STATED
    )
    people = _people(first)
    return _task_of_missing_study(answer, TaskKind.MISSING, first.study, first.reason, people, direction)


def _order_of_choice(item: ExcludedContrast) -> tuple[tuple[int, float, float], int, ContentOrder]:
    """The result that the rule would pick; of several, the reason that comes first, else by what they say."""
    contrast = item.contrast
    assert contrast is not None  # noqa: S101 - only contrasts are tasks; mypy needs to know
    return contrast.preference, _REASONS.index(item.reason), contrast.content_order


def task_of_new_study(answers: Sequence[Answer], study: StudyRow, people: int | None) -> Task | None:
    """The furthest task of a randomised trial that readers do not see yet, at the headline of its condition.

    What it reports is not known here: it is tried with a plausible effect for its people. None without an answer that
    it could move.
    """
    found = [
        _task_of_missing_study(answer, TaskKind.MISSING, study, None, people, TrialDirection.NOT_STATED)
        for answer in answers_at_headline(answers)
    ]
    return min(found, key=lambda task: task.order, default=None)


def _doubt(answer: Answer, entry: StudyEffect) -> Task:
    """A doubted study may enter with its printed or with its corrected figure."""
    return _task_of_missing_study(
        answer, TaskKind.DOUBT, entry.study, ContrastExclusion.DOUBTED, entry.n, TrialDirection.NOT_STATED, entry.effect
    )


def _task_of_missing_study(
    answer: Answer,
    kind: TaskKind,
    study: StudyRow,
    reason: ContrastExclusion | None,
    people: int | None,
    direction: TrialDirection,
    printed: EffectSize | None = None,
) -> Task:
    """A study that is not in the answer comes in, with the plausible effect that moves it most."""
    effects = [entry.effect for entry in answer.entries]
    task = Task(kind, answer, study, reason, people, shift=None)
    if not effects:
        return task
    variance = variance_of_size(answer.entries, people)
    low, high = plausible_effects(effects, variance, direction, answer.higher_is_better)

    def tried() -> list[list[EffectSize]]:
        ends = [EffectSize(effects[0].measure, value, variance, "plausible") for value in (low, high)]
        return [[*effects, each] for each in (*ends, *([printed] if printed else []))]

    return _shift_of_estimate(task, effects, tried, (low, high))


def _unverified(answer: Answer, entry: StudyEffect) -> Task:
    """A study in the answer turns out to have reported either end of its own interval."""
    effects = [each.effect for each in answer.entries]
    place = next(index for index, each in enumerate(answer.entries) if each is entry)
    interval = entry.effect.interval()
    low, high = interval.low, interval.high
    task = Task(TaskKind.UNVERIFIED, answer, entry.study, None, entry.n, shift=0.0)

    def tried() -> list[list[EffectSize]]:
        others = [replace(entry.effect, estimate=value) for value in (low, high)]
        return [[*effects[:place], each, *effects[place + 1 :]] for each in others]

    return _shift_of_estimate(task, effects, tried, (low, high))


def _shift_of_estimate(
    task: Task,
    effects: Sequence[EffectSize],
    tried: Callable[[], list[list[EffectSize]]],
    plausible: tuple[float, float],
) -> Task:
    """The task with its shift: the furthest of the estimates that follow.

    None where no estimator answers, or nothing that can be measured is plausible.
    """
    try:
        before, error, _ = estimate_of(effects)
        after = [estimate_of(each)[0] for each in tried()]
    except StatisticsError:
        return replace(task, shift=0.0)
    shift = max(abs(each - before) for each in after) / error
    return replace(task, shift=shift, plausible=plausible, before=before, after=(min(after), max(after)))


def plausible_effects(
    effects: Sequence[EffectSize],
    variance: float,
    direction: TrialDirection,
    higher_is_better: bool | None,  # noqa: FBT001 - the fact of an answer, not a switch
) -> tuple[float, float]:
    """The lowest and the highest effect that a new study of this variance would plausibly show."""
    if direction is TrialDirection.NO_DIFFERENCE:
        return -NORMAL_95 * sqrt(variance), NORMAL_95 * sqrt(variance)
    try:
        estimate, error, tau2 = estimate_of(effects)
    except StatisticsError:
        estimate, error, tau2 = 0.0, 0.0, 0.0
    reach = NORMAL_95 * sqrt(error**2 + tau2 + variance)
    low, high = estimate - reach, estimate + reach
    favours_more = {
        TrialDirection.FAVOURS_OZONE: higher_is_better,
        TrialDirection.FAVOURS_COMPARATOR: not higher_is_better,
    }
    if higher_is_better is None or direction not in favours_more:
        return low, high
    return (max(low, 0.0), max(high, 0.0)) if favours_more[direction] else (min(low, 0.0), min(high, 0.0))


def variance_of_size(entries: Sequence[StudyEffect], people: int | None) -> float:
    """The variance that a study of so many people would have, from those in the answer.

    A variance falls as people grow: their product is taken as constant, its median over the studies. Where the size is
    not printed, the median variance. There is at least one study.
    """
    products = [entry.effect.variance * entry.n for entry in entries if entry.n]
    if people and products:
        return median(products) / people
    return median(entry.effect.variance for entry in entries)


def estimate_of(effects: Sequence[EffectSize]) -> tuple[float, float, float]:
    """Estimate, its standard error and tau² of some effects. Raises StatisticsError."""
    if len(effects) == 1:
        return effects[0].estimate, effects[0].se, 0.0
    pooled = random_effects(effects)
    return pooled.estimate, pooled.se, pooled.tau2


def _people(item: ExcludedContrast) -> int | None:
    """People in the two arms, where they are printed; else those of the study."""
    contrast = item.contrast
    results = (contrast.ozone, contrast.comparator) if contrast else (None, None)
    arms = (item.pair.ozone, item.pair.comparator)
    sizes = [(result.n if result and result.n else arm.n) for result, arm in zip(results, arms, strict=True)]
    if None not in sizes:
        return sum(size for size in sizes if size is not None)
    return item.study.n
