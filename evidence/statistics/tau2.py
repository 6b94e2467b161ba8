"""Between-study variance (tau²): one function per estimator.

Every function takes a sample of k >= 2 studies and answers tau² in squared units of the
analysis scale, never below zero. *Weights* are 1 / (v + tau²), *Q* is
the weighted sum of squares about the weighted mean. *Deviance* is -2 x the (restricted)
log-likelihood, up to a constant; its slope in tau² is called the *score*.
"""

from collections.abc import Callable
from enum import StrEnum
from math import ceil, log2

import numpy as np

from evidence.statistics.effect_arrays import EffectArrays, Floats, spare_weight
from evidence.statistics.intervals import Interval
from evidence.statistics.power_sums import balance, power_sums, power_sums_by_row, q_and_slope, score
from evidence.statistics.roots import root_of

# Below this share of the smallest variance tau² is rounding of the sums it comes from.
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


def generalised_q(sample: EffectArrays, tau2: float) -> float:
    """Weighted sum of squares about the weighted mean, for a given tau² (DerSimonian and Kacker 2007)."""
    w = 1 / (sample.v + tau2)
    residuals = sample.centred - w @ sample.centred / w.sum()
    return float(w @ (residuals * residuals))


def dersimonian_laird(sample: EffectArrays) -> float:
    """Moment estimator with inverse-variance weights, floored at 0 (DerSimonian and Laird 1986)."""
    return max(0.0, float((sample.q - (sample.k - 1)) / spare_weight(1 / sample.v)))


def hedges_olkin(sample: EffectArrays) -> float:
    """Unweighted variance of the effects less the mean sampling variance, floored at 0 (Hedges 1983)."""
    return max(0.0, float(sample.centred.var(ddof=1) - sample.v.mean()))


def sidik_jonkman(sample: EffectArrays) -> float:
    """Two-step estimator from a crude start; above 0 unless the effects are identical (Sidik and Jonkman 2005)."""
    crude = float(sample.centred.var())
    if crude == 0:
        return 0.0
    return crude * generalised_q(sample, crude) / (sample.k - 1)


def paule_mandel(sample: EffectArrays) -> float:
    """Tau² at which Q equals its degrees of freedom, floored at 0 (Paule and Mandel 1982)."""
    return tau2_where_q_is(sample, sample.k - 1.0)


def empirical_bayes(sample: EffectArrays) -> float:
    """Empirical Bayes estimator (Morris 1983): without moderators it solves Paule and Mandel's equation."""
    return paule_mandel(sample)


def restricted_maximum_likelihood(sample: EffectArrays) -> float:
    """Tau² of the highest restricted likelihood (Viechtbauer 2005, equation 9); not below 0."""
    return _most_likely(sample, restricted=True)


def maximum_likelihood(sample: EffectArrays) -> float:
    """Tau² of the highest likelihood (Hardy and Thompson 1996); not below 0."""
    return _most_likely(sample, restricted=False)


ESTIMATORS: dict[Tau2Method, Callable[[EffectArrays], float]] = {
    Tau2Method.DL: dersimonian_laird,
    Tau2Method.PM: paule_mandel,
    Tau2Method.REML: restricted_maximum_likelihood,
    Tau2Method.ML: maximum_likelihood,
    Tau2Method.EB: empirical_bayes,
    Tau2Method.HE: hedges_olkin,
    Tau2Method.SJ: sidik_jonkman,
}


def estimate_tau2(method: Tau2Method, sample: EffectArrays) -> float:
    """Tau² by the named method; 0 for a single study."""
    return ESTIMATORS[method](sample) if sample.k > 1 else 0.0


