"""The engine's answers on effect sizes and pooling, in the field names of R."""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

from evidence.statistics.effect_arrays import arrays_from_effects
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
from evidence.statistics.heterogeneity import Heterogeneity, h_squared, typical_variance
from evidence.statistics.interval import Interval
from evidence.statistics.mantel_haenszel import Table, mantel_haenszel
from evidence.statistics.peto import peto, peto_odds_ratio
from evidence.statistics.pooling import IntervalMethod, PooledEstimate, Tau2Method, common_effect, random_effects
from studies.numerics.errors import StatisticsError

Fields = dict[str, Any]
Effect = Callable[[Any, Any], EffectSize]

MEASURES: dict[str, Effect] = {
    "RR": risk_ratio,
    "RR_drop00": risk_ratio,
    "OR": odds_ratio,
    "OR_drop00": odds_ratio,
    "RD": risk_difference,
    "RD_drop00": risk_difference,
    "MD": mean_difference,
    "SMD": hedges_g,
    "ROM": ratio_of_means,
}

INTERVALS = {"test_knha": IntervalMethod.HKSJ, "test_adhoc": IntervalMethod.HKSJ_FLOORED}


def effect_or_none(make: Effect, pair: tuple[Any, Any]) -> EffectSize | None:
    """Effect of one study, None where it is refused (R then writes NA)."""
    try:
        return make(*pair)
    except StatisticsError:
        return None


def effect_fields(pairs: Sequence[tuple[Any, Any]], make: Effect) -> Fields:
    """escalc()."""
    effects = [effect_or_none(make, pair) for pair in pairs]
    return {"yi": [e and e.estimate for e in effects], "vi": [e and e.variance for e in effects]}


def wald(effects: Sequence[EffectSize], method: str) -> PooledEstimate:
    """Fit of R's ``method`` with a normal interval."""
    if method == "EE":
        return common_effect(effects)
    return random_effects(effects, tau2_method=Tau2Method(method), interval=IntervalMethod.WALD)


def fit_fields(pooled: PooledEstimate, df: int | None) -> Fields:
    """Estimate, interval and test."""
    return {
        "estimate": pooled.estimate,
        "se": pooled.se,
        "stat": pooled.statistic,
        "df": df,
        "pval": pooled.p,
        "ci_lb": pooled.low,
        "ci_ub": pooled.high,
    }


def heterogeneity_fields(h: Heterogeneity) -> Fields:
    """Q, I2 in per cent, H2."""
    return {"I2": 100 * h.i2, "H2": h.h2, "Q": h.q, "Q_df": h.df, "Q_p": h.p}


def model(effects: Sequence[EffectSize], method: str) -> Fields:
    """rma(): own fields."""
    pooled = wald(effects, method)
    weights = [100 * weight for weight in pooled.weights]
    return {
        "k": pooled.k,
        **fit_fields(pooled, None),
        "tau2": pooled.tau2,
        **heterogeneity_fields(pooled.heterogeneity),
        "weights_pct": weights,
    }


short_model = model


def model_variant(effects: Sequence[EffectSize], method: str, call: str) -> Fields:
    """rma(test = ...) and predict()."""
    if call.startswith("pi_"):
        return prediction(effects, method, IntervalMethod.WALD, call)
    pooled = random_effects(effects, tau2_method=Tau2Method(method), interval=INTERVALS[call])
    plain = wald(effects, method)
    return {
        **fit_fields(pooled, pooled.test_df),
        "s2w": (pooled.se / plain.se) ** 2,
        "pi": prediction(effects, method, INTERVALS[call], "pi_t_km1"),
        "pi_t_km2_riley": prediction(effects, method, INTERVALS[call], "pi_t_km2_riley"),
    }


def prediction(effects: Sequence[EffectSize], method: str, interval: IntervalMethod, call: str) -> Fields:
    """predict()."""
    pooled = random_effects(
        effects,
        tau2_method=Tau2Method(method),
        interval=interval,
        prediction_df="k-1" if call == "pi_t_km1" else "k-2",
    )
    return interval_fields(pooled.prediction, "lb", "ub")


