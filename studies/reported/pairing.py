"""Which two arms of a study are set against each other."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from studies.choices import ComponentName
from studies.reported.comparisons import ComponentDifference, compare
from studies.reported.rows import FEW_KINDS, ArmRow

# Few mixtures are set against each other, in many studies.
_compared = lru_cache(maxsize=FEW_KINDS)(compare)


class ArmPair(NamedTuple):
    """An ozone arm and what it is compared with."""

    ozone: ArmRow
    comparator: ArmRow
    compared: ComponentDifference

    @property
    def arms(self) -> frozenset[int]:
        """The ids of its two arms."""
        return frozenset({self.ozone.id, self.comparator.id})


def arm_pairs(arms: Iterable[ArmRow]) -> list[ArmPair]:
    """Every pair of one study's arms with ozone in one of them, within a stratum, never a whole with its part."""
    pairs = []
    for first, second in combinations(arms, 2):
        compared = _compared(first.components, second.components) if _comparable(first, second) else None
        if compared:
            ozone, other = (first, second) if ComponentName.OZONE in first.components else (second, first)
            pairs.append(ArmPair(ozone, other, compared))
    return pairs


def arms_by_study(arms: Iterable[ArmRow]) -> dict[int, Sequence[ArmRow]]:
    """Arms under the id of their study, in the order given."""
    found: dict[int, list[ArmRow]] = {}
    for arm in arms:
        found.setdefault(arm.study.id, []).append(arm)
    return dict(found)


def _comparable(first: ArmRow, second: ArmRow) -> bool:
    return first.stratum == second.stratum and first.part_of != second.id and second.part_of != first.id
