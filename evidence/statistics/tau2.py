"""Between-study variance (tau²): one function per estimator.

Every function takes estimates ``y`` and variances ``v`` (arrays of k >= 2) and answers
tau² in squared units of ``y``, never below zero. *Weights* are 1 / (v + tau²), *Q* is
the weighted sum of squares about the weighted mean. Iterations stop by a step that is
small beside tau² itself, so that the unit of the data does not matter.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from evidence.statistics.intervals import Interval
from evidence.statistics.refusals import NotConverged
from evidence.statistics.sample import Floats

# A Newton step of a relative 1e-8 leaves an error of about 1e-16: convergence is quadratic.
RELATIVE_STEP = 1e-8
MAX_ITERATIONS = 200

# Below this share of the smallest variance tau² is rounding of the sums it comes from.
ROUNDING = 1e-14

# Points of the search for the highest likelihood. Neighbours then differ by a factor of 3 even when variances span
# twelve orders of magnitude, finer than any bump a likelihood can have in log tau².
GRID_POINTS = 24


class Tau2Method(StrEnum):
    """Estimators of the between-study variance."""

    DL = "DL"  # DerSimonian-Laird
    PM = "PM"  # Paule-Mandel
    REML = "REML"  # restricted maximum likelihood
    ML = "ML"  # maximum likelihood
    EB = "EB"  # empirical Bayes
    HE = "HE"  # Hedges-Olkin
    SJ = "SJ"  # Sidik-Jonkman


def weighted_mean(y: Floats, w: Floats) -> float:
    """Mean of ``y`` weighted by ``w``, measured from the heaviest study.

    Centring keeps rounding from inventing differences between identical effects.
    """
    origin = y[w.argmax()]
    return float(origin + (w @ (y - origin)) / w.sum())


def generalised_q(y: Floats, v: Floats, tau2: float) -> float:
    """Weighted sum of squares about the weighted mean, for a given tau² (DerSimonian and Kacker 2007)."""
    w = 1 / (v + tau2)
    residuals = y - weighted_mean(y, w)
    return float(w @ (residuals * residuals))


def dersimonian_laird(y: Floats, v: Floats) -> float:
    """Moment estimator with inverse-variance weights, floored at 0 (DerSimonian and Laird 1986)."""
    w = 1 / v
    total = w.sum()
    excess = generalised_q(y, v, 0.0) - (y.size - 1)
    return max(0.0, float(excess / (total - (w @ w) / total)))


def hedges_olkin(y: Floats, v: Floats) -> float:
    """Unweighted variance of the effects less the mean sampling variance, floored at 0 (Hedges 1983)."""
    return max(0.0, float(y.var(ddof=1) - v.mean()))


def sidik_jonkman(y: Floats, v: Floats) -> float:
    """Two-step estimator from a crude start; above 0 unless the effects are identical (Sidik and Jonkman 2005)."""
    crude = float(y.var())
    if crude == 0:
        return 0.0
    return crude * generalised_q(y, v, crude) / (y.size - 1)


def paule_mandel(y: Floats, v: Floats) -> float:
    """Tau² at which Q equals its degrees of freedom, floored at 0 (Paule and Mandel 1982)."""
    return tau2_where_q_is(y, v, y.size - 1.0)


def empirical_bayes(y: Floats, v: Floats) -> float:
    """Empirical Bayes estimator (Morris 1983): without moderators it solves Paule and Mandel's equation."""
    return paule_mandel(y, v)


def restricted_maximum_likelihood(y: Floats, v: Floats) -> float:
    """Tau² of the highest restricted likelihood (Viechtbauer 2005, equation 9); not below 0."""
    return _most_likely(y, v, restricted_score, restricted=True)


def maximum_likelihood(y: Floats, v: Floats) -> float:
    """Tau² of the highest likelihood (Hardy and Thompson 1996); not below 0."""
    return _most_likely(y, v, likelihood_score, restricted=False)


ESTIMATORS: dict[Tau2Method, Callable[[Floats, Floats], float]] = {
    Tau2Method.DL: dersimonian_laird,
    Tau2Method.PM: paule_mandel,
    Tau2Method.REML: restricted_maximum_likelihood,
    Tau2Method.ML: maximum_likelihood,
    Tau2Method.EB: empirical_bayes,
    Tau2Method.HE: hedges_olkin,
    Tau2Method.SJ: sidik_jonkman,
}


def estimate_tau2(method: Tau2Method, y: Floats, v: Floats) -> float:
    """Tau² by the named method; 0 for a single study."""
    return ESTIMATORS[method](y, v) if y.size > 1 else 0.0


def largest_tau2(y: Floats, v: Floats) -> float:
    """Bound that the roots of Q, likelihood and restricted likelihood cannot pass: range² less the smallest variance.

    Beyond it every weight times range² is below 1; as no residual exceeds range times
    (1 - its leverage), each study then adds less to Q or the score than is taken away.
    """
    spread = float(y.max() - y.min())
    return max(0.0, spread * spread - float(v.min()))


