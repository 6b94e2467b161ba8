"""Tables as CSV: formulas are escaped, and everything else round-trips."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.presentation.csv_text import safe_cell, write_csv

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_spreadsheet_formula_is_escaped(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "cell"), [(-5.5, "-5.5"), (0, "0"), (None, ""), ("O'Neill", "O'Neill"), ("1-2", "1-2")]
)
def test_numbers_and_plain_text_stay_as_they_are(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_every_cell_round_trips_and_none_starts_a_formula(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(StringIO(write_csv(["one", "two"], rows), newline="")))
    assert read[0] == ["one", "two"]
    cells = [cell for row in read[1:] for cell in row]
    assert [
        cell.removeprefix("'") if raw[:1] in "=+-@\t\r" and raw else cell
        for cell, raw in zip(cells, [text for row in rows for text in row], strict=True)
    ] == [text for row in rows for text in row]
    assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for cell in cells)


def test_table_without_rows_has_a_header() -> None:
    assert write_csv(["study", "year"], []) == "study,year\r\n"


def test_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        write_csv(["study", "year"], [["Bonetti 2005"]])
