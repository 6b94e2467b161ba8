"""Algebra that holds for any data: order, signs, scale, identical studies, nothing but finite numbers."""

from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.statistics.combine_arms import combine_counts, combine_means
from evidence.statistics.effect_sizes import (
    EffectSize,
    Measure,
    hedges_g,
    mean_difference,
    odds_ratio,
    ratio_of_means,
    risk_difference,
    risk_ratio,
)
from evidence.statistics.influence import baujat, influence
from evidence.statistics.mantel_haenszel import mantel_haenszel
from evidence.statistics.peto import peto
from evidence.statistics.pooling import IntervalMethod, Tau2Method, common_effect, random_effects
from evidence.statistics.rank_correlation import rank_correlation
from evidence.statistics.regression import meta_regression
from evidence.statistics.sensitivity import cumulative, leave_one_out
from evidence.statistics.single_arm import clopper_pearson, pooled_proportion
from evidence.statistics.small_study import egger
from evidence.statistics.trim_and_fill import trim_and_fill
from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import StatisticsError
from tests.evidence.statistics.effect_factories import make_effect
from tests.extreme_numbers import numbers_in

# Powers of ten within which estimates and variances of one pool lie; their unit does not matter.
estimates = st.floats(-1e3, 1e3)
variances = st.floats(1e-4, 1e4)
effects = st.builds(make_effect, estimates, variances)
samples = st.lists(effects, min_size=2, max_size=8)
methods = st.sampled_from(Tau2Method)

counts = st.integers(1, 200).flatmap(lambda n: st.builds(Counts, st.integers(0, n), st.just(n)))
tables = st.lists(st.tuples(counts, counts), min_size=1, max_size=6)
means = st.builds(Means, st.floats(0.5, 100), st.integers(2, 300), st.floats(0.1, 50))


def approximately(value: float, rel: float = 1e-6, abs_: float = 1e-9) -> Any:
    return pytest.approx(value, rel=rel, abs=abs_)


def scaled(sample: list[EffectSize], factor: float) -> list[EffectSize]:
    return [make_effect(effect.estimate * factor, effect.variance * factor**2) for effect in sample]


@given(samples, methods, st.randoms())
def test_the_order_of_the_studies_does_not_matter(sample, method, chance):
    shuffled = chance.sample(sample, len(sample))
    one, other = random_effects(sample, tau2_method=method), random_effects(shuffled, tau2_method=method)

    assert other.estimate == approximately(one.estimate)
    assert other.tau2 == approximately(one.tau2)
    assert [other.low, other.high] == approximately([one.low, one.high])


@given(samples, methods)
def test_pooled_estimate_lies_within_its_inputs(sample, method):
    lowest, highest = min(e.estimate for e in sample), max(e.estimate for e in sample)
    slack = 1e-9 * (1 + highest - lowest)

    for pooled in (common_effect(sample), random_effects(sample, tau2_method=method)):
        assert lowest - slack <= pooled.estimate <= highest + slack
        assert pooled.low <= pooled.estimate <= pooled.high
        assert pooled.tau2 >= 0
        assert sum(pooled.weights) == approximately(1)


@given(samples, methods, st.integers(-9, 9))
def test_scaling_the_data_scales_the_answer(sample, method, power):
    factor = 10.0**power
    one, other = (random_effects(some, tau2_method=method) for some in (sample, scaled(sample, factor)))

    assert other.estimate / factor == approximately(one.estimate)
    assert other.tau2 / factor**2 == approximately(one.tau2)
    assert [other.low / factor, other.high / factor] == approximately([one.low, one.high])
    assert other.heterogeneity.i2 == approximately(one.heterogeneity.i2)


@given(effects, st.integers(2, 30), methods)
def test_identical_studies_pool_to_themselves_without_heterogeneity(effect, k, method):
    pooled = random_effects([effect] * k, tau2_method=method)

    assert pooled.estimate == effect.estimate
    assert pooled.tau2 == 0
    assert pooled.heterogeneity.q == 0
    assert pooled.se == approximately(effect.se / k**0.5)


@given(samples, estimates, st.sampled_from([Tau2Method.REML, Tau2Method.ML]))
def test_study_of_enormous_variance_does_not_change_the_estimate(sample, estimate, method):
    longer = [*sample, make_effect(estimate, 1e40)]

    assert common_effect(longer).estimate == approximately(common_effect(sample).estimate)
    # Moment estimators of tau² count studies regardless of weight; likelihoods do not.
    one, other = (random_effects(some, tau2_method=method) for some in (sample, longer))
    assert other.tau2 == approximately(one.tau2)
    assert other.estimate == approximately(one.estimate)


