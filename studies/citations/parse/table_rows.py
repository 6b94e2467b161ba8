"""Tables with a header: comma, semicolon or tab between cells, quotes around those that hold such a sign.

A row is read as the standard (RFC 4180) has it. One that breaks the standard becomes a failure with its line, and the
next line is tried as a row: a quote that is never closed cannot swallow the rows below it.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from studies.citations.parse.entries import Parsed, ParsedEntry, ParseFailure
from studies.citations.parse.error_guard import guarded
from studies.citations.parse.text_chunks import Pages

# No citation table has more columns, and no cell of one more lines.
MOST_COLUMNS = 500
_MOST_LINES = 1_000
_DELIMITERS = ("\t", ";", ",")
# The text of a quoted cell up to its end, where quotes inside are doubled.
_TO_QUOTE = re.compile(r'((?:[^"]++|"")*+)"')
_QUOTED = re.compile(r'"(?:[^"]++|"")*+"')
# What spreadsheets and Dimensions write above the header.
_LINE_ABOVE = re.compile(r'sep=.\Z|"?About the data:', re.IGNORECASE)
ABOVE_HEADER = r'\A\s*(?:sep=.\n)?(?:"?About the data:[^\n]*\n)?'
# What programs write into an empty cell.
_EMPTY = frozenset({"NA", "N/A", "nan", "NaN", "NULL", "null", "None"})
# A row below the header; newlines between quotes end none. The group is not possessive: see PROLOG in xml_records.py.
ROW_START = re.compile(r'(?m)(?<=\n)(?:[^"\n]++|"[^"]*+")+$')
_HINT = "Correct the row, or export the table again."
# Of a line that is far too long.
_SHOWN = 1_000


@dataclass(slots=True)
class _OpenRow:
    """The cells of a row that is being read; ``quoted`` holds the lines of the cell that is not closed yet."""

    delimiter: str
    lines: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)

    def add(self, line: str) -> bool:
        """Add a line; whether it is well-formed."""
        self.lines.append(line)
        if not self.quoted:
            return self._add_cells(line, 0)
        end = _TO_QUOTE.match(line)
        if not end:
            self.quoted.append(line)
            return True
        self.cells.append("\n".join([*self.quoted, end[1]]).replace('""', '"'))
        self.quoted.clear()
        at = end.end()
        return at == len(line) or (line.startswith(self.delimiter, at) and self._add_cells(line, at + 1))

    def _add_cells(self, line: str, at: int) -> bool:
        if '"' not in line:
            self.cells += line.split(self.delimiter)
            return True
        while True:
            if line.startswith('"', at):
                closed = _TO_QUOTE.match(line, at + 1)
                if not closed:
                    self.quoted.append(line[at + 1 :])
                    return True
                self.cells.append(closed[1].replace('""', '"'))
                at = closed.end()
            else:
                end = line.find(self.delimiter, at)
                end = len(line) if end < 0 else end
                self.cells.append(line[at:end])
                at = end
            if at == len(line):
                return True
            if not line.startswith(self.delimiter, at):
                return False
            at += 1


@dataclass(frozen=True, slots=True)
class _ReadRow:
    """A row with its first line. Without cells it breaks the standard, for a reason, which can be a quote."""

    line: int
    lines: list[str]
    cells: list[str] | None
    warnings: tuple[str, ...] = ()
    reason: str = ""
    by_quote: bool = False


class _Lines:
    """The lines of a text with their numbers; lines can be given back."""

    def __init__(self, pages: Pages) -> None:
        self.rest = (line for page in pages for line in page.removesuffix("\n").split("\n"))
        self.given_back: deque[str] = deque()
        self.number = 0

    def take(self) -> str | None:
        line = self.given_back.popleft() if self.given_back else next(self.rest, None)
        self.number += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        self.given_back.extendleft(reversed(lines))
        self.number -= len(lines)


@dataclass(slots=True)
class TableReader:
    """Reads the rows of one table. ``notes`` are about the file as a whole, complete once all is read."""

    pages: Pages
    # The name of the field that a column is; '' for a column that is not used, which a note then names.
    field_of: Callable[[str], str]
    key_fields: tuple[str, ...] = ()
    type_fields: tuple[str, ...] = ()
    # What a cell means, where a program writes something else into it.
    cell_value: Callable[[str], str] = str.strip
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[Parsed]:
        """Every row in the order of the file, read or failed."""
        lines = _Lines(self.pages)
        header = _header(lines)
        if not header.cells:
            yield ParseFailure(header.line, 0, "", header.lines[0][:_SHOWN], header.reason, _HINT)
            return
        names = [self.field_of(cell.strip()) for cell in header.cells]
        unused = [cell.strip() for cell, name in zip(header.cells, names, strict=True) if cell.strip() and not name]
        if unused:
            self.notes.append(f"Columns that were not used: {', '.join(unused)[:_SHOWN]}.")
        delimiter = delimiter_of(header.lines[0])
        for row in _joined(_rows(lines, delimiter, len(names)), delimiter, len(names)):
            raw = "\n".join(row.lines)
            yield from guarded(partial(self._read_row, row, names, header), line=row.line, raw=raw)

    def _read_row(self, row: _ReadRow, names: list[str], header: _ReadRow) -> list[Parsed]:
        text = "\n".join(row.lines)
        if row.cells is None:
            return [ParseFailure(row.line, 0, "", text, row.reason, _HINT)]
        cells = zip(names, map(self.cell_value, row.cells), strict=True)
        fields = tuple((name, cell) for name, cell in cells if name and cell)
        raw = "\n".join([*header.lines, text])
        entry = ParsedEntry(row.line, "", "", fields, raw, row.warnings)
        key, kind = entry.first(*self.key_fields)[:200], entry.first(*self.type_fields)
        return [ParsedEntry(row.line, key, kind, fields, raw, row.warnings)]


def filled_cell(cell: str) -> str:
    """A cell without blanks at its ends; '' for the words that programs write into an empty one.

    >>> filled_cell(" NA "), filled_cell("Naples")
    ('', 'Naples')
    """
    stripped = cell.strip()
    return "" if stripped in _EMPTY else stripped


def delimiter_of(header: str) -> str:
    """The sign between the cells of a header: the most frequent outside quotes.

    >>> delimiter_of('Title;"Authors, all, with names";Year')
    ';'
    """
    outside = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=outside.count)


def _header(lines: _Lines) -> _ReadRow:
    line = lines.take()
    while line is not None and (not line.strip() or _LINE_ABOVE.match(line)):
        line = lines.take()
    text = line or ""
    row = _OpenRow(delimiter_of(text))
    if not row.add(text) or row.quoted:
        return _ReadRow(lines.number, [text], None, reason="A quote in the header of the table is never closed.")
    while row.cells and not row.cells[-1].strip():
        row.cells.pop()
    if len(row.cells) > MOST_COLUMNS:
        reason = f"The table has {len(row.cells):,} columns; the limit is {MOST_COLUMNS}."
        return _ReadRow(lines.number, [text], None, reason=reason)
    return _ReadRow(lines.number, [text], row.cells)


def _rows(lines: _Lines, delimiter: str, width: int) -> Iterator[_ReadRow]:
    """Every row; of one that breaks the standard only its first line, so that the next is tried as a row."""
    while (first := lines.take()) is not None:
        if not first.strip(' \t,;"'):
            continue
        number, row = lines.number, _OpenRow(delimiter)
        well_formed = row.add(first)
        while well_formed and row.quoted and len(row.lines) < _MOST_LINES and (line := lines.take()) is not None:
            well_formed = row.add(line)
        cells = row.cells
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        is_closed = well_formed and not row.quoted
        if is_closed and len(cells) == width:
            yield _ReadRow(number, row.lines, cells)
            continue
        lines.give_back(row.lines[1:])
        yield _by_itself(number, first, width, delimiter, cells if is_closed else None)


def _by_itself(number: int, line: str, width: int, delimiter: str, cells: list[str] | None) -> _ReadRow:
    """A line that is no row by the standard: a row where its quotes are only not doubled, else broken."""
    if cells is None and (found := _with_single_quotes(line, delimiter)) and len(found) == width:
        return _ReadRow(number, [line], found, ("Quotes inside a cell are not doubled; they were taken as text.",))
    if cells is None:
        reason = "A quote in the row is never closed, or is inside a cell and not doubled."
        return _ReadRow(number, [line], None, reason=reason, by_quote=True)
    reason = f"The row has {len(cells)} cells and the header {width}."
    return _ReadRow(number, [line], None, reason=reason, by_quote='"' in line)


def _with_single_quotes(line: str, delimiter: str) -> list[str]:
    """The cells of a line in which a quote ends a cell only before a delimiter; none where one is not closed.

    >>> _with_single_quotes('1,"The "ozone, oxygen" trial",2001', ",")
    ['1', 'The "ozone, oxygen" trial', '2001']
    """
    cells, at = [], 0
    while at <= len(line):
        if line.startswith('"', at):
            end = line.find(f'"{delimiter}', at + 1)
            end = len(line) - 1 if end < 0 and line.endswith('"') and len(line) > at + 1 else end
            if end < 0:
                return []
            cells.append(line[at + 1 : end].replace('""', '"'))
            at = end + 2
        else:
            end = line.find(delimiter, at)
            end = len(line) if end < 0 else end
            cells.append(line[at:end])
            at = end + 1
    return cells


def _joined(rows: Iterator[_ReadRow], delimiter: str, width: int) -> Iterator[_ReadRow]:
    """The rows, in which the lines below a quote that is not closed are part of its failure while they are no rows."""
    broken: _ReadRow | None = None
    for row in rows:
        if broken and broken.by_quote and _is_continued(row, delimiter, width):
            broken.lines.extend(row.lines)
            continue
        if broken:
            yield broken
        broken = row if row.cells is None else None
        if row.cells is not None:
            yield row
    if broken:
        yield broken


def _is_continued(row: _ReadRow, delimiter: str, width: int) -> bool:
    """Whether what follows a quote that is not closed is its text: few cells, or the quote that closes it."""
    line = row.lines[0]
    if row.cells is None:
        return 2 * len(line.split(delimiter)) < width
    return len(row.lines) == 1 and line.count('"') % 2 == 1
