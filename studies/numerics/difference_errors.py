"""The standard error of a difference between two groups that a source prints as one number.

A *difference* is one of means, or the natural logarithm of a ratio. Section numbers are those of the Cochrane Handbook,
version 6.
"""

from studies.numerics.distributions import normal_quantile, require_level, t_critical, t_from_p, z_critical
from studies.numerics.errors import ImpossibleNumberError, NoSpreadError
from studies.numerics.magnitudes import require_measurable
from studies.numerics.spread_conversions import LARGEST_P, WIDEST_BOUNDS, Derived


def se_from_difference_interval(low: float, high: float, level: float, df: float | None = None) -> Derived:
    """SE from the confidence interval of a difference: t with ``df``, else the normal quantile (6.3.1, 6.3.2).

    >>> round(se_from_difference_interval(-10, 10, 0.95, df=45).value, 3)
    4.965
    """
    if not require_measurable(low, "A limit") < require_measurable(high, "A limit"):
        raise ImpossibleNumberError(
            f"The interval {low:g} to {high:g} has no width or its ends are in the wrong order."
        )
    critical = z_critical(level) if df is None else t_critical(level, df)
    rule = f"SE of difference from {100 * require_level(level):g}% CI{_quantile_note(df)}, rule 6.3.1"
    return Derived((high - low) / (2 * critical), rule)


def se_from_difference_p(difference: float, p: float, unit: float, df: float | None = None) -> Derived:
    """SE from a two-sided P printed to the place ``unit``: t with ``df``, else normal (6.3.1, 6.3.2).

    Raises NoSpreadError where P says too little: above 0.2, or with bounds of its last digit over a quarter apart.
    """
    if difference == 0:
        raise NoSpreadError("A difference of zero says nothing about the spread.")
    if not 0 < p <= LARGEST_P:
        raise NoSpreadError(f"P = {p:g} is not above 0 and up to {LARGEST_P:g}: it says too little of the spread.")
    if p - unit / 2 <= 0:
        raise NoSpreadError(f"P = {p:g} may be nearly 0 before it was rounded: no spread follows.")
    # The smaller the P, the smaller the error.
    low, se, high = (abs(difference) / _statistic(each, df) for each in (p - unit / 2, p, p + unit / 2))
    if high > low * (1 + WIDEST_BOUNDS):
        raise NoSpreadError(
            f"P = {p:g} rounded to its last digit gives errors from {low:.3g} to {high:.3g}: over "
            f"{100 * WIDEST_BOUNDS:g}% apart."
        )
    return Derived(se, f"SE of difference from exact P{_quantile_note(df)}, rule 6.3.1", bounds=(low, high))


def _statistic(p: float, df: float | None) -> float:
    return -normal_quantile(p / 2) if df is None else t_from_p(p, df)


def _quantile_note(df: float | None) -> str:
    return "" if df is None else f" (t, {df:g} degrees of freedom)"
