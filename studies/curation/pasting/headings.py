"""The headings of a table: what the numbers or labels under each are."""

import re
from dataclasses import dataclass, field

from studies.curation.pasting.name_index import arms_compared
from studies.curation.pasting.orientation import PEOPLE, TableNames, TableOrientation, read_label, trimmed
from studies.curation.pasting.quantities import Quantity, quantity_in, says_from_baseline
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_number import NUMBER
from studies.curation.pasting.read_time import time_in

LABELS = ("arm", "time", "outcome")
_LABEL_WORDS = {
    "arm": r"^(study |treatment )?(arms?|groups?|treatments?|interventions?)$",
    "time": r"^(time|time ?points?|visits?|follow[- ]?up|weeks?|months?|assessments?)"
    r"(,? \(?(days|weeks?|months?|years))?$",
    "outcome": r"^(outcomes?|outcome measures?|measures?|variables?|parameters?|scales?|scores?|instruments?)$",
}
_LABEL_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _LABEL_WORDS.items()}
_P = re.compile(
    r"^\W*p\b(?!\s*[a-oq-z]\w*$)|^\W*p[- ]?values?\b|\bp[- ]?values?\W*$|^sig\.?$|^significance$", re.IGNORECASE
)
# Ratios, effect sizes and statistics of tests stand for two arms as well.
_STATISTIC = re.compile(
    r"^\W*(rr|or|hr|rd|arr|nnt|smd|t|f|z|u|df|x2|\u03c72|\u03c7\u00b2|chi[- ]?squared?|[tfz][- ](value|test)s?|"
    r"(risk|odds|hazard) ratio|relative risk|risk difference|effect size|cohen.{0,3}d|statistics?|test)\b\W*"
    r"(95\s*%\s*ci\W*)?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\b(within|intra|paired|over time|time effect|pre[- ]?post)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(between|inter[- ]?group|groups? comparison)", re.IGNORECASE)
P, WITHIN_P, DIFFERENCE = "p", "p within", "difference"
# What stands under a heading, in words.
KINDS = {
    "": "labels of the lines",
    "arm": "labels: arms",
    "time": "labels: times",
    "outcome": "labels: outcomes",
    P: "P values of two arms",
    WITHIN_P: "P values within one arm",
    DIFFERENCE: "differences of two arms",
}
_COMPARISONS = frozenset({P, WITHIN_P, DIFFERENCE})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the kind of label under it ('' for numbers), what it says of them, and what they are.

    ``label``: arm, time or outcome for labels; a P value or a difference of two arms. ``compared`` are the two arms
    that it names.
    """

    text: str
    label: str = ""
    axis: TableOrientation = field(default_factory=TableOrientation)
    notation: Notation = field(default_factory=Notation)
    rest: str = ""
    compared: tuple[str, ...] = ()

    @property
    def is_understood(self) -> bool:
        """Whether it names an arm, an outcome, a time or a notation; a number of people alone is none of them."""
        named = self.axis.arm or self.axis.measure or self.axis.timepoint_label or self.axis.quantity
        return bool(self.label or named or self.notation != Notation())

    @property
    def is_comparison(self) -> bool:
        """Whether the values under it belong to two arms."""
        return self.label in _COMPARISONS


def compares_groups(text: str) -> bool:
    """Whether a heading says that its P values are between arms."""
    return bool(_BETWEEN.search(text))


def read_heading(text: str, names: TableNames) -> Heading:
    """What a heading says."""
    words = trimmed(text)
    for label in LABELS:
        if _LABEL_PATTERNS[label].search(words):
            return Heading(text, label=label, axis=names.meaning_of(text))
    compared = arms_compared(text, names.arms)
    if compared or _P.search(text.strip()):
        within = bool(_WITHIN.search(text)) or says_from_baseline(text)
        is_p = _P.search(trimmed(text)) or not quantity_in(text)
        label = (WITHIN_P if within else P) if is_p else DIFFERENCE
        axis = read_label(text, TableNames(measures=names.measures)).axis
        return Heading(text, label=label, axis=axis, compared=compared)
    read = read_label(text, names)
    if _STATISTIC.match(text.strip()):
        return Heading(text, label=DIFFERENCE, axis=read.axis)
    if read.axis.quantity is Quantity.DIFFERENCE:
        return Heading(text, label=DIFFERENCE, axis=read.axis, notation=read.notation)
    if read.axis.quantity is Quantity.RESPONDERS:
        return Heading(text, axis=read.named, notation=read.notation)
    # "Total ODI" is a score, "Total" a number of people.
    says_score = read.axis.measure and read.notation.alone == "n"
    return Heading(text, axis=read.axis, notation=Notation() if says_score else read.notation, rest=read.rest)


def looks_like_numbers(text: str) -> bool:
    """Whether a cell begins with a number: no heading does, but for a time or a number of people."""
    without_people = PEOPLE.sub(" ", text)
    return bool(re.match(rf"\s*[<>≤≥=]?\s*[(\[]?{NUMBER}", without_people)) and time_in(without_people) is None
