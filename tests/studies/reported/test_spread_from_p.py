"""A spread from a printed P: only of the means of these two arms, exact, small enough and fine enough."""

import pytest

from studies.choices import Relation
from studies.numerics.arm_values import Means
from studies.numerics.errors import ImpossibleNumberError, NoSpreadError
from studies.numerics.spread_conversions import sd_from_printed_p
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.spread_recovery import P_OF_WHAT, arm_values, deviation_from_p, mean_of, p_without_spread
from tests.evidence.synthesis.build import a_contrast, contrast_of, pain_trial, two_arms
from tests.rows import a_score


def contrast_with_p(p: float, *, relation: Relation = Relation.EQUAL, compares_means: bool = True, **printed: float):
    """Two means of 0 to 100, 10 people each, and a printed P between them."""
    arms = two_arms()
    values = {"n": 10, "sd": None, "scale_max": 100} | printed
    row = a_contrast(*arms, p_relation=relation, p_value=p, compares_means=compares_means)
    return contrast_of(pain_trial(30, 50, arms=arms, **values), reported=[row])


def values_of(contrast):
    return arm_values(contrast, contrast.ozone, contrast.comparator)


def test_a_p_of_means_gives_both_arms_a_deviation_with_the_bounds_of_its_last_digit():
    contrast = contrast_with_p(0.05)
    for arm in values_of(contrast):
        assert arm.value.sd == pytest.approx(21.29, abs=0.01)
        # P from 0.045 to 0.055: t on 18 degrees of freedom from 2.154 down to 2.054.
        assert arm.bounds == pytest.approx((20.77, 21.77), abs=0.05)
        assert arm.is_derived


def test_a_p_of_0_9_gives_no_deviation_of_250_points():
    contrast = contrast_with_p(0.9)
    assert values_of(contrast) is ContrastExclusion.NO_SPREAD
    assert "above 0.2" in p_without_spread(contrast)


def test_a_p_that_is_not_known_to_compare_the_means_of_these_arms_gives_nothing():
    contrast = contrast_with_p(0.03, compares_means=False)
    assert values_of(contrast) is ContrastExclusion.NO_SPREAD
    assert p_without_spread(contrast) == P_OF_WHAT


@pytest.mark.parametrize(("relation", "p"), [(Relation.LESS, 0.05), (Relation.EQUAL, 0.0), (Relation.LESS, 0.0005)])
def test_a_p_below_a_bound_or_printed_as_nought_is_not_exact(relation, p):
    contrast = contrast_with_p(p, relation=relation)
    assert values_of(contrast) is ContrastExclusion.NO_SPREAD
    assert p_without_spread(contrast) == ""


def test_a_p_whose_last_digit_leaves_the_spread_open_by_over_a_quarter_is_refused():
    # P = 0.1 lies between 0.05 and 0.15: t on 18 degrees of freedom from 2.10 down to 1.50.
    contrast = contrast_with_p(0.1)
    assert isinstance(deviation_from_p(contrast), NoSpreadError)
    assert "25% apart" in p_without_spread(contrast)


def test_a_last_nought_makes_the_same_p_fine_enough():
    arms = two_arms()
    row = a_contrast(*arms, p_relation=Relation.EQUAL, p_value=0.1, compares_means=True, printed={"p_value": "0.10"})
    contrast = contrast_of(pain_trial(30, 50, arms=arms, n=10, sd=None, scale_max=100), reported=[row])
    assert values_of(contrast)[0].value.sd == pytest.approx(20 / 1.7341 / 0.2**0.5, rel=1e-3)


def test_a_p_that_may_be_nought_before_rounding_is_refused():
    # 0.005 to the place 0.01 would be printed as 0.01 or 0.00: half a place below 0.005 is nothing.
    with pytest.raises(NoSpreadError, match="nearly 0"):
        sd_from_printed_p(20, 0.005, 0.01, 10, 10)


def test_a_deviation_of_more_than_half_of_the_scale_is_impossible_whatever_gave_it():
    # A difference of 60 points with P = 0.2 in two arms of 20: SD 146 on a scale of 0 to 100.
    arms = two_arms()
    row = a_contrast(*arms, p_relation=Relation.EQUAL, p_value=0.2, compares_means=True, printed={"p_value": "0.20"})
    contrast = contrast_of(pain_trial(20, 80, arms=arms, n=20, sd=None, scale_max=100), reported=[row])
    with pytest.raises(ImpossibleNumberError, match="more than half of a scale of 100 points"):
        values_of(contrast)


@pytest.mark.parametrize(
    "printed",
    [
        {"q1": 1, "q3": 99, "median": 50},
        {"ci_low": 10, "ci_high": 90, "ci_level": 95},
    ],
)
def test_quartiles_and_intervals_give_no_deviation_beyond_half_of_the_scale(printed):
    with pytest.raises(ImpossibleNumberError, match="more than half"):
        mean_of(a_score(mean=50, sd=None, scale_max=100, n=20, **printed))


def test_a_printed_deviation_is_used_as_printed():
    value = mean_of(a_score(mean=50, sd=51, scale_max=100)).value
    assert isinstance(value, Means)
    assert value.sd == 51
