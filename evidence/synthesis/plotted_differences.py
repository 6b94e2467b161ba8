"""A row of a review's forest plot against the record of the same trial here: the first cell that differs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from evidence.synthesis.plotted_pool import PlottedArm, PlottedTrial

_WORDS = {"n": "people", "mean": "mean", "sd": "standard deviation", "events": "events"}
_SAME = 1e-9


class RecordedArm(NamedTuple):
    """What the record of a trial has of one arm at one time; ``outcome`` identifies what was measured."""

    label: str
    weeks: float | None
    figures: PlottedArm
    outcome: str = ""


class CellDifference(NamedTuple):
    """One cell of a row: which figure of which arm, what the review has, and what the record here has."""

    figure: str
    arm: str
    recorded_arm: str
    there: float
    here: float


class RowComparison(NamedTuple):
    """How many cells of a row could be compared, and the first that differs."""

    compared: int = 0
    difference: CellDifference | None = None


def compare_row(trial: PlottedTrial, recorded: Sequence[RecordedArm], weeks: float | None) -> RowComparison:
    """Compare a row with two arms of the record, those with the most equal cells.

    Only arms at the time of the pool are compared, where it has one, and both in one outcome at one time.
    """
    found = []
    for first, second in permutations(recorded, 2):
        at_time = weeks is None or first.weeks == weeks
        one_occasion = (first.weeks, first.outcome) == (second.weeks, second.outcome)
        if not one_occasion or first.label == second.label or not at_time:
            continue
        cells = list(_cells(trial, first, second))
        different = [cell for cell in cells if abs(cell.there - cell.here) > _SAME]
        comparison = RowComparison(len(cells), different[0] if different else None)
        found.append((len(cells) - len(different), -len(different), comparison))
    return max(found, key=lambda each: each[:2])[2] if found else RowComparison()


def _cells(trial: PlottedTrial, first: RecordedArm, second: RecordedArm) -> Iterator[CellDifference]:
    """Every cell that both have, in the order of the row."""
    arms: Iterable[tuple[str, PlottedArm, RecordedArm]] = (
        ("first", trial.first, first),
        ("second", trial.second, second),
    )
    for name, plotted, arm in arms:
        for figure, there in plotted._asdict().items():
            here = getattr(arm.figures, figure)
            if there is not None and here is not None:
                yield CellDifference(_WORDS[figure], name, arm.label, there, here)
