"""Scales on which scores are shown."""

from studies.choices import HigherIs
from studies.reported.rescaling import shown_scale
from tests.rows import NRS, ODI, OTHER, RMDQ, VAS, a_score


def test_pain_of_0_to_10_is_shown_times_ten_and_says_so() -> None:
    scale = shown_scale(a_score(measure=VAS))
    assert scale
    assert (scale.factor, scale.name, scale.note) == (10, "pain 0–100", "printed on 0–10, mean and spread times 10")


def test_pain_of_0_to_100_is_unchanged() -> None:
    scale = shown_scale(a_score(scale_max=100))
    assert scale
    assert (scale.factor, scale.note) == (1, "")


def test_both_pain_scales_are_one_shown_scale() -> None:
    assert shown_scale(a_score(measure=VAS)) == shown_scale(a_score(measure=NRS))


def test_pain_without_a_printed_range_has_no_shown_scale() -> None:
    assert shown_scale(a_score(measure=VAS._replace(range_max=None))) is None
    assert shown_scale(a_score(scale_min=1)) is None


def test_a_pain_scale_on_which_more_is_better_is_not_joined_with_the_others() -> None:
    turned = shown_scale(a_score(higher_is=HigherIs.BETTER))
    assert turned != shown_scale(a_score())


def test_raw_oswestry_points_are_doubled_and_the_rule_is_named() -> None:
    raw, percent = shown_scale(a_score(measure=ODI, scale_max=50)), shown_scale(a_score(measure=ODI))
    assert raw
    assert percent
    assert (raw.factor, raw.name, raw.note) == (2, percent.name, "raw points of 0–50 doubled")


def test_other_instruments_keep_their_own_scale() -> None:
    scale = shown_scale(a_score(measure=RMDQ))
    assert scale
    assert (scale.factor, scale.name) == (1, "Roland-Morris Disability Questionnaire 0–24")


def test_a_score_without_a_range_says_that_its_scale_is_not_stated() -> None:
    scale = shown_scale(a_score(measure=OTHER, outcome_name="walking distance"))
    assert scale
    assert scale.name == "walking distance, scale not stated"
