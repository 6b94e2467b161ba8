"""What saved arms of one study compare, by the rules of pairing."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from studies.models import Arm
from studies.reported.comparisons import Comparison, ComponentDifference, Components, components
from studies.reported.pairing import compared_arms

_PLACES = {comparison: place for place, comparison in enumerate(Comparison)}


class _ListedArm(NamedTuple):
    """A saved arm as pairing sees it."""

    arm: Arm
    id: int
    components: Components
    stratum: str
    part_of: int | None


def pairs_of(arms: Iterable[Arm]) -> Iterator[tuple[Arm, Arm, ComponentDifference]]:
    """Each two arms of one study that can be compared, the ozone arm first, and what they compare.

    Components are read as prefetched.
    """
    listed = [
        _ListedArm(arm, arm.pk, components(each.slug for each in arm.components.all()), arm.stratum, arm.part_of_id)
        for arm in arms
    ]
    return ((ozone.arm, other.arm, compared) for ozone, other, compared in compared_arms(listed))


def comparisons_of(arms: Iterable[Arm]) -> tuple[Comparison, ...]:
    """What the arms of one study compare, each once, in the order in which answers are given."""
    return each_comparison(pairs_of(arms))


def each_comparison(pairs: Iterable[tuple[Any, Any, ComponentDifference]]) -> tuple[Comparison, ...]:
    """The comparisons of these pairs, each once, in the same order."""
    return tuple(sorted({compared.comparison for _, _, compared in pairs}, key=_PLACES.__getitem__))
