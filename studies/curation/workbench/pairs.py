"""Comparisons between arms, from the ticked components."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from studies.choices import ComponentName
from studies.reported.comparisons import Components, compare


@dataclass(frozen=True, slots=True)
class TickedArm:
    """An arm with its ticked components. Arms of one stratum are compared, but no arm with its part."""

    key: str
    label: str
    stratum: str
    part_of: str
    components: Components


@dataclass(frozen=True, slots=True)
class Pair:
    """Two arms and what they compare, in words; ``answers``: ozone is the only difference."""

    arms: str
    comparison: str
    answers: bool
    in_both: str
    only_with_ozone: str
    only_in_comparator: str


def pairs_of_ticked(arms: Sequence[TickedArm]) -> list[Pair]:
    """Every comparable pair of arms of which one received ozone."""
    ticked = [arm for arm in arms if arm.components]
    return [
        pair
        for first, second in combinations(ticked, 2)
        if _are_comparable(first, second) and (pair := _pair(first, second))
    ]


def _are_comparable(first: TickedArm, second: TickedArm) -> bool:
    return first.stratum == second.stratum and first.key != second.part_of and second.key != first.part_of


def _pair(first: TickedArm, second: TickedArm) -> Pair | None:
    compared = compare(first.components, second.components)
    if compared is None:
        return None
    ozone, other = (first, second) if ComponentName.OZONE in first.components else (second, first)
    return Pair(
        arms=f"{ozone.label} v {other.label}",
        comparison=compared.comparison.label,
        answers=compared.comparison.isolates_ozone,
        in_both=_words(compared.in_both),
        only_with_ozone=_words(compared.only_with_ozone),
        only_in_comparator=_words(compared.only_in_comparator),
    )


def _words(names: Components) -> str:
    """Components in the order of the vocabulary; "nothing" for none."""
    return ", ".join(name.label for name in ComponentName if name in names) or "nothing"