@given(samples)
def test_a_floored_interval_is_never_narrower_than_the_plain_one(sample):
    try:
        plain = random_effects(sample, interval=IntervalMethod.HKSJ)
    except StatisticsError:
        return
    floored = random_effects(sample, interval=IntervalMethod.HKSJ_FLOORED)

    assert floored.high - floored.low >= (plain.high - plain.low) * (1 - 1e-12)


@given(means, means)
def test_swapping_arms_flips_the_sign_of_means(ozone, comparator):
    for measure in (mean_difference, hedges_g, ratio_of_means):
        one, other = measure(ozone, comparator), measure(comparator, ozone)
        assert other.estimate == approximately(-one.estimate)
        assert other.variance == approximately(one.variance)


@given(counts, counts)
def test_swapping_arms_flips_the_sign_of_counts(ozone, comparator):
    for measure in (risk_ratio, odds_ratio, risk_difference):
        try:
            one = measure(ozone, comparator)
        except StatisticsError:
            with pytest.raises(StatisticsError):
                measure(comparator, ozone)
            continue
        other = measure(comparator, ozone)
        assert other.estimate == approximately(-one.estimate)
        assert other.variance == approximately(one.variance)


@given(tables)
def test_swapping_arms_flips_pooled_tables(sample):
    swapped = [(comparator, ozone) for ozone, comparator in sample]
    for pool in (peto, lambda t: mantel_haenszel(Measure.OR, t), lambda t: mantel_haenszel(Measure.RR, t)):
        try:
            one = pool(sample)
        except StatisticsError:
            continue
        other = pool(swapped)
        assert other.estimate == approximately(-one.estimate)
        assert other.se == approximately(one.se)


@given(st.lists(means, min_size=2, max_size=5), st.randoms())
def test_arms_combine_in_any_order_to_one_group(arms, chance):
    one, other = combine_means(arms), combine_means(chance.sample(arms, len(arms)))

    assert other.n == one.n == sum(arm.n for arm in arms)
    assert other.mean == approximately(one.mean)
    assert other.sd == approximately(one.sd)


@given(st.lists(counts, min_size=1, max_size=5))
def test_no_participant_counts_twice_in_combined_counts(arms):
    whole = combine_counts(arms)

    assert (whole.events, whole.n) == (sum(a.events for a in arms), sum(a.n for a in arms))


@given(samples, methods)
def test_leaving_a_study_out_is_pooling_the_others(sample, method):
    rows = leave_one_out(sample, tau2_method=method)

    for row in rows:
        others = sample[: row.left_out] + sample[row.left_out + 1 :]
        pooled = random_effects(others, tau2_method=method)
        assert row.estimate == approximately(pooled.estimate)
        assert row.tau2 == approximately(pooled.tau2)
        assert [row.low, row.high] == approximately([pooled.low, pooled.high])
        assert row.i2 == approximately(pooled.heterogeneity.i2)


# Extremes that real data do not have but a typing error may.
wild_effects = st.builds(make_effect, st.floats(-1e30, 1e30), st.floats(1e-59, 1e59))


@given(st.lists(st.one_of(effects, wild_effects), min_size=1, max_size=7), methods)
def test_finite_effects_give_finite_answers_or_a_refusal(sample, method):
    for ask in (
        lambda: common_effect(sample),
        lambda: random_effects(sample, tau2_method=method),
        lambda: random_effects(sample, tau2_method=method, interval=IntervalMethod.HKSJ, prediction_df="k-2"),
        lambda: leave_one_out(sample, tau2_method=method),
        lambda: cumulative(sample, tau2_method=method),
        lambda: influence(sample, tau2_method=method),
        lambda: baujat(sample),
        lambda: egger(sample, min_studies=3),
        lambda: rank_correlation(sample, min_studies=3),
        lambda: trim_and_fill(sample, tau2_method=method, min_studies=3),
        lambda: meta_regression(sample, {"x": range(len(sample))}, tau2_method=method, studies_per_moderator=1),
    ):
        try:
            answer = ask()
        except StatisticsError:
            continue
        assert all(isfinite(number) for number in numbers_in(answer))


@given(tables)
def test_finite_tables_give_finite_answers_or_a_refusal(sample):
    for ask in (
        *(lambda m=m: mantel_haenszel(m, sample) for m in (Measure.RR, Measure.OR, Measure.RD)),
        lambda: peto(sample),
        lambda: pooled_proportion([ozone for ozone, _ in sample]),
        lambda: [clopper_pearson(ozone.events, ozone.n) for ozone, _ in sample],
    ):
        try:
            answer = ask()
        except StatisticsError:
            continue
        assert all(isfinite(number) for number in numbers_in(answer))
