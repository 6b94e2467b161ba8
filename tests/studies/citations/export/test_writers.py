"""Tables as CSV: formulas are escaped, and everything else round-trips."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.presentation.csv_text import safe_cell, write_csv

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


STARTS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")')
# Signs in other forms, and what a spreadsheet drops or moves before it looks.
FORMS = ("＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1", "\t1", "\r1", "\n1")
BEFORE = (" =1", "\u00a0=1", "\u200b＝1", "\ufeff-1", "\x00=1")


@pytest.mark.parametrize("text", [*STARTS, *FORMS, *BEFORE])
def test_spreadsheet_formula_is_escaped(text: str) -> None:
    assert safe_cell(text) == "'" + text


PLAIN = ((-5.5, "-5.5"), (0, "0"), (None, ""), ("O'Neill", "O'Neill"), ("1-2", "1-2"), (" 5", " 5"), ("−5", "−5"))


@pytest.mark.parametrize(("value", "cell"), PLAIN)
def test_numbers_and_plain_text_stay_as_they_are(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_every_cell_round_trips_and_none_starts_a_formula(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(StringIO(write_csv(["one", "two"], rows), newline="")))
    assert read[0] == ["one", "two"]
    cells = [cell for row in read[1:] for cell in row]
    texts = [text for row in rows for text in row]
    assert all(cell in (text, f"'{text}") for cell, text in zip(cells, texts, strict=True))
    assert not any(cell[:1] in {*"=+-@＝＋－＠\t\r\n"} for cell in cells)


def test_table_without_rows_has_a_header() -> None:
    assert write_csv(["study", "year"], []) == "study,year\r\n"


def test_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        write_csv(["study", "year"], [["Bonetti 2005"]])
