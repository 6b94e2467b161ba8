"""Pooling: several effects combined into one, by inverse variance.

``common_effect`` and ``random_effects`` take effects from ``effect_sizes``, or arrays of
them from ``effect_arrays``; ``mantel_haenszel`` and ``peto``, for rare events, take the two
arms of each study.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Literal

from evidence.statistics.effect_arrays import EffectArrays, Floats, arrays_from_effects, weighted_mean
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.estimates import IntervalMethod, Model, PooledEstimate, PredictionDf, normal_estimate
from evidence.statistics.heterogeneity import heterogeneity_from_q, heterogeneity_from_tau2
from evidence.statistics.interval import symmetric_interval
from evidence.statistics.mantel_haenszel import mantel_haenszel
from evidence.statistics.peto import peto
from evidence.statistics.prediction_interval import prediction_interval
from evidence.statistics.tau2 import Tau2Method, estimate_tau2
from studies.numerics.distributions import normal_p, t_critical, t_p, z_critical
from studies.numerics.errors import NoSpreadError

__all__ = [
    "IntervalMethod",
    "Model",
    "PooledEstimate",
    "PredictionDf",
    "Tau2Method",
    "common_effect",
    "critical_value_and_p",
    "variance_factor",
    "mantel_haenszel",
    "peto",
    "random_effects",
]


# A weighted mean square this small is zero but for rounding: by chance alone it is near 1.
EXACT_AGREEMENT = 1e-30


ONE_STUDY = "Only one study: its own effect with a normal interval; nothing is known about variation between studies."


TWO_STUDIES = "Two studies: the interval rests on one degree of freedom and the between-study variance is a guess."


EMPTY_TAU2 = (
    "The interval for the between-study variance is the empty set: "
    "the studies agree better than expected by chance at any value, zero included."
)


def common_effect(effects: Sequence[EffectSize] | EffectArrays, *, level: float = 0.95) -> PooledEstimate:
    """Inverse-variance mean of effects that are assumed to estimate one effect, normal interval (Handbook 10.3)."""
    arrays = arrays_from_effects(effects)
    w = 1 / arrays.v
    return normal_estimate(
        arrays.measure,
        Model.COMMON,
        k=arrays.k,
        estimate=arrays.origin,
        se=1 / sqrt(w.sum()),
        level=level,
        weights=w,
        heterogeneity=heterogeneity_from_q(arrays.q, arrays.k - 1),
    )


def random_effects(
    effects: Sequence[EffectSize] | EffectArrays,
    *,
    tau2_method: Tau2Method = Tau2Method.REML,
    interval: IntervalMethod = IntervalMethod.HKSJ_FLOORED,
    prediction_df: PredictionDf | Literal["k-1", "k-2"] = PredictionDf.K_MINUS_1,
    level: float = 0.95,
) -> PooledEstimate:
    """Inverse-variance mean of effects that vary between studies (Handbook 10.4).

    One study gives its own effect with a normal interval, and a warning. Raises
    TooFewStudiesError for none, NotConvergedError (naming the method) and NoSpreadError, where the
    plain Hartung-Knapp interval would have no width.
    """
    arrays = arrays_from_effects(effects)
    tau2 = estimate_tau2(tau2_method, arrays)
    method = interval if arrays.k > 1 else IntervalMethod.WALD
    w = 1 / (arrays.v + tau2)
    estimate = weighted_mean(arrays, w)
    se = sqrt(variance_factor(weighted_mean_square(arrays, w, estimate), method) / w.sum())
    critical, p = critical_value_and_p(estimate / se, arrays.k - 1, method, level)
    ends = symmetric_interval(estimate, critical * se)
    heterogeneity = heterogeneity_from_tau2(arrays, tau2, level)
    return PooledEstimate(
        measure=arrays.measure,
        model=Model.RANDOM,
        k=arrays.k,
        estimate=estimate,
        se=se,
        low=ends.low,
        high=ends.high,
        p=p,
        level=level,
        weights=tuple((w / w.sum()).tolist()),
        heterogeneity=heterogeneity,
        tau2=tau2,
        tau2_method=tau2_method,
        interval_method=method,
        prediction=prediction_interval(estimate, se, tau2, arrays.k, df=prediction_df, level=level),
        warnings=_warnings(arrays, empty_tau2=heterogeneity.tau2_interval_is_empty),
    )


def weighted_mean_square(arrays: EffectArrays, w: Floats, estimate: float) -> float:
    """Weighted mean square about the estimate, the variance factor of Hartung and Knapp 2001.

    1 on average where tau² is right; below 1 the interval can be narrower than Wald's.
    """
    residuals = arrays.centred - (estimate - arrays.origin)
    return float(w @ (residuals * residuals)) / max(1, arrays.k - 1)


def variance_factor(mean_square: float, method: IntervalMethod) -> float:
    """Factor of Wald's variance: 1, Hartung and Knapp's mean square, or that but at least 1 (Röver 2015)."""
    if method == IntervalMethod.WALD:
        return 1.0
    if method == IntervalMethod.HKSJ_FLOORED:
        return max(1.0, mean_square)
    if mean_square < EXACT_AGREEMENT:
        raise NoSpreadError(
            "The studies agree exactly, so the plain Hartung-Knapp interval has no width; "
            "its floored form or Wald's interval could be used instead."
        )
    return mean_square


def critical_value_and_p(statistic: float, df: int, method: IntervalMethod, level: float) -> tuple[float, float]:
    """Critical value and two-sided p: normal for Wald, t with k-1 for Hartung-Knapp."""
    if method == IntervalMethod.WALD:
        return z_critical(level), normal_p(statistic)
    return t_critical(level, df), t_p(statistic, df)


def _warnings(arrays: EffectArrays, *, empty_tau2: bool) -> tuple[str, ...]:
    few = {1: (ONE_STUDY,), 2: (TWO_STUDIES,)}.get(arrays.k, ())
    return few + ((EMPTY_TAU2,) if empty_tau2 and arrays.k > 1 else ())
