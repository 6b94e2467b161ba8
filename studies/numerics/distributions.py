"""Quantiles and tail probabilities, by name.

Every *level* is a share such as 0.95; every *p* is two-sided unless its name says
``upper``. Only ``scipy.special`` is used: it loads four times as fast as
``scipy.stats`` and has the same functions.
"""

from functools import lru_cache
from math import isfinite

from scipy.special import betaincinv, chdtrc, chdtri, fdtrc, ndtr, ndtri, stdtr, stdtrit

from studies.numerics.errors import ImpossibleNumberError


def require_level(level: float) -> float:
    """Return the level if it is a confidence level, between 0 and 1. Raises ImpossibleNumberError."""
    # Written so that a level indistinguishable from zero fails too: its quantile would be zero.
    if not 0 < 1 - level < 1:
        raise ImpossibleNumberError(f"A confidence level must be between 0 and 1, not {level:g}.")
    return level


# Asked of every limit, at a few levels and degrees of freedom.
@lru_cache(maxsize=256)
def z_critical(level: float) -> float:
    """Normal quantile that cuts off a two-sided interval.

    >>> round(z_critical(0.95), 4)
    1.96
    """
    return float(-ndtri((1 - require_level(level)) / 2))


@lru_cache(maxsize=4096)
def t_critical(level: float, df: float) -> float:
    """Quantile of Student's t that cuts off a two-sided interval.

    >>> round(t_critical(0.95, 24), 4)
    2.0639
    """
    return float(-stdtrit(df, (1 - require_level(level)) / 2))


def normal_p(z: float) -> float:
    """Two-sided p of a standard normal statistic."""
    return float(2 * ndtr(-abs(z)))


def t_p(t: float, df: float) -> float:
    """Two-sided p of a t statistic."""
    return float(2 * stdtr(df, -abs(t)))


def t_from_p(p: float, df: float) -> float:
    """Absolute t statistic whose two-sided p is ``p``. Raises ImpossibleNumberError where p is too small."""
    t = float(-stdtrit(df, p / 2))
    if not isfinite(t):
        raise ImpossibleNumberError(f"No t statistic has a P of {p:g}.")
    return t


def chi2_upper_p(statistic: float, df: float) -> float:
    """Probability of a chi-square statistic at least this large; 1 with no degrees of freedom."""
    return float(chdtrc(df, statistic)) if df > 0 else 1.0


def chi2_upper_quantile(p: float, df: float) -> float:
    """Chi-square value exceeded with probability ``p``."""
    return float(chdtri(df, p))


def f_upper_p(statistic: float, df_between: float, df_within: float) -> float:
    """Probability of an F statistic at least this large."""
    return float(fdtrc(df_between, df_within, statistic))


def beta_quantile(p: float, a: float, b: float) -> float:
    """Quantile of the beta distribution."""
    return float(betaincinv(a, b, p))


def normal_quantile(p: float) -> float:
    """Value below which a standard normal falls with probability ``p``."""
    return float(ndtri(p))


def normal_below(z: float) -> float:
    """Probability that a standard normal falls below ``z``."""
    return float(ndtr(z))


def welch_df(se1: float, n1: float, se2: float, n2: float) -> float:
    """Degrees of freedom of Welch's t, from the standard errors (not both 0) and sizes (at least 2) of two groups.

    Satterthwaite's formula, by each group's share of the squared error, so that no fourth power is lost.

    >>> welch_df(2.0, 20, 2.0, 20)
    38.0
    """
    share = se1**2 / (se1**2 + se2**2)
    return 1 / (share**2 / (n1 - 1) + (1 - share) ** 2 / (n2 - 1))
