"""The forest plot: a table whose rows each hold one line of a figure, all on one axis.

An *entry* is the text of one row and the numbers it draws, on the scale that readers see. A *mark* is its position on
the axis, in percent of the axis' width (0 left, 50 no effect, 100 right), so that one geometry fits every width; only
the sides of squares are in pixels. What lies beyond the axis is cut there and gets an *arrow*.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from evidence.figures.bias_bars import Light
from evidence.figures.forest_key import key_text
from evidence.figures.mark import Mark, Shape
from evidence.figures.remark_letters import letters_of
from evidence.figures.scale import Axis, AxisTick, draw_axis
from studies.numerics.number_formatting import percent

# Pixels. The smallest stays visible: its area is not to scale.
LARGEST_SIDE = 15.0
SMALLEST_SIDE = 5.0
# Rows without a weight get squares of one size; a stratum's weight is in its study's row.
DEFAULT_SIDE = 9.0
STRATUM_SIDE = 6.0
NO_EFFECT = 50.0


class EntryKind(StrEnum):
    """What a row is."""

    STUDY = "study"
    # One group of patients of the study above it, whose weight is in that study's row.
    STRATUM = "stratum"
    # Heads a group of rows; draws nothing.
    HEADING = "heading"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    # The prediction interval; drawn as a bar under its total.
    PREDICTION = "prediction"
    # Listed but in no total: doubted, or for another reason that its detail gives.
    DOUBTED = "doubted"
    NOT_POOLED = "not-pooled"
    # No effect can be computed from what was printed; listed without a mark.
    NOT_ESTIMABLE = "not-estimable"


class ForestSide(StrEnum):
    """A side of the axis."""

    LEFT = "left"
    RIGHT = "right"


_SHAPES = {
    EntryKind.STUDY: Shape.SQUARE,
    EntryKind.STRATUM: Shape.SQUARE,
    EntryKind.DOUBTED: Shape.HOLLOW,
    EntryKind.NOT_POOLED: Shape.HOLLOW,
    EntryKind.SUBTOTAL: Shape.DIAMOND,
    EntryKind.TOTAL: Shape.DIAMOND,
    EntryKind.PREDICTION: Shape.BAR,
}


@dataclass(frozen=True, slots=True)
class ForestEntry:
    """One row: its texts, and its effect with limits where one can be drawn. ``weight`` is a share of 0 to 1.

    ``year`` stands next to a label that does not hold it, ``tag`` says in a word why a study is in no total, and
    ``marks`` are remarks that the figure lists under itself, each with a letter. ``lights`` are its risk of bias, one
    for each light heading of the spec; empty where it is not assessed.
    """

    label: str
    kind: EntryKind = EntryKind.STUDY
    year: str = ""
    tag: str = ""
    detail: str = ""
    ozone_text: str = ""
    ozone_people: str = ""
    comparator_text: str = ""
    comparator_people: str = ""
    effect_text: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    weight: float | None = None
    href: str = ""
    lights: tuple[Light, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def is_study(self) -> bool:
        """Whether the row is a study, in a total or not."""
        return self.kind in (EntryKind.STUDY, EntryKind.DOUBTED, EntryKind.NOT_POOLED)

    @property
    def is_beside(self) -> bool:
        """Whether the row is a study that is in no total."""
        return self.kind in (EntryKind.DOUBTED, EntryKind.NOT_POOLED)

    @property
    def has_arms(self) -> bool:
        """Whether something is printed of its arms."""
        return bool(self.ozone_text or self.comparator_text or self.ozone_people or self.comparator_people)


@dataclass(frozen=True, slots=True)
class ForestSpec:
    """What a forest plot shows. ``better_side`` is the side on which ozone did better.

    ``band`` holds the two values between which a difference between groups is small. ``statistics`` are lines under
    the figure, each a heading and its text, before the ``description`` of the method. ``axis_entries`` are the rows of
    another figure, whose axis this one takes.
    """

    title: str
    description: str
    entries: Sequence[ForestEntry]
    is_ratio: bool
    better_side: ForestSide
    ozone_better: str = "ozone better"
    comparator_better: str = "comparator better"
    label_heading: str = "Study"
    ozone_heading: str = "Ozone"
    comparator_heading: str = "Comparator"
    value_heading: str = "Mean (SD)"
    people_heading: str = "People"
    effect_heading: str = "Effect (95% interval)"
    band: tuple[float, float] | None = None
    # Domains of risk of bias, such as D1; empty where no study has been assessed.
    light_headings: tuple[str, ...] = ()
    statistics: tuple[tuple[str, str], ...] = ()
    axis_entries: Sequence[ForestEntry] = ()


@dataclass(frozen=True, slots=True)
class ForestRow:
    """An entry with its mark, if it has one, its weight as text, and the letters of its remarks."""

    entry: ForestEntry
    mark: Mark | None
    weight_text: str
    # Each light with the heading of its column.
    lights: tuple[tuple[str, Light], ...] = ()
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForestPlot:
    """Everything that the template draws."""

    spec: ForestSpec
    rows: tuple[ForestRow, ...]
    ticks: tuple[AxisTick, ...]
    left_label: str
    right_label: str
    # Left edge and width, in percent.
    band: tuple[float, float] | None
    shows_weights: bool
    shows_groups: bool
    # Each remark with its letter.
    remarks: tuple[tuple[str, str], ...] = ()
    # What its marks mean.
    key: str = ""
    null: float = NO_EFFECT


def draw_forest(spec: ForestSpec) -> ForestPlot:
    """Place every entry on one axis that contains all estimates and most of the intervals."""
    placed = spec.axis_entries or spec.entries
    drawn = [entry for entry in placed if _SHAPES.get(entry.kind) and entry.estimate is not None]
    bars = [entry for entry in placed if entry.kind is EntryKind.PREDICTION]
    axis = draw_axis(
        [entry.estimate for entry in drawn if entry.estimate is not None],
        [(entry.low, entry.high) for entry in [*drawn, *bars] if entry.low is not None and entry.high is not None],
        is_ratio=spec.is_ratio,
    )
    heaviest = max((entry.weight for entry in spec.entries if entry.weight is not None), default=0.0)
    better_left = spec.better_side is ForestSide.LEFT
    letters = letters_of(text for entry in spec.entries for text in entry.marks)
    rows = tuple(_row(entry, axis, heaviest, spec.light_headings, letters) for entry in spec.entries)
    return ForestPlot(
        spec=spec,
        rows=rows,
        ticks=axis.ticks,
        left_label=spec.ozone_better if better_left else spec.comparator_better,
        right_label=spec.comparator_better if better_left else spec.ozone_better,
        band=_band(spec.band, axis),
        shows_weights=heaviest > 0,
        shows_groups=any(entry.has_arms for entry in spec.entries),
        remarks=tuple((letter, text) for text, letter in letters.items()),
        key=key_text(
            [row.mark.shape for row in rows if row.mark],
            [light for entry in spec.entries for light in entry.lights],
            is_weighted=heaviest > 0,
            has_band=spec.band is not None,
            has_arrows=any(row.mark.arrow_left or row.mark.arrow_right for row in rows if row.mark),
        ),
    )


def place_mark(
    axis: Axis, *, shape: Shape, estimate: float | None, low: float, high: float, side: float = DEFAULT_SIDE
) -> Mark:
    """Place an effect and its limits on the axis, cut where it ends."""
    x_low, x_high = axis.position(low), axis.position(high)
    x = x_low if estimate is None else axis.position(estimate)
    return Mark(
        shape=shape,
        x_low=_clamp(x_low),
        x_high=_clamp(x_high),
        x_estimate=x if estimate is not None and 0 <= x <= 100 else None,
        side=side,
        arrow_left=min(x_low, x_high, x) < 0,
        arrow_right=max(x_low, x_high, x) > 100,
    )


def _row(
    entry: ForestEntry, axis: Axis, heaviest: float, headings: tuple[str, ...], letters: Mapping[str, str]
) -> ForestRow:
    weight = "" if entry.weight is None else percent(entry.weight, digits=1)
    lights = tuple(zip(headings, entry.lights, strict=True)) if entry.lights else ()
    return ForestRow(
        entry=entry,
        mark=_mark(entry, axis, heaviest),
        weight_text=weight,
        lights=lights,
        letters=tuple(dict.fromkeys(letters[text] for text in entry.marks)),
    )


def _mark(entry: ForestEntry, axis: Axis, heaviest: float) -> Mark | None:
    """The mark of a row; an estimate without limits is a square without a line."""
    shape = _SHAPES.get(entry.kind)
    low = entry.estimate if entry.low is None else entry.low
    high = entry.estimate if entry.high is None else entry.high
    if shape is None or low is None or high is None:
        return None
    side = STRATUM_SIDE if entry.kind is EntryKind.STRATUM else _side(entry.weight, heaviest)
    return place_mark(axis, shape=shape, estimate=entry.estimate, low=low, high=high, side=side)


def _side(weight: float | None, heaviest: float) -> float:
    """The side of a square whose area is proportional to the weight."""
    if weight is None or heaviest <= 0:
        return DEFAULT_SIDE
    return round(max(SMALLEST_SIDE, LARGEST_SIDE * sqrt(weight / heaviest)), 2)


def _band(band: tuple[float, float] | None, axis: Axis) -> tuple[float, float] | None:
    if band is None:
        return None
    left, right = (_clamp(axis.position(value)) for value in band)
    return left, round(right - left, 2)


def _clamp(position: float) -> float:
    return min(100.0, max(0.0, position))
