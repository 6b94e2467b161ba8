"""Words by which headings, labels and captions say what numbers are: mean, SD, n (%), median (IQR)."""

import re

from studies.curation.pasting.read_cell import Notation

_WORDS = {
    "mean": r"\b(mean|average)s?\b",
    "median": r"\bmedians?\b",
    "sd": r"\bs\.?d\.?(?![a-z])|\bstd\b|\bstandard deviations?\b",
    "se": r"\bs\.?e\.?m?\.?(?![a-z])|\bstandard errors?( of the mean)?\b",
    "ci": r"\bc\.?i\.?(?![a-z])|\bconfidence intervals?\b",
    "quartiles": r"\biqr\b|\binterquartile( range)?\b|\bquartiles\b|\bq1\b.*\bq3\b",
    "range": r"(?<!interquartile )\brange\b|\bmin\b.*\bmax\b",
    "q1": r"\bq1\b|\blower quartile\b",
    "q3": r"\bq3\b|\bupper quartile\b",
    "minimum": r"^min\.?$|\bminimum\b",
    "maximum": r"^max\.?$|\bmaximum\b",
    "events": r"\bevents?\b|\bresponders?\b|\bsuccess(es)?\b",
    "n": r"\bn\b|^no\.?(?![a-z])|^(number|patients|participants|total)$|\bnumber of (patients|participants|people)\b",
    "percent": r"%|\bper\s?cent(age)?\b",
}
PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _WORDS.items()}
_LEVEL = re.compile(r"(\d\d(?:\.\d+)?)\s*%\s*(?=c\.?i|conf)", re.IGNORECASE)
_FILLERS = re.compile(r"±|\+/[-\u2212]|\b\d\d(\.\d+)?\s*%\s*(?=c\.?i|conf)", re.IGNORECASE)
_CENTRES, _SPREADS, _PAIRS = ("mean", "median"), ("sd", "se"), ("ci", "quartiles", "range")
_ALONE = ("q1", "q3", "minimum", "maximum", "sd", "se", "events", "percent", "n")
_COUNTS = frozenset({"events", "percent", "n"})
# In a sentence only these pairs say how numbers are printed: a list of abbreviations does not.
_CENTRE = r"(?P<centre>means?|averages?|medians?|n|no\.|numbers?)\s*(?:values?|scores?)?"
_AROUND = (
    r"(?P<around>95\s*%\s*(?:CI|confidence interval)|CI|SDs?|s\.d\.|standard deviations?|SEM?|standard errors?|IQR"
    r"|interquartile range|quartiles|Q1|range|min|%|percentages?)"
)
_IN_SENTENCE = re.compile(rf"\b{_CENTRE}\s*(?:±|\+/[-\u2212]|[(\[,]|and)\s*{_AROUND}(?![a-z])", re.IGNORECASE)


def notation_in(text: str) -> Notation:
    """The notation that a heading or label names; empty where it names two that exclude each other.

    >>> notation_in("Mean (SD)"), notation_in("n (%)").alone, notation_in("mean, median")
    (Notation(alone='mean', spread='sd', pair='', level=''), 'events', Notation(alone='', spread='', pair='', level=''))
    """
    level = _LEVEL.search(text)
    words = {name for name, pattern in PATTERNS.items() if pattern.search(_LEVEL.sub(" ", text) if level else text)}
    if {"mean", "median"} <= words or {"sd", "se"} <= words:
        return Notation()
    counted, scored = words & _COUNTS, words & {*_CENTRES, *_SPREADS, *_PAIRS}
    if counted and scored:
        return Notation()
    if {"n", "percent"} <= words or {"events", "percent"} <= words:
        return Notation(alone="events", spread="percent")
    pair = next((name for name in _PAIRS if name in words), "")
    centre = next((name for name in _CENTRES if name in words), "")
    spread = next((name for name in _SPREADS if name in words), "")
    alone = centre or ("" if pair else next((name for name in _ALONE if name in words), ""))
    return Notation(alone=alone, spread=spread if centre else "", pair=pair, level=level[1] if level and pair else "")


def notation_of_sentence(text: str) -> Notation:
    """The one notation that a caption or a note names; empty where it names none, or two.

    >>> notation_of_sentence("Values are mean ± SD.").spread, notation_of_sentence("SD: standard deviation").spread
    ('sd', '')
    """
    named = {notation_in(match[0].replace(",", " ")) for match in _IN_SENTENCE.finditer(text)}
    return named.pop() if len(named) == 1 else Notation()


def without_notation(text: str) -> str:
    """A label without the words and marks of its notation."""
    for pattern in (_FILLERS, *PATTERNS.values()):
        text = pattern.sub(" ", text)
    return text
