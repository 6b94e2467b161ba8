"""Shares of people on an axis from none to all: each with its interval, against nothing."""

from evidence.plots.forest import PLAIN_SIDE, Mark, Shape
from evidence.plots.scale import Tick

# The quarters between have a line and no words: on a narrow figure these would touch.
_LABELLED = (0, 0.5, 1)
TICKS = tuple(
    Tick(share, f"{100 * share:g}%" if share in _LABELLED else "", 100 * share) for share in (0, 0.25, 0.5, 0.75, 1)
)


def share_mark(share: float, low: float, high: float, *, shape: Shape, side: float = PLAIN_SIDE) -> Mark:
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
