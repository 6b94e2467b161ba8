"""What a question was taken to mean, part by part, with the words of each part and the ways to change it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.forms import BoundField
from django.urls import reverse
from django.utils.http import urlencode

from evidence.asked.asked_comparison import AskedComparison, ComparisonFault
from evidence.asked.asked_question import AskedQuestion
from evidence.pages.ask.asked_parts import AskedParts, PartsForm, key_of
from evidence.synthesis.compared_trials import ComparedWith
from evidence.synthesis.comparison_labels import join_words
from studies.choices import ComponentName, CriticalOutcome, LabelledEnum
from studies.models import Condition
from studies.reported.comparisons import Components, without_vehicles

BY_HAND = "chosen by hand"
_FAULTS = {
    ComparisonFault.NO_OZONE: "Neither side of “{words}” is ozone. Here ozone is compared with something else.",
    ComparisonFault.BOTH_SIDES: "Ozone is on both sides of “{words}”: nothing follows about ozone alone.",
    ComparisonFault.MORE_THAN_OZONE: "In “{words}” more than ozone differs: nothing follows about ozone alone.",
    ComparisonFault.UNKNOWN_SIDE: "What ozone is compared with is not understood: “{words}”.",
    ComparisonFault.NO_TREATMENT: (
        "“{words}” is no comparison that is kept here: ozone is set against a sham injection or a treatment, or is put "
        "on top of one that both arms received."
    ),
}


@dataclass(frozen=True, slots=True)
class PartNote:
    """A remark on how a part was read. ``href`` asks the same with ``link`` in its place; both may be empty."""

    text: str
    link: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class UnderstoodPart:
    """One part: its field with the value taken, and the words that name it, empty where it was not said."""

    field: BoundField
    words: str
    notes: tuple[PartNote, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """All parts. ``condition`` is the slug of the condition taken; ``unknown`` are words that were not understood.

    ``excluded`` are words that leave something out and are not followed. ``is_widest``: no condition was named.
    ``refusals`` say why nothing is answered; empty where something is.
    """

    parts: tuple[UnderstoodPart, ...]
    asked: AskedParts
    unknown: tuple[str, ...]
    excluded: tuple[str, ...]
    refusals: tuple[str, ...]
    is_widest: bool

    @property
    def condition(self) -> str | None:
        """The slug of the condition."""
        return self.asked.condition

    @property
    def can_be_answered(self) -> bool:
        """Whether enough was understood."""
        return not self.refusals


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question, what is taken of it, and the address by which it was asked."""

    asked: AskedQuestion
    parts: AskedParts
    by_hand: Mapping[str, str]
    conditions: Mapping[str, Condition]

    def address(self, **changed: str) -> str:
        """The same question with another value of a part."""
        return f"{reverse('ask')}?{urlencode({'q': self.asked.text, **self.by_hand, **changed})}"


def understood(asked: AskedQuestion, parts: AskedParts, form: PartsForm, conditions: Iterable[Condition]) -> Understood:
    """What is taken of a question; where it names no condition and nothing else is unknown, the widest of the back."""
    by_hand = {name: form.data[name] for name in form.fields if name in form.data}
    reading = _Reading(asked, parts, by_hand, {item.slug: item for item in conditions})
    refusals = tuple(_refusals(reading))
    widest = _widest(reading.conditions.values())
    assumed = parts.condition is None and "condition" not in by_hand and widest is not None and not refusals
    if assumed and widest:
        parts = parts._replace(condition=widest.slug)
        reading = _Reading(asked, parts, by_hand, reading.conditions)
    shown = PartsForm(_values(parts), conditions=reading.conditions.values(), compared=form.compared)
    notes = {
        "condition": [
            *([_assumed_condition(parts)] if assumed else []),
            *_conditions(reading),
        ],
        "comparison": list(_comparison(reading)),
        "outcome": list(_others(reading, "outcome", asked.outcome.others if asked.outcome else ())),
        "window": list(_times(reading)),
        "route": list(_routes(reading)),
    }
    words = _words(asked)
    return Understood(
        tuple(
            UnderstoodPart(
                shown[name], BY_HAND if name in by_hand else words[name], () if name in by_hand else tuple(notes[name])
            )
            for name in shown.fields
        ),
        parts,
        asked.unknown,
        asked.excluded,
        refusals,
        is_widest=assumed,
    )


