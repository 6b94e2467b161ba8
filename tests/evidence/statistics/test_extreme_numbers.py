"""For numbers of any magnitude a formula returns finite numbers or raises a named error."""

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from evidence.grading.domains.rating_up import LargeEffectFacts, suggest_large_effect
from evidence.statistics import design_effects, effect_sizes
from evidence.statistics.absolute_effects import absolute_effect
from evidence.statistics.combine_arms import combine_counts, combine_means
from evidence.statistics.effect_sizes import EffectSize, Measure, hedges_correction
from evidence.statistics.heterogeneity import h_squared, i_squared, i_squared_from_q
from evidence.statistics.influence import baujat, influence
from evidence.statistics.information_size import size_for_means, size_for_risk
from evidence.statistics.interval import Interval
from evidence.statistics.mantel_haenszel import mantel_haenszel
from evidence.statistics.peto import peto
from evidence.statistics.pooling import IntervalMethod, Tau2Method, common_effect, random_effects
from evidence.statistics.proportion_beyond_threshold import ThresholdSide, proportion_beyond_threshold
from evidence.statistics.rank_correlation import rank_correlation
from evidence.statistics.regression import meta_regression
from evidence.statistics.sensitivity import cumulative, leave_one_out
from evidence.statistics.single_arm import (
    clopper_pearson,
    inverse_logit,
    mean_change,
    pooled_proportion,
)
from evidence.statistics.small_study import egger, harbord, peters
from evidence.statistics.subgroups import common_tau2_subgroups, separate_subgroups
from evidence.statistics.trim_and_fill import trim_and_fill
from studies.numerics import spread_conversions
from studies.numerics.arm_values import Counts, Means
from studies.numerics.distributions import t_critical, t_from_p, z_critical
from studies.numerics.errors import StatisticsError
from tests.evidence.statistics.effect_factories import make_effect
from tests.extreme_numbers import numbers, numbers_in, sizes

# A formula of one, two or more of the numbers drawn together.
FORMULAS: tuple[Callable[..., Any], ...] = (
    lambda a, b, c, *_: spread_conversions.se_from_interval(a, b, c),
    lambda a, b, c, d, *_: spread_conversions.sd_from_p(a, b, c, d),
    lambda a, b, c, d, *_: spread_conversions.sd_from_quartiles(a, b, c, median=d),
    lambda a, b, c, d, *_: spread_conversions.mean_from_quartiles(a, b, c, d),
    lambda a, b, c, d, *_: spread_conversions.sd_from_range(a, b, c, median=d),
    lambda a, b, c, d, *_: spread_conversions.mean_from_range(a, b, c, d),
    lambda a, b, c, d, *_: spread_conversions.pooled_sd(a, b, c, d),
    lambda a, b, c, *_: spread_conversions.change_sd(a, b, c),
    lambda a, b, *_: design_effects.design_effect(a, b),
    lambda a, b, c, *_: design_effects.paired_difference(a, b, c).interval(),
    lambda a, b, c, d, e, *_: design_effects.paired_smd(Means(a, 9, b), Means(c, 8, d), e).interval(),
    lambda a, b, c, *_: design_effects.paired_binary_effect(Measure.OR, Counts(a, b), Counts(c, b), 0.3).interval(),
    lambda a, *_: z_critical(a),
    lambda a, b, *_: t_critical(a, 1 + abs(b)),
    lambda a, b, *_: t_from_p(abs(a) / 2e308, 1 + abs(b)),
    lambda a, *_: hedges_correction(a),
    lambda a, b, *_: [(e.p, e.interval(), e.reader_interval()) for e in [EffectSize(Measure.RR, a, b, "given")]],
    lambda a, b, c, d, *_: absolute_effect(Measure.RR, a, Interval(b, c), d),
    lambda a, b, c, d, *_: absolute_effect(Measure.OR, a, Interval(b, c), d),
    lambda a, b, *_: i_squared(abs(a), b),
    lambda a, b, *_: h_squared(abs(a), b),
    lambda a, *_: i_squared_from_q(abs(a), 3),
    lambda a, b, c, *_: clopper_pearson(a, b, c),
    lambda a, *_: inverse_logit(a),
    lambda a, b, c, d, e, *_: mean_change(a, b, c, d, n=e, correlation=0.5),
    lambda a, b, *_: float(size_for_means(a, b).people),
    lambda a, b, *_: float(size_for_risk(a, higher_is_better=b > 0).of_pool(0.5).people),
    lambda a, b, c, *_: bool(suggest_large_effect(LargeEffectFacts(a, Interval(abs(b), abs(c))))),
)
# An arm of means, with numbers to build it from.
ARMS: tuple[Callable[[Means, Means], Any], ...] = (
    effect_sizes.mean_difference,
    lambda one, other: effect_sizes.mean_difference(one, other).interval(),
    lambda one, other: design_effects.paired_mean_difference(one, other, 0.5).interval(),
    effect_sizes.hedges_g,
    effect_sizes.ratio_of_means,
    lambda one, other: combine_means([one, other, one]),
)

