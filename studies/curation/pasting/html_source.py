"""The source of an HTML page read into the lines of its tables; nothing of it is ever shown as HTML."""

import re
from html.parser import HTMLParser

from studies.curation.pasting.pasted_line import PastedLine

_IS_TABLE = re.compile(r"<(table|tr|td|th)\b", re.IGNORECASE)
_HIDDEN = frozenset({"script", "style", "template", "head"})
_BREAKS = frozenset({"br", "p", "div", "li"})
# No table of a paper is wider.
_WIDEST = 60


def is_html(text: str) -> bool:
    """Whether a text is the source of a table."""
    return bool(_IS_TABLE.search(text))


def split_html(text: str) -> list[PastedLine]:
    """Rows as lines, counted from 1, with blanks where a cell spans; text outside of rows is a line of one cell."""
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    parser.end_row()
    return parser.lines


class _TableParser(HTMLParser):
    """Collects the cells of rows; a cell that is not closed ends with its row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[PastedLine] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._outside: list[str] = []
        self._span = (1, 1)
        # Lines that a cell above still covers, by column.
        self._covered: dict[int, int] = {}
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "tr":
            self.end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._end_outside()
            self._row = [] if self._row is None else self._row
            self._cell, self._span = [], _span(dict(attrs))
        elif tag in _BREAKS:
            self.handle_data(" ")
        elif tag == "sup":
            self.handle_data("^")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table", "thead", "tbody"):
            self.end_row()
            if tag == "table":
                self._covered = {}
        elif tag in _BREAKS or tag == "caption":
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        (self._outside if self._cell is None else self._cell).append(data)

    def end_row(self) -> None:
        self._end_cell()
        self._skip_covered()
        self._end_outside()
        if self._row is not None and any(self._row):
            self.lines.append(PastedLine(len(self.lines) + 1, tuple(self._row)))
        self._row = None

    def _end_outside(self) -> None:
        """Text that stands in no cell is a line of its own, above the row in which it was found."""
        words, self._outside = " ".join("".join(self._outside).split()), []
        if words:
            self.lines.append(PastedLine(len(self.lines) + 1, (words,)))

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._skip_covered()
        wide, high = self._span
        for place in range(len(self._row), len(self._row) + wide):
            if high > 1:
                self._covered[place] = high - 1
        self._row += [" ".join("".join(self._cell).split()), *[""] * (wide - 1)]
        self._cell = None

    def _skip_covered(self) -> None:
        """Blanks for the columns that a cell of a row above covers."""
        while self._row is not None and self._covered.get(len(self._row), 0) > 0:
            self._covered[len(self._row)] -= 1
            self._row.append("")


def _span(attributes: dict[str, str | None]) -> tuple[int, int]:
    """Columns and rows that a cell covers."""
    return _number_of(attributes.get("colspan")), _number_of(attributes.get("rowspan"))


def _number_of(value: str | None) -> int:
    text = (value or "").strip()[:4]
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() and int(text) else 1
