"""Clusters and pairs, with the worked examples of the Cochrane Handbook."""

from math import log, sqrt

import pytest

from evidence.statistics.design_effects import (
    design_effect,
    effective_counts,
    inflated,
    paired_binary_effect,
    paired_difference,
    paired_mean_difference,
    paired_smd,
)
from evidence.statistics.effect_sizes import Measure, mean_difference, odds_ratio, risk_difference, risk_ratio
from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import (
    ImpossibleNumberError,
    NoInformationError,
    NoSpreadError,
    NotEstimableError,
    TooFewParticipantsError,
)

# Handbook 23.2.7.2 (5.1: 16.4.6.4): ten people, each with both treatments.
E, C = Means(7.0, 10, sd=2.38), Means(6.5, 10, sd=2.21)


def test_the_handbook_s_difference_with_a_deviation_of_differences_of_two():
    effect = paired_difference(0.5, 2.0, 10)
    assert (effect.estimate, effect.df) == (0.5, 9)
    assert effect.se == pytest.approx(0.632, abs=5e-4)


def test_the_handbook_s_difference_with_a_correlation():
    effect = paired_mean_difference(E, C, 0.68)
    assert effect.estimate == pytest.approx(0.5)
    assert effect.se == pytest.approx(0.583, abs=5e-4)
    assert effect.df == 9
    assert "correlation 0.68" in effect.rule


def test_the_handbook_s_standardised_difference():
    effect = paired_smd(E, C, 0.68)
    assert effect.estimate == pytest.approx(0.218, abs=5e-4)
    assert effect.se == pytest.approx(0.256, abs=5e-4)


def test_without_correlation_a_pair_is_as_two_people():
    assert paired_mean_difference(E, C, 0).variance == pytest.approx(mean_difference(E, C).variance)


def test_people_lost_from_one_treatment_are_no_pairs():
    assert paired_mean_difference(Means(7.0, 8, sd=2.38), C, 0.68).df == 7


def test_the_handbook_s_design_effect():
    """Handbook 23.1.5 (5.1: 16.3.5): 625 children in 21 classrooms, ICC 0.02; 63 of 295 against 84 of 330."""
    effect = design_effect(29.8, 0.02)
    assert effect == pytest.approx(1.576)
    ozone, comparator = effective_counts(Counts(63, 295), effect), effective_counts(Counts(84, 330), effect)
    assert (ozone.events, ozone.n) == pytest.approx((40.0, 187.2), abs=0.06)
    assert (comparator.events, comparator.n) == pytest.approx((53.3, 209.4), abs=0.06)


def test_a_design_effect_divides_the_people_or_multiplies_the_variance():
    ozone, comparator = Counts(30, 100), Counts(45, 90)
    plain = risk_ratio(ozone, comparator)
    by_people = risk_ratio(effective_counts(ozone, 1.38), effective_counts(comparator, 1.38))
    assert by_people.variance == pytest.approx(1.38 * plain.variance)
    assert inflated(plain, 1.38).variance == pytest.approx(by_people.variance)
    assert inflated(plain, 1.38).estimate == by_people.estimate


@pytest.mark.parametrize(("size", "icc"), [(1, 0.05), (30, 0.0)])
def test_single_people_and_unlike_people_have_no_design_effect(size: float, icc: float):
    assert design_effect(size, icc) == 1


@pytest.mark.parametrize(
    ("measure", "parallel"), [(Measure.RR, risk_ratio), (Measure.OR, odds_ratio), (Measure.RD, risk_difference)]
)
def test_pairs_of_counts_without_correlation_are_a_parallel_trial(measure: Measure, parallel):
    ozone, comparator = Counts(30, 80), Counts(20, 80)
    effect = paired_binary_effect(measure, ozone, comparator, 0.0)
    assert effect.estimate == pytest.approx(parallel(ozone, comparator).estimate)
    assert effect.variance == pytest.approx(parallel(ozone, comparator).variance)


def test_paired_counts_have_the_variance_of_their_fourfold_table():
    """100 pairs: both 20, ozone only 25, comparator only 10, neither 45. Elbourne 2002, and McNemar's difference."""
    both, first, second, neither = 20, 25, 10, 45
    n, x, y = 100, both + first, both + second
    r = (both * neither - first * second) / sqrt(x * (n - x) * y * (n - y))
    rd = paired_binary_effect(Measure.RD, Counts(x, n), Counts(y, n), r)
    assert rd.variance == pytest.approx((first + second - (first - second) ** 2 / n) / n**2)
    rr = paired_binary_effect(Measure.RR, Counts(x, n), Counts(y, n), r)
    assert rr.estimate == pytest.approx(log(x / y))
    assert rr.variance == pytest.approx((first + second) / (x * y))


@pytest.mark.parametrize("r", [-1.01, 1.5, float("nan")])
def test_impossible_correlations_are_refused(r: float):
    for make in (
        lambda: paired_mean_difference(E, C, r),
        lambda: paired_smd(E, C, r),
        lambda: paired_binary_effect(Measure.RR, Counts(3, 10), Counts(4, 10), r),
    ):
        with pytest.raises(ImpossibleNumberError):
            make()


def test_what_has_no_paired_effect_says_why():
    with pytest.raises(NoSpreadError):
        paired_mean_difference(Means(5, 10, sd=2), Means(4, 10, sd=2), 1.0)
    with pytest.raises(NoSpreadError):
        paired_difference(1.0, 0.0, 10)
    with pytest.raises(ImpossibleNumberError):
        paired_difference(1.0, -2.0, 10)
    with pytest.raises(NoInformationError):
        paired_binary_effect(Measure.RR, Counts(0, 10), Counts(4, 10), 0.5)
    with pytest.raises(NotEstimableError):
        paired_binary_effect(Measure.MD, Counts(2, 10), Counts(4, 10), 0.5)
    with pytest.raises(TooFewParticipantsError):
        design_effect(0.5, 0.02)
    for icc in (-0.1, 1.1):
        with pytest.raises(ImpossibleNumberError):
            design_effect(20, icc)
