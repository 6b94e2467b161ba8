"""Tables as CSV text, in which no cell runs as a formula of a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

from studies.numerics.file_numbers import file_number

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """A value as a cell; text that a spreadsheet would run gets an apostrophe before it, a number does not.

    >>> safe_cell("=1+1"), safe_cell("Bonetti 2005"), safe_cell(-45.900000000000006), safe_cell(None)
    ("'=1+1", 'Bonetti 2005', '-45.9', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return str(file_number(value))
    text = str(value)
    if isinstance(value, int):
        return text
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A header and one line a row; every row has a cell for every column."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} cells for {len(columns)} columns")
        writer.writerow([safe_cell(value) for value in row])
    return text.getvalue()


def csv_download(text: str, *, name: str) -> HttpResponse:
    """CSV text as a file to save under that name."""
    # Spreadsheets take a file for UTF-8 only when it begins with a byte order mark.
    response = HttpResponse(f"\ufeff{text}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
