"""Newcombe's interval of a difference between two risks, for one study."""

from math import sqrt

from evidence.statistics.interval import NORMAL_95, Interval
from studies.numerics.arm_values import Counts


def newcombe_interval(ozone: Counts, comparator: Counts) -> Interval:
    """95% interval of the risk difference, ozone less comparator, as a share (Newcombe 1998, method 10).

    Its limits come from Wilson's intervals of both risks, so it holds for small counts and for counts of none.
    """
    first, second = wilson_interval(ozone), wilson_interval(comparator)
    difference = ozone.risk - comparator.risk
    low = difference - sqrt((ozone.risk - first.low) ** 2 + (second.high - comparator.risk) ** 2)
    high = difference + sqrt((first.high - ozone.risk) ** 2 + (comparator.risk - second.low) ** 2)
    return Interval(max(low, -1.0), min(high, 1.0))


def wilson_interval(arm: Counts) -> Interval:
    """95% score interval of one risk, as a share (Wilson 1927)."""
    square = NORMAL_95**2
    centre = arm.events + square / 2
    half = NORMAL_95 * sqrt(arm.events * (arm.n - arm.events) / arm.n + square / 4)
    # Rounding must not put a limit outside what a share can be.
    return Interval(max((centre - half) / (arm.n + square), 0.0), min((centre + half) / (arm.n + square), 1.0))
