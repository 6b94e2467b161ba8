"""Heterogeneity: how much the studies differ beyond chance.

*Q* is the sum of squares about the common effect, weighted by 1 / v (Cochran 1954), on
k-1 degrees of freedom. *I²* is the share of the variation that is between studies, 0 to 1;
*H²* is the total variation in units of sampling variation, 1 and above. Both come from
tau² and the *typical variance* of a study.
"""

from dataclasses import dataclass
from math import isfinite

from evidence.statistics.effect_arrays import EffectArrays, Floats, dersimonian_laird_c
from evidence.statistics.interval import Interval
from evidence.statistics.tau2 import tau2_at_q
from studies.numerics.distributions import chi2_upper_p, chi2_upper_quantile, require_level
from studies.numerics.errors import ImpossibleNumberError, NoSpreadError


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """``tau2`` in squared units of the analysis scale, ``i2`` 0 to 1.

    ``tau2_interval`` is None for a single study, where the model has no tau², and where
    it is the empty set (``tau2_interval_is_empty``): the studies then agree better than
    any tau² would predict. ``i2_interval`` holds the I² of its two ends (Higgins and Thompson 2002).
    """

    q: float
    df: int
    p: float
    i2: float
    h2: float
    tau2: float
    tau2_interval: Interval | None = None
    tau2_interval_is_empty: bool = False
    i2_interval: Interval | None = None


def typical_variance(v: Floats) -> float:
    """Sampling variance of a typical study, for k >= 2 (Higgins and Thompson 2002, equation 9)."""
    return float((v.size - 1) / dersimonian_laird_c(1 / v))


def i_squared(tau2: float, typical: float) -> float:
    """Share of the variation that is between studies, 0 to 1 (Higgins and Thompson 2002)."""
    return tau2 / (tau2 + _require_comparable(tau2, typical))


def h_squared(tau2: float, typical: float) -> float:
    """Total variation in units of sampling variation, at least 1 (Higgins and Thompson 2002)."""
    return tau2 / _require_comparable(tau2, typical) + 1


def _require_comparable(tau2: float, typical: float) -> float:
    """Return the typical variance if tau² can be compared with it."""
    if not typical > 0:
        raise NoSpreadError("A typical variance must be above zero.")
    if not (isfinite(tau2 / typical) and isfinite(tau2 + typical)):
        raise ImpossibleNumberError("The variance between studies is beyond anything that can be measured.")
    return typical


def i_squared_from_q(q: float, df: int) -> float:
    """I² where a model has no tau²: the excess of Q over its expectation, floored at 0."""
    return max(0.0, (q - df) / q) if q > 0 and df > 0 else 0.0


def q_profile_interval(arrays: EffectArrays, level: float = 0.95) -> Interval | None:
    """Interval of tau²: all values at which Q is not extreme (Viechtbauer 2007). k >= 2.

    None when it is the empty set: Q lies below the lower chi-square quantile even at
    tau² = 0. The lower end is floored at 0.
    """
    df, tail = arrays.k - 1, (1 - require_level(level)) / 2
    lowest = chi2_upper_quantile(1 - tail, df)
    if arrays.q < lowest:
        return None
    low = tau2_at_q(arrays, chi2_upper_quantile(tail, df))
    return Interval(low, tau2_at_q(arrays, lowest))


def heterogeneity_from_q(q: float, df: int) -> Heterogeneity:
    """Heterogeneity in a model that has no tau²: I² and H² from Q alone."""
    h2 = q / df if df > 0 else 1.0
    return Heterogeneity(q, df, chi2_upper_p(q, df), i_squared_from_q(q, df), h2, 0.0)


def heterogeneity_from_tau2(arrays: EffectArrays, tau2: float, level: float = 0.95) -> Heterogeneity:
    """Heterogeneity in a random-effects model."""
    if arrays.k == 1:
        return heterogeneity_from_q(0.0, 0)
    df, typical = arrays.k - 1, typical_variance(arrays.v)
    interval = q_profile_interval(arrays, level)
    return Heterogeneity(
        q=arrays.q,
        df=df,
        p=chi2_upper_p(arrays.q, df),
        i2=i_squared(tau2, typical),
        h2=h_squared(tau2, typical),
        tau2=tau2,
        tau2_interval=interval,
        tau2_interval_is_empty=interval is None,
        i2_interval=interval and interval.map(lambda limit: i_squared(limit, typical)),
    )
