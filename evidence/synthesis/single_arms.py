"""Single ozone arms: what people who received ozone reported, with nothing to compare it to.

A *mixture* is what an arm received, vehicles left aside: arms with one mixture are alike. A *single arm* is all the
people of one study who received one mixture and were measured at one time, however many arms they were in. An arm of
a controlled study is listed as a single arm too. Nothing here is an effect of ozone.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from evidence.synthesis.counts import counted_for
from evidence.synthesis.data_queries import Queries, open_query_on
from evidence.synthesis.excluded_contrasts import pool_exclusion
from studies.choices import ComponentName, Design, ResultKind, Severity
from studies.reported.comparisons import Components, without_vehicles
from studies.reported.content_order import result_order
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.outcome_facts import Outcome
from studies.reported.query_row import QueryRow
from studies.reported.risk_of_bias_views import is_critical
from studies.reported.rows import FEW_KINDS, ArmRow, Evidence, ResultRow, StudyRow
from studies.reported.windows import Window, distance_from_target

Value = TypeVar("Value")

WHOLE_ARM_IS_LISTED = "the whole arm is already listed"
_COMPONENTS = list(ComponentName)
_WINDOWS = list(Window)
_DOUBTFUL = frozenset({ContrastExclusion.DOUBTED, ContrastExclusion.RETRACTED, ContrastExclusion.CRITICAL_BIAS})


class ArmQuestion(NamedTuple):
    """What single arms must share to be set together: outcome, mixture and window."""

    outcome: Outcome
    mixture: Components
    window: Window

    @property
    def order(self) -> tuple[int, tuple[int, ...]]:
        """Its place among questions of one outcome: window, then the plainest mixture first."""
        return (_WINDOWS.index(self.window), tuple(sorted(_COMPONENTS.index(name) for name in self.mixture)))

    @property
    def may_be_pooled(self) -> bool:
        """Whether its arms are known to be alike in what they received and in when they were measured."""
        return self.window is not Window.NOT_STATED and ComponentName.NOT_STATED not in self.mixture


class ArmCandidate(NamedTuple, Generic[Value]):
    """One result of one arm that gives a value. ``before`` is that of a score before treatment.

    ``notes`` say how a value came about that is not as printed. ``pool_exclusion`` says why it is not pooled, with the
    query that doubts it, once that is known.
    """

    result: ResultRow
    value: Value
    before: ResultRow | None = None
    notes: tuple[str, ...] = ()
    pool_exclusion: ContrastExclusion | None = None
    query: QueryRow | None = None


class SingleArm(NamedTuple, Generic[Value]):
    """The people of one study who received one mixture, at one time; ``results`` are those of the arms they were in.

    ``weight`` is the share in a pool, 0 to 1, where there is one.
    """

    results: tuple[ResultRow, ...]
    value: Value
    pool_exclusion: ContrastExclusion | None = None
    query: QueryRow | None = None
    detail: str = ""
    weight: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> ResultRow:
        """The result that represents it: its first."""
        return self.results[0]

    @property
    def study(self) -> StudyRow:
        """The study whose people they are."""
        return self.first.arm.study


class ExcludedArm(NamedTuple):
    """A result of an ozone arm that gives no single arm, with the reason."""

    result: ResultRow
    reason: ContrastExclusion
    detail: str = ""


def mixture_of(arm: ArmRow) -> Components:
    """What an arm received, without vehicles."""
    return _mixture(arm.components)


_mixture = lru_cache(maxsize=FEW_KINDS)(without_vehicles)


def ozone_results(evidence: Evidence, kind: ResultKind) -> list[ResultRow]:
    """Scores or counts of arms that received ozone, of any design but case reports, which are listed with the harms."""
    ids = {
        arm.id
        for arm in evidence.arms
        if ComponentName.OZONE in arm.components and arm.study.design is not Design.CASE_REPORT
    }
    return [result for result in evidence.results if result.kind is kind and result.arm.id in ids]


def single_arms(
    judged: Iterable[ArmCandidate[Value] | ExcludedArm],
    *,
    window: Window,
    queries: Queries,
    merge: Callable[[Sequence[Value]], Value | None],
    size: Callable[[Value], int | None],
) -> tuple[list[SingleArm[Value]], list[ExcludedArm]]:
    """One question's candidates as single arms, each person once, and what is not shown for that.

    ``merge`` puts the values of several arms together, or answers None where that is impossible: each is then listed
    separately.
    Of studies that may share patients one stays, the largest, else the latest.
    """
    whole, parts = _without_parts(judged)
    not_shown = [ExcludedArm(item.result, ContrastExclusion.PART_OF_ARM, WHOLE_ARM_IS_LISTED) for item in parts]
    shown: list[SingleArm[Value]] = []
    for of_study in _by_study(_with_exclusions(whole, window, queries)):
        chosen = _chosen(of_study, window) if len(of_study) > 1 else of_study
        shown += _merged(chosen, merge)
        if len(chosen) < len(of_study):
            ids = {item.result.id for item in chosen}
            not_shown += [_other_chosen(item, chosen[0]) for item in of_study if item.result.id not in ids]
    return _without_shared_patients(shown, size), not_shown


def studies_of_single_arms(
    judged: Iterable[ArmCandidate[Value] | ExcludedArm],
    *,
    window: Window,
    queries: Queries,
    merge: Callable[[Sequence[Value]], Value | None],
) -> list[int]:
    """The study (id) of each of these single arms, for who counts them alone.

    A candidate that is alone in its study is one, whatever is said of it.
    """
    candidates = [item for item in judged if isinstance(item, ArmCandidate)]
    studies = [item.result.arm.study.id for item in candidates]
    if len(set(studies)) == len(studies):
        return studies
    found: list[int] = []
    for of_study in _by_study(_without_parts(candidates)[0]):
        alone = len(of_study) == 1
        shown = of_study if alone else _merged(_chosen(_with_exclusions(of_study, window, queries), window), merge)
        found += [of_study[0].result.arm.study.id] * len(shown)
    return found


def _with_exclusions(
    candidates: Iterable[ArmCandidate[Value]], window: Window, queries: Queries
) -> list[ArmCandidate[Value]]:
    """The same, each with why its results are shown in no pool and the query that doubts them, if any."""
    judged = []
    for item in candidates:
        rows = (item.result, item.before) if item.before else (item.result,)
        study, doubt = item.result.arm.study, None
        if study.id in queries:
            doubt = next((found for row in rows if (found := open_query_on(row, queries, Severity.DOUBT))), None)
        critical = bool(study.bias) and any(is_critical(study.bias, row.measure.slug, row.weeks) for row in rows)
        without_time = ContrastExclusion.TIME_NOT_STATED if window is Window.NOT_STATED else None
        exclusion = pool_exclusion(study, doubt, item.result.part, is_critical=critical) or without_time
        judged.append(item._replace(pool_exclusion=exclusion, query=doubt))
    return judged


def _without_parts(
    judged: Iterable[ArmCandidate[Value] | ExcludedArm],
) -> tuple[list[ArmCandidate[Value]], list[ArmCandidate[Value]]]:
    """Candidates of whole arms (and of parts whose whole is not among them), and those of parts whose whole is."""
    candidates = [item for item in judged if isinstance(item, ArmCandidate)]
    arms = {item.result.arm.id for item in candidates}
    whole: list[ArmCandidate[Value]] = []
    parts: list[ArmCandidate[Value]] = []
    for item in candidates:
        (parts if item.result.arm.part_of in arms else whole).append(item)
    return whole, parts


def _by_study(candidates: Iterable[ArmCandidate[Value]]) -> list[list[ArmCandidate[Value]]]:
    found: dict[int, list[ArmCandidate[Value]]] = {}
    for item in candidates:
        found.setdefault(item.result.arm.study.id, []).append(item)
    return list(found.values())


def _chosen(candidates: Sequence[ArmCandidate[Value]], window: Window) -> list[ArmCandidate[Value]]:
    """Of one study the results nearest the window's target; doubted ones only of arms that have no other."""
    firm = _best([item for item in candidates if item.pool_exclusion not in _DOUBTFUL], window)
    taken = {item.result.arm.id for item in firm}
    doubtful = [item for item in candidates if item.pool_exclusion in _DOUBTFUL and item.result.arm.id not in taken]
    return [*firm, *_best(doubtful, window)]


