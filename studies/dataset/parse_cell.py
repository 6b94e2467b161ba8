"""What one cell says. Every reader takes the text of a cell and raises ``CellError`` when it holds something else.

An empty cell means "not reported in the text read": it stays empty text or None, never zero.
"""

import math
import re
from collections.abc import Callable

from studies.choices import LabelledEnum
from studies.dataset.errors import CellError
from studies.numerics.plain_range import plain_range

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


_WHOLE = re.compile(r"\d+", re.ASCII)


# Nine digits fit every database, and no study counts more.
_LARGEST_COUNT = 999_999_999


_YEAR = re.compile(r"(1[89]|2[01])\d\d", re.ASCII)


_ROW_KEY = re.compile(r"[a-z0-9]+(--?[a-z0-9]+)*", re.ASCII)


def text(cell: str) -> str:
    return cell


def filled(cell: str) -> str:
    if not cell.strip():
        raise CellError("a text, not an empty cell")
    return cell


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


def range_low(cell: str) -> float | None:
    ends = plain_range(cell)
    return ends[0] if ends else None


def range_high(cell: str) -> float | None:
    ends = plain_range(cell)
    return ends[1] if ends else None


def whole_range_low(cell: str) -> int | None:
    return _whole_end(range_low(cell))


def whole_range_high(cell: str) -> int | None:
    return _whole_end(range_high(cell))


def _whole_end(end: float | None) -> int | None:
    return int(end) if end is not None and end.is_integer() else None


def yes_no(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise CellError("yes or no")
    return cell == "yes"


def yes_no_or_empty(cell: str) -> bool | None:
    return yes_no(cell) if cell else None


def one_zero(cell: str) -> bool:
    if cell not in ("1", "0"):
        raise CellError("1 or 0")
    return cell == "1"


def word(vocabulary: type[LabelledEnum]) -> Callable[[str], str]:
    """A reader of one word of that vocabulary."""
    return one_of(*(item.value for item in vocabulary))


def word_or_empty(vocabulary: type[LabelledEnum]) -> Callable[[str], str]:
    return one_of("", *(item.value for item in vocabulary))


def one_of(*words: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if cell not in words:
            raise CellError("one of: " + ", ".join(each or "nothing" for each in words))
        return cell

    return read


def listed(cell: str) -> list[str]:
    """The words between semicolons.

    >>> listed("ozone;steroid"), listed("")
    (['ozone', 'steroid'], [])
    """
    words = cell.split(";") if cell else []
    if "" in words or len(set(words)) < len(words) or any(each != each.strip() for each in words):
        raise CellError("words joined by semicolons without spaces, each once")
    return words
