"""Which whole numbers of people fit a printed percentage."""

from math import ceil, floor
from typing import NamedTuple

# Rounding error of binary fractions: far below the last printed decimal.
_ROUNDING = 1e-9


class PrintedPercent(NamedTuple):
    """A percentage and its last printed place: 0.1 of 80.5, 1 of 59."""

    percent: float
    unit: float


def counts_rounding_to(percent: float, n: int, unit: float) -> range:
    """Counts out of ``n`` that round to ``percent`` printed to the place ``unit``.

    >>> list(counts_rounding_to(21.4, 70, 0.1)), list(counts_rounding_to(88.2, 180, 0.1))
    ([15], [])
    """
    return _counts_between(percent - unit / 2, percent + unit / 2, n)


def counts_cut_to(percent: float, n: int, unit: float) -> range:
    """Counts out of ``n`` that give ``percent`` when further decimals are cut off.

    >>> list(counts_cut_to(47.3, 171, 0.1)), list(counts_cut_to(88.2, 180, 0.1)), list(counts_cut_to(59, 20, 1))
    ([81], [], [])
    """
    fitting = _counts_between(percent, percent + unit, n)
    # A count that gives the next printed percentage exactly is not cut to this one.
    return range(fitting.start, min(fitting.stop, ceil((percent + unit) * n / 100 - _ROUNDING)))


def counts_of_percent(percent: float, n: int, unit: float) -> range:
    """Counts out of ``n`` that a printed percentage can mean: those that round to it, else those cut to it.

    >>> [list(counts_of_percent(*each)) for each in ((56.7, 60, 0.1), (47.3, 171, 0.1), (59, 20, 1))]
    [[34], [81], []]
    """
    return counts_rounding_to(percent, n, unit) or counts_cut_to(percent, n, unit)


def sizes_fitting(events: int, percent: float, unit: float, *, most: int) -> list[int]:
    """Sizes up to ``most`` of which ``events`` is the printed percentage.

    >>> sizes_fitting(103, 80.5, 0.1, most=176), sizes_fitting(3, 13.6, 0.1, most=40)
    ([128], [22])
    """
    return [n for n in range(max(events, 1), most + 1) if events in counts_rounding_to(percent, n, unit)]


def splits_fitting(percents: tuple[float, float], total: int, units: tuple[float, float]) -> list[tuple[int, int]]:
    """Sizes of two arms that make ``total`` and of which both percentages are whole people, neither below a quarter.

    >>> splits_fitting((61, 33), 60, (1, 1))
    [(18, 42), (33, 27), (36, 24)]
    """
    return [
        (first, total - first)
        for first in range(ceil(total / 4), total - ceil(total / 4) + 1)
        if counts_rounding_to(percents[0], first, units[0]) and counts_rounding_to(percents[1], total - first, units[1])
    ]


def _counts_between(low: float, high: float, n: int) -> range:
    if low > 100 or high < 0:
        return range(0)
    least = ceil(low * n / 100 - _ROUNDING) if low > 0 else 0
    most = floor(high * n / 100 + _ROUNDING) if high < 100 else n
    return range(least, most + 1)
