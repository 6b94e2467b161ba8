"""What the arms compare, from the components that are ticked, saved or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from studies.reported.comparisons import component_labels
from studies.reported.pairing import ArmPair, arm_pairs
from studies.reported.rows import ArmRow


@dataclass(frozen=True, slots=True)
class Pair:
    """Two arms and what they compare, in words; ``answers`` says whether a difference isolates ozone."""

    arms: str
    comparison: str
    answers: bool
    in_both: str
    only_with_ozone: str
    only_in_comparator: str


def typed_pairs(arms: Sequence[ArmRow]) -> list[Pair]:
    """Every pair of typed arms that can be compared; an arm without a tick is not known yet."""
    return [_in_words(pair) for pair in arm_pairs(arm for arm in arms if arm.components)]


def _in_words(pair: ArmPair) -> Pair:
    compared = pair.compared
    return Pair(
        arms=f"{pair.ozone.label} v {pair.comparator.label}",
        comparison=compared.label,
        answers=compared.comparison.isolates_ozone,
        in_both=component_labels(compared.in_both) or "nothing",
        only_with_ozone=component_labels(compared.only_with_ozone) or "nothing",
        only_in_comparator=component_labels(compared.only_in_comparator) or "nothing",
    )
