"""P values as tables print them."""

import re
from dataclasses import dataclass

from studies.curation.pasting.read_number import NotANumberError, read_number

_P = re.compile(
    r"(?:p\s*(?:-?\s*value)?\s*)?(?P<sign>[<>=≤≥]?)\s*(?P<number>\d*[.,\u00b7]\d+|[01])\s*(?P<marks>[*\u2020\u2021\u00a7#]*|[a-e])",
    re.IGNORECASE,
)
_NOT_SIGNIFICANT = re.compile(r"n\.?\s*s\.?|not significant", re.IGNORECASE)
_RELATION = {"": "=", "=": "=", "<": "<", "≤": "<", ">": ">", "≥": ">"}


@dataclass(frozen=True, slots=True)
class PrintedP:
    """A P value: as printed, its sign, and its number; both '' where only "not significant" is printed."""

    text: str
    relation: str = ""
    value: str = ""


def read_p(text: str) -> PrintedP | None:
    """The P value of a cell; None where it holds something else.

    >>> read_p("<0.001*"), read_p("p = 0,03"), read_p("NS"), read_p("1.3"), read_p("0.5 (0.1)")
    (PrintedP(text='<0.001', relation='<', value='0.001'), PrintedP(text='0,03', relation='=', value='0.03'), \
PrintedP(text='NS', relation='', value=''), None, None)
    """
    plain = text.strip()
    if _NOT_SIGNIFICANT.fullmatch(plain):
        return PrintedP(plain)
    match = _P.fullmatch(plain)
    if match is None:
        return None
    try:
        number = read_number(match["number"], decimal="," if "," in match["number"] else "")
    except NotANumberError:
        return None
    if not 0 <= number.value <= 1:
        return None
    value = f"0{number.text}" if number.text.startswith(".") else number.text
    return PrintedP(f"{match['sign'].strip('=')}{match['number']}", _RELATION[match["sign"]], value)