def interval_fields(interval: Interval | None, low: str, high: str) -> Fields:
    """Ends of an interval under R's names."""
    return {low: interval and interval.low, high: interval and interval.high}


def q_profile(effects: Sequence[EffectSize]) -> Fields:
    """confint(). R writes 0 (H2: 1) for both ends of the empty set."""
    h = random_effects(effects).heterogeneity
    if h.tau2_interval_is_empty:
        nothing, one = Interval(0.0, 0.0), Interval(1.0, 1.0)
        intervals = {"tau2": nothing, "tau": nothing, "I2": nothing, "H2": one}
    else:
        typical = typical_variance(arrays_from_effects(effects).v) if h.tau2_interval else 0.0
        intervals = {
            "tau2": h.tau2_interval,
            "tau": h.tau2_interval and h.tau2_interval.map(sqrt),
            "I2": h.i2_interval and h.i2_interval.map(lambda share: 100 * share),
            "H2": h.tau2_interval and h.tau2_interval.map(lambda tau2: h_squared(tau2, typical)),
        }
    estimates = {"tau2": h.tau2, "tau": sqrt(h.tau2), "I2": 100 * h.i2, "H2": h.h2}
    fields = {
        name: {"estimate": estimates[name], **interval_fields(intervals[name], "ci_lb", "ci_ub")} for name in estimates
    }
    return fields | {"ci_null": h.tau2_interval_is_empty}


def mantel_haenszel_block(measure: Measure, tables: Sequence[Table]) -> Fields:
    """rma.mh()."""
    pooled = mantel_haenszel(measure, tables)
    fields = fit_fields(pooled, None) | heterogeneity_fields(pooled.heterogeneity)
    return fields | {"k": len(tables), "zval": fields["stat"]}


def peto_block(tables: Sequence[Table]) -> Fields:
    """rma.peto() and escalc("PETO")."""
    pooled = peto(tables)
    fields = fit_fields(pooled, None) | heterogeneity_fields(pooled.heterogeneity)
    own = [effect_or_none(lambda a, b: peto_odds_ratio((a, b)), table) for table in tables]
    return fields | {
        "zval": fields["stat"],
        "k_pos": pooled.k,
        "escalc_PETO_yi": [e and e.estimate for e in own],
        "escalc_PETO_vi": [e and e.variance for e in own],
    }


def meta_block(name: str, pairs: Sequence[tuple[Any, Any]], call: str) -> Fields:
    """metabin() and metacont() of the package meta; its prediction interval is t with k-2 around Wald's error."""
    own = [effect_or_none(MEASURES[name], pair) for pair in pairs]
    effects = [effect for effect in own if effect is not None]
    method = Tau2Method.REML if "REML" in call else Tau2Method.DL
    interval = IntervalMethod.HKSJ if "HK" in call else IntervalMethod.WALD
    pooled = random_effects(effects, tau2_method=method, interval=interval)
    plain = random_effects(effects, tau2_method=method, interval=IntervalMethod.WALD, prediction_df="k-2")
    common = mantel_haenszel(Measure(name), pairs) if call.startswith("MH") else common_effect(effects)
    return {
        "TE_common": common.estimate,
        "se_common": common.se,
        "TE_random": pooled.estimate,
        "se_random": pooled.se,
        "ci_random_lb": pooled.low,
        "ci_random_ub": pooled.high,
        "tau2": pooled.tau2,
        "Q": pooled.heterogeneity.q,
        "I2": max(0.0, 1 - pooled.heterogeneity.df / pooled.heterogeneity.q) if pooled.heterogeneity.q else 0.0,
        **interval_fields(plain.prediction, "pi_lb", "pi_ub"),
        "k": pooled.k,
        "TE": [e and e.estimate for e in own],
        "seTE": [e and e.se for e in own],
    }
