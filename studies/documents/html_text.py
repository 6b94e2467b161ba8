"""A web page as text: its paragraphs as lines, its tables as lines of cells between tabs. Scripts and styles are lost.

Used only in a child process with limits (``read_html``), because pages are written by others.
"""

import re
from html.parser import HTMLParser

# Their content is no text of the page.
_UNREAD = frozenset({"script", "style", "template", "noscript", "svg", "select", "object", "iframe"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")
# A cell that spans more columns than this is a mistake of its page.
_WIDEST_SPAN = 50


class _TextParser(HTMLParser):
    """Collects the lines of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._parts: list[str] = []
        self._unread: list[str] = []
        # The cells of each table that is open, innermost last; None between its rows.
        self._rows: list[list[str] | None] = []
        self._spans: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread.append(tag)
        elif self._unread:
            return
        elif tag == "table":
            self._end_line()
            self._rows.append(None)
            self._spans.append(1)
        elif tag == "tr" and self._rows:
            self._end_row()
            self._rows[-1] = []
        elif tag in _CELLS and self._rows:
            self._start_cell(dict(attrs))
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            if tag in self._unread:
                del self._unread[self._unread.index(tag) :]
        elif self._unread:
            return
        elif tag == "tr" and self._rows:
            self._end_row()
        elif tag == "table" and self._rows:
            self._end_row()
            self._rows.pop()
            self._spans.pop()
        elif tag in _CELLS and self._rows:
            self._end_cell()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._parts.append(data)

    def close(self) -> None:
        super().close()
        while self._rows:
            self._end_row()
            self._rows.pop()
            self._spans.pop()
        self._end_line()

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if self._rows[-1] is None:
            self._rows[-1] = []
        span = attributes.get("colspan") or "1"
        self._spans[-1] = min(int(span), _WIDEST_SPAN) if span.isascii() and span.isdigit() and len(span) < 4 else 1

    def _end_cell(self) -> None:
        """Put what was read since the cell began into its row; text between cells begins a cell of its own."""
        row = self._rows[-1]
        text = self._taken()
        if row is None:
            self.lines += [text] if text else []
        elif text or self._spans[-1]:
            row += [text, *[""] * (self._spans[-1] - 1)]
        self._spans[-1] = 0

    def _end_row(self) -> None:
        self._end_cell()
        row = self._rows[-1]
        if row and any(row):
            self.lines.append("\t".join(row))
        self._rows[-1] = None

    def _break(self) -> None:
        """End a line; inside a row of a table, where a line is the row, it is only a space."""
        if self._rows and self._rows[-1] is not None:
            self._parts.append(" ")
        else:
            self._end_line()

    def _end_line(self) -> None:
        text = self._taken()
        if text:
            self.lines.append(text)

    def _taken(self) -> str:
        text = _SPACES.sub(" ", "".join(self._parts)).strip()
        self._parts.clear()
        return text


def html_text(page: str) -> str:
    """The text of a web page, one line a paragraph or a row of a table.

    >>> html_text("<p>Pain<script>x()</script> fell.<table><tr><td>VAS<td>3,2</table>")
    'Pain fell.\\nVAS\\t3,2'
    """
    parser = _TextParser()
    parser.feed(page)
    parser.close()
    return "\n".join(parser.lines)
