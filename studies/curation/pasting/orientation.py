"""What a label of a table says of its numbers: arm, outcome, time, scale, people, and what the numbers are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from studies.curation.pasting.name_index import NameIndex, arm_in, outcome_in
from studies.curation.pasting.notation_words import notation_in, without_notation
from studies.curation.pasting.quantities import Quantity, quantity_in, without_baseline, without_limit
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_time import time_in

PEOPLE = re.compile(r"[(\[]?\s*\bn\s*=\s*(\d+)\s*[)\]]?", re.IGNORECASE)
_UNIT = re.compile(r"[(\[]\s*(mm|cm)\s*[)\]]|,\s*(mm|cm)\b|\b(mm|cm)\b", re.IGNORECASE)
_LENGTH = {"mm": "100", "cm": "10"}
# "ODI, %" names the unit of a score from 0 to 100; "n (%)" does not.
_PERCENT_UNIT = re.compile(r"[(\[]\s*%\s*[)\]]|,\s*%(?=\s*(?:$|[,;]))|\s%(?=\s*$)")
_COUNTED_WORDS = re.compile(
    r"\b(patients|number|responders?|rates?|success\w*|complications?|adverse|events?|recurren\w+|surgery|operat\w+|"
    r"satisf\w+|excellent|good|fair|poor|improved|cured|relapsed?)\b|[\u2265>]",
    re.IGNORECASE,
)
_COUNT_NOTATION = re.compile(r",?\s*\bn\b\s*(/\s*n\b)?\s*([(\[]\s*%\s*[)\]])?|,\s*%\s*$", re.IGNORECASE)
_COUNTED = re.compile(r"\bn\b|\bno\.|\bnumber\b", re.IGNORECASE)
# Words of a label that name nothing by themselves.
_IDLE = frozenset(
    {
        *("at", "after", "score", "scores", "group", "arm", "in", "the", "of", "follow-up", "post", "treatment"),
        *("value", "values", "data", "are", "is", "as", "presented"),
    }
)


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
    quantity: Quantity = Quantity.NOT_SAID

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

    @property
    def kinds(self) -> frozenset[str]:
        """What it names: an arm, an outcome, a time."""
        named = {"arm": self.arm, "outcome": self.measure or self.outcome_name, "time": self.timepoint_label}
        return frozenset(kind for kind, name in named.items() if name)


@dataclass(frozen=True, slots=True)
class TableNames:
    """The names that a table may use, and what a person says that some of its words mean."""

    arms: tuple[NameIndex, ...] = ()
    measures: tuple[NameIndex, ...] = ()
    meanings: Mapping[str, TableOrientation] = field(default_factory=dict)

    def meaning_of(self, text: str) -> TableOrientation:
        return self.meanings.get(" ".join(text.split()), TableOrientation())


@dataclass(frozen=True, slots=True)
class LabelReading:
    """A label with what it says, the notation that it names, and its words that are not recognised."""

    text: str
    axis: TableOrientation = field(default_factory=TableOrientation)
    notation: Notation = field(default_factory=Notation)
    rest: str = ""

    @property
    def named(self) -> TableOrientation:
        """What it says, with unknown words as the name of its outcome, unless all of them are fillers."""
        words = [word for word in self.rest.split() if word.lower().strip(".:,") not in _IDLE]
        return replace(self.axis, outcome_name=self.rest if words else "")


def read_label(text: str, names: TableNames) -> LabelReading:
    """What a label says."""
    quantity = quantity_in(text)
    people, rest = _taken(PEOPLE, without_baseline(text))
    axis = TableOrientation(n=people[1] if people else "", quantity=quantity)
    # A count of those who improved on a scale is no score of that scale.
    measures = names.measures
    if quantity is Quantity.RESPONDERS:
        measures, rest = tuple(each for each in measures if not each.tops), without_limit(rest)
    axis, rest = _scale(axis, rest, measures)
    arm, rest = arm_in(rest, names.arms)
    measure, rest = outcome_in(rest, measures)
    if time := time_in(rest):
        axis = replace(axis, timepoint_label=time[0], weeks=f"{time[1]:g}")
        rest = rest.replace(time[0], " ", 1)
    axis, rest = _unit(replace(axis, arm=arm, measure=measure), rest, measures)
    said = names.meaning_of(text)
    words = {Quantity.NOT_SAID: without_notation(rest), Quantity.RESPONDERS: definition_text(text, axis)}
    unknown = "" if said.measure else trimmed(words.get(quantity, ""))
    return LabelReading(text, said.filled_from(axis), notation_in(rest), unknown)


def is_counted(axis: TableOrientation, names: TableNames) -> bool:
    """Whether an outcome may be a count of people: what a caption says of scores does not hold for it."""
    named = axis.measure or _COUNTED_WORDS.search(axis.outcome_name)
    return bool(named) and not has_scale(axis, names)


def has_scale(axis: TableOrientation, names: TableNames) -> bool:
    """Whether the outcome is a score on a scale."""
    return axis.measure in {each.key for each in names.measures if each.tops}


def without_scale(axis: TableOrientation, names: TableNames) -> TableOrientation:
    """People who improved on a scale are counted, and have no score of it: its outcome is for a person to choose."""
    if axis.quantity is not Quantity.RESPONDERS or not has_scale(axis, names):
        return axis
    return replace(axis, measure="", scale_min="", scale_max="")


def definition_text(text: str, axis: TableOrientation) -> str:
    """The definition of people who are counted, as printed: a label without time, people and notation."""
    bare = PEOPLE.sub(" ", text).replace(axis.timepoint_label, " ") if axis.timepoint_label else PEOPLE.sub(" ", text)
    return re.sub(r"\b(at|after)\s*(?=[,;:]|$)", " ", _COUNT_NOTATION.sub(" ", bare).strip(" ,;"))


def _scale(axis: TableOrientation, text: str, measures: tuple[NameIndex, ...]) -> tuple[TableOrientation, str]:
    """The ends of the scale that a text prints: 0 to a number that is the top of a known one."""
    tops = "|".join(sorted({re.escape(f"{top:g}") for each in measures for top in each.tops}))
    pattern = rf"[(\[]?\s*(?<![\d.,])0\s*(?:-|\u2013|to)\s*({tops})(?![\d.,]\d|\d)\s*(?:mm|cm|points?|%)?\s*[)\]]?"
    scale, rest = _taken(re.compile(pattern, re.IGNORECASE), text) if tops else (None, text)
    return (replace(axis, scale_min="0", scale_max=scale[1]) if scale else axis), rest


def _unit(axis: TableOrientation, text: str, measures: tuple[NameIndex, ...]) -> tuple[TableOrientation, str]:
    """The scale that a unit names: millimetres of a line, percent of a score from 0 to 100."""
    outcome = next((each for each in measures if each.key == axis.measure), None)
    if outcome is None:
        return axis, text
    if 100 in outcome.tops and not _COUNTED.search(text):
        unit, rest = _taken(_PERCENT_UNIT, text)
        if unit:
            top = axis.scale_max or "100"
            return replace(axis, scale_min="0", scale_max=top), rest
    unit, rest = _taken(_UNIT, text) if outcome.is_length else (None, text)
    if not unit:
        return axis, text
    length = axis.scale_max or _LENGTH[next(filter(None, unit.groups())).lower()]
    return replace(axis, scale_min="0", scale_max=length), rest


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    """The first match, and the text without it."""
    found = pattern.search(text)
    return found, f"{text[: found.start()]} {text[found.end() :]}" if found else text


def trimmed(text: str) -> str:
    """Words without the brackets and joints that what was taken out leaves behind."""
    bare = re.sub(r"[(\[][\s,;/]*[)\]]", " ", text)
    return re.sub(r"\s+", " ", bare).strip(" ,;:-\u2013()[]/*\u2020\u2021")
