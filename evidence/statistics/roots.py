"""Roots of increasing functions, by Newton steps that never leave a bracket.

``function`` returns the value and the slope at a point. The search ends when a step is
small compared with the root, so that the unit of the data does not matter, or smaller
than ``rounding``, the precision of every root.
"""

from collections.abc import Callable

import numpy as np

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.interval import Interval
from studies.numerics.errors import NotConvergedError

# A Newton step of a relative 1e-6 leaves an error of about 1e-12: convergence is quadratic.
RELATIVE_STEP = 1e-6

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


def _not_converged_error(method: str) -> NotConvergedError:
    """Name the method that failed and an alternative, which never replaces it silently."""
    return NotConvergedError(
        f"The {method} estimate of the between-study variance did not converge; "
        "the DerSimonian-Laird estimate needs no iteration and could be used instead."
    )
