"""The one axis of an answer table: 40 better, 0, 40 worse, in points of 100 or people of 100. Better is always left."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.figures.forest import place_mark
from evidence.figures.mark import Mark, Shape
from evidence.figures.scale import Axis, AxisTick

# Farther effects are cut there, with an arrow.
REACH = 40.0
TICKS = tuple(
    AxisTick(value, f"{abs(value):g}", 50 + 50 * value / REACH) for value in (-REACH, -20.0, 0.0, 20.0, REACH)
)
# The lines of the axis as SVG, written once: they are the same in every row.
GRID = "\n  ".join(
    f'<line class="{kind}" x1="{tick.position}%" x2="{tick.position}%" y2="100%"/>'
    for tick in TICKS
    for kind in ("grid" if tick.value else "zero",)
)
AXIS = Axis(is_ratio=False, reach=REACH, ticks=TICKS)
# Side of a square, in pixels.
_SIDE = 8.4


class DrawnEffect(NamedTuple):
    """One effect in hundredths: below 0 ozone did better. ``usual`` are its limits with a usual spread."""

    estimate: float
    low: float
    high: float
    is_pooled: bool = False
    usual: tuple[float, float] | None = None


class AnswerMark(NamedTuple):
    """One effect placed on the axis, at a height in percent of the cell."""

    mark: Mark
    y: str
    usual: Mark | None

    @property
    def svg(self) -> str:
        """The mark as SVG, before it its limits with a usual spread."""
        limits, y = self.usual, self.y
        line = limits and f'<line class="usual" x1="{limits.x_low}%" x2="{limits.x_high}%" y1="{y}" y2="{y}"/>'
        return f"{line or ''}\n{self.mark.svg_at(y)}"


class AnswerDrawing(NamedTuple):
    """What the cell of a row holds. ``band`` is the left edge and width of what is called small, in percent.

    ``ticks`` are the positions of other answers to the same row.
    """

    marks: tuple[AnswerMark, ...]
    band: tuple[float, float] | None
    ticks: tuple[float, ...]

    @property
    def svg(self) -> str:
        """The drawing as SVG."""
        band = self.band and f'<rect class="band" x="{self.band[0]}%" width="{self.band[1]}%" height="100%"/>'
        others = "".join(f'<line class="other" x1="{x}%" x2="{x}%" y1="2" y2="8"/>' for x in self.ticks)
        marks = "".join(mark.svg for mark in self.marks)
        return f"""
<svg aria-hidden="true" focusable="false">
  {band or ""}
  {GRID}
  {others}
  {marks}
</svg>
"""


def draw_answer(
    effects: Sequence[DrawnEffect], others: Iterable[float] = (), small: float | None = None
) -> AnswerDrawing:
    """Place the effects of a row, one above the other; ``others`` are further estimates, ``small`` a band's limit."""
    places = [f"{100 * (place + 0.5) / len(effects):g}%" for place in range(len(effects))]
    return AnswerDrawing(
        marks=tuple(_place(effect, y) for effect, y in zip(effects, places, strict=True)),
        band=None if small is None else (_cut(-small), round(_cut(small) - _cut(-small), 2)),
        ticks=tuple(dict.fromkeys(_cut(value) for value in others)),
    )


def _place(effect: DrawnEffect, y: str) -> AnswerMark:
    shape = Shape.DIAMOND if effect.is_pooled else Shape.SQUARE
    mark = place_mark(AXIS, shape=shape, estimate=effect.estimate, low=effect.low, high=effect.high, side=_SIDE)
    usual = (
        place_mark(AXIS, shape=Shape.BAR, estimate=None, low=effect.usual[0], high=effect.usual[1])
        if effect.usual
        else None
    )
    return AnswerMark(mark, y, usual)


def _cut(value: float) -> float:
    return AXIS.position(max(-REACH, min(REACH, value)))
