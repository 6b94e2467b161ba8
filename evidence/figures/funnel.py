"""The funnel plot: each study's effect against its standard error, the largest studies at the top.

Positions are in the units of the drawing (``WIDTH`` by ``HEIGHT``); in the triangle, studies differ by chance alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.figures.scale import round_numbers
from studies.numerics.errors import ImpossibleNumberError
from studies.numerics.magnitudes import SMALLEST, is_measurable

WIDTH = 640.0
HEIGHT = 360.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 60.0, 20.0, 20.0, 46.0
_TICKS = 6
# Two numbers whose relative difference is smaller have no round numbers between them.
SMALLEST_RELATIVE_WIDTH = 1e-9


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One study."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class FunnelContour:
    """A triangle in which studies lie by chance alone at one level; ``points`` as SVG writes them."""

    level: str
    points: str


@dataclass(frozen=True, slots=True)
class FunnelTick:
    """A mark on an axis."""

    position: float
    text: str


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """Everything that the template draws."""

    title: str
    points: tuple[FunnelPoint, ...]
    contours: tuple[FunnelContour, ...]
    x_ticks: tuple[FunnelTick, ...]
    y_ticks: tuple[FunnelTick, ...]
    centre: float
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    top: float = _TOP
    bottom: float = HEIGHT - _BOTTOM
    width: float = WIDTH
    height: float = HEIGHT


def draw_funnel(
    studies: Sequence[tuple[str, float, float]], *, centre: float, contours: Sequence[tuple[str, float]], title: str
) -> FunnelPlot:
    """Place studies (label, effect, standard error, on the analysis scale) around a centre.

    ``contours`` are pairs of a level's name and its normal quantile, the widest first.
    """
    numbers = (centre, *(value for _, effect, se in studies for value in (effect, se)))
    if not all(map(is_measurable, numbers)):
        raise ImpossibleNumberError("An effect beyond anything that can be measured cannot be drawn.")
    deepest = max(SMALLEST, *(se for _, _, se in studies)) * 1.05
    reach = max(
        [abs(effect - centre) for _, effect, _ in studies] + [quantile * deepest for _, quantile in contours[-1:]]
    )
    # Studies that all lie on the centre still have a figure, wider than the rounding error of the centre.
    reach = 1.1 * max(reach, SMALLEST, SMALLEST_RELATIVE_WIDTH * abs(centre))

    def x(effect: float) -> float:
        return round(_LEFT + (effect - centre + reach) / (2 * reach) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(se: float) -> float:
        return round(_TOP + se / deepest * (HEIGHT - _TOP - _BOTTOM), 1)

    return FunnelPlot(
        title=title,
        points=tuple(FunnelPoint(label, x(effect), y(se)) for label, effect, se in studies),
        contours=tuple(
            FunnelContour(
                level,
                _triangle(x(centre), y(0), _cut(x(centre - q * deepest)), _cut(x(centre + q * deepest)), y(deepest)),
            )
            for level, q in contours
        ),
        x_ticks=tuple(
            FunnelTick(x(value), text) for value, text in round_numbers(centre - reach, centre + reach, steps=_TICKS)
        ),
        y_ticks=tuple(FunnelTick(y(value), text) for value, text in round_numbers(0, deepest, steps=_TICKS)),
        centre=x(centre),
    )


def _triangle(middle: float, top: float, left: float, right: float, bottom: float) -> str:
    return f"{middle},{top} {left},{bottom} {right},{bottom}"


def _cut(position: float) -> float:
    return min(WIDTH - _RIGHT, max(_LEFT, position))
