"""An explored finding as JSON: the numbers behind every part of its page.

Effects, intervals and predictions are on the reader's scale; tau, tau² and the standard deviations of priors on that of
analysis (natural log for ratios). A part without a number has its reason.
"""

from typing import Any

from evidence.exports.findings import selection_json
from evidence.pages.finding.explore_page import ExploredFinding, ExplorePage
from evidence.statistics.interval import Interval
from evidence.statistics.regression import ModeratorTest
from evidence.synthesis.bayesian_answer import BayesianAnswer
from evidence.synthesis.exploration_asymmetry import AsymmetryExploration
from evidence.synthesis.exploration_influence import InfluenceExploration
from evidence.synthesis.exploration_regressions import CovariateExploration, Slope
from evidence.synthesis.exploration_subgroups import SubgroupExploration
from evidence.synthesis.exploration_thresholds import ThresholdExploration
from studies.presentation.data_notice import DATA_NOTICE

Json = dict[str, Any]


def exploration_data(page: ExplorePage) -> Json:
    """The whole page as numbers; without parts where nothing in the selection answers the question."""
    chosen = page.chosen
    head: Json = {
        "notice": DATA_NOTICE,
        "condition": chosen.condition.slug,
        "finding": chosen.finding.anchor,
        "selection": selection_json(chosen.description),
    }
    return head | (_parts(page.explored) if page.explored else {"k": 0})


def _parts(explored: ExploredFinding) -> Json:
    found, answer = explored.exploration, explored.finding.answer
    return {
        "sentence": str(explored.finding.sentence),
        "measure": answer.measure.value if answer.measure else None,
        "scale": answer.scale,
        "k": answer.k,
        "subgroups": [_subgroups(item) for item in found.subgroups],
        "covariates": [covariate_data(item) for item in found.covariates],
        "influence": _influence(found.influence),
        "small_studies": _asymmetry(found.asymmetry),
        "thresholds": _thresholds(found.thresholds),
        "bayes": _bayes(found.bayes),
    }


def interval_pair(interval: Interval | None) -> list[float] | None:
    """Both ends of an interval."""
    return [interval.low, interval.high] if interval else None


def _subgroups(found: SubgroupExploration) -> Json:
    return {
        "by": found.key,
        "groups": [
            {
                "group": group.label,
                "studies": list(group.studies),
                "people": group.people,
                "estimate": group.estimate,
                "ci": interval_pair(group.interval),
                "tau2": group.tau2,
                "i2": group.i2,
            }
            for group in found.groups
        ],
        "in_no_group": {why.value: list(names) for why, names in found.without_value},
        "between_common_tau2": _test(found.common_tau2),
        "between_separate_tau2": _test(found.separate_tau2),
        "reason": found.reason,
    }


def _test(test: ModeratorTest | None) -> Json | None:
    if test is None:
        return None
    return {"statistic": test.statistic, "df": test.df, "df_within": test.df_within, "p": test.p}


def covariate_data(found: CovariateExploration) -> Json:
    """Points, and the line where there is one."""
    return {
        "against": found.covariate.key,
        "unit": found.covariate.unit,
        "points": [
            {
                "study": point.study,
                "value": point.value,
                "estimate": point.estimate,
                "ci": interval_pair(point.interval),
                "weight": point.weight,
            }
            for point in found.points
        ],
        "without_value": {why.value: list(names) for why, names in found.without_value},
        "slope": _slope(found.slope) if found.slope else None,
        "reason": found.reason,
    }


def _slope(slope: Slope) -> Json:
    return {
        "estimate": slope.estimate,
        "ci": interval_pair(slope.interval),
        "p": slope.p,
        "tau2": slope.tau2,
        "r2": slope.r2,
        "residual_q": slope.residual_q,
        "residual_df": slope.residual_df,
        "residual_p": slope.residual_p,
        "line": [[at.value, at.estimate, at.low, at.high] for at in slope.line],
    }


def _influence(found: InfluenceExploration) -> Json:
    names = ("rstudent", "dffits", "cook", "cov_ratio", "tau2", "q", "hat", "dfbetas", "is_influential")
    return {
        "studies": [
            {"study": item.study}
            | {name: getattr(item.diagnostics, name) for name in names}
            | {"baujat_q": item.baujat.q_contribution, "baujat_influence": item.baujat.pull}
            for item in found.studies
        ],
        "reason": found.reason,
    }


def _asymmetry(found: AsymmetryExploration) -> Json:
    return {
        "tests": [
            {
                "test": test.name,
                "statistic": test.statistic,
                "p": test.p,
                "measure": test.measure.value if test.measure else None,
                "limit": test.limit,
                "limit_ci": interval_pair(test.limit_interval),
                "reason": test.reason,
            }
            for test in found.tests
        ],
        "trim_and_fill": [
            {
                "estimator": filled.estimator.value,
                "missing": filled.missing,
                "missing_se": filled.missing_se,
                "side": filled.side.value if filled.side else None,
                "p": filled.p,
                "estimate": filled.estimate,
                "ci": interval_pair(filled.interval),
                "reason": filled.reason,
            }
            for filled in found.filled
        ],
        "contours": [
            {"p_from": band.low, "p_to": band.high, "studies": band.studies, "better": band.better}
            for band in found.contours
        ],
        "reason": found.reason,
    }


def _thresholds(found: ThresholdExploration) -> Json:
    return {
        "shares": [
            {
                "threshold": share.threshold,
                "side": share.side.value,
                "is_better": share.is_better,
                "share": share.share,
                "ci": interval_pair(share.interval),
                "note": share.note,
            }
            for share in found.shares
        ],
        "reason": found.reason,
    }


def _bayes(found: BayesianAnswer) -> Json:
    priors = found.priors
    return {
        "priors": None
        if priors is None
        else {
            "tau_scale": priors.tau_scale,
            "tau_words": priors.tau_words,
            "effect_sd": priors.effect_sd,
            "effect_words": priors.effect_words,
        },
        "posteriors": [
            {
                "prior": posterior.prior,
                "median": posterior.median,
                "ci": interval_pair(posterior.interval),
                "prediction": interval_pair(posterior.prediction),
                "tau_median": posterior.tau_median,
                "tau_ci": interval_pair(posterior.tau_interval),
                "better": posterior.better,
            }
            for posterior in found.posteriors
        ],
        "no_probability": found.no_probability,
        "reason": found.reason,
    }
