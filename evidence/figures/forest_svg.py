"""A forest plot as one stand-alone drawing: the rows of a ``ForestPlot`` laid out on a sheet, text next to figure.

Positions are in the units of the sheet (``WIDTH`` wide, as high as its rows need).
"""

from dataclasses import dataclass
from textwrap import wrap

from evidence.figures.bias_bars import SIZE, Light
from evidence.figures.forest import EntryKind, ForestPlot, ForestRow
from evidence.figures.mark import Shape

WIDTH = 1160.0
ROW = 26.0
HEAD = 82.0
# From the last row to the first line of text under the figure.
FOOT = 64.0
LABEL, OZONE, OZONE_PEOPLE, COMPARATOR, COMPARATOR_PEOPLE = 16.0, 370.0, 420.0, 535.0, 585.0
FIGURE, EFFECT, WEIGHT = 610.0, 925.0, 1140.0
FIGURE_WIDTH = 290.0
# Distance between lights, and position of the first.
LIGHT_STEP = SIZE + 6
LIGHTS = WEIGHT + 34.0
# A line of text under the figure, and the characters that fit on it.
NOTE = 17.0
_NOTE_LENGTH = 165
_DIAMOND = 7.0
# Characters that fit before the ozone column.
_MAX_LABEL_LENGTH = 34


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its texts and its mark in sheet units; ``shape`` is "" where nothing is drawn."""

    y: float
    label: str
    is_bold: bool
    is_not_pooled: bool
    is_stratum: bool
    ozone: str
    ozone_people: str
    comparator: str
    comparator_people: str
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
    ozone_people: float = OZONE_PEOPLE
    comparator: float = COMPARATOR
    comparator_people: float = COMPARATOR_PEOPLE
    figure: float = FIGURE
    figure_end: float = FIGURE + FIGURE_WIDTH
    effect: float = EFFECT
    weight: float = WEIGHT
    head: float = HEAD
    # The heading of each column of lights with its position.
    light_headings: tuple[tuple[float, str], ...] = ()
    # Left edge and width of the band of small differences.
    band: tuple[float, float] | None = None
    # What must be read with the figure: lines with their distance below its bottom.
    notes: tuple[tuple[float, str], ...] = ()

    @property
    def depth(self) -> float:
        """Height of the rows."""
        return self.bottom - self.head

    @property
    def right(self) -> float:
        """Right end of the columns."""
        return self.width - (WIDTH - WEIGHT)


def lay_out_sheet(plot: ForestPlot, *notes: str) -> ForestSheet:
    """Lay out a forest plot on a sheet: under it its statistics, method, key and remarks, then ``notes``."""
    lines = [line for text in (*_texts(plot), *notes) for line in wrap(text, _NOTE_LENGTH)]
    bottom = HEAD + ROW * len(plot.rows) + 6
    headings = plot.spec.light_headings
    band = plot.band and (_x(plot.band[0]), round(plot.band[1] / 100 * FIGURE_WIDTH, 1))
    return ForestSheet(
        width=LIGHTS + LIGHT_STEP * len(headings) if headings else WIDTH,
        light_headings=tuple((_light_x(place), heading) for place, heading in enumerate(headings)),
        plot=plot,
        rows=tuple(_row(row, HEAD + ROW * (place + 0.5)) for place, row in enumerate(plot.rows)),
        ticks=tuple((_x(tick.position), tick.text) for tick in plot.ticks),
        height=bottom + FOOT + NOTE * len(lines),
        notes=tuple((FOOT + NOTE * place, line) for place, line in enumerate(lines)),
        bottom=bottom,
        null=_x(plot.null),
        band=band,
    )


def _texts(plot: ForestPlot) -> list[str]:
    """The texts under a figure, each on lines of its own."""
    statistics = [f"{heading}: {text}" for heading, text in plot.spec.statistics]
    remarks = [f"{letter}  {text}" for letter, text in plot.remarks]
    return [*statistics, plot.spec.description, plot.key, *remarks]


def _row(row: ForestRow, y: float) -> SheetRow:
    entry, mark = row.entry, row.mark
    low, high = (_x(mark.x_low), _x(mark.x_high)) if mark else (0.0, 0.0)
    middle = _x(mark.x_estimate) if mark and mark.x_estimate is not None else None
    return SheetRow(
        y=y,
        label=_label(row),
        is_bold=entry.kind in (EntryKind.HEADING, EntryKind.TOTAL, EntryKind.SUBTOTAL),
        is_not_pooled=entry.is_beside,
        is_stratum=entry.kind is EntryKind.STRATUM,
        ozone=entry.ozone_text,
        ozone_people=entry.ozone_people,
        comparator=entry.comparator_text,
        comparator_people=entry.comparator_people,
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


def _label(row: ForestRow) -> str:
    """The label, what fits of the texts next to it, and the letters of its remarks; a long one is cut."""
    entry = row.entry
    letters = f" [{', '.join(row.letters)}]" if row.letters else ""
    room = _MAX_LABEL_LENGTH - len(letters)
    label = f"{entry.label} {entry.year}".strip()
    for more in (entry.tag, entry.detail):
        if more and len(label) + len(more) + 2 <= room:
            label = f"{label}, {more}"
    return (label if len(label) <= room else f"{label[: room - 1].rstrip(' ,·')}…") + letters


def _light_x(place: int) -> float:
    """The middle of a column of lights."""
    return LIGHTS + LIGHT_STEP * place


def _x(position: float) -> float:
    """From percent of the axis to sheet units."""
    return round(FIGURE + position / 100 * FIGURE_WIDTH, 1)


def _diamond(low: float, middle: float, high: float, y: float) -> str:
    return f"{low},{y} {middle},{y - _DIAMOND} {high},{y} {middle},{y + _DIAMOND}"
