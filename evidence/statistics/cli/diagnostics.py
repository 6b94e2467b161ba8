"""Explorations in addition to the pooled estimate, each a key of the response.

Where one cannot be computed, its key holds ``{"reason": sentence}``.
"""

from collections.abc import Callable
from functools import partial
from statistics import median

from evidence.statistics.bayes import bayesian_random_effects
from evidence.statistics.cli.request import BINARY_MEASURES, BayesRequest, Exploration, InformationRequest
from evidence.statistics.cli.response import Json, PoolableStudies, pair
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.exact_odds_ratio import exact_conditional_odds_ratio
from evidence.statistics.influence import influence
from evidence.statistics.information_size import (
    InformationSize,
    size_for_means,
    size_for_risk,
    size_for_standardised_means,
)
from evidence.statistics.mantel_haenszel import Table
from evidence.statistics.pooling import Model, PooledEstimate
from evidence.statistics.rank_correlation import rank_correlation
from evidence.statistics.regression import ModeratorTest, meta_regression
from evidence.statistics.sensitivity import leave_one_out
from evidence.statistics.small_study import AsymmetryTest, egger, harbord, peters
from evidence.statistics.subgroups import SubgroupAnalysis, common_tau2_subgroups, separate_subgroups
from evidence.statistics.trim_and_fill import MissingStudiesEstimator, trim_and_fill
from studies.numerics.errors import NotEstimableError, StatisticsError, TooFewStudiesError


def explore(studies: PoolableStudies) -> Json:
    """Every requested exploration, by name."""
    results: Json = {}
    for name in studies.request.explore:
        try:
            results[name.value] = EXPLORERS[name](studies)
        except StatisticsError as error:
            results[name.value] = {"reason": str(error)}
    if studies.request.bayes is not None:
        results["bayes"] = _bayes(studies, studies.request.bayes)
    if studies.request.information_size is not None:
        results["information_size"] = _information_size(studies, studies.request.information_size)
    return results


def _bayes(studies: PoolableStudies, request: BayesRequest) -> Json:
    level = studies.request.level
    found = bayesian_random_effects(studies.effects, scale=request.scale, thresholds=request.thresholds, level=level)
    return {
        "mean": found.mean,
        "sd": found.sd,
        "median": found.median,
        "ci": pair(found.interval),
        "prediction": pair(found.prediction),
        "tau_median": found.tau_median,
        "tau_ci": pair(found.tau_interval),
        "below": {f"{threshold:g}": probability for threshold, probability in found.below},
    }


def _information_size(studies: PoolableStudies, request: InformationRequest) -> Json:
    try:
        size = _size_of_one_trial(studies, request)
        size = size.of_pool(studies.pool(range(len(studies.studies))).heterogeneity.i2)
    except StatisticsError as refusal:
        return {"reason": str(refusal)}
    sizes = [arm.n for study in studies.studies if isinstance(study.data, tuple) for arm in study.data]
    known = [n for n in sizes if n is not None]
    people = sum(known) if known and len(known) == 2 * len(studies.studies) else None
    return {"people": people, "needed": size.people, "arithmetic": size.arithmetic}


def _size_of_one_trial(studies: PoolableStudies, request: InformationRequest) -> InformationSize:
    measure = studies.request.measure
    if measure is Measure.MD:
        return size_for_means()
    if measure is Measure.SMD:
        return size_for_standardised_means()
    if measure not in BINARY_MEASURES:
        raise NotEstimableError(f"{measure} has no information size.")
    risk = request.comparator_risk
    if risk is None:
        risk = median(comparator.risk for _, comparator in studies.tables)
    return size_for_risk(risk, higher_is_better=request.higher_is_better)


def _exact(studies: PoolableStudies) -> object:
    found = exact_conditional_odds_ratio(_tables(studies, "exact odds ratio"), level=studies.request.level)
    return {"estimate": found.estimate, "ci": [found.low, found.high], "p": found.p}


def _leave_one_out(studies: PoolableStudies) -> object:
    q, k = studies.request, len(studies.studies)
    if q.model is Model.COMMON or q.model is Model.RANDOM:
        rows = leave_one_out(
            studies.effects, model=q.model, tau2_method=q.tau2_method, interval=q.interval, level=q.level
        )
        return [
            {
                "left_out": studies.studies[row.left_out].label,
                "estimate": row.estimate,
                "se": row.se,
                "ci": [row.low, row.high],
                "p": row.p,
                "tau2": row.tau2,
                "i2": row.i2,
                "q": row.q,
            }
            for row in rows
        ]
    if k < 2:
        raise TooFewStudiesError("Studies needed: at least 2; there is 1.")
    answers = []
    for i, study in enumerate(studies.studies):
        rest = studies.pool([j for j in range(k) if j != i])
        answers.append({"left_out": study.label, **_fit(rest)})
    return answers


def _cumulative(studies: PoolableStudies) -> object:
    years = [study.year for study in studies.studies]
    known = [year for year in years if year is not None]
    order = sorted(range(len(years)), key=known.__getitem__) if len(known) == len(years) else list(range(len(years)))
    return [
        {"label": studies.studies[place].label, "k": i + 1, **_fit(studies.pool(order[: i + 1]))}
        for i, place in enumerate(order)
    ]


def _egger(studies: PoolableStudies) -> object:
    return _asymmetry(egger(studies.effects))


def _peters(studies: PoolableStudies) -> object:
    return _asymmetry(peters(studies.request.measure, _tables(studies, "test of Peters")))


def _harbord(studies: PoolableStudies) -> object:
    return _asymmetry(harbord(_tables(studies, "test of Harbord")))


