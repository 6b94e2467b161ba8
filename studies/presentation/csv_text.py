"""Tables as CSV text that other programs read and a spreadsheet does not run."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """Write a value as a cell; text that a spreadsheet would run gets an apostrophe before it, a number does not.

    >>> safe_cell("=1+1"), safe_cell("Bonetti 2005"), safe_cell(-5.5), safe_cell(None)
    ("'=1+1", 'Bonetti 2005', '-5.5', '')
    """
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int | float):
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
