"""Times as tables print them, in weeks."""

import re

from studies.numerics.magnitudes import is_measurable

# The data set counts a month as 4.345 weeks and a year as twelve of them; three decimals.
WEEKS = {"day": 1 / 7, "week": 1.0, "month": 4.345, "year": 52.14}
_UNITS = {"d": "day", "w": "week", "wk": "week", "mo": "month", "mth": "month", "y": "year", "yr": "year"}
_UNIT = r"(?P<unit{0}>days?|d|weeks?|wks?|w|months?|mths?|mo|years?|yrs?|y)"
_AMOUNT = r"(?P<amount{0}>\d+(?:[.,]\d+)?)"
_TIME = re.compile(
    rf"\b(?:{_AMOUNT.format(1)}\s*-?\s*{_UNIT.format(1)}|{_UNIT.format(2)}\s*{_AMOUNT.format(2)})\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"\b(baseline|pre-?\s?(treatment|procedure|op|operative(ly)?)|before( treatment)?)\b", re.IGNORECASE
)


def time_in(text: str) -> tuple[str, float] | None:
    """The time that a text names, as printed, and its weeks; None when it names none, or two.

    >>> time_in("VAS at 3 months"), time_in("Baseline"), time_in("week 4"), time_in("group A")
    (('3 months', 13.035), ('Baseline', 0.0), ('week 4', 4.0), None)
    """
    before, found = _BEFORE.search(text), list(_TIME.finditer(text))
    if before and not found:
        return before[0], 0.0
    if len(found) != 1 or before:
        return None
    match = found[0]
    amount = float((match["amount1"] or match["amount2"]).replace(",", "."))
    weeks = round(amount * WEEKS[_unit(match["unit1"] or match["unit2"])], 3)
    return (match[0], weeks) if is_measurable(weeks) else None


def _unit(written: str) -> str:
    plain = written.lower()
    plain = plain if plain in _UNITS else plain.rstrip("s")
    return _UNITS.get(plain, plain)