def _best(candidates: Sequence[ArmCandidate[Value]], window: Window) -> list[ArmCandidate[Value]]:
    """The best and its equals of other arms or parts: a whole arm, the measure's order, nearest, a tie to the later."""

    def rank(item: ArmCandidate[Value]) -> tuple[bool, int, float, float]:
        return (bool(item.result.part), item.result.measure.order, *distance_from_target(window, item.result.weeks))

    best = min(map(rank, candidates), default=None)
    ranked = [item for item in candidates if rank(item) == best]
    equals: dict[tuple[int, str], ArmCandidate[Value]] = {}
    # Of two results of one arm between which no rule decides, what they say does, never the order of the rows.
    for item in sorted(ranked, key=lambda item: result_order(item.result)) if len(ranked) > 1 else ranked:
        equals.setdefault((item.result.arm.id, item.result.part), item)
    return list(equals.values())


def _merged(
    chosen: Sequence[ArmCandidate[Value]], merge: Callable[[Sequence[Value]], Value | None]
) -> list[SingleArm[Value]]:
    """Alike arms of one study as one; parts of an arm, and arms shown for another reason, separately."""
    if len(chosen) == 1:
        return [_single(chosen[0])]
    alike: dict[tuple[str, ContrastExclusion | None], list[ArmCandidate[Value]]] = {}
    for item in chosen:
        alike.setdefault((item.result.part, item.pool_exclusion), []).append(item)
    shown: list[SingleArm[Value]] = []
    for items in alike.values():
        value = merge([item.value for item in items])
        if value is None:
            shown += [_single(item) for item in items]
        else:
            results = tuple(item.result for item in items)
            notes = tuple(dict.fromkeys(note for item in items for note in item.notes))
            shown.append(SingleArm(results, value, items[0].pool_exclusion, items[0].query, notes=notes))
    return shown


