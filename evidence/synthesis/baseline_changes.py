"""The difference of the changes, shown with final scores of arms that differed before treatment."""

from collections.abc import Sequence
from typing import NamedTuple

from evidence.synthesis.eligibility import EligibleContrast
from studies.reported.before_treatment import differed_before
from studies.reported.rescaling import shown_scale
from studies.reported.rows import ResultRow


class ChangeDifference(NamedTuple):
    """Change from before treatment with ozone less that in the comparator, in points of ``scale``; no interval follows.

    The spread of a change needs the correlation of both scores, which is not printed.
    """

    points: float
    scale: str


def change_difference(group: Sequence[EligibleContrast]) -> ChangeDifference | None:
    """The difference of the changes of arms that differed before treatment; None of others, and where one is unknown.

    Arms that are combined count by their people.
    """
    if not any(differed_before(item.contrast) for item in group):
        return None
    ozone = _change({item.pair.ozone.id: item.contrast.ozone for item in group})
    comparator = _change({item.pair.comparator.id: item.contrast.comparator for item in group})
    if ozone is None or comparator is None:
        return None
    return ChangeDifference(ozone - comparator, group[0].scale)


def _change(arms: dict[int, ResultRow | None]) -> float | None:
    """The mean change of one side, on the shown scale."""
    changes = [_change_of(row) for row in arms.values()]
    if len(changes) == 1:
        return changes[0]
    people = [row.n if row else None for row in arms.values()]
    known = [(change, n) for change, n in zip(changes, people, strict=True) if change is not None and n]
    if len(known) < len(changes):
        return None
    return sum(change * n for change, n in known) / sum(n for _, n in known)


def _change_of(row: ResultRow | None) -> float | None:
    scale = shown_scale(row) if row else None
    if row is None or scale is None or row.before is None or row.mean is None or row.before.mean is None:
        return None
    return (row.mean - row.before.mean) * scale.factor
