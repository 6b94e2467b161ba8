"""An interval: two finite ends, in the unit of its estimate."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from studies.numerics.errors import ImpossibleNumberError

# Two-sided 95% quantile of the normal distribution.
NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included, in the unit of the estimate."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Raise an error for ends that are not finite, infinitely far apart, or in the wrong order."""
        if not isfinite(self.high - self.low):
            raise ImpossibleNumberError("An interval needs two finite ends.")
        if self.low > self.high:
            raise ImpossibleNumberError(
                f"The lower end of the interval is above the upper end: {self.low:g} to {self.high:g}."
            )

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        """High end minus low end."""
        return self.high - self.low

    def map(self, change: Callable[[float], float]) -> "Interval":
        """Transform both ends by an increasing function."""
        return Interval(change(self.low), change(self.high))


def symmetric_interval(estimate: float, half_width: float) -> Interval:
    """The interval ``estimate`` ± ``half_width``."""
    return Interval(estimate - half_width, estimate + half_width)