def _single(item: ArmCandidate[Value]) -> SingleArm[Value]:
    return SingleArm((item.result,), item.value, item.pool_exclusion, item.query, notes=item.notes)


def _other_chosen(item: ArmCandidate[Value], chosen: ArmCandidate[Value]) -> ExcludedArm:
    result = chosen.result
    return ExcludedArm(
        item.result, ContrastExclusion.OTHER_RESULT_CHOSEN, f"{result.measure.name}, {result.timepoint_label}"
    )


def _without_shared_patients(
    shown: Sequence[SingleArm[Value]], size: Callable[[Value], int | None]
) -> list[SingleArm[Value]]:
    """The same; a study that may share patients with a larger or later one says so."""
    inside = [arm for arm in shown if arm.pool_exclusion is None and arm.study.cohort_group]
    if len(inside) < 2:
        return list(shown)
    sizes: dict[int, int | None] = {}
    for arm in inside:
        sizes[arm.study.id] = (sizes.get(arm.study.id) or 0) + (size(arm.value) or 0)
    counted = counted_for([arm.study for arm in inside], sizes)
    return [_with_larger_study(arm, counted.get(arm.study.id, arm.study)) for arm in shown]


def _with_larger_study(arm: SingleArm[Value], counted: StudyRow) -> SingleArm[Value]:
    if arm.pool_exclusion or counted.id == arm.study.id:
        return arm
    return arm._replace(pool_exclusion=ContrastExclusion.MAY_SHARE_PATIENTS, detail=counted.label)