def tau2_where_q_is(y: Floats, v: Floats, target: float) -> float:
    """Tau² at which the generalised Q falls to ``target``; 0 where Q never reaches it.

    Newton's method on 1/Q, which is nearly straight in tau² (exactly so for equal variances).
    """

    def inverse_q(tau2: float) -> tuple[float, float]:
        w = 1 / (v + tau2)
        residuals = w * (y - weighted_mean(y, w))
        q = float(residuals @ (residuals / w))
        return target / q - 1, target * float(residuals @ residuals) / (q * q)

    if target <= 0 or generalised_q(y, v, 0.0) <= target:
        return 0.0
    high = float(y.max() - y.min()) ** 2 * max(1.0, y.size / target)
    return root_of(inverse_q, Interval(0.0, high), 0.0, rounding=ROUNDING * float(v.min()), method="Paule-Mandel")


def root_of(
    rising: Callable[[float], tuple[float, float]], within: Interval, start: float, *, rounding: float, method: str
) -> float:
    """Find where a rising function crosses zero, by Newton steps that never leave the bracket.

    ``rising`` answers value and slope; ``rounding`` is what no root is known better than.
    Raises NotConverged, naming ``method``.
    """
    low, high, point = within.low, within.high, start
    for _ in range(MAX_ITERATIONS):
        value, slope = rising(point)
        if value == 0:
            return point
        low, high = (point, high) if value < 0 else (low, point)
        step = point - value / slope if slope > 0 else high
        if not low < step < high:
            step = (low + high) / 2
        if abs(step - point) <= RELATIVE_STEP * step + rounding:
            return step
        point = step
    raise NotConverged(
        f"The {method} estimate of the between-study variance did not settle; "
        "the DerSimonian-Laird estimate needs no iteration and could be asked for instead."
    )


def restricted_score(y: Floats, v: Floats, tau2: float) -> tuple[float, float]:
    """Slope of -2 x the restricted log-likelihood at ``tau2``, and the slope of that."""
    w = 1 / (v + tau2)
    total, squares, cubes = w.sum(), w @ w, (w * w) @ w
    z = w * (y - weighted_mean(y, w))
    wz = w * z
    traces = squares - 2 * cubes / total + (squares / total) ** 2
    return float(total - squares / total - z @ z), float(2 * (wz @ z - wz.sum() ** 2 / total) - traces)


def likelihood_score(y: Floats, v: Floats, tau2: float) -> tuple[float, float]:
    """Slope of -2 x the log-likelihood at ``tau2``, and the slope of that."""
    w = 1 / (v + tau2)
    z = w * (y - weighted_mean(y, w))
    wz = w * z
    return float(w.sum() - z @ z), float(2 * (wz @ z - wz.sum() ** 2 / w.sum()) - w @ w)


def deviance(y: Floats, v: Floats, tau2: Floats, *, restricted: bool) -> Floats:
    """-2 x the (restricted) log-likelihood at each of ``tau2``, up to a constant."""
    total_variance = v + tau2[:, None]
    w = 1 / total_variance
    totals = w.sum(axis=1)
    centred = y - y[v.argmin()]
    means = (w @ centred) / totals
    q = (w * (centred - means[:, None]) ** 2).sum(axis=1)
    logs = np.log(total_variance).sum(axis=1)
    answer: Floats = logs + q + np.log(totals) if restricted else logs + q
    return answer


def _most_likely(
    y: Floats, v: Floats, score: Callable[[Floats, Floats, float], tuple[float, float]], *, restricted: bool
) -> float:
    """Find the lowest deviance of all, where a likelihood has two humps too.

    A grid over all that is possible finds the humps, Newton's method their tops.
    """
    highest = largest_tau2(y, v)
    if highest == 0:
        return 0.0
    grid = np.concatenate(([0.0], np.geomspace(min(float(v.min()) / 4, highest / 4), highest, GRID_POINTS)))
    depth = deviance(y, v, grid, restricted=restricted)
    walls = np.concatenate(([np.inf], depth, [np.inf]))
    bottoms = np.flatnonzero((depth <= walls[:-2]) & (depth <= walls[2:]))
    name = "restricted maximum likelihood" if restricted else "maximum likelihood"
    found = [_top_near(int(i), grid, lambda t: score(y, v, t), ROUNDING * float(v.min()), name) for i in bottoms]
    if len(found) == 1:
        return found[0]
    return found[int(deviance(y, v, np.array(found), restricted=restricted).argmin())]


def _top_near(
    i: int, grid: Floats, rising: Callable[[float], tuple[float, float]], rounding: float, method: str
) -> float:
    """Refine the top of the likelihood that lies next to grid point ``i``."""
    if i == 0 and rising(0.0)[0] >= 0:
        return 0.0
    around = Interval(float(grid[max(i - 1, 0)]), float(grid[min(i + 1, grid.size - 1)]))
    return root_of(rising, around, float(grid[i]), rounding=rounding, method=method)
