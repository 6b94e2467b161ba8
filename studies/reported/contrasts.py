"""Two arms seen through one outcome at one time, with everything printed about them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studies.choices import ResultKind
from studies.reported.content_order import ContentOrder, arm_order, contrast_order, result_order
from studies.reported.outcome_facts import Outcome, outcome_of
from studies.reported.pairing import ArmPair, MeasuredAt, arm_pairs, arms_by_study, measured_at
from studies.reported.rows import ContrastRow, Evidence, MeasureRow, ResultRow
from studies.reported.score_kinds import ScoreKind
from studies.reported.windows import Window, distance_from_target, window_of


class Contrast(NamedTuple):
    """Two arms, one measure, one time. A result is missing where the source prints one arm, or only a P value.

    ``reported_before`` is what was printed of the same outcome before treatment.
    """

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
    reported_before: tuple[ContrastRow, ...] = ()

    @property
    def kind(self) -> ResultKind | None:
        """Score or count; None when only a P value or a direction was printed."""
        result = self.ozone or self.comparator
        return result.kind if result else None

    @property
    def score_kind(self) -> ScoreKind:
        """Final scores or changes; counts, and contrasts without a figure, are as measured at their time."""
        result = self.ozone or self.comparator
        return ScoreKind.CHANGE if result and result.is_change else ScoreKind.FINAL

    @property
    def timepoint_label(self) -> str:
        """The time as printed with a result, where there is one."""
        result = self.ozone or self.comparator
        return result.timepoint_label if result else ""

    @property
    def preference(self) -> tuple[int, float, float]:
        """The smaller, the sooner picked for its question: measure by its order, then nearest the window's target."""
        return (self.measure.order, *distance_from_target(self.window, self.weeks))

    @property
    def content_order(self) -> ContentOrder:
        """Its place among contrasts between which no rule decides: by what it says, never by how it was read."""
        results = [result_order(row) for row in (self.ozone, self.comparator) if row]
        printed = [contrast_order(row) for row in self.reported]
        outcome = (self.measure.slug, self.outcome_name, self.part, str(self.weeks))
        arms = (*arm_order(self.pair.ozone), *arm_order(self.pair.comparator))
        return (*arms, *outcome, *(text for texts in (*results, *sorted(printed)) for text in texts))


# The window too: a time in words ("immediately after") has one without a number of weeks.
_Seen = tuple[MeasuredAt, Window]


class _Place(NamedTuple):
    """Scores and counts, and changes and final scores, are contrasts of their own.

    So is a second result of one arm at one time: ``repeat`` counts those that are alike in all else.
    """

    seen: _Seen
    kind: ResultKind | None
    is_change: bool
    repeat: int = 0


_Results = dict[_Place, ResultRow]


def contrasts(evidence: Evidence) -> list[Contrast | ArmPair]:
    """Every contrast of every pair of arms; a pair of which nothing was printed stands for itself."""
    results = _results_by_arm(evidence.results)
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


def _results_by_arm(rows: Iterable[ResultRow]) -> dict[int, _Results]:
    """The results after treatment of each arm, under the arm's id."""
    found: dict[int, _Results] = {}
    alike: dict[tuple[int, _Place], list[ResultRow]] = {}
    for row in rows:
        window = window_of(row.weeks, row.timepoint_label)
        if window:
            place, of_arm = (
                _Place((measured_at(row), window), row.kind, row.is_change),
                found.setdefault(row.arm.id, {}),
            )
            if place in of_arm:
                alike.setdefault((row.arm.id, place), [of_arm[place]]).append(row)
            else:
                of_arm[place] = row
    for (arm, place), repeated in alike.items():
        for repeat, row in enumerate(sorted(repeated, key=result_order)):
            found[arm][place._replace(repeat=repeat)] = row
    return found


def _of_pair(pair: ArmPair, ozone: _Results, comparator: _Results, reported: Sequence[ContrastRow]) -> list[Contrast]:
    said = _by_place(reported) if reported else {}
    measures: dict[_Place, MeasureRow] = {place: row.measure for place, row in (ozone | comparator).items()}
    with_figures = {place.seen for place in measures} if said else set()
    measures |= {
        _Place(seen, None, is_change=False): rows[0].measure for seen, rows in said.items() if seen not in with_figures
    }
    found = []
    for place, measure in measures.items():
        at, window = place.seen
        found.append(
            Contrast(
                pair,
                measure,
                outcome_of(measure, at.outcome_name, place.kind),
                at.outcome_name,
                at.part,
                at.weeks,
                window,
                ozone.get(place),
                comparator.get(place),
                tuple(said.get(place.seen, ())),
                tuple(row for row in reported if row.weeks == 0 and measured_at(row) == at._replace(weeks=0)),
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
