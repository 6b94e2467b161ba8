from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from evidence.statistics.effect_arrays import arrays_from_effects, arrays_from_numbers
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.heterogeneity import i_squared, q_profile_interval
from evidence.statistics.interval import Interval
from evidence.statistics.pooling import (
    IntervalMethod,
    Model,
    Tau2Method,
    common_effect,
    mantel_haenszel,
    peto,
    random_effects,
)
from evidence.statistics.prediction_interval import prediction_interval
from evidence.statistics.roots import find_root
from studies.numerics.errors import (
    ImpossibleNumberError,
    MixedMeasuresError,
    NoSpreadError,
    NotConvergedError,
    NotEstimableError,
    TooFewStudiesError,
)
from tests.evidence.statistics.effect_factories import make_effect, make_effects, make_many, make_table


def test_empty_list_of_studies_is_refused():
    for pool in (common_effect, random_effects):
        with pytest.raises(TooFewStudiesError):
            pool([])


def test_effects_on_different_scales_are_not_pooled():
    with pytest.raises(MixedMeasuresError, match="MD, SMD"):
        random_effects([make_effect(measure=Measure.SMD), make_effect(measure=Measure.MD)])


def test_arrays_pool_like_the_same_effects():
    effects = make_many(10)
    y, v = np.array([(effect.estimate, effect.variance) for effect in effects]).T

    assert random_effects(arrays_from_numbers(Measure.GEN, y, v)) == random_effects(effects)


@pytest.mark.parametrize(("y", "v"), [([np.nan], [1]), ([1], [0]), ([1], [np.nan]), ([np.inf], [1]), ([1, 2], [1])])
def test_arrays_without_valid_weights_are_refused(y: list[float], v: list[float]):
    with pytest.raises(ImpossibleNumberError):
        arrays_from_numbers(Measure.GEN, np.array(y, dtype=float), np.array(v, dtype=float))


def test_empty_arrays_are_refused():
    with pytest.raises(TooFewStudiesError):
        arrays_from_numbers(Measure.GEN, np.array([]), np.array([]))


def test_one_study_is_its_own_effect_with_a_normal_interval_and_a_warning():
    effect = make_effect()

    pooled = random_effects([effect])

    assert (pooled.estimate, pooled.se) == (effect.estimate, pytest.approx(effect.se))
    assert (pooled.low, pooled.high) == pytest.approx((effect.interval().low, effect.interval().high))
    assert pooled.interval_method is IntervalMethod.WALD
    assert pooled.warnings[0].startswith("Only one study")
    assert pooled.heterogeneity.tau2_interval is None


def test_two_studies_have_one_degree_of_freedom_and_no_prediction():
    pooled = random_effects(make_effects([0.1, 0.5]))

    assert pooled.high - pooled.low == pytest.approx(2 * 12.7062 * pooled.se, rel=1e-4)
    assert pooled.prediction is None
    assert pooled.warnings[0].startswith("Two studies")


def test_the_defaults_are_reml_floored_hartung_knapp_and_k_minus_1():
    pooled = random_effects(make_many(12))

    assert pooled == random_effects(
        make_many(12), tau2_method=Tau2Method.REML, interval=IntervalMethod.HKSJ_FLOORED, prediction_df="k-1"
    )
    assert (pooled.model, pooled.tau2_method) == (Model.RANDOM, Tau2Method.REML)


@pytest.mark.parametrize("interval", IntervalMethod)
def test_an_option_by_its_plain_name_means_the_same(interval: IntervalMethod):
    effects = make_many(6)

    assert random_effects(effects, tau2_method="PM", interval=interval.value) == random_effects(
        effects, tau2_method=Tau2Method.PM, interval=interval
    )


def test_studies_that_agree_exactly_have_no_plain_hartung_knapp_interval():
    with pytest.raises(NoSpreadError, match="floored"):
        random_effects(make_effects([0.3] * 4), interval=IntervalMethod.HKSJ)


def test_an_empty_interval_of_tau2_is_not_zero_to_zero():
    pooled = random_effects(make_effects([0.1, 0.101, 0.099, 0.1, 0.1005], [0.5] * 5))

    assert pooled.heterogeneity.tau2_interval is None
    assert pooled.heterogeneity.tau2_interval_is_empty
    assert any("empty set" in warning for warning in pooled.warnings)


def test_prediction_is_wider_with_fewer_degrees_of_freedom():
    one, other = prediction_interval(0, 0.1, 0.2, 6), prediction_interval(0, 0.1, 0.2, 6, df="k-2")

    assert one is not None
    assert other is not None
    assert other.width > one.width


def test_a_higher_level_widens_every_interval():
    narrow, wide = (random_effects(make_many(10, tau2=1.0), level=level) for level in (0.8, 0.99))

    assert wide.interval.width > narrow.interval.width
    assert wide.heterogeneity.tau2_interval.width > narrow.heterogeneity.tau2_interval.width
    assert wide.prediction.width > narrow.prediction.width


