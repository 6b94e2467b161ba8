"""Roots of increasing functions: by Newton steps that never leave a bracket, and without a slope.

``function`` returns the value and the slope at a point. The search ends when a step is
small compared with the root, so that the unit of the data does not matter, or smaller
than ``rounding``, the precision of every root.
"""

from collections.abc import Callable
from math import ceil, copysign, log2
from sys import float_info

import numpy as np

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.interval import Interval
from studies.numerics.errors import NotConvergedError, NotEstimableError

# A Newton step of a relative 1e-6 leaves an error of about 1e-12: convergence is quadratic.
RELATIVE_STEP = 1e-6

EPSILON = float_info.epsilon

# Newton needs three to five steps, bisection about forty; a search that is longer does not converge.
MAX_ITERATIONS = 200


def find_root(
    function: Callable[[float], tuple[float, float]], bracket: Interval, start: float, *, rounding: float, method: str
) -> float:
    """Find where ``function`` crosses zero. Raises NotConvergedError, naming ``method``."""
    low, high, point = bracket.low, bracket.high, start
    for _ in range(MAX_ITERATIONS):
        value, slope = function(point)
        if value == 0:
            return point
        low, high = (point, high) if value < 0 else (low, point)
        step = point - value / slope if slope > 0 else high
        if not low < step < high:
            step = (low + high) / 2
        if abs(step - point) <= RELATIVE_STEP * step + rounding:
            return step
        point = step
    raise _not_converged_error(method)


def find_roots(
    function: Callable[[Floats], tuple[Floats, Floats]],
    low: Floats,
    high: Floats,
    start: Floats,
    *,
    rounding: float,
    method: str,
) -> Floats:
    """Find the roots of many functions at once, each in its bracket. Raises NotConvergedError, naming ``method``."""
    point = start
    for _ in range(MAX_ITERATIONS):
        value, slope = function(point)
        low, high = np.where(value <= 0, point, low), np.where(value >= 0, point, high)
        step = point - np.divide(value, slope, out=np.full_like(point, np.inf), where=slope > 0)
        step = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        if (abs(step - point) <= RELATIVE_STEP * step + rounding).all():
            return step
        point = step
    raise _not_converged_error(method)


def find_crossing(function: Callable[[float], float], low: float, high: float, *, within: float) -> float:
    """Where a continuous function that rises from below zero at ``low`` to above it at ``high`` crosses zero.

    By interpolation that is truncated and projected (ITP; Oliveira and Takahashi 2020): it never needs more than one
    step more than bisection. The place is exact to ``within``, or to the rounding of its own size.
    Raises NotEstimableError where the function is not below zero at one end and above it at the other.
    """
    at_low, at_high = function(low), function(high)
    if at_low == 0 or at_high == 0:
        return low if at_low == 0 else high
    if not at_low < 0 < at_high:
        raise NotEstimableError("The function does not cross zero between these ends.")
    within = max(within, 4 * EPSILON * max(abs(low), abs(high)))
    # Of the whole interval: how far a step may lie from its middle, which halves with each step.
    reach, share = within * 2.0 ** (ceil(log2((high - low) / within)) + 1), 0.2 / (high - low)
    while high - low > 2 * within:
        middle, allowed = (low + high) / 2, reach - (high - low) / 2
        chord = (at_high * low - at_low * high) / (at_high - at_low)
        side = copysign(1.0, middle - chord)
        point = min(chord + side * share * (high - low) ** 2, middle, key=lambda each: abs(each - chord))
        point = point if abs(point - middle) <= allowed else middle - side * allowed
        value = function(point)
        if value == 0:
            return point
        if value < 0:
            low, at_low = point, value
        else:
            high, at_high = point, value
        reach /= 2
    return (low + high) / 2


def _not_converged_error(method: str) -> NotConvergedError:
    """Name the method that failed and an alternative, which never replaces it silently."""
    return NotConvergedError(
        f"The {method} estimate of the between-study variance did not converge; "
        "the DerSimonian-Laird estimate needs no iteration and could be used instead."
    )
