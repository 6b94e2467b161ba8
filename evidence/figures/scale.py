"""The axis that the rows of one figure share.

An *axis* has no effect at its middle and reaches equally far to both sides, on a logarithm for ratios, so that
neither side looks larger than the other. A *position* is a share of its width in percent: 0 left, 50 no effect,
100 right. The *reach* of a value is its distance from no effect on the axis, as a logarithm for ratios.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, copysign, floor, inf, isfinite, log, log10
from statistics import median_low

from studies.numerics.magnitudes import LARGEST, SMALLEST
from studies.numerics.number_formatting import number

# Each axis for ratios by its ticks. The last is the farthest for any estimate.
RATIO_TICKS: tuple[tuple[float, ...], ...] = (
    (0.8, 0.9, 1, 1.1, 1.25),
    (0.5, 0.7, 1, 1.4, 2),
    (0.2, 0.5, 1, 2, 5),
    (0.1, 0.2, 0.5, 1, 2, 5, 10),
    (0.05, 0.2, 1, 5, 20),
    (0.02, 0.1, 1, 10, 50),
    (0.01, 0.1, 1, 10, 100),
    (0.001, 0.01, 0.1, 1, 10, 100, 1000),
)
# An interval is drawn no farther than this ratio; an arrow shows that it continues.
FARTHEST_LIMIT_OF_RATIO = 100
# An interval that reaches this many times as far as the median interval would compress all others: it is cut.
FARTHEST_BEYOND_TYPICAL = 3
# Space between the outermost mark and the edge, as a share of the reach.
MARGIN = 1.04


@dataclass(frozen=True, slots=True)
class AxisTick:
    """A number on the axis, its text and its position in percent."""

    value: float
    text: str
    position: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A symmetric axis: how far it reaches to each side of no effect, and the ticks on it."""

    is_ratio: bool
    reach: float
    ticks: tuple[AxisTick, ...]

    def position(self, value: float) -> float:
        """Position of a value in percent; outside 0 to 100 where it lies beyond the axis."""
        return _position(signed_reach(value, is_ratio=self.is_ratio), self.reach)

    def holds(self, value: float) -> bool:
        """Whether the value lies on the axis."""
        return 0 <= self.position(value) <= 100


def signed_reach(value: float, *, is_ratio: bool) -> float:
    """Signed distance of a value from no effect.

    A ratio of 0, and a difference larger than anything that is measured, are infinitely far away.
    """
    if not is_ratio:
        return value if abs(value) <= LARGEST else copysign(inf, value)
    return log(value) if value > 0 else -inf


def draw_axis(estimates: Iterable[float], intervals: Iterable[tuple[float, float]], *, is_ratio: bool) -> Axis:
    """Choose the axis that contains every estimate and most of the intervals.

    Infinite values, and intervals that reach far beyond the median interval, get arrows.
    """
    marks = [abs(signed_reach(value, is_ratio=is_ratio)) for value in estimates]
    ends = [max(abs(signed_reach(limit, is_ratio=is_ratio)) for limit in interval) for interval in intervals]
    farthest = max([reach for reach in marks if isfinite(reach)], default=0.0)
    needed = max(farthest, _reach_of_intervals([reach for reach in ends if isfinite(reach)], is_ratio=is_ratio))
    values = _ratio_ticks(needed) if is_ratio else _difference_ticks(needed)
    reach = MARGIN * max(abs(signed_reach(value, is_ratio=is_ratio)) for value in values)
    return Axis(is_ratio=is_ratio, reach=reach, ticks=_place_ticks(values, reach, is_ratio=is_ratio))


def _reach_of_intervals(ends: Sequence[float], *, is_ratio: bool) -> float:
    if not ends:
        return 0.0
    drawn = min(max(ends), FARTHEST_BEYOND_TYPICAL * median_low(ends))
    return min(drawn, log(FARTHEST_LIMIT_OF_RATIO)) if is_ratio else drawn


def _ratio_ticks(needed: float) -> tuple[float, ...]:
    outermost = [log(ticks[-1]) for ticks in RATIO_TICKS]
    # A small tolerance: an estimate of exactly 10 stays on the axis that ends at 10.
    return RATIO_TICKS[min(bisect_left(outermost, needed - 1e-9), len(RATIO_TICKS) - 1)]


def _difference_ticks(needed: float) -> tuple[float, ...]:
    """Two or three round steps of 1, 2 or 5 to each side."""
    if needed < SMALLEST:
        needed = 1.0
    power = 10.0 ** floor(log10(needed / 2))
    step = next(power * factor for factor in (1, 2, 5, 10) if 3 * power * factor >= needed * (1 - 1e-9))
    count = ceil(needed / step - 1e-9)
    return tuple(step * place for place in range(-count, count + 1))


def _place_ticks(values: Sequence[float], reach: float, *, is_ratio: bool) -> tuple[AxisTick, ...]:
    digits = 0 if is_ratio else max(0, -floor(log10(values[-1] - values[-2]) + 1e-9))
    return tuple(
        AxisTick(
            value=value,
            text=f"{value:g}" if is_ratio else number(value, digits=digits),
            position=_position(signed_reach(value, is_ratio=is_ratio), reach),
        )
        for value in values
    )


def _position(distance: float, reach: float) -> float:
    # A hundredth of a percent is a twentieth of a pixel at most.
    return round(50 + 50 * distance / reach, 2)


def round_numbers(low: float, high: float, *, steps: int) -> list[tuple[float, str]]:
    """Round numbers from ``low`` to ``high`` (which differ) in at most ``steps`` even steps, each with its text.

    >>> round_numbers(0, 42, steps=5)
    [(0.0, '0'), (10.0, '10'), (20.0, '20'), (30.0, '30'), (40.0, '40')]
    """
    smallest_step = (high - low) / steps
    size = 10.0 ** floor(log10(smallest_step))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= smallest_step)
    digits = max(0, -floor(log10(step)))
    values = [place * step for place in range(ceil(low / step), floor(high / step) + 1)]
    return [(value, number(value, digits=digits)) for value in values]
