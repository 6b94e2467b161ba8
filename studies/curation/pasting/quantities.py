"""What the numbers under a label are: scores, changes from baseline, people who improved, differences of two arms."""

import re
from collections.abc import Collection
from enum import StrEnum

_FALLS = r"reductions?|decreases?|declines?|falls?|drops?"
_GAINS = r"improvements?|relief|gains?"
_MOVES = rf"changes?|increases?|{_FALLS}|{_GAINS}"
_RESPONDERS = re.compile(
    rf"(?:[≥>]\s*=?|\b(?:at least|more than|over)\b)\s*\d+(?:[.,]\d+)?\s*(?:%|per\s?cent|points?|mm|cm)?"
    rf"[^;]*\b(?:{_MOVES}|improved|reduced|decreased|responders?)\b"
    rf"|\d+\s*%\s*(?:or (?:more|greater)\s*)?(?:\w+\s+){{0,2}}(?:{_MOVES}|responders?)\b"
    rf"|\b(?:{_MOVES})\b[^;]*\d+\s*%\s*or (?:more|greater)"
    rf"|\b(?:{_MOVES})\b[^;]*(?:[≥>]\s*=?|\bat least\b)\s*\d+(?:[.,]\d+)?\s*(?:%|points?|mm|cm)?",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"(?:[≥>]\s*=?\s*)?\d+(?:[.,]\d+)?\s*(?:%|per\s?cent)", re.IGNORECASE)
_PERCENT_CHANGE = re.compile(
    rf"(?:%|\bper\s?cent(?:age)?)\s*(?:of\s+|pain\s+)?(?:{_MOVES})\b"
    rf"|\b(?:{_MOVES})\b(?:\s+(?:in|of|from)\s+[\w-]+)*\s*(?:\(\s*%\s*\)|,\s*%|\s%|\bin per\s?cent)",
    re.IGNORECASE,
)
_FALL = re.compile(rf"\b(?:{_FALLS})\b", re.IGNORECASE)
_GAIN = re.compile(rf"\b(?:{_GAINS})\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:changes?|increases?|delta)\b|[\u0394\u2206]", re.IGNORECASE)
_FROM_BASELINE = re.compile(
    r"\b(?:from|versus|vs\.?|since|compared (?:with|to)|minus)\s+(?:the\s+)?baseline", re.IGNORECASE
)
_DIFFERENCE = re.compile(r"\bdiff(?:erences?)?\b|\bm\.?d\.?(?!\w)|\bbetween[- ]groups?\b", re.IGNORECASE)
_COUNT_WORDS = re.compile(
    r"\bn\s*\(\s*%\s*\)|\bn\s*/\s*n\b|\b(?:number|no\.?) of\b|\bpatients with\b|,\s*n\s*$|\(n\)", re.IGNORECASE
)


_COUNTS = frozenset({"events", "n", "percent"})


class Quantity(StrEnum):
    """What numbers are; the value is the field's word for it."""

    NOT_SAID = ""
    CHANGE = "change from baseline"
    # Printed without a minus: its sign is turned to get a change.
    FALL = "fall from baseline"
    GAIN = "improvement"
    PERCENT_CHANGE = "change in percent"
    RESPONDERS = "people who improved"
    DIFFERENCE = "difference between arms"
    UNCLEAR = "unclear"


CHANGES = frozenset({Quantity.CHANGE, Quantity.FALL})
# Scores of these are not read, with the reason why.
_REFUSED = {
    Quantity.GAIN: "An improvement can be a rise or a fall of the score: type the change from baseline into the row, "
    "with its sign, and tick “change”.",
    Quantity.PERCENT_CHANGE: "A change in percent is no score and no count: type it as an outcome of its own.",
    Quantity.RESPONDERS: "The label counts people who improved, and the cell is no count: type what is meant.",
    Quantity.DIFFERENCE: "A difference is no score of one arm: type it into the differences as printed, below.",
    Quantity.UNCLEAR: "Words above say that numbers are changes, and do not say whether these are: type them into "
    "rows, with “change” ticked where they are.",
}


def quantity_in(text: str) -> Quantity:
    """What the numbers under a label are, as far as its words say.

    >>> [quantity_in(text).name for text in ("VAS", "Change in VAS", ">=50% reduction in NRS", "Mean difference")]
    ['NOT_SAID', 'CHANGE', 'RESPONDERS', 'DIFFERENCE']
    >>> [quantity_in(text).name for text in ("Pain reduction", "% change", "Improvement", "Difference from baseline")]
    ['FALL', 'PERCENT_CHANGE', 'GAIN', 'CHANGE']
    """
    if _RESPONDERS.search(text):
        return Quantity.RESPONDERS
    if _COUNT_WORDS.search(text) and (_FALL.search(text) or _GAIN.search(text)):
        return Quantity.RESPONDERS
    if _PERCENT_CHANGE.search(text):
        return Quantity.PERCENT_CHANGE
    if _DIFFERENCE.search(text):
        return Quantity.CHANGE if _FROM_BASELINE.search(text) else Quantity.DIFFERENCE
    patterns = {Quantity.FALL: _FALL, Quantity.GAIN: _GAIN, Quantity.CHANGE: _CHANGE}
    return next((name for name, pattern in patterns.items() if pattern.search(text)), Quantity.NOT_SAID)


def says_from_baseline(text: str) -> bool:
    """Whether a text compares with baseline."""
    return bool(_FROM_BASELINE.search(text))


def without_baseline(text: str) -> str:
    """A label without "from baseline", which is no time of its numbers."""
    return _FROM_BASELINE.sub(" ", text)


def without_limit(text: str) -> str:
    """A label of responders without its limit: the % of ">=50%" is no unit of its numbers.

    >>> without_limit(">=50% reduction, n (%)")
    ' reduction, n (%)'
    """
    return _LIMIT.sub("", text)


def refusal_of(quantity: Quantity, fields: Collection[str]) -> str:
    """Why numbers of these fields are not read under such a label; '' where they are.

    >>> refusal_of(Quantity.RESPONDERS, ["events", "percent"]), refusal_of(Quantity.CHANGE, ["mean"])
    ('', '')
    >>> refusal_of(Quantity.CHANGE, ["percent"]) == refusal_of(Quantity.PERCENT_CHANGE, ["mean", "sd"])
    True
    """
    if quantity is Quantity.NOT_SAID or set(fields) == {"n"}:
        return ""
    if quantity is Quantity.UNCLEAR or not set(fields) <= _COUNTS:
        return _REFUSED.get(quantity, "")
    # A percentage alone may be a share of people, or a share of the score.
    is_certain = "events" in fields or quantity is Quantity.RESPONDERS
    return "" if is_certain else _REFUSED[Quantity.PERCENT_CHANGE]
