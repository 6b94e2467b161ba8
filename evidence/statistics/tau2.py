"""Between-study variance (tau²): one function per estimator.

Every function takes the effects of k >= 2 studies and returns tau² in squared units of the
analysis scale, never below zero. *Weights* are 1 / (v + tau²), *Q* is
the weighted sum of squares about the weighted mean. *Deviance* is -2 x the (restricted)
log-likelihood, up to a constant; its slope in tau² is called the *score*.
"""

from collections.abc import Callable
from enum import StrEnum
from math import ceil, log2

import numpy as np

from evidence.statistics.effect_arrays import EffectArrays, Floats, dersimonian_laird_c
from evidence.statistics.interval import Interval
from evidence.statistics.power_sums import power_sums, power_sums_by_row, q_and_slope, score, score_ratio
from evidence.statistics.roots import find_root

# Below this share of the smallest variance tau² is rounding error.
ROUNDING = 1e-14


class Tau2Method(StrEnum):
    """Estimators of the between-study variance."""

    DL = "DL"  # DerSimonian-Laird
    PM = "PM"  # Paule-Mandel
    REML = "REML"  # restricted maximum likelihood
    ML = "ML"  # maximum likelihood
    EB = "EB"  # empirical Bayes
    HE = "HE"  # Hedges-Olkin
    SJ = "SJ"  # Sidik-Jonkman


def generalised_q(arrays: EffectArrays, tau2: float) -> float:
    """Weighted sum of squares about the weighted mean, for a given tau² (DerSimonian and Kacker 2007)."""
    w = 1 / (arrays.v + tau2)
    residuals = arrays.centred - w @ arrays.centred / w.sum()
    return float(w @ (residuals * residuals))


def dersimonian_laird(arrays: EffectArrays) -> float:
    """Moment estimator with inverse-variance weights, floored at 0 (DerSimonian and Laird 1986)."""
    return max(0.0, float((arrays.q - (arrays.k - 1)) / dersimonian_laird_c(1 / arrays.v)))


def hedges_olkin(arrays: EffectArrays) -> float:
    """Unweighted variance of the effects minus the mean sampling variance, floored at 0 (Hedges 1983)."""
    return max(0.0, float(arrays.centred.var(ddof=1) - arrays.v.mean()))


def sidik_jonkman(arrays: EffectArrays) -> float:
    """Two-step estimator from a crude start; above 0 unless the effects are identical (Sidik and Jonkman 2005)."""
    crude = float(arrays.centred.var())
    if crude == 0:
        return 0.0
    return crude * generalised_q(arrays, crude) / (arrays.k - 1)


def paule_mandel(arrays: EffectArrays) -> float:
    """Tau² at which Q equals its degrees of freedom, floored at 0 (Paule and Mandel 1982)."""
    return tau2_at_q(arrays, arrays.k - 1.0)


def empirical_bayes(arrays: EffectArrays) -> float:
    """Empirical Bayes estimator (Morris 1983): without moderators it equals Paule and Mandel's."""
    return paule_mandel(arrays)


def restricted_maximum_likelihood(arrays: EffectArrays) -> float:
    """Tau² that maximises the restricted likelihood (Viechtbauer 2005, equation 9); not below 0."""
    return _maximise_likelihood(arrays, restricted=True)


def maximum_likelihood(arrays: EffectArrays) -> float:
    """Tau² that maximises the likelihood (Hardy and Thompson 1996); not below 0."""
    return _maximise_likelihood(arrays, restricted=False)


ESTIMATORS: dict[Tau2Method, Callable[[EffectArrays], float]] = {
    Tau2Method.DL: dersimonian_laird,
    Tau2Method.PM: paule_mandel,
    Tau2Method.REML: restricted_maximum_likelihood,
    Tau2Method.ML: maximum_likelihood,
    Tau2Method.EB: empirical_bayes,
    Tau2Method.HE: hedges_olkin,
    Tau2Method.SJ: sidik_jonkman,
}


def estimate_tau2(method: Tau2Method, arrays: EffectArrays) -> float:
    """Tau² by the named method; 0 for a single study."""
    return ESTIMATORS[method](arrays) if arrays.k > 1 else 0.0


