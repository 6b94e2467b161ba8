"""Which two arms of a study are compared, and what a result and a printed difference must share.

Saved arms, typed arms and the arms of the study list are paired by the same function; pools and checks find the
results that a printed difference compares by the same place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, Protocol, TypeVar

from studies.choices import ComponentName
from studies.reported.comparisons import ComponentDifference, Components, compare
from studies.reported.rows import FEW_KINDS, ArmRow, ContrastRow, ResultRow
from studies.reported.text_keys import name_key

# Few mixtures are compared, in many studies.
_compared = lru_cache(maxsize=FEW_KINDS)(compare)


class Pairable(Protocol):
    """An arm as pairing sees it."""

    @property
    def id(self) -> int:
        """Its number; a typed arm that is not saved has its own."""

    @property
    def components(self) -> Components:
        """What it received."""

    @property
    def stratum(self) -> str:
        """The stratum of the study to which it belongs, or an empty text."""

    @property
    def part_of(self) -> int | None:
        """The number of the arm that holds it."""


AnyArm = TypeVar("AnyArm", bound=Pairable)


class ArmPair(NamedTuple):
    """An ozone arm and what it is compared with."""

    ozone: ArmRow
    comparator: ArmRow
    compared: ComponentDifference

    @property
    def arms(self) -> frozenset[int]:
        """The ids of its two arms."""
        return frozenset({self.ozone.id, self.comparator.id})


def compared_arms(arms: Iterable[AnyArm]) -> Iterator[tuple[AnyArm, AnyArm, ComponentDifference]]:
    """Every two of one study's arms with ozone in one of them, the ozone arm first, and what they compare.

    Arms are compared within a stratum, never a whole with its part.
    """
    for first, second in combinations(arms, 2):
        compared = _compared(first.components, second.components) if _comparable(first, second) else None
        if compared and ComponentName.OZONE in first.components:
            yield first, second, compared
        elif compared:
            yield second, first, compared


def arm_pairs(arms: Iterable[ArmRow]) -> list[ArmPair]:
    """Every pair of one study's arms that can be compared."""
    return [ArmPair(*pair) for pair in compared_arms(arms)]


def isolating_pairs(arms: Iterable[ArmRow]) -> dict[int, list[ArmPair]]:
    """The pairs of arms of randomised trials that isolate ozone, by the id of their study."""
    return {
        study: [pair for pair in arm_pairs(of_study) if pair.compared.comparison.isolates_ozone]
        for study, of_study in arms_by_study(arms).items()
        if of_study[0].study.is_randomised
    }


def arms_by_study(arms: Iterable[ArmRow]) -> dict[int, Sequence[ArmRow]]:
    """Arms under the id of their study, in the order given."""
    found: dict[int, list[ArmRow]] = defaultdict(list)
    for arm in arms:
        found[arm.study.id].append(arm)
    return dict(found)


def _comparable(first: Pairable, second: Pairable) -> bool:
    return first.stratum == second.stratum and first.part_of != second.id and second.part_of != first.id


class MeasuredAt(NamedTuple):
    """What a result and a printed difference share when the difference is one of such results."""

    measure: str
    name_key: str
    part: str
    weeks: float | None


def measured_at(row: ResultRow | ContrastRow) -> MeasuredAt:
    """The outcome, the part of the arm and the time of a result or a printed difference."""
    return MeasuredAt(row.measure.slug, name_key(row.outcome_name), row.part, row.weeks)
