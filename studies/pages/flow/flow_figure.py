"""Geometry of the flow figure: boxes, their lines of text, and arrows, in units of the drawing.

Five columns: what was here before or without a search, then databases and registers with their exclusions, then other
methods with theirs. Each row of a search is as high as its highest box. Text is wrapped by its number of letters, since
no browser measures it.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from studies.pages.flow.flow_chart import FlowBox, FlowChart, FlowColumn, FlowLine

WIDTH = 1292.0
GAP = 34.0
# Half of a line around a box lies outside it.
EDGE = 1.0
# Left edge and width of each column.
COLUMNS = ((EDGE, 230.0), (265.0, 236.0), (531.0, 236.0), (801.0, 220.0), (1051.0, 240.0))
SIDE, MAIN, MAIN_OUT, OTHER, OTHER_OUT = range(5)
LINE_HEIGHT = 20.0
PADDING = 12.0
# The indent of a part under its head, and of a second line under its first.
INSET = 12.0
# The approximate width of a letter in the text, and in the heads, which are bold.
LETTER, HEAD_LETTER = 7.4, 8.4
ARROW = 8.0


@dataclass(frozen=True, slots=True)
class TextPiece:
    """One line of text, at its baseline; ``href`` leads to its list, '' for a title."""

    x: float
    y: float
    text: str
    href: str
    is_head: bool


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box on the drawing."""

    x: float
    y: float
    width: float
    height: float
    texts: tuple[TextPiece, ...]

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> float:
        """The middle of its width."""
        return self.x + self.width / 2

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line of points with a head at its end, both as attributes of SVG shapes."""

    line: str
    head: str


@dataclass(frozen=True, slots=True)
class FlowFigure:
    """The whole drawing."""

    width: float
    height: float
    titles: tuple[TextPiece, ...]
    boxes: tuple[PlacedBox, ...]
    arrows: tuple[Arrow, ...]


def draw_flow(chart: FlowChart) -> FlowFigure:
    """Place all boxes and the arrows between them."""
    heads = ((chart.previous.title, SIDE, SIDE), (chart.systematic.title, MAIN, MAIN_OUT))
    titles = [_title(*head, 0.0) for head in (*heads, (chart.other.title, OTHER, OTHER_OUT))]
    top = max(len(title) for title in titles) * LINE_HEIGHT + PADDING
    searches = _place_searches(chart, top)
    before = _stack([step.box for step in chart.previous.steps], SIDE, top)
    without_title = _title(chart.without_search.title, SIDE, SIDE, before[-1].bottom + GAP)
    without_top = before[-1].bottom + GAP + len(without_title) * LINE_HEIGHT + PADDING
    without = _stack([step.box for step in chart.without_search.steps], SIDE, without_top)
    *new, total = _place_included(chart.included, max(box.bottom for box in searches.values()), without[-1].bottom)
    boxes = (*before, *searches.values(), *without, *new, total)
    arrows = (*_search_arrows(searches, new[0]), *_arrows_to_total(before[-1], without, new[-1], total))
    pieces = tuple(piece for title in (*titles, without_title) for piece in title)
    return FlowFigure(WIDTH, total.bottom + EDGE, pieces, boxes, arrows)


def _place_searches(chart: FlowChart, top: float) -> dict[tuple[int, int], PlacedBox]:
    """The boxes of the two searches by their column and row."""
    cells: dict[tuple[int, int], FlowBox] = {}
    for column, at, out in ((chart.systematic, MAIN, MAIN_OUT), (chart.other, OTHER, OTHER_OUT)):
        for step in column.steps:
            cells[at, step.row] = step.box
            if step.out:
                cells[out, step.row] = step.out
    placed: dict[tuple[int, int], PlacedBox] = {}
    for row in sorted({row for _, row in cells}):
        in_row = {column: box for (column, each), box in cells.items() if each == row}
        height = max(_height(box, column) for column, box in in_row.items())
        placed |= {(column, row): _place(box, column, top, height) for column, box in in_row.items()}
        top += height + GAP
    return placed


def _place_included(column: FlowColumn, searches_end: float, side_end: float) -> list[PlacedBox]:
    """The boxes below the searches; the last, where everything meets, is below all others."""
    *new, total = [step.box for step in column.steps]
    placed = _stack(new, MAIN, searches_end + GAP)
    return [*placed, *_stack([total], MAIN, max(placed[-1].bottom, side_end) + GAP)]


def _stack(boxes: Sequence[FlowBox], column: int, top: float) -> list[PlacedBox]:
    """Boxes of a column one below the other."""
    placed = []
    for box in boxes:
        placed.append(_place(box, column, top, _height(box, column)))
        top = placed[-1].bottom + GAP
    return placed


def _title(title: str, first: int, last: int, top: float) -> list[TextPiece]:
    """The lines of a title above the columns from the first to the last."""
    x, right = COLUMNS[first][0], sum(COLUMNS[last])
    lines = textwrap.wrap(title, int((right - x) / HEAD_LETTER))
    return [
        TextPiece(x, top + (place + 0.75) * LINE_HEIGHT, text, href="", is_head=True)
        for place, text in enumerate(lines)
    ]


def _wrapped(box: FlowBox, column: int) -> list[tuple[FlowLine, str, float]]:
    """Every line of text of a box, with what it belongs to and how far it is set in."""
    texts = []
    for line in (replace(box.head, is_head=True), *box.lines):
        inset = 0.0 if line.is_head else INSET
        room = COLUMNS[column][1] - 2 * PADDING - inset - INSET
        letters = int(room / (HEAD_LETTER if line.is_head else LETTER))
        pieces = textwrap.wrap(line.text, letters)
        texts += [(line, text, inset + (INSET if place else 0.0)) for place, text in enumerate(pieces)]
    return texts


def _height(box: FlowBox, column: int) -> float:
    return len(_wrapped(box, column)) * LINE_HEIGHT + 2 * PADDING


def _place(box: FlowBox, column: int, top: float, height: float) -> PlacedBox:
    x, width = COLUMNS[column]
    baseline = top + PADDING + 0.75 * LINE_HEIGHT
    texts = tuple(
        TextPiece(x + PADDING + inset, baseline + place * LINE_HEIGHT, text, line.href, line.is_head)
        for place, (line, text, inset) in enumerate(_wrapped(box, column))
    )
    return PlacedBox(x, top, width, height, texts)


def _search_arrows(placed: dict[tuple[int, int], PlacedBox], new: PlacedBox) -> Iterable[Arrow]:
    """Down each search, to what leaves it, and from its end to the new studies."""
    for way, out in ((MAIN, MAIN_OUT), (OTHER, OTHER_OUT)):
        steps = [(row, box) for (column, row), box in placed.items() if column == way]
        for row, box in steps:
            if (out, row) in placed:
                yield _arrow((box.right, box.middle), (placed[out, row].x, box.middle))
        for (_, above), (_, below) in pairwise(steps):
            yield _arrow((above.centre, above.bottom), (below.centre, below.y))
        last = steps[-1][1]
        if way == MAIN:
            yield _arrow((last.centre, last.bottom), (new.centre, new.y))
        else:
            yield _arrow((last.centre, last.bottom), (last.centre, new.middle), (new.right, new.middle))


def _arrows_to_total(
    before: PlacedBox, without: Sequence[PlacedBox], new: PlacedBox, total: PlacedBox
) -> Iterable[Arrow]:
    """From the new studies, those of before, and those that no search found, to all studies."""
    yield _arrow((new.centre, new.bottom), (total.centre, total.y))
    for above, below in pairwise(without):
        yield _arrow((above.centre, above.bottom), (below.centre, below.y))
    # Beside the boxes below it, and above the line that comes from them.
    aside, height = before.right + GAP / 2, total.middle - ARROW
    yield _arrow((before.right, before.middle), (aside, before.middle), (aside, height), (total.x, height))
    low, height = without[-1], total.middle + ARROW
    yield _arrow((low.centre, low.bottom), (low.centre, height), (total.x, height))


def _arrow(*points: tuple[float, float]) -> Arrow:
    (x0, y0), (x, y) = points[-2], points[-1]
    along, across = ((x > x0) - (x < x0)) * ARROW, ((y > y0) - (y < y0)) * ARROW
    wings = [(x - along - across / 2, y - across - along / 2), (x - along + across / 2, y - across + along / 2)]
    # The line ends where its head begins.
    line = [*points[:-1], (x - along, y - across)]
    return Arrow(_points(line), _points([(x, y), *wings]))


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
