"""Conversions: the spread that a paper does not print, from what it prints.

*SD* is the standard deviation of participants, *SE* the standard error of a mean or a
difference. Every function returns ``Derived``: the value and the name of the rule, to
be printed next to it. Section numbers are those of the Cochrane Handbook, version 6.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite, log, sqrt

from studies.numerics.distributions import normal_quantile, require_level, t_critical, t_from_p, z_critical
from studies.numerics.errors import ImpossibleNumberError, NoSpreadError
from studies.numerics.magnitudes import require_measurable, require_participants

SKEWNESS_CAUTION = (
    "The median does not lie in the middle: the values are skewed, and mean and SD derived from them mislead."
)


def require_order(*values: float) -> None:
    """Raise ImpossibleNumberError unless the values are measurable and in ascending order."""
    for value in values:
        require_measurable(value, "A quartile or an end of a range")
    if any(not left <= right for left, right in pairwise(values)):
        raise ImpossibleNumberError(
            f"These values should be in ascending order: {', '.join(f'{value:g}' for value in values)}."
        )


def quartile_caution(q1: float, median: float, q3: float, n: float) -> str:
    """Caution from quartiles, 5% test (Shi 2023, scenario S2)."""
    return _caution(q1, median, q3, critical=2.65 / sqrt(require_participants(n)) - 6 / n**2)


def range_caution(low: float, median: float, high: float, n: float) -> str:
    """Caution from the range, 5% test (Shi 2023, scenario S1)."""
    return _caution(low, median, high, critical=1 / log(require_participants(n) + 9) + 2.5 / (n + 1))


def _caution(low: float, median: float, high: float, *, critical: float) -> str:
    require_order(low, median, high)
    if high == low:
        return ""
    return SKEWNESS_CAUTION if abs(low + high - 2 * median) / (high - low) >= critical else ""


# The site's own limits (rules of synthesis, "Spread"): a large P follows from any spread, and so does a coarse one.
LARGEST_P = 0.2
WIDEST_BOUNDS = 0.25
# Handbook 6.5.2.2: below about 60 participants the normal quantile is noticeably too small.
SMALL_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that was computed, not printed; ``caution`` is a sentence, or empty.

    ``bounds`` are the lowest and the highest value that the last printed digit leaves open, where that was asked.
    """

    value: float
    rule: str
    caution: str = ""
    bounds: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Raise an error for a value that is not finite."""
        if not isfinite(self.value):
            raise ImpossibleNumberError("No finite value follows from these numbers.")


def se_from_interval(low: float, high: float, level: float, n: float | None = None) -> Derived:
    """SE from the confidence interval of a mean or a difference (6.5.2.2, 6.3.1).

    Normal quantile; t with n-1 where ``n`` is given and below 60.
    """
    small = n is not None and n < SMALL_SAMPLE
    critical = t_critical(level, require_participants(n) - 1) if n is not None and small else z_critical(level)
    rule = f"SE from {_percent(level)} CI{_quantile_note(n)}, rule 6.5.2.2"
    return Derived(_interval_width(low, high) / (2 * critical), rule)


def se_from_t(difference: float, t: float) -> Derived:
    """SE of a difference between groups from its t statistic (6.5.2.3)."""
    if t == 0 or difference == 0:
        raise NoSpreadError("A difference or t of zero says nothing about the spread.")
    ratio = require_measurable(difference, "A difference") / require_measurable(t, "A t statistic")
    return Derived(abs(ratio), "SE of difference from t, rule 6.5.2.3")


def se_from_p(difference: float, p: float, n1: float, n2: float) -> Derived:
    """SE of a difference between two groups from its exact two-sided P, t with n1+n2-2 (6.5.2.3)."""
    if not 0 < p < 1:
        raise ImpossibleNumberError(f"An exact P must be above 0 and below 1; {p:g} is not exact.")
    t = t_from_p(p, require_participants(n1) + require_participants(n2) - 2)
    return Derived(se_from_t(difference, t).value, "SE of difference from exact P, rule 6.5.2.3")


def sd_from_difference_se(se: float, n1: float, n2: float) -> Derived:
    """Common SD of two groups from the SE of their difference (6.5.2.3)."""
    spread = _require_spread(se, "standard error") / sqrt(1 / require_participants(n1) + 1 / require_participants(n2))
    return Derived(spread, "SD from SE of difference, rule 6.5.2.3")


def sd_from_p(difference: float, p: float, n1: float, n2: float) -> Derived:
    """Common SD of two groups from the exact two-sided P of their difference (6.5.2.3)."""
    se = se_from_p(difference, p, n1, n2).value
    return Derived(sd_from_difference_se(se, n1, n2).value, "SD from exact P, rule 6.5.2.3")


def sd_from_printed_p(difference: float, p: float, unit: float, n1: float, n2: float) -> Derived:
    """Common SD of two groups from a P printed to the place ``unit``, with the bounds that its last digit leaves.

    Raises NoSpreadError where P is above 0.2, or where the bounds lie over a quarter apart: such a P says next to
    nothing of the spread.
    """
    if p > LARGEST_P:
        raise NoSpreadError(f"P = {p:g} is above {LARGEST_P:g}: it says too little of the spread.")
    sd = sd_from_p(difference, p, n1, n2)
    if p - unit / 2 <= 0:
        raise NoSpreadError(f"P = {p:g} may be nearly 0 before it was rounded: no spread follows.")
    # The smaller the P, the smaller the spread.
    low, high = (sd_from_p(difference, each, n1, n2).value for each in (p - unit / 2, p + unit / 2))
    if high > low * (1 + WIDEST_BOUNDS):
        raise NoSpreadError(
            f"P = {p:g} rounded to its last digit gives spreads from {low:.3g} to {high:.3g}: over "
            f"{100 * WIDEST_BOUNDS:g}% apart."
        )
    return Derived(sd.value, sd.rule, bounds=(low, high))


def sd_from_quartiles(q1: float, q3: float, n: float, *, median: float | None = None) -> Derived:
    """SD from quartiles (Wan 2014, equation 16); with the median, a caution where they are skewed (Shi 2023)."""
    require_order(q1, q3)
    sd = (q3 - q1) / (2 * normal_quantile((0.75 * require_participants(n) - 0.125) / (n + 0.25)))
    caution = "" if median is None else quartile_caution(q1, median, q3, n)
    return Derived(_require_positive_sd(sd), "SD from quartiles, Wan 2014", caution)


def mean_from_quartiles(q1: float, median: float, q3: float, n: float) -> Derived:
    """Mean from quartiles (Luo 2018, equation 11), with a caution where they are skewed."""
    share = 0.7 + 0.39 / require_participants(n)
    mean = share * (q1 + q3) / 2 + (1 - share) * median
    return Derived(mean, "mean from quartiles, Luo 2018", quartile_caution(q1, median, q3, n))


def sd_from_range(low: float, high: float, n: float, *, median: float | None = None) -> Derived:
    """SD from the range (Wan 2014, equation 9); it depends on two participants, so it comes last (6.5.2.6)."""
    require_order(low, high)
    sd = (high - low) / (2 * normal_quantile((require_participants(n) - 0.375) / (n + 0.25)))
    caution = "" if median is None else range_caution(low, median, high, n)
    return Derived(_require_positive_sd(sd), "SD from range, Wan 2014", caution)


def mean_from_range(low: float, median: float, high: float, n: float) -> Derived:
    """Mean from median and range (Luo 2018, equation 7), with a caution where they are skewed."""
    share = 4 / (4 + require_participants(n) ** 0.75)
    mean = share * (low + high) / 2 + (1 - share) * median
    return Derived(mean, "mean from median and range, Luo 2018", range_caution(low, median, high, n))


def pooled_sd(sd1: float, n1: float, sd2: float, n2: float) -> Derived:
    """SD within two groups, weighted by degrees of freedom (6.5.1.2)."""
    squares = (require_participants(n1) - 1) * _require_spread(sd1, "standard deviation") ** 2
    squares += (require_participants(n2) - 1) * _require_spread(sd2, "standard deviation") ** 2
    return Derived(sqrt(squares / (n1 + n2 - 2)), "pooled SD, rule 6.5.1.2")


def change_sd(baseline_sd: float, final_sd: float, correlation: float) -> Derived:
    """SD of the change from baseline, from both SDs and an assumed correlation (6.5.2.8)."""
    r = _require_correlation(correlation)
    both = _require_spread(baseline_sd, "standard deviation") * _require_spread(final_sd, "standard deviation")
    # The square is (baseline - final)² + 2(1-r) baseline x final: negative only by rounding.
    square = (baseline_sd - final_sd) ** 2 + 2 * (1 - r) * both
    return Derived(_require_positive_sd(sqrt(square)), f"change SD with assumed correlation {r:g}, rule 6.5.2.8")


def paired_se(baseline_sd: float, final_sd: float, n: float, correlation: float) -> Derived:
    """SE of the mean change from baseline in one arm, through an assumed correlation (23.2.7.2)."""
    spread = change_sd(baseline_sd, final_sd, correlation)
    return Derived(spread.value / sqrt(require_participants(n)), f"paired SE with assumed correlation {correlation:g}")


def _require_spread(value: float, name: str) -> float:
    if value < 0:
        raise ImpossibleNumberError(f"A {name} is never negative; {value:g} was given.")
    return require_measurable(value, f"A {name}")


def _require_positive_sd(sd: float) -> float:
    if sd == 0:
        raise NoSpreadError("These numbers give a standard deviation of zero.")
    return sd


def _interval_width(low: float, high: float) -> float:
    if not low < high:
        raise ImpossibleNumberError(
            f"The interval {low:g} to {high:g} has no width or its ends are in the wrong order."
        )
    return require_measurable(high, "A limit") - require_measurable(low, "A limit")


def _require_correlation(r: float) -> float:
    if not -1 <= r <= 1:
        raise ImpossibleNumberError(f"A correlation must be between -1 and 1; {r:g} is not.")
    return r


def _percent(level: float) -> str:
    return f"{100 * require_level(level):g}%"


def _quantile_note(n: float | None) -> str:
    return f" (t, n={n:g})" if n is not None and n < SMALL_SAMPLE else ""
