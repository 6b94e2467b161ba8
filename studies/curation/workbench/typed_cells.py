"""A cell typed as printed, 3.1 ± 1.6 or 34/60 (57%), read into the fields of its row."""

from studies.curation.pasting.read_cell import FIELDS_UNDER, Notation, UnreadableCellError, read_cell
from studies.curation.pasting.read_number import NotANumberError, read_number
from studies.curation.workbench.row_parsing import Texts

QUOTE = "quote"
# The columns in which more than their own number may be typed.
_COLUMNS = ("mean", "median", "events", "percent")


def with_cells(typed: Texts, notation: Notation) -> Texts:
    """The texts of a result, a cell that holds several numbers spread over their fields.

    The cell as typed becomes the quotation where none is typed. A cell that cannot be read for certain, or that
    contradicts what stands in another field, stays as it is.
    """
    for column in _COLUMNS:
        text = typed.get(column, "")
        values = _values(column, text, notation)
        if values and all(typed.get(name) in ("", None, text, number) for name, number in values.items()):
            typed = typed | {column: ""} | values | ({} if typed.get(QUOTE) else {QUOTE: text})
    return typed


def _values(column: str, text: str, notation: Notation) -> dict[str, str]:
    """The numbers of a cell by field; none for a plain number and for what cannot be read."""
    if not text or _is_number(text):
        return {}
    try:
        values = read_cell(text, notation).values
    except UnreadableCellError:
        return {}
    return values if values.keys() <= FIELDS_UNDER[column] else {}


def _is_number(text: str) -> bool:
    try:
        read_number(text)
    except NotANumberError:
        return False
    return True