@pytest.mark.parametrize("level", [0, 1, 95, -0.1])
def test_confidence_level_outside_zero_to_one_is_refused(level: float):
    for pool in (common_effect, random_effects):
        with pytest.raises(ImpossibleNumberError):
            pool(make_effects([0.1, 0.2]), level=level)


def test_higher_of_two_likelihood_maxima_is_used():
    # Four imprecise studies agree, one is a million times as precise and does not (reference set
    # "dominating_precise_study"): the likelihood is highest at 0, the restricted one at 0.06.
    effects = make_effects([0.5, 0.45, 0.6, 0.4, 0], [0.1, 0.12, 0.09, 0.15, 1e-6])

    assert random_effects(effects, tau2_method=Tau2Method.REML).tau2 == pytest.approx(0.0617, abs=1e-4)
    assert random_effects(effects, tau2_method=Tau2Method.ML).tau2 == 0


def test_effects_near_a_millionth_converge_as_well():
    # metafor's default tolerance of 1e-5 stops at once here (reference set "very_small_variances").
    small = make_effects([1e-6, 2e-6, 4e-6, -1e-6], [1e-14, 2e-14, 1e-14, 3e-14])
    large = make_effects([1, 2, 4, -1], [0.01, 0.02, 0.01, 0.03])

    assert random_effects(small).tau2 == pytest.approx(random_effects(large).tau2 * 1e-12, rel=1e-9)


def test_failed_convergence_names_the_estimator_and_the_alternatives():
    def discontinuous(point: float) -> tuple[float, float]:
        return (-1.0, 1.0) if point < 0.5 else (1.0, -1.0)

    with pytest.raises(NotConvergedError, match="ABC estimate .* did not converge; the DerSimonian-Laird"):
        find_root(lambda point: (float("nan"), 1.0), Interval(0.0, 1.0), 0.2, rounding=0.0, method="ABC")
    assert find_root(discontinuous, Interval(0.0, 1.0), 0.2, rounding=1e-12, method="ABC") == pytest.approx(0.5)


def test_weights_follow_the_order_of_the_studies():
    pooled = common_effect(make_effects([0.1, 0.2, 0.3], [1, 0.5, 0.25]))

    assert pooled.weights == pytest.approx((1 / 7, 2 / 7, 4 / 7))


def test_results_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        common_effect([make_effect()]).estimate = 0.0


def test_ratios_are_displayed_as_ratios():
    pooled = random_effects([replace(effect, measure=Measure.RR) for effect in make_many(5)])

    assert pooled.reader_interval().low < pooled.reader() < pooled.reader_interval().high
    assert pooled.reader() > 0
    assert pooled.reader_prediction().low > 0
    assert random_effects([make_effect()]).reader_prediction() is None


def test_mantel_haenszel_pools_what_needs_no_correction():
    pooled = mantel_haenszel(Measure.OR, [make_table(), make_table(a=0, c=3), make_table(a=0, c=0)])

    assert pooled.k == 2
    assert len(pooled.weights) == 3
    assert pooled.weights[2] == 0
    assert pooled.prediction is pooled.tau2_method is None


def test_mantel_haenszel_has_no_ratio_without_events_in_one_arm():
    with pytest.raises(NotEstimableError, match="zero or infinite"):
        mantel_haenszel(Measure.RR, [make_table(a=0), make_table(a=0)])


def test_mantel_haenszel_does_not_pool_means():
    with pytest.raises(NotEstimableError, match="not MD"):
        mantel_haenszel(Measure.MD, [make_table()])


def test_pool_without_any_event_is_refused():
    without_events = [make_table(a=0, c=0)] * 3

    for pool in (peto, lambda tables: mantel_haenszel(Measure.RD, tables)):
        with pytest.raises(NotEstimableError):
            pool(without_events)


def test_tables_need_a_study():
    for pool in (peto, lambda tables: mantel_haenszel(Measure.RR, tables)):
        with pytest.raises(TooFewStudiesError):
            pool([])


def test_i_squared_is_between_zero_and_one():
    assert i_squared(0, 0.2) == 0
    assert i_squared(0.6, 0.2) == pytest.approx(0.75)


def test_q_profile_interval_contains_the_paule_mandel_estimate():
    effects = make_many(15)
    interval = q_profile_interval(arrays_from_effects(effects))

    assert interval is not None
    assert random_effects(effects, tau2_method=Tau2Method.PM).tau2 in interval


def test_interval_with_swapped_or_infinite_limits_is_refused():
    with pytest.raises(ImpossibleNumberError, match="above the upper end"):
        Interval(2, 1)
    with pytest.raises(ImpossibleNumberError, match="finite"):
        Interval(0, float("inf"))
