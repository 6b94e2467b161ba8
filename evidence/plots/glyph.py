"""The small figure beside a sentence: each effect with its interval against no effect, without numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.plots.forest import NO_EFFECT, Mark, Shape, Side, mark_on
from evidence.plots.scale import draw_axis

# Pixels from one line to the next.
LINE_HEIGHT = 20
SIDE = 8.0


@dataclass(frozen=True, slots=True)
class GlyphLine:
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
class Glyph:
    """Everything that the template draws; heights in pixels, positions in percent of the width."""

    title: str
    marks: tuple[PlacedMark, ...]
    height: float
    left_label: str
    right_label: str
    null: float = NO_EFFECT


def draw_glyph(lines: Sequence[GlyphLine], *, is_ratio: bool, better_side: Side, title: str) -> Glyph:
    """Draw the effects of one sentence or one outcome, one below the other, on an axis of their own."""
    axis = draw_axis(
        [line.estimate for line in lines],
        [(line.low, line.high) for line in lines],
        is_ratio=is_ratio,
    )
    marks = tuple(
        PlacedMark(
            mark=mark_on(axis, shape=_shape(line), estimate=line.estimate, low=line.low, high=line.high, side=SIDE),
            y=LINE_HEIGHT * (place + 0.5),
        )
        for place, line in enumerate(lines)
    )
    better_left = better_side is Side.LEFT
    return Glyph(
        title=title,
        marks=marks,
        height=LINE_HEIGHT * len(lines),
        left_label="ozone better" if better_left else "worse",
        right_label="worse" if better_left else "ozone better",
    )


def _shape(line: GlyphLine) -> Shape:
    if line.is_pooled:
        return Shape.DIAMOND
    return Shape.HOLLOW if line.is_doubted else Shape.SQUARE
