from math import inf, nan, sqrt

import pytest

from studies.numerics.errors import ImpossibleNumberError, NoSpreadError, TooFewParticipantsError
from studies.numerics.spread_conversions import (
    SKEWNESS_CAUTION,
    change_sd,
    mean_from_quartiles,
    mean_from_range,
    paired_se,
    pooled_sd,
    sd_from_difference_se,
    sd_from_p,
    sd_from_quartiles,
    sd_from_range,
    se_from_interval,
    se_from_p,
)


def test_every_converted_value_names_its_rule():
    assert se_from_interval(30, 34.2, 0.95, 25).rule == "SE from 95% CI (t, n=25), rule 6.5.2.2"
    assert se_from_interval(30, 34.2, 0.99, 100).rule == "SE from 99% CI, rule 6.5.2.2"
    assert change_sd(4.6, 5.1, 0.7).rule == "change SD with assumed correlation 0.7, rule 6.5.2.8"


def test_large_samples_use_the_normal_quantile_and_small_ones_t():
    width = 2 * 1.959963985

    assert se_from_interval(0, width, 0.95, 60).value == pytest.approx(1)
    assert se_from_interval(0, width, 0.95).value == pytest.approx(1)
    assert se_from_interval(0, width, 0.95, 59).value < 0.99


def test_t_and_p_give_the_same_sd():
    t = 2.775545369497352

    assert sd_from_difference_se(3.8 / t, 25, 22).value == pytest.approx(sd_from_p(-3.8, 0.008, 25, 22).value)


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1])
def test_inexact_p_is_refused(p: float):
    with pytest.raises(ImpossibleNumberError, match="not exact"):
        se_from_p(3.8, p, 25, 22)


def test_difference_of_zero_gives_no_spread():
    with pytest.raises(NoSpreadError):
        se_from_p(0, 0.008, 25, 22)


@pytest.mark.parametrize("n", [1, 0, -3])
def test_fewer_than_two_participants_are_refused(n: float):
    with pytest.raises(TooFewParticipantsError):
        pooled_sd(1.2, n, 1.2, 20)


@pytest.mark.parametrize("n", [inf, nan, 1e300])
def test_implausible_number_of_participants_is_refused(n: float):
    with pytest.raises(ImpossibleNumberError, match="beyond anything"):
        pooled_sd(1.2, n, 1.2, 20)


@pytest.mark.parametrize(("low", "high"), [(3, 3), (4, 2)])
def test_intervals_without_width_are_refused(low: float, high: float):
    with pytest.raises(ImpossibleNumberError):
        se_from_interval(low, high, 0.95)


def test_an_unknown_level_is_refused():
    with pytest.raises(ImpossibleNumberError):
        se_from_interval(1, 2, 95)


def test_skewed_quartiles_are_converted_with_a_caution():
    skewed, even = mean_from_quartiles(1, 2, 9, 60), mean_from_quartiles(4, 5, 6, 60)

    assert skewed.caution == SKEWNESS_CAUTION
    assert even.caution == ""
    assert sd_from_quartiles(1, 9, 60, median=2).caution == SKEWNESS_CAUTION
    assert sd_from_quartiles(1, 9, 60).caution == ""


def test_quartiles_and_range_of_a_normal_sample_give_its_sd():
    # Expected quartiles of a standard normal are 1.349 apart; the range of 100 is expected near 5.015.
    assert sd_from_quartiles(-0.6745, 0.6745, 10_000).value == pytest.approx(1, abs=1e-3)
    assert sd_from_range(-2.5076, 2.5076, 100, median=0).value == pytest.approx(1, abs=0.01)
    assert mean_from_range(-2.5, 0, 2.5, 100).value == pytest.approx(0)


def test_quartiles_out_of_order_are_refused():
    with pytest.raises(ImpossibleNumberError):
        mean_from_quartiles(4, 3, 6, 60)


def test_quartiles_without_spread_are_refused():
    with pytest.raises(NoSpreadError):
        sd_from_quartiles(4, 4, 60)


@pytest.mark.parametrize("r", [1.01, -1.5])
def test_correlations_beyond_one_are_refused(r: float):
    with pytest.raises(ImpossibleNumberError):
        change_sd(4.6, 5.1, r)


def test_paired_error_is_the_change_sd_over_root_n():
    assert paired_se(4.6, 5.1, 25, 0.7).value == pytest.approx(change_sd(4.6, 5.1, 0.7).value / 5)


def test_pooled_sd_is_weighted_by_degrees_of_freedom():
    assert pooled_sd(2, 11, 4, 21).value == pytest.approx(sqrt((10 * 4 + 20 * 16) / 30))