participants = st.sampled_from((2.0, 3.0, 20.0, 1.0, 0.5, 1e10)) | sizes
arms = st.tuples(numbers, participants, sizes, st.none() | sizes)
counts = st.tuples(st.sampled_from((0.0, 0.5, 1.0, 1e-12)), st.sampled_from((1.0, 20.0, 2e9, 1e-9, 0.3))).map(
    lambda drawn: Counts(drawn[0] * drawn[1], drawn[1])
)
tables = st.lists(st.tuples(counts, counts), min_size=1, max_size=5)
effects = st.builds(
    make_effect,
    st.sampled_from((0.0, 0.3, 1e-30, 1e16, -1e30, 1e30)) | st.floats(-1e30, 1e30),
    st.sampled_from((0.04, 1.0, 1e-60, 1e-12, 1e60)) | st.floats(1e-60, 1e60),
)
alike = st.builds(lambda effect, k: [effect] * k, effects, st.integers(2, 6))
samples = st.lists(effects, min_size=1, max_size=6) | alike


def finite_or_refused(ask: Callable[[], Any]) -> None:
    try:
        answer = ask()
    except StatisticsError:
        return
    assert all(isfinite(number) for number in numbers_in(answer))


@given(st.lists(numbers, min_size=5, max_size=5))
@example([1.0, 5.0, 1e-300, 20.0, 1.0])  # a level so small that its quantile was zero
@example([1.0, 5e-324, 20.0, 20.0, 1.0])  # a P so small that its t was infinite
@example([1e155, 20.0, 1e155, 20.0, 1.0])  # squares that overflowed
@example([1e30, 0.05, 0.5, 0.5, 1.0])  # log gammas whose difference was rounding
@example([1.0, 1e-160, 0.5, 0.5, 1.0])  # a square that vanished, and was divided by
@example([1e-310, 0.5, 0.5, 0.5, 1.0])  # two risks that became one
def test_a_formula_answers_or_refuses(drawn: Sequence[float]) -> None:
    for formula in FORMULAS:
        finite_or_refused(lambda formula=formula: formula(*drawn))
        finite_or_refused(lambda formula=formula: formula(*sorted(drawn)))


@given(arms, arms)
@example((1e155, 20.0, 1e155, None), (1.0, 20.0, 1.0, None))
@example((1.0, 0.5, 1.0, None), (2.0, 0.5, 1.0, None))  # two halves of a person, combined, had no degree of freedom
@example((5e-324, 20.0, 1.0, None), (5e-324, 20.0, 1.0, None))  # the product of two means vanished
def test_an_effect_of_means_answers_or_refuses(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    for effect in ARMS:
        finite_or_refused(lambda effect=effect: effect(Means(*one), Means(*other)))


@given(tables)
@example([(Counts(2e9, 2e9), Counts(0, 20))])
@example([(Counts(0, 20), Counts(1, 2e9)), (Counts(0.3, 0.3), Counts(1, 20)), (Counts(1e-12, 1), Counts(1, 20))])
# Studies with weight of one size: the normal equations were singular, or gave a variance below zero.
@example([(Counts(0, n), Counts(1e9, 2e9)) for n in (1, 1, 20)])
@example([(Counts(0, 1), Counts(1e9, 2e9)), (Counts(0, 2e9), Counts(0.5, 1)), (Counts(0, 20), Counts(1e9, 2e9))])
def test_tables_answer_or_refuse(drawn: list[tuple[Counts, Counts]]) -> None:
    alone = [one for one, _ in drawn]
    for ask in (
        *(lambda m=m: mantel_haenszel(m, drawn) for m in (Measure.RR, Measure.OR, Measure.RD)),
        *(lambda m=m: peters(m, drawn, min_studies=3) for m in (Measure.RR, Measure.OR)),
        lambda: harbord(drawn, min_studies=3),
        lambda: peto(drawn),
        lambda: combine_counts(alone),
        lambda: pooled_proportion(alone),
    ):
        finite_or_refused(ask)


def test_implausibly_large_counts_are_refused_because_the_correction_would_vanish() -> None:
    finite_or_refused(lambda: effect_sizes.odds_ratio(Counts(1e20, 1e20), Counts(0, 20)))


@given(samples, st.sampled_from(Tau2Method), numbers, st.lists(numbers, min_size=6, max_size=6))
@example([make_effect(0, 1e-60), make_effect(1, 1)], Tau2Method.REML, 0.0, [1.0] * 6)  # one study alone has weight
@example([make_effect(y / 7, 1 + y) for y in range(4)], Tau2Method.DL, 1e300, [1e300, 1.0, 2.0, 5e-324, 1.0, 1.0])
def test_effects_answer_or_refuse(
    sample: list[EffectSize], method: Tau2Method, value: float, moderator: list[float]
) -> None:
    column, labels = moderator[: len(sample)], ["a" if each > 1 else "b" for each in moderator[: len(sample)]]
    for ask in (
        lambda: common_effect(sample),
        *(lambda i=i: random_effects(sample, tau2_method=method, interval=i) for i in IntervalMethod),
        lambda: leave_one_out(sample, tau2_method=method),
        lambda: cumulative(sample, tau2_method=method),
        lambda: [influence(sample, tau2_method=method), baujat(sample)],
        lambda: egger(sample, min_studies=3),
        lambda: rank_correlation(sample, min_studies=3),
        lambda: trim_and_fill(sample, tau2_method=method, min_studies=3),
        lambda: meta_regression(
            sample, {"x": column}, tau2_method=method, interval=IntervalMethod.WALD, studies_per_moderator=1
        ).predict({"x": value}),
        lambda: proportion_beyond_threshold(sample, value, side=ThresholdSide.ABOVE),
        lambda: separate_subgroups(sample, labels, tau2_method=method),
        lambda: common_tau2_subgroups(sample, labels, tau2_method=method),
    ):
        finite_or_refused(ask)