def _assumed_condition(parts: AskedParts) -> PartNote:
    """Harm is told of every condition; all else of the one that gathers the back."""
    taken = "every one is told" if parts.outcome is CriticalOutcome.SERIOUS_HARM else "the widest is taken"
    return PartNote(f"No condition is named: {taken}.")


def _widest(conditions: Iterable[Condition]) -> Condition | None:
    """The condition that gathers the back."""
    return next((item for item in conditions if item.in_back_pain and item.parent_id is None), None)


def _values(parts: AskedParts) -> dict[str, str]:
    return {
        "condition": parts.condition or "",
        "comparison": key_of(parts.compared) if parts.compared else "",
        "outcome": parts.outcome or "",
        "window": parts.window or "",
        "route": parts.route or "",
    }


def _words(asked: AskedQuestion) -> dict[str, str]:
    named = {
        "condition": asked.condition,
        "comparison": asked.comparison,
        "outcome": asked.outcome,
        "window": asked.window,
        "route": asked.route,
    }
    return {name: part.words if part else "" for name, part in named.items()}


def _refusals(reading: _Reading) -> Iterator[str]:
    """Why nothing is answered: a part is named and not understood, or no part is."""
    asked, parts = reading.asked, reading.parts
    if not (asked.is_understood or any(reading.by_hand.values())):
        if asked.excluded:
            yield f"Nothing is asked but what to leave out: {_quoted(asked.excluded)}."
            return
        yield (
            "No word names a condition, a comparison, an outcome, a time or a route that is known here. Questions are "
            "read in English."
        )
        return
    if asked.comparison and asked.comparison.fault and "comparison" not in reading.by_hand:
        yield _FAULTS[asked.comparison.fault].format(words=asked.comparison.words)
    if parts.condition is None and "condition" in reading.by_hand:
        yield "No condition is chosen. Choose one above."
    elif parts.condition is None and asked.unknown:
        yield f"No condition is understood, and {_quoted(asked.unknown)} may be one. Choose a condition above."
    elif parts.condition is None and _widest(reading.conditions.values()) is None:
        yield "No condition is named. Choose one above."


def _quoted(words: Iterable[str]) -> str:
    return join_words(f"“{word}”" for word in words)


def _conditions(reading: _Reading) -> Iterator[PartNote]:
    for slug in reading.asked.condition.others if reading.asked.condition else ():
        name = reading.conditions[slug].name
        yield PartNote("Named too:", name, reading.address(condition=slug))


def _comparison(reading: _Reading) -> Iterator[PartNote]:
    comparison: AskedComparison | None = reading.asked.comparison
    if comparison is None:
        return
    if comparison.is_assumed and comparison.other:
        key, words = key_of(comparison.other), comparison.other.words
        yield PartNote(
            "Not said whether against it or on top of it. Instead:", words.heading, reading.address(comparison=key)
        )
    if comparison.compared:
        if not comparison.names_ozone:
            yield PartNote("Ozone is not named; every answer here is of ozone.")
        for name in _counted_as_another(comparison.others, comparison.compared):
            yield PartNote(f"Counted with it: {name.label}.")
    if comparison.further:
        yield PartNote(f"Left out: {_quoted(comparison.further)}.")


def _others(reading: _Reading, name: str, values: Iterable[LabelledEnum]) -> Iterator[PartNote]:
    for value in values:
        yield PartNote("Named too:", value.label.lower(), reading.address(**{name: value.value}))


def _times(reading: _Reading) -> Iterator[PartNote]:
    """The weeks of the time, and other times that are named."""
    if reading.asked.window:
        yield PartNote(reading.asked.window.value.span)
        yield from _others(reading, "window", reading.asked.window.others)


def _routes(reading: _Reading) -> Iterator[PartNote]:
    yield from _others(reading, "route", reading.asked.route.others if reading.asked.route else ())
    if reading.asked.elsewhere:
        yield PartNote(
            f"{_quoted(reading.asked.elsewhere)} is where the other treatment was given, which is not asked here."
        )


def _counted_as_another(names: Components, compared: ComparedWith) -> Iterator[ComponentName]:
    """Treatments that the words of the comparison do not name: exercise is physiotherapy, oxygen alone a sham."""
    words = f"{compared.words.heading} {compared.words.without_ozone}".lower()
    for name in sorted(without_vehicles(names) or names):
        if name.label.lower() not in words:
            yield name
