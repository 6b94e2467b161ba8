"""What arms compare as they are ticked."""

from studies.curation.workbench.pairs import TickedArm, pairs_of_ticked
from studies.reported.comparisons import components


def arm(key: str, *names: str, stratum: str = "", part_of: str = "") -> TickedArm:
    return TickedArm(key, f"arm {key}", stratum, part_of, components(names))


def test_ozone_arm_is_named_first_and_what_differs_is_told() -> None:
    (pair,) = pairs_of_ticked([arm("1", "steroid"), arm("2", "ozone", "steroid")])

    assert (pair.arms, pair.comparison) == ("arm 2 v arm 1", "ozone on top of steroid")
    assert (pair.in_both, pair.only_with_ozone, pair.only_in_comparator) == ("steroid", "ozone", "nothing")


def test_confounded_pair_says_that_it_does_not_answer() -> None:
    (pair,) = pairs_of_ticked([arm("1", "ozone", "exercise"), arm("2", "steroid")])

    assert not pair.answers


def test_nothing_ticked_other_strata_and_parts_are_not_compared() -> None:
    ozone = arm("1", "ozone")

    assert pairs_of_ticked([ozone, arm("2")]) == []
    assert pairs_of_ticked([ozone, arm("2", "sham", stratum="young")]) == []
    assert pairs_of_ticked([ozone, arm("2", "sham", part_of="1")]) == []
    assert pairs_of_ticked([arm("1", "steroid"), arm("2", "sham")]) == []
