"""A question in words, read part by part: what was understood, from which words, and what was not.

>>> from studies.search.synonyms import SynonymSet
>>> lexicon = make_lexicon([AskableCondition("sciatica", ("Sciatica",))], SynonymSet())
>>> asked = read_question("ozone v steroid for sciatica at 6 months in dogs", lexicon)
>>> asked.condition.value, asked.comparison.compared.comparison.label, asked.window.value.label, asked.unknown
('sciatica', 'ozone v steroid', 'intermediate term', ('dogs',))
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from evidence.asked.asked_comparison import OZONE, AskedComparison, is_treatment, read_comparison, treatment_of
from evidence.asked.asked_times import read_times
from evidence.asked.lexicon import AskableCondition, Lexicon, PartKind, Reading, make_lexicon, phrases
from evidence.asked.question_words import EFFECT_WORDS
from evidence.asked.term_reading import QuestionPiece, TreatmentMark, read_pieces
from studies.choices import CriticalOutcome, RouteGroup
from studies.reported.windows import Window
from studies.search.search_tokens import tokens_of

__all__ = ["AskableCondition", "AskedPart", "AskedQuestion", "make_lexicon", "read_question"]

Value = TypeVar("Value")
# Signs that stand for words.
_SIGNS = {"+": " plus ", "&": " and "}


@dataclass(frozen=True, slots=True)
class AskedPart(Generic[Value]):
    """The value of one part, the words that name it, and further values that the words name too, in their order."""

    value: Value
    words: str
    others: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """The parts of a question; None where no word names one. ``unknown`` are words that are not understood.

    ``elsewhere`` are words on the route of what ozone is compared with, which is no part of a question here.
    ``excluded`` are words that leave something out, as no question here can. ``asks_of_effect``: it asks whether ozone
    helps.
    """

    text: str
    condition: AskedPart[str] | None = None
    comparison: AskedComparison | None = None
    outcome: AskedPart[CriticalOutcome] | None = None
    window: AskedPart[Window] | None = None
    route: AskedPart[RouteGroup] | None = None
    unknown: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    asks_of_effect: bool = False

    @property
    def is_understood(self) -> bool:
        """Whether any of its words names a part, or they ask whether ozone helps."""
        parts = (self.condition, self.comparison, self.outcome, self.window, self.route)
        return any(parts) or self.asks_of_effect


def read_question(text: str, lexicon: Lexicon) -> AskedQuestion:
    """Read a question. Any text can be read; of most texts nothing is understood."""
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    times, rest = read_times(text)
    excluded, pieces = _without_excluded(_settled(read_pieces(rest, lexicon)))
    elsewhere = [piece for place, piece in enumerate(pieces) if _is_elsewhere(pieces, place)]
    pieces = [piece for piece in pieces if piece not in elsewhere]
    windows = [(time.window, time.words) for time in times] + _named(pieces, PartKind.TIME, Window)
    comparison = read_comparison(pieces)
    return AskedQuestion(
        text=" ".join(text.split()),
        condition=_condition(_named(pieces, PartKind.CONDITION, str), lexicon),
        comparison=comparison,
        outcome=_first(_named(pieces, PartKind.OUTCOME, CriticalOutcome)),
        window=_first(windows),
        route=_first(_named(pieces, PartKind.ROUTE, RouteGroup)),
        unknown=_unknown(pieces),
        elsewhere=tuple(piece.words for piece in elsewhere),
        excluded=excluded,
        asks_of_effect=_asks_of_effect(rest, pieces),
    )


def _asks_of_effect(text: str, pieces: Sequence[QuestionPiece]) -> bool:
    names_ozone = any(is_treatment(piece) and treatment_of(piece) is OZONE for piece in pieces)
    return names_ozone and not {(token,) for token in tokens_of(text)}.isdisjoint(phrases(EFFECT_WORDS))


def _without_excluded(pieces: Sequence[QuestionPiece]) -> tuple[tuple[str, ...], list[QuestionPiece]]:
    """The words that leave something out, and the other pieces: "not sciatica" asks nothing of sciatica.

    What is without ozone is the other side of a comparison.
    """
    places = [place for place in range(1, len(pieces)) if _is_excluded(pieces[place - 1], pieces[place])]
    words = tuple(f"{pieces[place - 1].words} {pieces[place].words}" for place in places)
    left_out = {*places, *(place - 1 for place in places)}
    return words, [piece for place, piece in enumerate(pieces) if place not in left_out]


def _is_excluded(before: QuestionPiece, piece: QuestionPiece) -> bool:
    if before.mark is not TreatmentMark.ABSENT or not piece.readings:
        return False
    if is_treatment(piece):
        return treatment_of(piece) is not OZONE
    # "Is it not dangerous" asks of danger.
    return piece.touches and not (before.words.lower() == "not" and _is_only(piece, PartKind.OUTCOME))


def _settled(pieces: Sequence[QuestionPiece]) -> list[QuestionPiece]:
    """Each term with one reading: which one follows from the rest of the question."""
    compares = any(
        piece.mark in (TreatmentMark.AGAINST, TreatmentMark.ON_TOP, TreatmentMark.ALTERNATIVE) for piece in pieces
    )
    others = any(_is_only(piece, PartKind.TREATMENT) and treatment_of(piece) is not OZONE for piece in pieces)
    places = any(_is_only(piece, PartKind.CONDITION) for piece in pieces)
    order = {
        PartKind.TREATMENT: 0 if compares and not others else 2,
        PartKind.CONDITION: 2 if places else 0,
    }
    compared = {**order, PartKind.TREATMENT: 0}
    return [
        replace(piece, readings=_first_reading(piece, compared if _is_compared(pieces, place) else order))
        for place, piece in enumerate(pieces)
    ]


def _first_reading(piece: QuestionPiece, order: Mapping[PartKind, int]) -> tuple[Reading, ...]:
    return tuple(sorted(piece.readings, key=lambda reading: order.get(reading.kind, 1))[:1])


def _is_compared(pieces: Sequence[QuestionPiece], place: int) -> bool:
    """Whether a piece stands right after words that part two sides: "than surgery" is no outcome."""
    return place > 0 and pieces[place - 1].mark is TreatmentMark.AGAINST


def _is_only(piece: QuestionPiece, kind: PartKind) -> bool:
    return bool(piece.readings) and all(reading.kind is kind for reading in piece.readings)


def _is_elsewhere(pieces: Sequence[QuestionPiece], place: int) -> bool:
    """Whether a route is that of another treatment than ozone: "v epidural steroid"."""
    piece = pieces[place]
    if not _is_only(piece, PartKind.ROUTE):
        return False
    after = pieces[place + 1] if place + 1 < len(pieces) and pieces[place + 1].touches else None
    before = pieces[place - 1] if place and piece.touches else None
    beside = next((each for each in (after, before) if each and is_treatment(each)), None)
    return beside is not None and treatment_of(beside) is not OZONE


def _named(pieces: Iterable[QuestionPiece], kind: PartKind, of: type[Value]) -> list[tuple[Value, str]]:
    """The values of one kind with their words, in order."""
    return [
        (reading.value, piece.words)
        for piece in pieces
        for reading in piece.readings
        if reading.kind is kind and isinstance(reading.value, of)
    ]


def _first(found: Sequence[tuple[Value, str]]) -> AskedPart[Value] | None:
    """The first value, with all words that name it."""
    if not found:
        return None
    value = found[0][0]
    words = ", ".join(dict.fromkeys(words for each, words in found if each == value))
    return AskedPart(value, words, tuple(dict.fromkeys(each for each, _ in found if each != value)))


def _condition(found: Sequence[tuple[str, str]], lexicon: Lexicon) -> AskedPart[str] | None:
    """The first condition that no other named one lies within: back pain says less than sciatica."""
    above = {name for item in lexicon.conditions if item.slug in {slug for slug, _ in found} for name in item.above}
    return _first(sorted(found, key=lambda item: item[0] in above))


def _unknown(pieces: Sequence[QuestionPiece]) -> tuple[str, ...]:
    """Words without a meaning here; those that follow each other together."""
    found: list[str] = []
    before: QuestionPiece | None = None
    for piece in pieces:
        if not (piece.readings or piece.mark):
            if before and found and piece.touches and not (before.readings or before.mark):
                found[-1] = f"{found[-1]} {piece.words}"
            else:
                found.append(piece.words)
        before = piece
    return tuple(dict.fromkeys(found))
