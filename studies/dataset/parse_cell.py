"""The value of one cell, by the field of its column. Raises ``CellError`` when it holds something else.

An empty cell means "not reported in the text read": it stays empty text or None, never zero.
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from studies.dataset.load_errors import CellError
from studies.fields import Field, FieldKind
from studies.numerics.plain_range import parse_plain_range

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d+", re.ASCII)
# Nine digits fit every database, and no study counts more.
_LARGEST_COUNT = 999_999_999
_YEAR = re.compile(r"(1[89]|2[01])\d\d", re.ASCII)
_ROW_KEY = re.compile(r"[a-z0-9]+(--?[a-z0-9]+)*", re.ASCII)


def row_key(cell: str) -> str:
    """A stable key: small letters and digits, joined by one or two hyphens."""
    if not _ROW_KEY.fullmatch(cell):
        raise CellError("a key of small letters and digits joined by hyphens")
    return cell


def number(cell: str) -> float | None:
    """A decimal number with a point; no exponent, no thousands mark.

    >>> number("-7.70"), number("")
    (-7.7, None)
    """
    if not cell:
        return None
    if not _NUMBER.fullmatch(cell) or not math.isfinite(float(cell)):
        raise CellError("a number such as 4 or 4.5")
    return float(cell)


def whole(cell: str) -> int | None:
    """A count: a whole number, not negative.

    >>> whole("306"), whole("")
    (306, None)
    """
    if not cell:
        return None
    if not _WHOLE.fullmatch(cell) or int(cell) > _LARGEST_COUNT:
        raise CellError("a whole number, zero or more, with at most nine digits")
    return int(cell)


def year(cell: str) -> int | None:
    """The year of a publication."""
    if cell and not _YEAR.fullmatch(cell):
        raise CellError("a year of four digits, of 1800 or later")
    return whole(cell)


def range_end(cell: str, field: Field) -> float | int | None:
    """One end of a range such as "5-7"; None for any other text, and for a part of a session."""
    ends = parse_plain_range(cell)
    if ends is None:
        return None
    end = ends[0] if field.range_end == "low" else ends[1]
    if field.kind is not FieldKind.WHOLE:
        return end
    return int(end) if end.is_integer() else None


def flag(cell: str, field: Field) -> bool | None:
    """Yes or no, in the two words of the column; None for an empty cell where that is allowed."""
    if not cell and field.can_be_empty:
        return None
    if cell not in field.flags:
        raise CellError(" or ".join(field.flags))
    return cell == field.flags[0]


def choice(cell: str, field: Field) -> str:
    """One word of a closed list."""
    words = [*([""] if field.can_be_empty else []), *(word for word, _ in field.choices)]
    if cell not in words:
        raise CellError("one of: " + ", ".join(word or "nothing" for word in words))
    return cell


_READERS: dict[FieldKind, Callable[[str], Any]] = {
    FieldKind.KEY: row_key,
    FieldKind.NUMBER: number,
    FieldKind.WHOLE: whole,
    FieldKind.YEAR: year,
}


def read_cell(cell: str, field: Field) -> Any:
    """What a cell says in the column of a field that names no other record."""
    if field.range_end:
        return range_end(cell, field)
    if field.kind is FieldKind.FLAG:
        return flag(cell, field)
    if field.kind is FieldKind.CHOICE:
        return choice(cell, field)
    if not field.can_be_empty and not cell.strip():
        raise CellError("a text, not an empty cell")
    read = _READERS.get(field.kind)
    # Spaces round a text say nothing, and a person who edits the record does not type them.
    return read(cell) if read else cell.strip()


def keys_in(field: Field, cells: Mapping[str, str]) -> list[str]:
    """Keys of the records that a row names in the column of a field."""
    cell = cells[field.column]
    if field.kind is FieldKind.SEVERAL:
        return listed(cell)
    if cell in ("", field.no_record):
        return []
    return [f"{cells[field.within]}--{cell}" if field.within else cell]


def listed(cell: str) -> list[str]:
    """The words between semicolons.

    >>> listed("ozone;steroid"), listed("")
    (['ozone', 'steroid'], [])
    """
    words = cell.split(";") if cell else []
    if "" in words or len(set(words)) < len(words) or any(each != each.strip() for each in words):
        raise CellError("words joined by semicolons without spaces, each once")
    return words
