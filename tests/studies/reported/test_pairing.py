"""Which arms are compared, and which results a printed difference compares."""

from studies.reported.comparisons import Comparison
from studies.reported.pairing import arm_pairs, arms_by_study, measured_at
from tests.evidence.synthesis.build import a_contrast, two_arms
from tests.rows import ODI, a_result, a_score, a_study, an_arm


def test_every_arm_is_set_against_the_ozone_arm() -> None:
    study = a_study()
    arms = [an_arm(name, study=study) for name in ("ozone", "sham", "steroid")]
    assert [pair.compared.comparison for pair in arm_pairs(arms)] == [Comparison.SHAM, Comparison.STEROID]


def test_the_arm_with_ozone_is_the_ozone_arm_whichever_comes_first() -> None:
    ozone, sham = two_arms()
    assert [(pair.ozone, pair.comparator) for pair in arm_pairs([sham, ozone])] == [(ozone, sham)]


def test_arms_without_ozone_make_no_pair() -> None:
    study = a_study()
    assert arm_pairs([an_arm("sham", study=study), an_arm("steroid", study=study)]) == []


def test_ozone_in_both_arms_is_a_pair_that_says_so() -> None:
    study = a_study()
    (pair,) = arm_pairs([an_arm("ozone", study=study), an_arm("ozone", "steroid", study=study)])
    assert pair.compared.comparison is Comparison.OZONE_BOTH_ARMS


def test_arms_of_different_strata_are_never_compared() -> None:
    study = a_study()
    disc, other = two_arms(study=study, stratum="disc"), two_arms(study=study, stratum="non-disc")
    pairs = arm_pairs([*disc, *other])
    assert [pair.arms for pair in pairs] == [{arm.id for arm in disc}, {arm.id for arm in other}]


def test_a_whole_is_never_compared_with_its_part() -> None:
    study = a_study()
    whole = an_arm("ozone", study=study)
    part = an_arm("sham", study=study, part_of=whole.id)
    assert arm_pairs([whole, part]) == []
    assert arm_pairs([part, whole]) == []


def test_arms_are_gathered_by_study_in_the_order_given() -> None:
    first, second = two_arms(), two_arms()
    gathered = arms_by_study([first[0], second[0], first[1], second[1]])
    assert list(gathered.values()) == [first, second]


def test_a_difference_is_of_results_of_one_outcome_part_and_time() -> None:
    arms = two_arms()
    printed = measured_at(a_contrast(*arms))
    assert measured_at(a_score(arms[0])) == printed
    for other in ({"measure": ODI}, {"weeks": 5}, {"part": "women"}, {"outcome_name": "leg pain"}):
        assert measured_at(a_score(arms[0], **other)) != printed


def test_checks_and_pools_find_the_results_of_a_difference_by_the_same_place() -> None:
    assert measured_at(a_result()) == measured_at(a_contrast(*two_arms())) == measured_at(a_score())
