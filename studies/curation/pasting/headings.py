"""The labels of a table: which arm, time, outcome and scale they name, and the kind of its numbers."""

import re
from dataclasses import dataclass, field, fields, replace

from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_number import NUMBER
from studies.curation.pasting.read_time import time_in

_PEOPLE = re.compile(r"[(\[]?\s*\bn\s*=\s*(\d+)\s*[)\]]?", re.IGNORECASE)
_UNIT = re.compile(r"[(\[]\s*(mm|cm)\s*[)\]]|,\s*(mm|cm)\b|\b(mm|cm)\b", re.IGNORECASE)
_LENGTH = {"mm": "100", "cm": "10"}
# Words of headings, by the kind of value in the column; a column of labels has one of the last three.
_WORDS = {
    "mean": r"\b(mean|average)s?\b",
    "median": r"\bmedians?\b",
    "sd": r"\bs\.?d\.?(?![a-z])|\bstd\b|standard deviation",
    "se": r"\bs\.?e\.?m?\.?(?![a-z])|standard error",
    "ci": r"\bc\.?i\.?(?![a-z])|confidence interval",
    "quartiles": r"\biqr\b|interquartile|quartiles?|\bq1\b.*\bq3\b",
    "range": r"\brange\b|\bmin\b.*\bmax\b",
    "q1": r"\bq1\b|lower quartile",
    "q3": r"\bq3\b|upper quartile",
    "minimum": r"^min\.?$|\bminimum\b",
    "maximum": r"^max\.?$|\bmaximum\b",
    "events": r"\bevents?\b|\bresponders?\b|\bsuccess(es)?\b",
    "n": r"\bn\b|^no\.?(?![a-z])|^(number|patients|participants|total)$|number of (patients|participants|people)",
    "percent": r"%|\bper\s?cent(age)?\b",
    "p": r"^p\b",
    "difference": r"\b(difference|change|reduction|improvement|delta|md)\b|\u0394",
    "arm": r"^(arms?|groups?|treatments?|interventions?)$",
    "time": r"^(time|time ?points?|visits?|follow[- ]?up|weeks?|months?|assessments?)$",
    "outcome": r"^(outcomes?|measures?|variables?|parameters?|scales?|scores?|instruments?)$",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _WORDS.items()}
_LEVEL = re.compile(r"(\d\d(?:\.\d+)?)\s*%\s*(?=c\.?i|conf)", re.IGNORECASE)
LABELS = ("arm", "time", "outcome")
# Columns whose values belong to no single arm, with the reason why they are not read.
NOT_READ = {
    "p": "A P value compares two arms: it belongs to the differences as printed, below.",
    "difference": "A change or a difference is not a score: type a change from baseline into a separate row with "
    "“change” ticked, and a difference between arms below.",
}
_CENTRES, _SPREADS, _PAIRS = ("mean", "median"), ("sd", "se"), ("ci", "quartiles", "range")
_ALONE = ("q1", "q3", "minimum", "maximum", "sd", "se")


@dataclass(frozen=True, slots=True)
class NameIndex:
    """A record that a table may name: its key, and its names.

    ``tops`` are the upper ends of an outcome's scales. ``is_length``: an outcome marked on a line of ten centimetres,
    which may be read in millimetres.
    """

    key: str
    names: tuple[str, ...]
    tops: tuple[float, ...] = ()
    is_length: bool = False


