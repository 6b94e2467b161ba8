"""Two arms seen through one outcome at one time."""

from studies.reported.contrasts import contrasts
from studies.reported.pairing import ArmPair
from studies.reported.windows import Window
from tests.evidence.synthesis.build import a_contrast, contrast_of, contrasts_of, evidence_of, pain_trial, two_arms
from tests.rows import MACNAB, NRS, VAS, a_count, a_score


def test_two_results_of_one_outcome_at_one_time_are_one_contrast() -> None:
    ozone, sham = pain_trial()
    contrast = contrast_of([ozone, sham])
    assert (contrast.ozone, contrast.comparator, contrast.window) == (ozone, sham, Window.SHORT)


def test_printed_differences_of_two_arms_are_paired_with_their_results() -> None:
    arms = two_arms()
    row = a_contrast(*arms)
    assert contrast_of(pain_trial(arms=arms), reported=[row]).reported == (row,)


def test_a_reported_difference_is_paired_with_its_arms_in_either_order() -> None:
    arms = two_arms()
    assert contrast_of([], arms=arms, reported=[a_contrast(*reversed(arms))]).pair.ozone is arms[0]


def test_baseline_makes_no_contrast() -> None:
    arms = two_arms()
    assert contrasts_of(pain_trial(arms=arms, weeks=0), reported=[a_contrast(*arms, weeks=0)]) == []


def test_a_pair_without_a_printed_difference_is_a_contrast() -> None:
    (pair,) = contrasts(evidence_of(arms=two_arms()))
    assert isinstance(pair, ArmPair)


def test_other_times_measures_names_and_parts_are_other_contrasts() -> None:
    arms = two_arms()
    different = [{}, {"weeks": 12}, {"measure": NRS}, {"outcome_name": "leg pain"}, {"part": "extrusions"}]
    assert len(contrasts_of(*(pain_trial(arms=arms, **values) for values in different))) == len(different)


def test_a_count_and_a_score_are_never_one_contrast() -> None:
    ozone, sham = two_arms()
    found = contrasts_of([a_score(ozone, VAS), a_count(sham, VAS)])
    assert [(item.ozone is None, item.comparator is None) for item in found] == [(False, True), (True, False)]


def test_a_change_and_a_final_score_are_never_one_contrast() -> None:
    ozone, sham = two_arms()
    found = contrasts_of([a_score(ozone, is_change=True), a_score(sham)])
    assert all(item.ozone is None or item.comparator is None for item in found)


def test_one_arm_without_the_other_is_a_contrast_with_a_gap() -> None:
    ozone, sham = two_arms()
    contrast = contrast_of([a_count(ozone, MACNAB)], arms=[sham])
    assert contrast.ozone
    assert contrast.comparator is None


def test_measure_order_is_preferred_before_nearness_to_the_target() -> None:
    arms = two_arms()
    far_vas, near_nrs = contrasts_of(pain_trial(arms=arms, weeks=13), pain_trial(arms=arms, measure=NRS))
    assert far_vas.preference < near_nrs.preference
