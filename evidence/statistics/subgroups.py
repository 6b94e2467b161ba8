"""Subgroups: does the effect differ between groups of studies?

Each group is pooled separately. Tau² is estimated in each (*separate*) or once for all
(*common*). Only the test *between* groups answers the question: that the interval of one
group includes no difference and that of another does not is no evidence (Handbook 10.11.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evidence.statistics.effect_arrays import arrays_from_effects
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.pooling import IntervalMethod, PooledEstimate, Tau2Method, common_effect, random_effects
from evidence.statistics.regression import ModeratorTest, fit_model, wald_test
from studies.numerics.distributions import chi2_upper_p
from studies.numerics.errors import ImpossibleNumberError, NotEstimableError

# Cochrane Handbook 6, 10.11.5.1: fewer studies can hardly distinguish groups.
MIN_STUDIES_IN_EACH = 2
MIN_STUDIES_IN_ALL = 10


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Studies of one group (their places in the given order) and their pooled effect on the analysis scale."""

    label: str
    studies: tuple[int, ...]
    estimate: float
    se: float
    low: float
    high: float
    tau2: float
    pooled: PooledEstimate | None


@dataclass(frozen=True, slots=True)
class SubgroupAnalysis:
    """Groups in order of their labels. ``between`` is None where ``reason`` says why there is no test."""

    groups: tuple[Subgroup, ...]
    between: ModeratorTest | None
    reason: str


def separate_subgroups(
    effects: Sequence[EffectSize],
    labels: Sequence[str],
    *,
    tau2_method: Tau2Method | None = Tau2Method.REML,
    interval: IntervalMethod = IntervalMethod.HKSJ_FLOORED,
    level: float = 0.95,
) -> SubgroupAnalysis:
    """Pool each group with its own tau²; test by Q between (Borenstein and Higgins 2013).

    ``tau2_method`` None is the common-effect model. Q between weighs each group by the
    standard error of its interval.
    """
    groups = []
    for label, places in studies_by_group(effects, labels).items():
        chosen = [effects[i] for i in places]
        if tau2_method is None:
            pooled = common_effect(chosen, level=level)
        else:
            pooled = random_effects(chosen, tau2_method=tau2_method, interval=interval, level=level)
        tau2 = pooled.tau2
        groups.append(Subgroup(label, places, pooled.estimate, pooled.se, pooled.low, pooled.high, tau2, pooled))
    reason = no_test_reason(groups, len(effects))
    return SubgroupAnalysis(tuple(groups), None if reason else q_between(groups), reason)


def common_tau2_subgroups(
    effects: Sequence[EffectSize],
    labels: Sequence[str],
    *,
    tau2_method: Tau2Method = Tau2Method.REML,
    interval: IntervalMethod = IntervalMethod.HKSJ_FLOORED,
    level: float = 0.95,
) -> SubgroupAnalysis:
    """Pool groups that share one tau², as a regression on the group (metafor's ``mods = ~ factor``).

    More stable than separate tau² where groups are small. The test is chi-square, or F with
    k minus the number of groups for intervals of the Hartung-Knapp kind.
    """
    places = studies_by_group(effects, labels)
    arrays = arrays_from_effects(effects)
    x = np.array([[float(label == group) for group in places] for label in labels])
    fitted = fit_model(arrays, x, list(places), tau2_method=tau2_method, interval=interval, level=level)
    groups = tuple(
        Subgroup(c.name, places[c.name], c.estimate, c.se, c.low, c.high, fitted.tau2, None)
        for c in fitted.coefficients
    )
    reason = no_test_reason(groups, arrays.k)
    if reason:
        return SubgroupAnalysis(groups, None, reason)
    # Differences of each group from the first, and their covariance.
    contrast = np.column_stack((-np.ones(len(groups) - 1), np.eye(len(groups) - 1)))
    differences = contrast @ np.array([group.estimate for group in groups])
    covariance = contrast @ np.array(fitted.covariance) @ contrast.T
    return SubgroupAnalysis(groups, wald_test(differences, covariance, fitted.residual_df, interval), "")


def studies_by_group(effects: Sequence[EffectSize], labels: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Places of the studies of each group, groups in order of their labels."""
    if len(labels) != len(effects):
        raise ImpossibleNumberError("Each study needs the name of its subgroup.")
    if not effects:
        raise NotEstimableError("There are no studies to divide into subgroups.")
    return {label: tuple(i for i, other in enumerate(labels) if other == label) for label in sorted(set(labels))}


def no_test_reason(groups: Sequence[Subgroup], k: int) -> str:
    """Why there is no test between groups; empty where there is one."""
    if len(groups) < 2:
        return "There is only one subgroup."
    if k < MIN_STUDIES_IN_ALL or any(len(group.studies) < MIN_STUDIES_IN_EACH for group in groups):
        return (
            f"A test between subgroups needs {MIN_STUDIES_IN_EACH} studies in each and "
            f"{MIN_STUDIES_IN_ALL} in all; there are {k}."
        )
    return ""


def q_between(groups: Sequence[Subgroup]) -> ModeratorTest:
    """Q of the groups' estimates about their weighted mean, chi-square."""
    estimates = np.array([group.estimate for group in groups])
    w = 1 / np.array([group.se for group in groups]) ** 2
    residuals = estimates - w @ estimates / w.sum()
    q, df = float(w @ (residuals * residuals)), len(groups) - 1
    return ModeratorTest(q, df, None, chi2_upper_p(q, df))
