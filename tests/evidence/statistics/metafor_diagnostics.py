"""The engine's answers on sensitivity, moderators and small studies, in the field names of R."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

import numpy as np

from evidence.statistics.effect_arrays import arrays_from_effects
from evidence.statistics.effect_sizes import BINARY_EFFECTS, EffectSize, Measure
from evidence.statistics.influence import baujat, influence
from evidence.statistics.mantel_haenszel import Table, is_informative
from evidence.statistics.pooling import IntervalMethod, Model, Tau2Method
from evidence.statistics.rank_correlation import rank_correlation
from evidence.statistics.regression import ModeratorTest, meta_regression
from evidence.statistics.sensitivity import cumulative, leave_one_out
from evidence.statistics.small_study import AsymmetryTest, egger, harbord, peters, weighted_regression_test
from evidence.statistics.subgroups import common_tau2_subgroups, separate_subgroups
from evidence.statistics.tau2 import estimate_tau2
from evidence.statistics.trim_and_fill import FunnelSide, MissingStudiesEstimator, TrimAndFill, trim_and_fill
from studies.numerics.distributions import chi2_upper_p, normal_quantile
from tests.evidence.statistics.metafor_pools import interval_fields

Fields = dict[str, Any]

# R answers from three studies on.
FEW = 3


def bias(effects: Sequence[EffectSize], sizes: Sequence[float], call: str) -> Fields:
    """regtest(), ranktest(), trimfill()."""
    if call.startswith("ranktest"):
        ranks = rank_correlation(effects, exact=call == "ranktest", min_studies=FEW)
        return {"tau_b": ranks.tau, "pval": ranks.p}
    if call.startswith("trimfill"):
        return trim_and_fill_block(effects, call)
    return regression_test(effects, sizes, call)


def regression_test(effects: Sequence[EffectSize], sizes: Sequence[float], call: str) -> Fields:
    """regtest()."""
    predictor = call.rsplit("_", 1)[-1]
    sample = arrays_from_effects(effects)
    x = {
        "sei": [e.se for e in effects],
        "vi": [e.variance for e in effects],
        "ninv": [1 / n for n in sizes],
        "sqrtninv": [1 / sqrt(n) for n in sizes],
    }[predictor]
    if predictor == "sei":
        test = egger(effects, min_studies=FEW)
    else:
        test = weighted_regression_test("any", sample.y, np.array(x), 1 / sample.v)
    return {
        "stat": test.statistic,
        "df": test.df,
        "pval": test.p,
        "limit_est": test.limit,
        "limit_ci_lb": test.limit_interval.low,
        "limit_ci_ub": test.limit_interval.high,
        "coef_intercept": test.limit,
        "coef_slope": test.slope,
        "tau2": None,
    }


def trim_and_fill_block(effects: Sequence[EffectSize], call: str) -> Fields:
    """trimfill()."""
    _, method, estimator, *side = call.split("_")
    found = trim_and_fill(
        effects,
        tau2_method=None if method == "EE" else Tau2Method(method),
        estimator=MissingStudiesEstimator(estimator),
        side=FunnelSide(side[0]) if side else None,
        interval=IntervalMethod.WALD,
        min_studies=FEW,
    )
    return trim_and_fill_fields(found)


def trim_and_fill_fields(found: TrimAndFill) -> Fields:
    pooled = found.pooled
    return {
        "side": found.side.value,
        "k0": found.missing,
        "se_k0": found.missing_se,
        "p_k0": found.p,
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci_lb": pooled.low,
        "ci_ub": pooled.high,
        "pval": pooled.p,
        "tau2": pooled.tau2,
        "Q": pooled.heterogeneity.q,
        "I2": 100 * pooled.heterogeneity.i2,
        "filled_yi": [effect.estimate for effect in found.filled],
        "filled_vi": [effect.variance for effect in found.filled],
    }


def sequence(effects: Sequence[EffectSize], call: str, places: Sequence[int] | None) -> Fields:
    """leave1out() and cumul()."""
    kind, method, *test = call.split("_")
    interval = IntervalMethod.HKSJ if test else IntervalMethod.WALD
    model = Model.COMMON if method == "EE" else Model.RANDOM
    tau2_method = Tau2Method.REML if method == "EE" else Tau2Method(method)
    if kind == "leave1out":
        rows = leave_one_out(effects, model=model, tau2_method=tau2_method, interval=interval)
        hetero = [(r.q, r.df, r.i2, r.h2) for r in rows]
        fits = [(r.estimate, r.se, r.p, r.low, r.high, r.tau2) for r in rows]
    else:
        order = None if places is None else [places.index(i + 1) for i in range(len(places))]
        grown = cumulative(effects, order=order, model=model, tau2_method=tau2_method, interval=interval)
        hetero = [(p.heterogeneity.q, p.heterogeneity.df, p.heterogeneity.i2, p.heterogeneity.h2) for p in grown]
        fits = [(p.estimate, p.se, p.p, p.low, p.high, p.tau2) for p in grown]
    fields = {
        name: [fit[i] for fit in fits] for i, name in enumerate(("estimate", "se", "pval", "ci_lb", "ci_ub", "tau2"))
    }
    statistic = [fit[0] / fit[1] for fit in fits]
    return fields | {
        "zval": statistic,
        "tval": statistic,
        "Q": [row[0] for row in hetero],
        "Qp": [chi2_upper_p(row[0], row[1]) for row in hetero],
        "I2": [100 * row[2] for row in hetero],
        "H2": [row[3] for row in hetero],
    }


def influence_block(effects: Sequence[EffectSize], call: str) -> Fields:
    """influence() and baujat()."""
    if call == "baujat_EE":
        points = baujat(effects)
        return {"x_Q_contrib": [p.q_contribution for p in points], "y_influence": [p.pull for p in points]}
    model, method = (Model.COMMON, Tau2Method.REML) if call == "EE" else (Model.RANDOM, Tau2Method(call))
    rows = influence(effects, model=model, tau2_method=method)
    return {
        "rstudent": [row.rstudent for row in rows],
        "dffits": [row.dffits for row in rows],
        "cook_d": [row.cook for row in rows],
        "cov_r": [row.cov_ratio for row in rows],
        "tau2_del": [row.tau2 for row in rows],
        "QE_del": [row.q for row in rows],
        "hat": [row.hat for row in rows],
        "weight_pct": [100 * row.weight for row in rows],
        "dfbetas": [row.dfbetas for row in rows],
        "is_infl": [row.is_influential for row in rows],
    }


def regression(effects: Sequence[EffectSize], values: Sequence[float], call: str, at: float) -> Fields:
    """rma(mods = ...) and predict()."""
    method, test = call.split("_")
    fitted = meta_regression(
        effects,
        {"moderator": values},
        tau2_method=None if method == "EE" else Tau2Method(method),
        interval=IntervalMethod.WALD if test == "z" else IntervalMethod.HKSJ,
        studies_per_moderator=FEW,
    )
    predicted, terms = fitted.predict({"moderator": at}), fitted.coefficients
    assert fitted.test is not None
    return {
        "k": fitted.k,
        "coef": [term.estimate for term in terms],
        "se": [term.se for term in terms],
        "stat": [term.statistic for term in terms],
        "pval": [term.p for term in terms],
        "ci_lb": [term.low for term in terms],
        "ci_ub": [term.high for term in terms],
        "vcov": [value for row in fitted.covariance for value in row],
        "tau2": fitted.tau2,
        "I2": 100 * fitted.i2,
        "H2": fitted.h2,
        "R2": None if fitted.r2 is None else 100 * fitted.r2,
        "QE": fitted.residual_q,
        "QE_df": fitted.residual_df,
        "QE_p": fitted.residual_p,
        "QM": fitted.test.statistic,
        "QM_df": [fitted.test.df, fitted.test.df_within],
        "QM_p": fitted.test.p,
        "pred": predicted.estimate,
        "pred_se": predicted.se,
        "pred_ci_lb": predicted.interval.low,
        "pred_ci_ub": predicted.interval.high,
        **interval_fields(predicted.prediction, "pred_pi_lb", "pred_pi_ub"),
    }


def subgroups(effects: Sequence[EffectSize], labels: Sequence[str], call: str) -> Fields:
    """One rma() for each level, or rma(mods = ~ factor)."""
    kind, _, method, test = call.split("_")
    interval = IntervalMethod.WALD if test == "z" else IntervalMethod.HKSJ
    tau2_method = None if method == "EE" else Tau2Method(method)
    if kind == "common":
        analysis = common_tau2_subgroups(effects, labels, tau2_method=tau2_method, interval=interval)
    else:
        analysis = separate_subgroups(effects, labels, tau2_method=tau2_method, interval=interval)
    groups, between = analysis.groups, analysis.between
    assert between is not None
    fields = {name: [getattr(group, name) for group in groups] for name in ("estimate", "se", "tau2")}
    fields |= {"ci_lb": [group.low for group in groups], "ci_ub": [group.high for group in groups]}
    if kind == "common":
        fields |= common_tau2_fields(effects, labels, between)
        total = 0.0 if tau2_method is None else estimate_tau2(tau2_method, arrays_from_effects(effects))
        return fields | {"tau2": groups[0].tau2, "R2": max(0.0, 1 - groups[0].tau2 / total) if total else 0.0}
    pooled = [group.pooled for group in groups]
    return fields | {
        "k": [len(group.studies) for group in groups],
        "I2": [100 * p.heterogeneity.i2 for p in pooled if p is not None],
        "Q": [p.heterogeneity.q for p in pooled if p is not None],
        "Q_p": [p.heterogeneity.p for p in pooled if p is not None],
        "Q_between": between.statistic,
        "Q_between_df": between.df,
        "Q_between_p": between.p,
    }


def common_tau2_fields(effects: Sequence[EffectSize], labels: Sequence[str], between: ModeratorTest) -> Fields:
    """Test between, and the residual Q, which is that within the groups."""
    within = separate_subgroups(effects, labels, tau2_method=None).groups
    q = sum(group.pooled.heterogeneity.q for group in within if group.pooled is not None)
    return {
        "QE": q,
        "QE_p": chi2_upper_p(q, len(effects) - len(within)),
        "QM_between": between.statistic,
        "QM_df": [between.df, between.df_within],
        "QM_p": between.p,
    }


def meta_bias(measure: Measure, tables: Sequence[Table], test: str) -> Fields:
    """metabias() of the package meta."""
    telling = [table for table in tables if is_informative(measure, table)]
    effects = [BINARY_EFFECTS[measure](*table) for table in telling]
    if test == "Begg":
        ranks = rank_correlation(effects, exact=False, min_studies=FEW)
        return {"stat": normal_quantile(1 - ranks.p / 2) * (1 if ranks.tau >= 0 else -1), "df": None, "pval": ranks.p}
    computed: dict[str, AsymmetryTest] = {}
    if test == "Egger":
        computed[test] = egger(effects, min_studies=FEW)
    elif test == "Peters":
        computed[test] = peters(measure, tables, min_studies=FEW)
    else:
        computed[test] = harbord(tables, min_studies=FEW)
    found = computed[test]
    return {"stat": found.statistic, "df": found.df, "pval": found.p, "estimate": [found.slope, found.slope_se]}
