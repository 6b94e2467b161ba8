"""Roots of rising functions, by Newton steps that never leave a bracket.

``rising`` answers the value and the slope at a point. A root is found once a step is
small beside the root itself, so that the unit of the data does not matter, or below
``rounding``, what no root is known better than.
"""

from collections.abc import Callable

import numpy as np

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.intervals import Interval
from studies.numerics.errors import NotConvergedError

# A Newton step of a relative 1e-6 leaves an error of about 1e-12: convergence is quadratic.
RELATIVE_STEP = 1e-6

# Newton needs three to five steps, halving some forty; what has not settled by then will not.
MAX_ITERATIONS = 200


def root_of(
    rising: Callable[[float], tuple[float, float]], within: Interval, start: float, *, rounding: float, method: str
) -> float:
    """Find where ``rising`` crosses zero. Raises NotConvergedError, naming ``method``."""
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
    raise not_converged(method)


def roots_of(
    rising: Callable[[Floats], tuple[Floats, Floats]],
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
        value, slope = rising(point)
        low, high = np.where(value <= 0, point, low), np.where(value >= 0, point, high)
        step = point - np.divide(value, slope, out=np.full_like(point, np.inf), where=slope > 0)
        step = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        if (abs(step - point) <= RELATIVE_STEP * step + rounding).all():
            return step
        point = step
    raise not_converged(method)


def not_converged(method: str) -> NotConvergedError:
    """Say that a method failed, and what is not silently put in its place."""
    return NotConvergedError(
        f"The {method} estimate of the between-study variance did not settle; "
        "the DerSimonian-Laird estimate needs no iteration and could be asked for instead."
    )
