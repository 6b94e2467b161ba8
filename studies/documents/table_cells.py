"""Words of a page, or of a box on it, as rows of cells: a table as text with tabs, ready to be pasted.

A *column* is where cells of several lines stand one below the other. Lines that are no rows, such as a caption, are
rows of one cell. A heading that stands over several columns is put into the first of them. Nothing is left out.
"""

from collections.abc import Iterable, Sequence

from studies.documents.line_cells import Cell, LineOfCells, lines_of_cells
from studies.documents.page_words import Box, Word, upright

# A cell further from a column than this many heights is of another column.
_NEAR = 1.5

Column = tuple[float, float]


def words_in_box(words: Iterable[Word], box: Box) -> list[Word]:
    """The words whose middle is in a box: left, top, right, bottom, in points."""
    left, top, right, bottom = box
    return [word for word in words if left <= word.middle[0] <= right and top <= word.middle[1] <= bottom]


def table_text(words: Iterable[Word]) -> str:
    """A table as lines of cells between tabs."""
    return "\n".join("\t".join(row) for row in table_rows(words))


def table_rows(words: Iterable[Word]) -> list[list[str]]:
    """The rows of a table, each with its cells up to the last that is not empty."""
    lines = lines_of_cells(upright(list(words)))
    rows = [line for line in lines if len(line.cells) > 1]
    if 2 * sum(line.is_spaced for line in rows) > len(rows):
        # Between single spaces cells stand one after the other, not one below the other.
        return [[cell.text for cell in line.cells] for line in lines]
    columns = table_columns(lines)
    return [_row(line, columns) for line in lines]


def table_columns(lines: Sequence[LineOfCells]) -> list[Column]:
    """The columns of a table: those of its fullest line, and others where no cell of a line finds a place in them."""
    rows = sorted((line for line in lines if len(line.cells) > 1), key=_fullness, reverse=True)
    columns: list[Column] = []
    for line in rows:
        # A heading over several columns would join them.
        if not columns or any(cell.is_number for cell in line.cells):
            columns = _with_line(columns, line)
    return columns


def _fullness(line: LineOfCells) -> tuple[int, int]:
    return sum(cell.is_number for cell in line.cells), len(line.cells)


def _with_line(columns: list[Column], line: LineOfCells) -> list[Column]:
    """The columns, widened to the cells of a line; a cell without a column gets a new one."""
    places = _places(line, columns)
    widened = list(columns)
    for cell, place in zip(line.cells, places, strict=True):
        if place is not None:
            widened[place] = _widened(columns, place, cell)
    new = [(cell.left, cell.right) for cell, place in zip(line.cells, places, strict=True) if place is None]
    return sorted([*widened, *new])


def _widened(columns: Sequence[Column], place: int, cell: Cell) -> Column:
    """A column with a cell, as far as its neighbours leave room."""
    left, right = columns[place]
    if place == 0 or cell.left > columns[place - 1][1]:
        left = min(left, cell.left)
    if place == len(columns) - 1 or cell.right < columns[place + 1][0]:
        right = max(right, cell.right)
    return left, right


def _places(line: LineOfCells, columns: Sequence[Column]) -> list[int | None]:
    """The column of each cell of a line, from left to right, no column twice; None where a cell has none."""
    places: list[int | None] = []
    free = 0
    for cell in line.cells:
        place = _place(cell, columns, free, line.height * _NEAR)
        places.append(place)
        free = free if place is None else place + 1
    return places


def _place(cell: Cell, columns: Sequence[Column], free: int, near: float) -> int | None:
    """The column that a cell shares most with, or else the nearest, among those that are free."""
    shared = [(_overlap(cell, column), -index) for index, column in enumerate(columns) if index >= free]
    best = max(shared, default=(0.0, 0))
    # What it shares is a width; what it does not is a distance, below zero.
    return -best[1] if shared and best[0] > -near else None


def _overlap(cell: Cell, column: Column) -> float:
    return min(cell.right, column[1]) - max(cell.left, column[0])


def _row(line: LineOfCells, columns: Sequence[Column]) -> list[str]:
    if len(line.cells) == 1 and not line.cells[0].is_number:
        return [line.cells[0].text]
    is_heading = len(line.cells) < len(columns) and not any(cell.is_number for cell in line.cells)
    places = _heading_places(line, columns) if is_heading else _places(line, columns)
    row: list[str] = []
    for cell, place in zip(line.cells, places, strict=True):
        row += [""] * max((place or 0) - len(row), 0)
        row.append(cell.text)
    return row


def _heading_places(line: LineOfCells, columns: Sequence[Column]) -> list[int | None]:
    """The column of each heading: the one below it, or the first of those that it stands over.

    A heading reaches as far as half the way to its neighbours.
    """
    places: list[int | None] = []
    free = 0
    middles = [cell.middle for cell in line.cells]
    for index, cell in enumerate(line.cells):
        below = [at for at, column in enumerate(columns) if at >= free and _overlap(cell, column) > 0]
        if len(below) != 1:
            start = (middles[index - 1] + middles[index]) / 2 if index else _first_start(cell, columns)
            end = (middles[index] + middles[index + 1]) / 2 if index + 1 < len(middles) else float("inf")
            reached = [at for at, column in enumerate(columns) if at >= free and start <= sum(column) / 2 <= end]
            below = reached or below
        place = below[0] if below else None
        places.append(place)
        free = free if place is None else place + 1
    return places


def _first_start(cell: Cell, columns: Sequence[Column]) -> float:
    """Where the first heading begins to reach: a first column wholly left of it holds the labels of the rows."""
    return columns[0][1] if columns and columns[0][1] < cell.left else float("-inf")
