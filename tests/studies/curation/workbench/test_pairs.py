"""What arms compare as they are ticked."""

from studies.curation.workbench.pairs import typed_pairs
from studies.reported.comparisons import components
from studies.reported.rows import ArmRow
from tests.rows import an_arm


def arm(number: int, *names: str, stratum: str = "", part_of: int | None = None) -> ArmRow:
    received = components(names)
    return an_arm()._replace(id=number, label=f"arm {number}", stratum=stratum, part_of=part_of, components=received)


def test_ozone_arm_is_named_first_and_differences_are_listed() -> None:
    (pair,) = typed_pairs([arm(1, "steroid"), arm(2, "ozone", "steroid")])

    assert (pair.arms, pair.comparison) == ("arm 2 v arm 1", "ozone on top of steroid")
    assert (pair.in_both, pair.only_with_ozone, pair.only_in_comparator) == ("steroid", "ozone", "nothing")


def test_confounded_pair_says_that_it_does_not_answer() -> None:
    (pair,) = typed_pairs([arm(1, "ozone", "exercise"), arm(2, "steroid")])

    assert not pair.answers


def test_nothing_ticked_other_strata_and_parts_are_not_compared() -> None:
    ozone = arm(1, "ozone")

    assert typed_pairs([ozone, arm(2)]) == []
    assert typed_pairs([ozone, arm(2, "sham", stratum="young")]) == []
    assert typed_pairs([ozone, arm(2, "sham", part_of=1)]) == []
    assert typed_pairs([arm(1, "steroid"), arm(2, "sham")]) == []
