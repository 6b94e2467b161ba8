"""The small figure next to a sentence: each effect or proportion with its interval, without numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.figures.forest import DEFAULT_SIDE, NO_EFFECT, ForestSide, Mark, Shape, place_mark
from evidence.figures.scale import AxisTick, draw_axis

# Pixels from one line to the next.
LINE_HEIGHT = 20
# Side of a square, in pixels.
SIDE = 8.0


@dataclass(frozen=True, slots=True)
class MiniForestLine:
    """One effect on the scale that readers see; a doubted one is drawn hollow."""

    estimate: float
    low: float
    high: float
    is_pooled: bool = False
    is_doubted: bool = False


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark and the height of its line, in pixels from the top."""

    mark: Mark
    y: float


@dataclass(frozen=True, slots=True)
class MiniForest:
    """Everything that the template draws; heights in pixels, positions in percent of the width."""

    title: str
    marks: tuple[PlacedMark, ...]
    height: float
    left_label: str
    right_label: str
    null: float = NO_EFFECT


def draw_mini_forest(
    lines: Sequence[MiniForestLine], *, is_ratio: bool, better_side: ForestSide, title: str
) -> MiniForest:
    """Draw the effects of one sentence or one outcome, one line each, on their own axis."""
    axis = draw_axis(
        [line.estimate for line in lines],
        [(line.low, line.high) for line in lines],
        is_ratio=is_ratio,
    )
    marks = tuple(
        PlacedMark(
            mark=place_mark(axis, shape=_shape(line), estimate=line.estimate, low=line.low, high=line.high, side=SIDE),
            y=LINE_HEIGHT * (place + 0.5),
        )
        for place, line in enumerate(lines)
    )
    better_left = better_side is ForestSide.LEFT
    return MiniForest(
        title=title,
        marks=marks,
        height=LINE_HEIGHT * len(lines),
        left_label="ozone better" if better_left else "worse",
        right_label="worse" if better_left else "ozone better",
    )


def _shape(line: MiniForestLine) -> Shape:
    if line.is_pooled:
        return Shape.DIAMOND
    return Shape.HOLLOW if line.is_doubted else Shape.SQUARE


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
