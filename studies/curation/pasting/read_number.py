"""Numbers as papers and people write them: decimal points and commas, thousands, true minus signs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

POINT, COMMA = ".", ","
# Signs that mean minus: hyphen, minus sign, en dash, small hyphen-minus, full-width.
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2013\u2010\u2011\ufe63\uff0d", "-"))
# Separators of thousands other than point and comma: spaces of every width, and the apostrophe.
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'\u2019](?=\d{3}(?!\d))")
_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPS = {mark: re.compile(rf"[-+]?\d{{1,3}}({re.escape(mark)}\d{{3}})+", re.ASCII) for mark in (POINT, COMMA)}
_HAS_POINT = re.compile(r"\d\.\d")
_HAS_DECIMAL_COMMA = re.compile(r"(?<![\d,])\d+,(\d{1,2}|\d{4,})(?![\d,])|(?<![\d,])0,\d")
# Any number with its sign; which of its marks is the decimal one is settled afterwards.
NUMBER = (
    r"[-+\u2212\u2013]?(?:\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?!\d)(?:[.,\u00b7]\d+)?"
    r"|\d+(?:[.,\u00b7]\d+)*|[.\u00b7]\d+)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its printed form: ``text`` has a decimal point, a hyphen for minus and no thousands mark."""

    value: float
    text: str


class NotANumberError(ValueError):
    """A text that is no number, or more than one; the message is a sentence that says what to write."""


def read_number(text: str, *, decimal: str = "") -> Number:
    """Read one number. ``decimal`` is the mark that its table uses, '' when unknown.

    Raises ``NotANumberError``; also for a lone 1,234 of an unknown table, which is a thousand to some and one to
    others.

    >>> [read_number(text).text for text in ("5.20", "5,2", "\u22123", "1 234", "1.234,5", "12,345.6", ".05")]
    ['5.20', '5.2', '-3', '1234', '1234.5', '12345.6', '.05']
    >>> read_number("1,234", decimal=".").value, read_number("1,234", decimal=",").value
    (1234.0, 1.234)
    """
    plain = _SPACES.sub("", text.strip().translate(_MINUS).replace("\u00b7", POINT))
    number = _one_mark(plain, decimal)
    if not _PLAIN.fullmatch(number):
        raise NotANumberError(f"“{text.strip()}” is not a number. Write it as printed, such as 5.2, 5,2 or \u22123.")
    number = number.removeprefix("+").removesuffix(POINT)
    return Number(float(number), number)


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark that cells of one table use; '' where they use none, or both.

    >>> decimal_mark(["5.2 (1.1)", "1,234"]), decimal_mark(["5,2 ± 1,1"]), decimal_mark(["12", "1,234"])
    ('.', ',', '')
    """
    marks = {mark for text in texts for mark in _marks(text.replace("\u00b7", POINT))}
    return marks.pop() if len(marks) == 1 else ""


def _marks(text: str) -> Iterable[str]:
    if _HAS_POINT.search(text):
        yield POINT
    if _HAS_DECIMAL_COMMA.search(text) and not _HAS_POINT.search(text):
        yield COMMA


def _one_mark(text: str, decimal: str) -> str:
    """The text with one point for its decimal mark and no thousands mark."""
    if POINT in text and COMMA in text:
        last = max(text.rindex(POINT), text.rindex(COMMA))
        whole, part = text[:last], text[last + 1 :]
        if not _GROUPS[POINT if text[last] == COMMA else COMMA].fullmatch(whole):
            raise NotANumberError(f"“{text}” has a point and a comma, and neither parts thousands. Write 1234.5.")
        return f"{whole.replace(POINT, '').replace(COMMA, '')}.{part}"
    if COMMA in text:
        return _commas(text, decimal)
    if text.count(POINT) > 1 or (decimal == COMMA and _GROUPS[POINT].fullmatch(text)):
        return text.replace(POINT, "") if _GROUPS[POINT].fullmatch(text) else text
    return text


def _commas(text: str, decimal: str) -> str:
    grouped = bool(_GROUPS[COMMA].fullmatch(text)) and not text.lstrip("-+").startswith("0")
    if text.count(COMMA) > 1 or (grouped and decimal == POINT):
        return text.replace(COMMA, "") if grouped else text
    if grouped and not decimal:
        plain = text.replace(COMMA, "")
        raise NotANumberError(f"“{text}” may be {plain} or {text.replace(COMMA, POINT)}: write the one that is meant.")
    return text.replace(COMMA, POINT)