@dataclass(frozen=True, slots=True)
class TableOrientation:
    """What a label says about the numbers of its row or column, as texts of a result; '' where it says nothing."""

    arm: str = ""
    measure: str = ""
    outcome_name: str = ""
    timepoint_label: str = ""
    weeks: str = ""
    n: str = ""
    scale_min: str = ""
    scale_max: str = ""

    def filled_from(self, other: "TableOrientation") -> "TableOrientation":
        """The same, with empty parts taken from another; outcome and time are each taken as a whole."""
        pairs = {one.name: getattr(self, one.name) or getattr(other, one.name) for one in fields(self)}
        if self.measure:
            pairs["outcome_name"] = self.outcome_name
        # A scale is that of its outcome, and of no other.
        if self.scale_max or (self.measure and other.measure not in ("", self.measure)):
            pairs |= {"scale_min": self.scale_min, "scale_max": self.scale_max}
        if self.timepoint_label:
            pairs["weeks"] = self.weeks
        return TableOrientation(**pairs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the kind of label under it ('' for numbers), what it says of them, and what they are."""

    text: str
    label: str = ""
    axis: TableOrientation = field(default_factory=TableOrientation)
    notation: Notation = field(default_factory=Notation)
    rest: str = ""

    @property
    def is_understood(self) -> bool:
        """Whether it names an arm, an outcome, a time or a notation; a number of people alone is none of them."""
        named = self.axis.arm or self.axis.measure or self.axis.timepoint_label
        return bool(self.label or named or self.notation != Notation())


def read_label(
    text: str, *, arms: tuple[NameIndex, ...], measures: tuple[NameIndex, ...]
) -> tuple[TableOrientation, str]:
    """What a label names, and its words that are not recognised."""
    rest, orientation = text, TableOrientation()
    if people := _PEOPLE.search(rest):
        orientation, rest = replace(orientation, n=people[1]), rest.replace(people[0], " ")
    if scale := _scale_in(rest, measures):
        orientation, rest = replace(orientation, scale_min="0", scale_max=scale[1]), rest.replace(scale[0], " ")
    arm, rest = _named(rest, arms)
    measure, rest = _named(rest, measures)
    is_length = any(each.key == measure and each.is_length for each in measures)
    if is_length and not orientation.scale_max and (unit := _UNIT.search(rest)):
        length = _LENGTH[next(filter(None, unit.groups())).lower()]
        orientation, rest = replace(orientation, scale_min="0", scale_max=length), rest.replace(unit[0], " ")
    if time := time_in(rest):
        orientation, rest = (
            replace(orientation, timepoint_label=time[0], weeks=f"{time[1]:g}"),
            rest.replace(time[0], " "),
        )
    return replace(orientation, arm=arm, measure=measure), _trimmed(rest)


def _scale_in(text: str, measures: tuple[NameIndex, ...]) -> re.Match[str] | None:
    """Where a text prints the ends of a scale: 0 to a number that is the top of a known one."""
    tops = "|".join(sorted({re.escape(f"{top:g}") for each in measures for top in each.tops}))
    pattern = rf"[(\[]?\s*\b0\s*(?:-|\u2013|to)\s*({tops})\b\s*(?:mm|cm|points?)?\s*[)\]]?"
    return re.search(pattern, text, re.IGNORECASE) if tops else None


def read_heading(text: str, *, arms: tuple[NameIndex, ...], measures: tuple[NameIndex, ...]) -> Heading:
    """What a heading says."""
    for label in (*LABELS, *NOT_READ):
        if _PATTERNS[label].search(text.strip()):
            return Heading(text, label=label)
    axis, rest = read_label(text, arms=arms, measures=measures)
    notation = _notation(rest)
    # "Total ODI" is a score, "Total" a number of people.
    says_score = axis.measure and notation.alone == "n"
    return Heading(text, axis=axis, notation=Notation() if says_score else notation, rest=rest)


def _notation(text: str) -> Notation:
    words = {name for name, pattern in _PATTERNS.items() if pattern.search(text)}
    level = _LEVEL.search(text)
    words -= {"percent"} if level else set()
    pair = next((name for name in _PAIRS if name in words), "")
    centre = next((name for name in _CENTRES if name in words), "")
    if {"n", "percent"} <= words or {"events", "percent"} <= words:
        return Notation(alone="events", spread="percent")
    spread = next((name for name in _SPREADS if name in words), "")
    alone = centre or (
        "" if pair else next((name for name in (*_ALONE, "events", "percent", "n") if name in words), "")
    )
    return Notation(alone=alone, spread=spread if centre else "", pair=pair, level=level[1] if level and pair else "")


def _named(text: str, known: tuple[NameIndex, ...]) -> tuple[str, str]:
    """The one record whose longest name is in the text, and the text without that name."""
    matches = {
        each.key: name
        for each in known
        for name in sorted(filter(None, each.names), key=len)
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    }
    longest = max(map(len, matches.values()), default=0)
    best = [(key, name) for key, name in matches.items() if len(name) == longest]
    if len(best) != 1:
        return "", text
    key, name = best[0]
    return key, re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, count=1, flags=re.IGNORECASE)


def _trimmed(text: str) -> str:
    """Words without the brackets and joints that what was taken out leaves behind."""
    bare = re.sub(r"[(\[]\s*[)\]]", " ", text)
    return re.sub(r"\s+", " ", bare).strip(" ,;:-\u2013()[]/")


def names_change(text: str) -> bool:
    """Whether a label says that its numbers are changes from baseline."""
    return bool(_PATTERNS["difference"].search(text))


def looks_like_numbers(text: str) -> bool:
    """Whether a cell begins with a number: no heading does, but for a time."""
    return bool(re.match(rf"\s*[(\[]?{NUMBER}", text)) and time_in(text) is None
