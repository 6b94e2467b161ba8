"""Skewness: whether a median and its quartiles or range can come from a symmetric distribution.

The conversions of Wan and Luo take values to be normal. Each test answers a *caution*,
a sentence for the reader, empty where nothing speaks against it.
"""

from itertools import pairwise
from math import log, sqrt

from evidence.statistics.refusals import ImpossibleNumber

CAUTION = "The median does not lie in the middle: the values are skewed, and mean and SD derived from them mislead."


def require_order(*values: float) -> None:
    """Raise ImpossibleNumber unless the values rise from first to last."""
    if any(not left <= right for left, right in pairwise(values)):
        raise ImpossibleNumber(f"These should rise: {', '.join(f'{value:g}' for value in values)}.")


def quartile_caution(q1: float, median: float, q3: float, n: float) -> str:
    """Caution from quartiles, 5% test (Shi 2023, scenario S2)."""
    return _caution(q1, median, q3, critical=2.65 / sqrt(n) - 6 / n**2)


def range_caution(low: float, median: float, high: float, n: float) -> str:
    """Caution from the range, 5% test (Shi 2023, scenario S1)."""
    return _caution(low, median, high, critical=1 / log(n + 9) + 2.5 / (n + 1))


def _caution(low: float, median: float, high: float, *, critical: float) -> str:
    require_order(low, median, high)
    if high == low:
        return ""
    return CAUTION if abs(low + high - 2 * median) / (high - low) >= critical else ""