def _tables(studies: PoolableStudies, method: str) -> tuple[Table, ...]:
    if len(studies.tables) < len(studies.studies):
        raise NotEstimableError(f"The {method} needs events and people of both arms.")
    return studies.tables


def _rank_test(studies: PoolableStudies) -> object:
    test = rank_correlation(studies.effects)
    return {"tau": test.tau, "p": test.p, "exact": test.exact}


def _asymmetry(test: AsymmetryTest) -> Json:
    return {
        "statistic": test.statistic,
        "df": test.df,
        "p": test.p,
        "slope": test.slope,
        "slope_se": test.slope_se,
        "limit": test.limit,
        "limit_ci": pair(test.limit_interval),
    }


def _trim_and_fill(studies: PoolableStudies, estimator: MissingStudiesEstimator = MissingStudiesEstimator.L0) -> object:
    q = studies.request
    if q.model not in (Model.COMMON, Model.RANDOM):
        raise NotEstimableError("Trim and fill needs the common-effect or the random-effects model.")
    method = q.tau2_method if q.model is Model.RANDOM else None
    result = trim_and_fill(studies.effects, tau2_method=method, estimator=estimator, interval=q.interval, level=q.level)
    filled = [{"yi": effect.estimate, "vi": effect.variance} for effect in result.filled]
    return {"missing": result.missing, "side": result.side.value, "filled": filled, **_fit(result.pooled)}


def _subgroups(studies: PoolableStudies) -> object:
    q = studies.request
    if q.model not in (Model.COMMON, Model.RANDOM):
        raise NotEstimableError("Subgroups need the common-effect or the random-effects model.")
    labels = [study.subgroup for study in studies.studies if study.subgroup is not None]
    if len(labels) < len(studies.studies):
        raise NotEstimableError("Not every study has a subgroup.")
    method = q.tau2_method if q.model is Model.RANDOM else None
    separate = separate_subgroups(studies.effects, labels, tau2_method=method, interval=q.interval, level=q.level)
    answers = {"separate_tau2": _groups(separate)}
    if method is not None and len(studies.studies) > len(set(labels)):
        shared = common_tau2_subgroups(studies.effects, labels, tau2_method=method, interval=q.interval, level=q.level)
        answers["common_tau2"] = _groups(shared)
    return answers


def _influence(studies: PoolableStudies) -> object:
    q = studies.request
    if q.model is not Model.COMMON and q.model is not Model.RANDOM:
        raise NotEstimableError("Influence needs the common-effect or the random-effects model.")
    return [
        {
            "label": studies.studies[row.study].label,
            "rstudent": row.rstudent,
            "dffits": row.dffits,
            "cook": row.cook,
            "cov_ratio": row.cov_ratio,
            "hat": row.hat,
            "dfbetas": row.dfbetas,
            "tau2": row.tau2,
            "q": row.q,
            "is_influential": row.is_influential,
        }
        for row in influence(studies.effects, model=q.model, tau2_method=q.tau2_method)
    ]


def _meta_regression(studies: PoolableStudies) -> object:
    q = studies.request
    if q.model is not Model.COMMON and q.model is not Model.RANDOM:
        raise NotEstimableError("Meta-regression needs the common-effect or the random-effects model.")
    values = [study.moderator for study in studies.studies if study.moderator is not None]
    if len(values) < len(studies.studies):
        raise NotEstimableError("Not every study has a moderator.")
    method = q.tau2_method if q.model is Model.RANDOM else None
    fitted = meta_regression(
        studies.effects, {"moderator": values}, tau2_method=method, interval=q.interval, level=q.level
    )
    return {
        "coefficients": [
            {"name": c.name, "estimate": c.estimate, "se": c.se, "ci": [c.low, c.high], "p": c.p}
            for c in fitted.coefficients
        ],
        "tau2": fitted.tau2,
        "i2": fitted.i2,
        "r2": fitted.r2,
        "residual_q": fitted.residual_q,
        "residual_df": fitted.residual_df,
        "residual_p": fitted.residual_p,
    }


EXPLORERS: dict[Exploration, Callable[[PoolableStudies], object]] = {
    Exploration.LEAVE_ONE_OUT: _leave_one_out,
    Exploration.CUMULATIVE: _cumulative,
    Exploration.EGGER: _egger,
    Exploration.PETERS: _peters,
    Exploration.HARBORD: _harbord,
    Exploration.RANK_TEST: _rank_test,
    Exploration.TRIM_AND_FILL: _trim_and_fill,
    Exploration.TRIM_AND_FILL_R0: partial(_trim_and_fill, estimator=MissingStudiesEstimator.R0),
    Exploration.SUBGROUPS: _subgroups,
    Exploration.INFLUENCE: _influence,
    Exploration.META_REGRESSION: _meta_regression,
    Exploration.EXACT: _exact,
}


def _fit(estimate: PooledEstimate) -> Json:
    h = estimate.heterogeneity
    return {
        "estimate": estimate.estimate,
        "se": estimate.se,
        "ci": pair(estimate.interval),
        "p": estimate.p,
        "tau2": estimate.tau2,
        "i2": h.i2,
        "q": h.q,
    }


def _groups(analysis: SubgroupAnalysis) -> Json:
    groups = [
        {
            "subgroup": g.label,
            "k": len(g.studies),
            "estimate": g.estimate,
            "se": g.se,
            "ci": [g.low, g.high],
            "tau2": g.tau2,
        }
        for g in analysis.groups
    ]
    return {"groups": groups, "between": _test(analysis.between), "reason": analysis.reason}


def _test(test: ModeratorTest | None) -> Json | None:
    if test is None:
        return None
    return {"statistic": test.statistic, "df": test.df, "df_within": test.df_within, "p": test.p}
