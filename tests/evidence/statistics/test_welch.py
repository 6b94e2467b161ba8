"""Welch's t for the mean difference of one trial, against what R's t.test prints."""

import pytest
from scipy.integrate import quad
from scipy.special import gammaln

from evidence.statistics.effect_sizes import EffectSize, Measure, mean_difference
from evidence.statistics.pooling import common_effect, random_effects
from studies.numerics.arm_values import Means
from studies.numerics.errors import ImpossibleNumberError
from tests.evidence.statistics.effect_factories import make_means

# R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939, -3.3654832 to 0.2054832.
SLEEP = (Means(0.75, 10, sd=1.7890096577591623), Means(2.33, 10, sd=2.002248735796829))


def test_the_interval_is_that_of_r():
    effect = mean_difference(*SLEEP)
    assert effect.estimate / effect.se == pytest.approx(-1.8608, abs=5e-5)
    assert effect.df == pytest.approx(17.776, abs=5e-4)
    assert effect.p == pytest.approx(0.07939, abs=5e-6)
    interval = effect.reader_interval()
    assert (interval.low, interval.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


def density_of_t(x: float, df: float) -> float:
    constant = gammaln((df + 1) / 2) - gammaln(df / 2)
    return float(2.718281828459045**constant / (3.141592653589793 * df) ** 0.5 * (1 + x * x / df) ** (-(df + 1) / 2))


@pytest.mark.parametrize(("n1", "sd1", "n2", "sd2"), [(4, 20, 4, 20), (4, 5, 12, 30), (30, 22, 90, 9), (2, 1, 2, 3)])
def test_between_its_limits_lies_95_percent_of_student_s_t(n1: int, sd1: float, n2: int, sd2: float):
    effect = mean_difference(Means(30, n1, sd=sd1), Means(40, n2, sd=sd2))
    a, b = sd1**2 / n1, sd2**2 / n2
    df = (a + b) ** 2 / (a**2 / (n1 - 1) + b**2 / (n2 - 1))
    assert effect.df == pytest.approx(df)
    interval = effect.interval()
    reach = interval.width / 2 / effect.se
    assert quad(density_of_t, -reach, reach, args=(df,))[0] == pytest.approx(0.95, abs=1e-8)
    assert quad(density_of_t, effect.estimate / effect.se, -effect.estimate / effect.se, args=(df,))[0] == (
        pytest.approx(1 - effect.p, abs=1e-8)
    )


def test_a_normal_interval_of_four_and_four_people_is_a_fifth_too_narrow():
    effect = mean_difference(Means(30, 4, sd=20), Means(40, 4, sd=20))
    assert effect.df == pytest.approx(6)
    assert effect.critical_value() / 1.959964 == pytest.approx(1.2485, abs=1e-4)


@pytest.mark.parametrize("other", [make_means(sd=None, se=2.0), make_means(sd=None, se=2.0, n=None)])
def test_without_both_standard_deviations_the_interval_is_normal(other: Means):
    effect = mean_difference(make_means(), other)
    assert effect.df is None
    assert effect.critical_value() == pytest.approx(1.959964)


def test_one_arm_without_spread_leaves_the_degrees_of_freedom_of_the_other():
    assert mean_difference(Means(30, 8, sd=0), Means(40, 6, sd=9)).df == pytest.approx(5)


def test_pools_take_the_variance_and_no_degrees_of_freedom():
    with_df = [mean_difference(*SLEEP), mean_difference(Means(1, 8, sd=2), Means(2, 7, sd=2))]
    without = [EffectSize(effect.measure, effect.estimate, effect.variance, effect.rule) for effect in with_df]
    assert random_effects(with_df) == random_effects(without)
    assert common_effect(with_df) == common_effect(without)


@pytest.mark.parametrize("df", [0.0, -1.0, float("nan")])
def test_degrees_of_freedom_are_above_zero(df: float):
    with pytest.raises(ImpossibleNumberError):
        EffectSize(Measure.MD, 1.0, 1.0, "given", df)