def tau2_where_q_is(sample: EffectArrays, target: float) -> float:
    """Tau² at which the generalised Q falls to ``target``; 0 where it starts below.

    Newton's method on 1/Q, which is nearly straight in tau² (exactly so for equal
    variances), from where Q would be ``target`` were all variances the mean one.
    """
    if target <= 0 or sample.q <= target:
        return 0.0
    start = max(0.0, sample.squares / target - sample.v_mean)

    def rising(tau2: float) -> tuple[float, float]:
        q, slope = q_and_slope(power_sums(sample.basis, 1 / (sample.v + tau2), 2))
        return target / q - 1, -target * slope / (q * q)

    # Every residual is below range x (1 - leverage), so that Q is below k x range² / tau².
    within = Interval(0.0, sample.spread**2 * max(1.0, sample.k / target))
    return root_of(rising, within, min(start, within.high), rounding=ROUNDING * sample.v_min, method="Paule-Mandel")


def deviance(sample: EffectArrays, tau2: float, *, restricted: bool) -> float:
    """-2 x the (restricted) log-likelihood at ``tau2``, up to a constant."""
    w = 1 / (sample.v + tau2)
    fit = generalised_q(sample, tau2) - float(np.log(w).sum())
    return fit + float(np.log(w.sum())) if restricted else fit


def largest_tau2(sample: EffectArrays) -> float:
    """Bound that tau² of the highest likelihood cannot pass: range² less the smallest variance, or 0.

    Beyond it every weight times range² is below 1. As no residual exceeds range x
    (1 - its leverage), each study then lowers the likelihood.
    """
    return max(0.0, sample.spread**2 - sample.v_min)


def search_grid(v_min: float, v_max: float, highest: float) -> Floats:
    """Points between which a likelihood has at most one hump: 0, fourfold steps, and ``highest``.

    The score's two parts fall at rates between once and twice the smallest and largest
    weight, so where no weight is twice another (tau² beyond v_max - 2 v_min) there is one
    hump at most and no point is needed. Below that, each study bends the likelihood over
    a range of tau² wider than fourfold; two humps within one step would be of one height.
    """
    unsettled = min(v_max - 2 * v_min, highest)
    if unsettled <= 0:
        return np.array([0.0, highest])
    steps = max(2, ceil(log2(unsettled / v_min) / 2) + 2)
    points = [unsettled * 0.25**i for i in reversed(range(steps))]
    return np.array([0.0, *points, highest])


def _most_likely(sample: EffectArrays, *, restricted: bool) -> float:
    highest = largest_tau2(sample)
    if highest == 0:
        return 0.0
    grid = search_grid(sample.v_min, sample.v_max, highest)
    return top_of_likelihood(
        grid,
        score(power_sums_by_row(sample.centred, 1 / (sample.v + grid[:, None]), 2), restricted=restricted),
        lambda tau2: balance(power_sums(sample.basis, 1 / (sample.v + tau2)), restricted=restricted),
        lambda tau2: deviance(sample, tau2, restricted=restricted),
        start=max(0.0, sample.squares / (sample.k - 1) - sample.v_mean),
        rounding=ROUNDING * sample.v_min,
        method="restricted maximum likelihood" if restricted else "maximum likelihood",
    )


def top_of_likelihood(
    grid: Floats,
    scores: Floats,
    rising: Callable[[float], tuple[float, float]],
    deviance_at: Callable[[float], float],
    *,
    start: float,
    rounding: float,
    method: str,
) -> float:
    """Tau² of the lowest deviance of all, where a likelihood has two humps too. Raises NotConvergedError.

    ``scores`` are those at the points of ``grid``; ``rising`` has their sign and is what
    is solved, from ``start`` or the end of the bracket next to it.
    """
    found = [0.0] if scores[0] >= 0 else []
    for within in brackets(grid, scores):
        nearest = min(within.high, max(within.low, start))
        found.append(root_of(rising, within, nearest, rounding=rounding, method=method))
    return found[0] if len(found) == 1 else min(found, key=deviance_at)


def brackets(grid: Floats, scores: Floats) -> list[Interval]:
    """Neighbouring points between which the score turns from falling to rising: a hump of the likelihood."""
    below, above = scores[:-1] < 0, scores[1:] >= 0
    above[-1] = True  # by the proof of ``largest_tau2``; rounding must not lose it
    return [Interval(float(grid[i]), float(grid[i + 1])) for i in np.flatnonzero(below & above)]
