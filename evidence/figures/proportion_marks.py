"""Shares on an axis from 0 to 100%: the ticks, and the mark of one share with its limits."""

from evidence.figures.forest import DEFAULT_SIDE
from evidence.figures.mark import Mark, Shape
from evidence.figures.scale import AxisTick

# The quarters have a line and no label: on a narrow figure the labels would touch.
_LABELLED = (0, 0.5, 1)
TICKS = tuple(
    AxisTick(share, f"{100 * share:g}%" if share in _LABELLED else "", 100 * share) for share in (0, 0.25, 0.5, 0.75, 1)
)


def place_proportion(share: float, low: float, high: float, *, shape: Shape, side: float = DEFAULT_SIDE) -> Mark:
    """Place a share of 0 to 1 with its limits; in percent of the axis, which holds every share."""
    return Mark(
        shape=shape,
        x_low=round(100 * low, 2),
        x_high=round(100 * high, 2),
        x_estimate=round(100 * share, 2),
        side=side,
        arrow_left=False,
        arrow_right=False,
    )
