"""Which comparisons randomised trials made, whether or not anything of them could be used."""

from collections.abc import Iterable
from typing import NamedTuple

from evidence.synthesis.comparison_labels import ComparisonWords, comparison_words
from studies.reported.comparisons import NO_BASE, Base, Comparison, in_order
from studies.reported.pairing import arm_pairs, arms_by_study
from studies.reported.rows import ArmRow, StudyRow

_COMPARISONS = list(Comparison)


class ComparedWith(NamedTuple):
    """What ozone was compared with. ``base`` tells apart procedures, and mixtures."""

    comparison: Comparison
    base: Base = NO_BASE

    @property
    def words(self) -> ComparisonWords:
        """The comparison in words."""
        return comparison_words(self.comparison, self.base)

    @property
    def order(self) -> tuple[int, tuple[str, ...]]:
        """Its place among the other comparisons, as answers are ordered."""
        return _COMPARISONS.index(self.comparison), tuple(name.value for name in in_order(self.base))


def trials_by_comparison(arms: Iterable[ArmRow]) -> dict[ComparedWith, tuple[StudyRow, ...]]:
    """The randomised trials with these arms, by each comparison of theirs that isolates ozone, in order."""
    found: dict[ComparedWith, dict[int, StudyRow]] = {}
    for of_study in arms_by_study(arm for arm in arms if arm.study.is_randomised).values():
        for pair in arm_pairs(arm for arm in of_study if arm.part_of is None):
            if pair.compared.comparison.isolates_ozone:
                compared = ComparedWith(pair.compared.comparison, pair.compared.base)
                found.setdefault(compared, {})[pair.ozone.study.id] = pair.ozone.study
    return {compared: tuple(found[compared].values()) for compared in sorted(found, key=lambda item: item.order)}
