"""Effects against a number that each study has: a circle a study, its area by weight, and a line where one is fitted.

Positions are in the units of the drawing. No effect is at half the height; upwards is a larger effect. Figures that
share an axis are drawn with the same ``axis``, so that they can be compared by eye.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from evidence.figures.scale import Axis, draw_axis, round_numbers
from studies.numerics.errors import ImpossibleNumberError
from studies.numerics.magnitudes import is_measurable

_LEFT, _RIGHT, _TOP, _BOTTOM = 60.0, 20.0, 20.0, 46.0
_STEPS = 6
SMALLEST_RADIUS, LARGEST_RADIUS = 3.5, 16.0
# As many have their name in the figure, those of the greatest weight first; the others are drawn as one outline each,
# together in one path for each kind. The real evidence has no figure with as many.
MOST_NAMED = 50
# Room at both ends of the horizontal axis, as a share of the range of values.
_ROOM = 0.08


@dataclass(frozen=True, slots=True)
class PlotSize:
    """Width and height of a drawing."""

    width: float
    height: float


LARGE, SMALL = PlotSize(640.0, 340.0), PlotSize(400.0, 250.0)


@dataclass(frozen=True, slots=True)
class PlottedStudy:
    """One study to draw: its value, its effect on the reader's scale, and its weight in any unit."""

    label: str
    value: float
    estimate: float
    weight: float
    # Hollow: it is shown and not part of the line.
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class PlotBubble:
    """A circle where it is drawn. ``is_cut``: the effect lies beyond the axis, and the circle is drawn at its end."""

    study: PlottedStudy
    x: float
    y: float
    radius: float
    is_cut: bool


@dataclass(frozen=True, slots=True)
class PlotTick:
    """A mark on an axis: its position and its text."""

    position: float
    text: str


@dataclass(frozen=True, slots=True)
class PlotText:
    """What is written on a plot: its title, what is on each axis, and a caption of one of several plots."""

    title: str
    x_label: str
    y_label: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class CovariatePlot:
    """Everything that the template draws; ``line`` and ``band`` as SVG writes points, empty without a line."""

    text: PlotText
    bubbles: tuple[PlotBubble, ...]
    x_ticks: tuple[PlotTick, ...]
    y_ticks: tuple[PlotTick, ...]
    line: str
    band: str
    null: float
    size: PlotSize
    left: float = _LEFT
    top: float = _TOP

    @property
    def named(self) -> tuple[PlotBubble, ...]:
        """Circles that carry the name of their study: all, or those of the greatest weight."""
        return self.bubbles[:MOST_NAMED]

    @property
    def filled_path(self) -> str:
        """All other circles of studies that the line may use, as one path; empty where there are none."""
        return _path(bubble for bubble in self.bubbles[MOST_NAMED:] if not bubble.study.is_hollow)

    @property
    def hollow_path(self) -> str:
        """All other circles of studies that are shown beside them, as one path."""
        return _path(bubble for bubble in self.bubbles[MOST_NAMED:] if bubble.study.is_hollow)

    @property
    def right(self) -> float:
        """Where the axes end on the right."""
        return self.size.width - _RIGHT

    @property
    def bottom(self) -> float:
        """Where the horizontal axis runs."""
        return self.size.height - _BOTTOM


# A value of the covariate with the line's estimate and its limits there, on the reader's scale.
LineAt = tuple[float, float, float, float]


def axis_for(estimates: Iterable[float], *, is_ratio: bool) -> Axis:
    """The axis that holds all of these effects: for one plot, or for all that share it."""
    return draw_axis(estimates, (), is_ratio=is_ratio)


def draw_covariate_plot(
    studies: Sequence[PlottedStudy],
    text: PlotText,
    axis: Axis,
    *,
    values: tuple[float, float] | None = None,
    heaviest: float | None = None,
    line: Sequence[LineAt] = (),
    size: PlotSize = LARGE,
) -> CovariatePlot:
    """Place studies on both axes. ``values`` are the ends of the horizontal axis, and ``heaviest`` is the weight of the
    largest circle, where plots share them.

    Raises ImpossibleNumberError for a number beyond anything that can be measured, or for no study.
    """
    if not studies or not all(is_measurable(number) for s in studies for number in (s.value, s.estimate)):
        raise ImpossibleNumberError("These effects cannot be drawn against that number.")
    first, last = _with_room(values or (min(s.value for s in studies), max(s.value for s in studies)))

    def x(value: float) -> float:
        return round(_LEFT + (value - first) / (last - first) * (size.width - _LEFT - _RIGHT), 1)

    def y(estimate: float) -> float:
        share = min(100.0, max(0.0, axis.position(estimate))) / 100
        return round(size.height - _BOTTOM - share * (size.height - _TOP - _BOTTOM), 1)

    most = heaviest or max(s.weight for s in studies)
    upper = [f"{x(value)},{y(high)}" for value, _, _, high in line]
    lower = [f"{x(value)},{y(low)}" for value, _, low, _ in reversed(line)]
    return CovariatePlot(
        text=text,
        # The largest first, so that it covers no smaller one.
        bubbles=tuple(
            PlotBubble(s, x(s.value), y(s.estimate), _radius(s.weight, most), not axis.holds(s.estimate))
            for s in sorted(studies, key=lambda s: -s.weight)
        ),
        # Without commas: years are among the values.
        x_ticks=tuple(PlotTick(x(value), f"{value:g}") for value, _ in round_numbers(first, last, steps=_STEPS)),
        y_ticks=tuple(PlotTick(y(tick.value), tick.text) for tick in axis.ticks),
        line=" ".join(f"{x(value)},{y(estimate)}" for value, estimate, _, _ in line),
        band=" ".join([*upper, *lower]),
        null=y(1.0 if axis.is_ratio else 0.0),
        size=size,
    )


def _path(bubbles: Iterable[PlotBubble]) -> str:
    """Circles as SVG writes a path: from its left end each runs around by two arcs."""
    return "".join(
        f"M{bubble.x - bubble.radius:.1f} {bubble.y}a{bubble.radius} {bubble.radius} 0 1 0 {2 * bubble.radius:.1f} 0"
        f"a{bubble.radius} {bubble.radius} 0 1 0 {-2 * bubble.radius:.1f} 0"
        for bubble in bubbles
    )


def _radius(weight: float, most: float) -> float:
    return round(max(SMALLEST_RADIUS, LARGEST_RADIUS * sqrt(weight / most)), 1)


def _with_room(ends: tuple[float, float]) -> tuple[float, float]:
    """The ends with some room, not below 0 where no value is; a single value is in the middle."""
    first, last = ends
    room = _ROOM * (last - first) or abs(first) / 2 or 1.0
    return (max(0.0, first - room) if first >= 0 else first - room), last + room
