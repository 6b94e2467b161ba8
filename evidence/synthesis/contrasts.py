"""Two arms seen through one outcome at one time, with everything printed about them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from evidence.synthesis.outcomes import Outcome, outcome_of
from evidence.synthesis.pairing import ArmPair, arm_pairs, arms_by_study
from evidence.synthesis.rows import Evidence, MeasureRow, ReportedRow, ResultRow
from evidence.synthesis.windows import Window, distance_from_target, window_of
from studies.vocabulary import ResultKind


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two arms, one measure, one time. A result is missing where the source prints one arm, or only a P value."""

    pair: ArmPair
    measure: MeasureRow
    outcome: Outcome
    outcome_name: str
    part: str
    weeks: float | None
    window: Window
    ozone: ResultRow | None = None
    comparator: ResultRow | None = None
    reported: tuple[ReportedRow, ...] = ()

    @property
    def kind(self) -> ResultKind | None:
        """Score or count; None when only a P value or a direction was printed."""
        result = self.ozone or self.comparator
        return result.kind if result else None

    @property
    def timepoint_label(self) -> str:
        """The time as printed beside a result, where there is one."""
        result = self.ozone or self.comparator
        return result.timepoint_label if result else ""

    @property
    def preference(self) -> tuple[int, float, float]:
        """The smaller, the sooner picked for its question: measure by its order, then nearest the window's target."""
        return (self.measure.order, *distance_from_target(self.window, self.weeks))


class _Seen(NamedTuple):
    """What two results must share to be one contrast."""

    measure: str
    outcome_name: str
    part: str
    weeks: float | None
    window: Window


@dataclass(slots=True)
class _Gathered:
    measure: MeasureRow
    pairs: dict[tuple[ResultKind | None, bool], dict[int, ResultRow]] = field(default_factory=dict)
    reported: list[ReportedRow] = field(default_factory=list)


def contrasts(evidence: Evidence) -> list[Contrast | ArmPair]:
    """Every contrast of every pair of arms; a pair of which nothing was printed stands for itself."""
    results: dict[int, list[ResultRow]] = {}
    for result in evidence.results:
        results.setdefault(result.arm.id, []).append(result)
    reported: dict[frozenset[int], list[ReportedRow]] = {}
    for row in evidence.reported:
        reported.setdefault(frozenset({row.arm_a, row.arm_b}), []).append(row)
    found: list[Contrast | ArmPair] = []
    for arms in arms_by_study(evidence.arms).values():
        for pair in arm_pairs(arms):
            rows = [*results.get(pair.ozone.id, ()), *results.get(pair.comparator.id, ())]
            found += list(_of_pair(pair, rows, reported.get(pair.arms, ()))) or [pair]
    return found


def _of_pair(pair: ArmPair, results: Iterable[ResultRow], reported: Sequence[ReportedRow]) -> Iterator[Contrast]:
    gathered: dict[_Seen, _Gathered] = {}
    for result in results:
        window = window_of(result.weeks, result.timepoint_label)
        if window:
            seen = _Seen(result.measure.slug, result.outcome_name, result.part, result.weeks, window)
            arms = gathered.setdefault(seen, _Gathered(result.measure)).pairs.setdefault(
                (result.kind, result.is_change), {}
            )
            arms.setdefault(result.arm.id, result)
    for row in reported:
        window = window_of(row.weeks)
        if window:
            seen = _Seen(row.measure.slug, row.outcome_name, row.part, row.weeks, window)
            gathered.setdefault(seen, _Gathered(row.measure)).reported.append(row)
    for seen, group in gathered.items():
        for (kind, _), arms in (group.pairs or {(None, False): {}}).items():
            yield Contrast(
                pair=pair,
                measure=group.measure,
                outcome=outcome_of(group.measure, seen.outcome_name, kind),
                outcome_name=seen.outcome_name,
                part=seen.part,
                weeks=seen.weeks,
                window=seen.window,
                ozone=arms.get(pair.ozone.id),
                comparator=arms.get(pair.comparator.id),
                reported=tuple(group.reported),
            )
