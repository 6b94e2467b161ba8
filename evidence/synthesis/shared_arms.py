"""Arms that share people: grouped, and combined into one side, so that every participant counts once."""

from collections.abc import Sequence

from evidence.statistics.combine_arms import combine_counts, combine_means
from evidence.synthesis.eligibility import EligibleContrast
from studies.numerics.arm_values import Counts, Means
from studies.reported.spread_recovery import ArmValue

COMBINED = "arms combined so that no person is counted twice (Handbook 23.3.4)"


def sharing_people(chosen: Sequence[EligibleContrast]) -> list[list[EligibleContrast]]:
    """Contrasts grouped so that no person is in two groups. Parts of one arm are separate groups."""
    if len(chosen) == 1:
        return [list(chosen)]
    groups: list[list[EligibleContrast]] = []
    for item in chosen:
        shared = [group for group in groups if any(shares_people(item, other) for other in group)]
        joined = [other for group in shared for other in group]
        groups = [group for group in groups if group not in shared] + [[*joined, item]]
    return groups


def shares_people(one: EligibleContrast, other: EligibleContrast) -> bool:
    """Whether two contrasts, of whole arms or of the same part, have an arm in common."""
    return one.contrast.part == other.contrast.part and bool(one.contrast.pair.arms & other.contrast.pair.arms)


def is_one_difference(item: EligibleContrast) -> bool:
    """Whether its two arms cannot be told apart: a difference within the same people, or as printed."""
    return item.printed is not None or item.contrast.pair.ozone.study.allocation.is_paired


def combine_side(arms: dict[int, ArmValue]) -> ArmValue:
    """One arm of several that received alike."""
    values = list(arms.values())
    if len(values) == 1:
        return values[0]
    rules = tuple(dict.fromkeys(rule for value in values for rule in value.rules))
    counts = [value.value for value in values if isinstance(value.value, Counts)]
    means = [value.value for value in values if isinstance(value.value, Means)]
    return ArmValue(combine_counts(counts) if counts else combine_means(means), rules)