def tau2_at_q(arrays: EffectArrays, target: float) -> float:
    """Tau² at which the generalised Q equals ``target``; 0 where Q is smaller at tau² = 0.

    Newton's method on 1/Q, which is nearly straight in tau² (exactly so for equal
    variances). It starts where Q would be ``target`` if all variances were equal to their mean.
    """
    if target <= 0 or arrays.q <= target:
        return 0.0
    start = max(0.0, arrays.sum_of_squares / target - arrays.v_mean)

    def function(tau2: float) -> tuple[float, float]:
        q, slope = q_and_slope(power_sums(arrays.basis, 1 / (arrays.v + tau2), 2))
        return target / q - 1, -target * slope / (q * q)

    # Every residual is below range x (1 - leverage), so that Q is below k x range² / tau².
    bracket = Interval(0.0, arrays.effect_range**2 * max(1.0, arrays.k / target))
    return find_root(
        function, bracket, min(start, bracket.high), rounding=ROUNDING * arrays.v_min, method="Paule-Mandel"
    )


def deviance(arrays: EffectArrays, tau2: float, *, restricted: bool) -> float:
    """-2 x the (restricted) log-likelihood at ``tau2``, up to a constant."""
    w = 1 / (arrays.v + tau2)
    fit = generalised_q(arrays, tau2) - float(np.log(w).sum())
    return fit + float(np.log(w.sum())) if restricted else fit


def tau2_upper_bound(arrays: EffectArrays) -> float:
    """Upper bound of tau² by either likelihood: range² minus the smallest variance, or 0.

    Beyond it every weight times range² is below 1. As no residual exceeds range x
    (1 - its leverage), each study then lowers the likelihood.
    """
    return max(0.0, arrays.effect_range**2 - arrays.v_min)


def tau2_grid(v_min: float, v_max: float, highest: float) -> Floats:
    """Grid in which each step holds at most one maximum of a likelihood: 0, fourfold steps, and ``highest``.

    The score's two parts fall at rates between once and twice the smallest and largest
    weight, so where no weight is twice another (tau² beyond v_max - 2 v_min) there is at
    most one maximum and no point is needed. Below that, each study bends the likelihood over
    a range of tau² wider than fourfold; two maxima within one step would have the same height.
    """
    searched = min(v_max - 2 * v_min, highest)
    if searched <= 0:
        return np.array([0.0, highest])
    steps = max(2, ceil(log2(searched / v_min) / 2) + 2)
    points = [searched * 0.25**i for i in reversed(range(steps))]
    return np.array([0.0, *points, highest])


def _maximise_likelihood(arrays: EffectArrays, *, restricted: bool) -> float:
    highest = tau2_upper_bound(arrays)
    if highest == 0:
        return 0.0
    grid = tau2_grid(arrays.v_min, arrays.v_max, highest)
    return tau2_at_maximum(
        grid,
        score(power_sums_by_row(arrays.centred, 1 / (arrays.v + grid[:, None]), 2), restricted=restricted),
        lambda tau2: score_ratio(power_sums(arrays.basis, 1 / (arrays.v + tau2)), restricted=restricted),
        lambda tau2: deviance(arrays, tau2, restricted=restricted),
        start=max(0.0, arrays.sum_of_squares / (arrays.k - 1) - arrays.v_mean),
        rounding=ROUNDING * arrays.v_min,
        method="restricted maximum likelihood" if restricted else "maximum likelihood",
    )


def tau2_at_maximum(
    grid: Floats,
    scores: Floats,
    function: Callable[[float], tuple[float, float]],
    deviance_at: Callable[[float], float],
    *,
    start: float,
    rounding: float,
    method: str,
) -> float:
    """Tau² of the lowest deviance, also where a likelihood has two maxima. Raises NotConvergedError.

    ``scores`` are those at the points of ``grid``; ``function`` has the same sign and is
    solved from ``start``, or from the nearest end of the bracket.
    """
    candidates = [0.0] if scores[0] >= 0 else []
    for bracket in find_brackets(grid, scores):
        nearest = min(bracket.high, max(bracket.low, start))
        candidates.append(find_root(function, bracket, nearest, rounding=rounding, method=method))
    return candidates[0] if len(candidates) == 1 else min(candidates, key=deviance_at)


def find_brackets(grid: Floats, scores: Floats) -> list[Interval]:
    """Neighbouring points between which the score changes from negative to positive: a maximum of the likelihood."""
    below, above = scores[:-1] < 0, scores[1:] >= 0
    above[-1] = True  # follows from ``tau2_upper_bound``; rounding must not change it
    return [Interval(float(grid[i]), float(grid[i + 1])) for i in np.flatnonzero(below & above)]
