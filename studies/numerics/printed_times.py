"""Times as papers print them, in weeks."""

import re

from studies.numerics.magnitudes import is_measurable
from studies.numerics.number_formatting import WEEKS_PER_MONTH

WEEKS = {"day": 1 / 7, "week": 1.0, "month": WEEKS_PER_MONTH, "year": 12 * WEEKS_PER_MONTH}
_UNITS = {"d": "day", "w": "week", "wk": "week", "mo": "month", "mth": "month", "y": "year", "yr": "year"}
_MEAN = re.compile(r"\b(?:mean|average|median)\b", re.IGNORECASE)
_UNIT = r"(?P<unit{0}>days?|d|weeks?|wks?|w|months?|mths?|mo|years?|yrs?|y)"
_AMOUNT = r"(?P<{0}>\d+(?:[.,]\d+)?)"
_TIME = re.compile(
    rf"\b(?:{_AMOUNT.format('first')}(?:\s*(?:-|–|to|and|\+/-|±)\s*{_AMOUNT.format('second')})?[\s-]*"
    rf"{_UNIT.format(1)}|{_UNIT.format(2)}\s*{_AMOUNT.format('after')})\b",
    re.IGNORECASE,
)


def times_in(text: str) -> list[tuple[str, float]]:
    """The times in a text, as printed and in weeks; both ends of a range.

    >>> times_in("VAS at 3 months"), times_in("week 4"), times_in("final")
    ([('3 months', 13.035)], [('week 4', 4.0)], [])
    >>> times_in("5-10 years")
    [('5-10 years', 260.7), ('5-10 years', 521.4)]
    """
    found = [
        (match[0], round(float(amount.replace(",", ".")) * WEEKS[_unit(match["unit1"] or match["unit2"])], 3))
        for match in _TIME.finditer(text)
        for amount in match.group("first", "second", "after")
        if amount
    ]
    return [(printed, weeks) for printed, weeks in found if is_measurable(weeks)]


def is_mean_time(text: str) -> bool:
    """Whether a time as printed is the middle of many: people were seen before and after it.

    >>> is_mean_time("end of follow-up (mean 12 weeks)"), is_mean_time("12 weeks"), is_mean_time("averages")
    (True, False, False)
    """
    return bool(_MEAN.search(text))


def _unit(written: str) -> str:
    plain = written.lower()
    plain = plain if plain in _UNITS else plain.rstrip("s")
    return _UNITS.get(plain, plain)
