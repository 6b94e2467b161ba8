"""Two arms seen through one outcome at one time, with everything printed about them."""

from collections.abc import Sequence
from typing import NamedTuple

from studies.choices import ResultKind
from studies.reported.outcome_facts import Outcome, outcome_of
from studies.reported.pairing import ArmPair, MeasuredAt, arm_pairs, arms_by_study, measured_at
from studies.reported.rows import ContrastRow, Evidence, MeasureRow, ResultRow
from studies.reported.windows import Window, distance_from_target, window_of


class Contrast(NamedTuple):
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
    reported: tuple[ContrastRow, ...] = ()

    @property
    def kind(self) -> ResultKind | None:
        """Score or count; None when only a P value or a direction was printed."""
        result = self.ozone or self.comparator
        return result.kind if result else None

    @property
    def timepoint_label(self) -> str:
        """The time as printed with a result, where there is one."""
        result = self.ozone or self.comparator
        return result.timepoint_label if result else ""

    @property
    def preference(self) -> tuple[int, float, float]:
        """The smaller, the sooner picked for its question: measure by its order, then nearest the window's target."""
        return (self.measure.order, *distance_from_target(self.window, self.weeks))


# The window too: a time in words ("immediately after") has one without a number of weeks.
_Seen = tuple[MeasuredAt, Window]
# Scores and counts, and changes and final scores, are contrasts of their own.
_Place = tuple[_Seen, ResultKind | None, bool]


def contrasts(evidence: Evidence) -> list[Contrast | ArmPair]:
    """Every contrast of every pair of arms; a pair of which nothing was printed stands for itself."""
    results: dict[int, dict[_Place, ResultRow]] = {}
    for result in evidence.results:
        window = window_of(result.weeks, result.timepoint_label)
        if window:
            seen = measured_at(result), window
            results.setdefault(result.arm.id, {}).setdefault((seen, result.kind, result.is_change), result)
    reported: dict[frozenset[int], list[ContrastRow]] = {}
    for row in evidence.reported:
        reported.setdefault(frozenset({row.arm_a.id, row.arm_b.id}), []).append(row)
    found: list[Contrast | ArmPair] = []
    for arms in arms_by_study(evidence.arms).values():
        for pair in arm_pairs(arms):
            of_pair = _of_pair(
                pair, results.get(pair.ozone.id, {}), results.get(pair.comparator.id, {}), reported.get(pair.arms, ())
            )
            found += of_pair or [pair]
    return found


def _of_pair(
    pair: ArmPair,
    ozone: dict[_Place, ResultRow],
    comparator: dict[_Place, ResultRow],
    reported: Sequence[ContrastRow],
) -> list[Contrast]:
    said = _by_place(reported) if reported else {}
    measures: dict[_Place, MeasureRow] = {place: row.measure for place, row in (ozone | comparator).items()}
    with_figures = {seen for seen, _, _ in measures} if said else set()
    measures |= {(seen, None, False): rows[0].measure for seen, rows in said.items() if seen not in with_figures}
    found = []
    for place, measure in measures.items():
        seen, kind, _ = place
        at, window = seen
        found.append(
            Contrast(
                pair,
                measure,
                outcome_of(measure, at.outcome_name, kind),
                at.outcome_name,
                at.part,
                at.weeks,
                window,
                ozone.get(place),
                comparator.get(place),
                tuple(said.get(seen, ())),
            )
        )
    return found


def _by_place(reported: Sequence[ContrastRow]) -> dict[_Seen, list[ContrastRow]]:
    """Printed differences by what they are of; one at baseline is of nothing."""
    found: dict[_Seen, list[ContrastRow]] = {}
    for row in reported:
        window = window_of(row.weeks)
        if window:
            found.setdefault((measured_at(row), window), []).append(row)
    return found
