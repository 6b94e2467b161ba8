"""A forest plot as one stand-alone drawing: the rows of a ``ForestPlot`` laid out on a sheet, text next to figure.

Positions are in the units of the sheet (``WIDTH`` wide, as high as its rows need).
"""

from dataclasses import dataclass
from textwrap import wrap

from evidence.figures.bias_bars import SIZE, Light
from evidence.figures.forest import EntryKind, ForestPlot, ForestRow, Shape

WIDTH = 1060.0
ROW = 26.0
HEAD = 64.0
FOOT = 84.0
LABEL, OZONE, COMPARATOR, FIGURE, EFFECT, WEIGHT = 16.0, 400.0, 510.0, 540.0, 850.0, 1040.0
FIGURE_WIDTH = 290.0
# Distance between lights, and position of the first.
LIGHT_STEP = SIZE + 6
LIGHTS = WEIGHT + 34.0
# A line under the source, and the characters that fit on it.
NOTE = 17.0
_NOTE_LENGTH = 150
_DIAMOND = 7.0
# Characters that fit before the ozone column.
_MAX_LABEL_LENGTH = 44


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its texts and its mark in sheet units; ``shape`` is "" where nothing is drawn."""

    y: float
    label: str
    is_bold: bool
    is_doubted: bool
    is_not_pooled: bool
    ozone: str
    comparator: str
    effect: str
    weight: str
    shape: str
    x_low: float
    x_high: float
    x_estimate: float | None
    half: float
    diamond: str
    arrow_left: bool
    arrow_right: bool
    # Each light of risk of bias with its position.
    lights: tuple[tuple[float, Light], ...] = ()

    @property
    def width(self) -> float:
        """Length of the mark."""
        return round(self.x_high - self.x_low, 1)

    @property
    def side(self) -> float:
        """Side of the square."""
        return 2 * self.half


@dataclass(frozen=True, slots=True)
class ForestSheet:
    """Everything that the stand-alone template draws."""

    plot: ForestPlot
    rows: tuple[SheetRow, ...]
    ticks: tuple[tuple[float, str], ...]
    height: float
    bottom: float
    null: float
    width: float = WIDTH
    label: float = LABEL
    ozone: float = OZONE
    comparator: float = COMPARATOR
    figure: float = FIGURE
    figure_end: float = FIGURE + FIGURE_WIDTH
    effect: float = EFFECT
    weight: float = WEIGHT
    head: float = HEAD
    # The heading of each column of lights with its position.
    light_headings: tuple[tuple[float, str], ...] = ()
    # What must be read with the figure: lines with their distance below its bottom.
    notes: tuple[tuple[float, str], ...] = ()

    @property
    def right(self) -> float:
        """Right end of the columns."""
        return self.width - (WIDTH - WEIGHT)

    @property
    def legend(self) -> str:
        """What the letters of the lights mean; '' where there are none."""
        letters = dict.fromkeys((light.letter, light.words.lower()) for row in self.rows for _, light in row.lights)
        return f"Risk of bias: {', '.join(f'{letter} {words}' for letter, words in sorted(letters))}" if letters else ""


def lay_out_sheet(plot: ForestPlot, note: str = "") -> ForestSheet:
    """Lay out a forest plot on a sheet, with a note under it."""
    lines = wrap(note, _NOTE_LENGTH)
    bottom = HEAD + ROW * len(plot.rows) + 6
    headings = plot.spec.light_headings
    return ForestSheet(
        width=LIGHTS + LIGHT_STEP * len(headings) if headings else WIDTH,
        light_headings=tuple((_light_x(place), heading) for place, heading in enumerate(headings)),
        plot=plot,
        rows=tuple(_row(row, HEAD + ROW * (place + 0.5)) for place, row in enumerate(plot.rows)),
        ticks=tuple((_x(tick.position), tick.text) for tick in plot.ticks),
        height=bottom + FOOT + NOTE * len(lines),
        notes=tuple((FOOT + 10 + NOTE * place, line) for place, line in enumerate(lines)),
        bottom=bottom,
        null=_x(plot.null),
    )


def _row(row: ForestRow, y: float) -> SheetRow:
    entry, mark = row.entry, row.mark
    label = ", ".join(filter(None, (entry.label, entry.detail)))
    low, high = (_x(mark.x_low), _x(mark.x_high)) if mark else (0.0, 0.0)
    middle = _x(mark.x_estimate) if mark and mark.x_estimate is not None else None
    return SheetRow(
        y=y,
        label=label if len(label) <= _MAX_LABEL_LENGTH else f"{label[: _MAX_LABEL_LENGTH - 1].rstrip(' ,·')}…",
        is_bold=entry.kind in (EntryKind.HEADING, EntryKind.TOTAL, EntryKind.SUBTOTAL),
        is_doubted=entry.kind is EntryKind.DOUBTED,
        is_not_pooled=entry.kind in (EntryKind.DOUBTED, EntryKind.NOT_POOLED),
        ozone=entry.ozone_text,
        comparator=entry.comparator_text,
        effect=entry.effect_text,
        weight=row.weight_text,
        shape=mark.shape.value if mark else "",
        x_low=low,
        x_high=high,
        x_estimate=middle,
        half=mark.half if mark else 0.0,
        diamond=_diamond(low, middle, high, y) if mark and mark.shape is Shape.DIAMOND and middle is not None else "",
        arrow_left=bool(mark and mark.arrow_left),
        arrow_right=bool(mark and mark.arrow_right),
        lights=tuple((_light_x(place), light) for place, (_, light) in enumerate(row.lights)),
    )


def _light_x(place: int) -> float:
    """The middle of a column of lights."""
    return LIGHTS + LIGHT_STEP * place


def _x(position: float) -> float:
    """From percent of the axis to sheet units."""
    return round(FIGURE + position / 100 * FIGURE_WIDTH, 1)


def _diamond(low: float, middle: float, high: float, y: float) -> str:
    return f"{low},{y} {middle},{y - _DIAMOND} {high},{y} {middle},{y + _DIAMOND}"
