"""An interval: two finite ends, in the unit of whatever it surrounds."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from studies.numerics.errors import ImpossibleNumberError


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included, in the unit of the estimate."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse ends that are not finite, are endlessly far apart, or stand the wrong way round."""
        if not isfinite(self.high - self.low):
            raise ImpossibleNumberError("An interval needs two finite ends.")
        if self.low > self.high:
            raise ImpossibleNumberError(f"The interval runs backwards: {self.low:g} to {self.high:g}.")

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        """High end less low end."""
        return self.high - self.low

    def map(self, change: Callable[[float], float]) -> "Interval":
        """Carry both ends to another scale by an increasing function."""
        return Interval(change(self.low), change(self.high))


def around(estimate: float, half_width: float) -> Interval:
    """Build the symmetric interval ``estimate`` ± ``half_width``."""
    return Interval(estimate - half_width, estimate + half_width)
