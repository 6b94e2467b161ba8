"""What a question sets ozone against: two sides of treatments, compared by the rule that compares arms of studies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from evidence.asked.lexicon import PartKind
from evidence.asked.term_reading import QuestionPiece, TreatmentMark
from evidence.synthesis.compared_trials import ComparedWith
from studies.choices import ComponentName
from studies.reported.comparisons import Comparison, Components, compare

OZONE = ComponentName.OZONE
_AND, _NOT = " + ", "not"


class ComparisonFault(StrEnum):
    """Why two sides are no question about ozone alone."""

    NO_OZONE = "no ozone"
    BOTH_SIDES = "ozone on both sides"
    MORE_THAN_OZONE = "more than ozone differs"
    # Something is compared that is not understood.
    UNKNOWN_SIDE = "the other side is not understood"
    NO_TREATMENT = "the other side is no treatment"


_FAULTS = {
    Comparison.OZONE_BOTH_ARMS: ComparisonFault.BOTH_SIDES,
    Comparison.CONFOUNDED: ComparisonFault.MORE_THAN_OZONE,
}


@dataclass(frozen=True, slots=True)
class AskedComparison:
    """What is compared, and the ``words`` that say it. ``compared`` is None where a ``fault`` stands in the way.

    ``is_assumed``: the words name a treatment and not whether ozone is set against it or put on top of it, and the
    first is taken. ``other`` is the other way of these. ``others`` are all treatments named but ozone; ``further`` are
    sides beyond the first two. ``names_ozone``: ozone is among the words.
    """

    compared: ComparedWith | None
    fault: ComparisonFault | None = None
    words: str = ""
    is_assumed: bool = False
    other: ComparedWith | None = None
    others: Components = frozenset()
    further: tuple[str, ...] = ()
    names_ozone: bool = True


@dataclass(frozen=True, slots=True)
class _Side:
    pieces: tuple[QuestionPiece, ...]

    @property
    def names(self) -> Components:
        """The treatments on it."""
        return frozenset(treatment_of(piece) for piece in self.pieces)

    @property
    def words(self) -> str:
        return _AND.join(dict.fromkeys(piece.words for piece in self.pieces))


def treatment_of(piece: QuestionPiece) -> ComponentName:
    """The treatment that a piece names. Raises ``LookupError`` for one that names none."""
    for kind, value in piece.readings:
        if kind is PartKind.TREATMENT and isinstance(value, ComponentName):
            return value
    raise LookupError(piece.words)


def is_treatment(piece: QuestionPiece) -> bool:
    """Whether a piece names a treatment, of whatever else it may name."""
    return any(kind is PartKind.TREATMENT for kind, _ in piece.readings)


def read_comparison(pieces: Sequence[QuestionPiece]) -> AskedComparison | None:
    """What the treatments and marks among these pieces compare; None where nothing is compared with ozone."""
    pieces = _without_absent(pieces)
    found = _read(pieces)
    if found is None or found.fault in (ComparisonFault.UNKNOWN_SIDE, ComparisonFault.NO_TREATMENT):
        return found
    places = [place for place, piece in enumerate(pieces) if is_treatment(piece)]
    told = [piece for piece in pieces[places[0] : places[-1] + 1] if is_treatment(piece) or piece.mark]
    further = {words for side in found.further for words in side.split(_AND)}
    names = frozenset(treatment_of(piece) for piece in told if is_treatment(piece) and piece.words not in further)
    words = " ".join(piece.words for piece in told if piece.words.lower() != _NOT)
    return replace(found, words=words, others=names - {OZONE}, names_ozone=OZONE in names)


def _without_absent(pieces: Sequence[QuestionPiece]) -> list[QuestionPiece]:
    """The pieces but for treatments that are said to be absent: "steroid without ozone"."""
    return [
        piece
        for place, piece in enumerate(pieces)
        if not (is_treatment(piece) and place and pieces[place - 1].mark is TreatmentMark.ABSENT)
    ]


def _read(pieces: Sequence[QuestionPiece]) -> AskedComparison | None:
    marks = {piece.mark for piece in pieces if piece.mark}
    if TreatmentMark.WITH_OR_WITHOUT in marks:
        return _with_or_without(pieces)
    sides = _sides(pieces)
    others = [piece for side in sides for piece in side.pieces if treatment_of(piece) is not OZONE]
    if not others:
        return _ozone_twice(sides) or _untreated_side(pieces) or _unknown_side(pieces)
    other = _Side(tuple(others))
    if _is_with_and_without(pieces):
        return _on_top(other)
    if len(sides) > 1:
        return _two_sides(sides[0], sides[1], tuple(side.words for side in sides[2:]))
    if TreatmentMark.ON_TOP in marks or (TreatmentMark.AGAINST not in marks and _is_joined(pieces)):
        return _on_top(other)
    against = _two_sides(_Side(()), other)
    if TreatmentMark.AGAINST in marks:
        return against
    on_top = _on_top(other)
    return replace(against, is_assumed=True, other=on_top.compared)


def _sides(pieces: Sequence[QuestionPiece]) -> list[_Side]:
    """The treatments in order, parted where words part them; sides without a treatment are none."""
    sides: list[list[QuestionPiece]] = [[]]
    for place, piece in enumerate(pieces):
        if piece.mark is TreatmentMark.AGAINST or (
            piece.mark is TreatmentMark.ALTERNATIVE and _is_between(pieces, place)
        ):
            sides.append([])
        elif piece.mark is TreatmentMark.JOIN and not sides[0] and len(sides) > 1 and _is_between(pieces, place):
            # "Compare ozone with steroid": the first words part what "with" joins elsewhere.
            sides.append([])
        elif is_treatment(piece):
            sides[-1].append(piece)
    return [_Side(tuple(side)) for side in sides if side]


def _is_between(pieces: Sequence[QuestionPiece], place: int) -> bool:
    """Whether the pieces on both sides are treatments."""
    return 0 < place < len(pieces) - 1 and is_treatment(pieces[place - 1]) and is_treatment(pieces[place + 1])


def _is_with_and_without(pieces: Sequence[QuestionPiece]) -> bool:
    """Whether one side is with ozone and the other the same without it: "laser with ozone v without"."""
    follows = [*pieces[1:], None]
    with_ozone = any(
        piece.mark is TreatmentMark.JOIN and after and is_treatment(after) and treatment_of(after) is OZONE
        for piece, after in zip(pieces, follows, strict=True)
    )
    without = any(
        piece.mark is TreatmentMark.ABSENT and not (after and is_treatment(after))
        for piece, after in zip(pieces, follows, strict=True)
    )
    return with_ozone and without and any(piece.mark is TreatmentMark.AGAINST for piece in pieces)


def _is_joined(pieces: Sequence[QuestionPiece]) -> bool:
    """Whether ozone is put together with another treatment."""
    return any(
        piece.mark is TreatmentMark.JOIN
        and _is_between(pieces, place)
        and OZONE in (treatment_of(pieces[place - 1]), treatment_of(pieces[place + 1]))
        for place, piece in enumerate(pieces)
    )


def _two_sides(first: _Side, second: _Side, further: tuple[str, ...] = ()) -> AskedComparison:
    """Two sides as two arms; where one is empty, it is ozone."""
    found = compare(*(side.names or frozenset({OZONE}) for side in (first, second)))
    if found is None:
        return AskedComparison(None, ComparisonFault.NO_OZONE, further=further)
    if fault := _FAULTS.get(found.comparison):
        return AskedComparison(None, fault, further=further)
    return AskedComparison(ComparedWith(found.comparison, found.base), further=further)


def _on_top(other: _Side) -> AskedComparison:
    found = compare(other.names | {OZONE}, other.names)
    if found is None or found.comparison in _FAULTS:
        return AskedComparison(None, ComparisonFault.MORE_THAN_OZONE)
    return AskedComparison(ComparedWith(found.comparison, found.base))


def _with_or_without(pieces: Sequence[QuestionPiece]) -> AskedComparison | None:
    """What stands before is in both arms, what follows in one."""
    at = next(place for place, piece in enumerate(pieces) if piece.mark is TreatmentMark.WITH_OR_WITHOUT)
    both, added = (
        _Side(tuple(piece for piece in part if is_treatment(piece))) for part in (pieces[:at], pieces[at + 1 :])
    )
    if not (both.names | added.names) - {OZONE}:
        return None
    return _two_sides(_Side((*both.pieces, *added.pieces)), both)


def _untreated_side(pieces: Sequence[QuestionPiece]) -> AskedComparison | None:
    """Ozone against no treatment at all; None where no words say so."""
    words = [piece.words for piece in pieces if piece.mark is TreatmentMark.UNTREATED]
    if not words or all(piece.mark is not TreatmentMark.AGAINST for piece in pieces):
        return None
    return AskedComparison(None, ComparisonFault.NO_TREATMENT, words[0])


def _unknown_side(pieces: Sequence[QuestionPiece]) -> AskedComparison | None:
    """A comparison whose other side has no word that is understood; None where nothing is compared."""
    at = next((place for place, piece in enumerate(pieces) if piece.mark is TreatmentMark.AGAINST), None)
    if at is None:
        return None
    unknown = [piece.words for piece in pieces[at + 1 :] if not (piece.readings or piece.mark)]
    return AskedComparison(None, ComparisonFault.UNKNOWN_SIDE, " ".join(unknown)) if unknown else None


def _ozone_twice(sides: Sequence[_Side]) -> AskedComparison | None:
    """Ozone against ozone, whatever its dose or route; None where ozone is named once."""
    return AskedComparison(None, ComparisonFault.BOTH_SIDES) if len(sides) > 1 else None
