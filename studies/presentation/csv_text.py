"""Tables as CSV text, in which no cell runs as a formula of a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from unicodedata import normalize

from django.http import HttpResponse

from studies.numerics.file_numbers import file_number
from studies.presentation.file_download import attached_file

CSV = "text/csv; charset=utf-8"
# Spreadsheets take a file for UTF-8 only when it begins so.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@")
# What it may drop before it looks: white space, and characters without width.
_DROPPED = re.compile(r"[\s\x00-\x1f\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]*")
# A line break or a tab at the beginning may move the rest into a cell of its own.
_MOVED_STARTS = ("\t", "\r", "\n", "\v", "\f")


def safe_cell(value: object) -> str:
    """A value as a cell; text that a spreadsheet would run gets an apostrophe before it, a number does not.

    >>> safe_cell("=1+1"), safe_cell("Bonetti 2005"), safe_cell(-45.900000000000006), safe_cell(None)
    ("'=1+1", 'Bonetti 2005', '-45.9', '')
    >>> safe_cell("＝1+1"), safe_cell(" @SUM(A1)"), safe_cell("\\n=1")
    ("'＝1+1", "' @SUM(A1)", "'\\n=1")
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return str(file_number(value))
    text = str(value)
    if isinstance(value, int):
        return text
    return f"'{text}" if _may_run(text) else text


def _may_run(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula; full-width and other forms of a sign count as the sign."""
    if text.startswith(_MOVED_STARTS):
        return True
    begin = _DROPPED.match(text)
    place = begin.end() if begin else 0
    return normalize("NFKC", text[place : place + 1]).startswith(_FORMULA_STARTS)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A header and one line a row; every row has a cell for every column."""
    return "".join(csv_lines(columns, rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of ``write_csv`` one by one, for a long file."""
    yield csv_line(columns)
    for row in rows:
        yield csv_line(safe_cells(row, len(columns)))


def csv_line(cells: Sequence[str]) -> str:
    """One line of a table; the cells are safe."""
    text = StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def safe_cells(row: Sequence[object], columns: int) -> list[str]:
    """A row as cells; raises ``ValueError`` when it has not one for each column."""
    if len(row) != columns:
        raise ValueError(f"a row has {len(row)} cells for {columns} columns")
    return [safe_cell(value) for value in row]


def csv_download(text: str, *, name: str) -> HttpResponse:
    """CSV text as a file to save under that name."""
    return attached_file(f"{BYTE_ORDER_MARK}{text}", CSV, name=name)
