"""Geometry of the flow figure: boxes, their lines of text, and arrows, in units of the drawing.

Three columns: publications not screened here, the main flow, and exclusions. Each row is as high as its highest box.
Text is wrapped by its number of letters, since no browser measures it.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studies.numerics.number_formatting import count

WIDTH = 1040.0
GAP = 40.0
# Left edge and width of each column.
COLUMNS = ((0.0, 250.0), (290.0, 330.0), (680.0, 360.0))
SIDE, MAIN, OUT = range(3)
LINE_HEIGHT = 20.0
PADDING = 14.0
# The indent of a part under its head, and of a second line under its first.
INSET = 12.0
# The approximate width of a letter in the text, and in the heads, which are bold.
LETTER, HEAD_LETTER = 7.4, 8.4
ARROW = 8.0


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One number of a box: what it counts, and the address of the list behind it ('' for none).

    A head counts on its own; other lines are parts of the head above them.
    """

    label: str
    number: int
    href: str = ""
    is_head: bool = False

    @property
    def text(self) -> str:
        """The label with its number, as PRISMA figures write it."""
        # Spaces that do not break: a number is never on a line without its "n =".
        return f"{self.label} (n\u00a0=\u00a0{count(self.number)})"


@dataclass(frozen=True, slots=True)
class FlowBox:
    """A box before it is placed: its head, and the lines of its parts."""

    head: FlowLine
    lines: tuple[FlowLine, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowRow:
    """Boxes next to each other; the middle one is in the main flow."""

    main: FlowBox
    out: FlowBox | None = None
    side: FlowBox | None = None


@dataclass(frozen=True, slots=True)
class TextPiece:
    """One line of text, at its baseline; ``href`` leads to its list."""

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
    boxes: tuple[PlacedBox, ...]
    arrows: tuple[Arrow, ...]


def draw_flow(rows: Sequence[FlowRow]) -> FlowFigure:
    """Place all boxes and the arrows between them. The box at the side of a row leads to the last row."""
    top, boxes, arrows = 0.0, [], []
    above: PlacedBox | None = None
    sides: list[PlacedBox] = []
    for row in rows:
        height = max(_height(box, column) for box, column in _columns_of(row))
        placed = {column: _place(box, column, top, height) for box, column in _columns_of(row)}
        if above:
            arrows.append(_arrow_down(above, placed[MAIN]))
        if OUT in placed:
            arrows.append(_arrow_right(placed[MAIN], placed[OUT]))
        if SIDE in placed:
            arrows.append(_arrow_left(placed[MAIN], placed[SIDE]))
            sides.append(placed[SIDE])
        boxes += list(placed.values())
        above = placed[MAIN]
        top += height + GAP
    arrows += [_arrow_to_last(side, above) for side in sides if above]
    return FlowFigure(WIDTH, top - GAP if rows else 0.0, tuple(boxes), tuple(arrows))


def _columns_of(row: FlowRow) -> list[tuple[FlowBox, int]]:
    return [(box, column) for box, column in ((row.main, MAIN), (row.out, OUT), (row.side, SIDE)) if box]


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


def _arrow_down(above: PlacedBox, below: PlacedBox) -> Arrow:
    x = above.x + above.width / 2
    return _arrow([(x, above.y + above.height), (x, below.y)])


def _arrow_right(left: PlacedBox, right: PlacedBox) -> Arrow:
    return _arrow([(left.x + left.width, left.middle), (right.x, left.middle)])


def _arrow_left(right: PlacedBox, left: PlacedBox) -> Arrow:
    return _arrow([(right.x, right.middle), (left.x + left.width, right.middle)])


def _arrow_to_last(side: PlacedBox, last: PlacedBox) -> Arrow:
    """Down from a box at the side, and across to the last box of the main flow."""
    x = side.x + side.width / 2
    return _arrow([(x, side.y + side.height), (x, last.middle), (last.x, last.middle)])


def _arrow(points: Sequence[tuple[float, float]]) -> Arrow:
    (x0, y0), (x, y) = points[-2], points[-1]
    along, across = ((x > x0) - (x < x0)) * ARROW, ((y > y0) - (y < y0)) * ARROW
    wings = [(x - along - across / 2, y - across - along / 2), (x - along + across / 2, y - across + along / 2)]
    # The line ends where its head begins.
    line = [*points[:-1], (x - along, y - across)]
    return Arrow(_points(line), _points([(x, y), *wings]))


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
