"""The words of a question in order, each as a term, a mark that parts or joins treatments, or not understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from evidence.asked.lexicon import Lexicon, Reading, phrases
from evidence.asked.question_words import (
    ABSENT_WORDS,
    AGAINST_WORDS,
    ALTERNATIVE_WORD,
    JOINING_WORDS,
    ON_TOP_WORDS,
    SILENT_WORDS,
    WITH_OR_WITHOUT,
)
from studies.search.search_tokens import TextWord, composed, tokens_of, words_of
from studies.search.synonyms import JOINING_TOKENS


class TreatmentMark(StrEnum):
    """What words between treatments do."""

    AGAINST = "against"
    ON_TOP = "on-top"
    WITH_OR_WITHOUT = "with-or-without"
    ABSENT = "absent"
    JOIN = "join"
    ALTERNATIVE = "alternative"


# The first kind that has a phrase here is what it is.
_MARKS = (
    (TreatmentMark.WITH_OR_WITHOUT, WITH_OR_WITHOUT),
    (TreatmentMark.AGAINST, AGAINST_WORDS),
    (TreatmentMark.ON_TOP, ON_TOP_WORDS),
    (TreatmentMark.ABSENT, ABSENT_WORDS),
    (TreatmentMark.JOIN, JOINING_WORDS),
    (TreatmentMark.ALTERNATIVE, ALTERNATIVE_WORD),
)
# Words such as "of" between those of a term.
_MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class QuestionPiece:
    """Words as typed, with what they are: readings of a term, a mark, or neither, which is not understood.

    ``start`` and ``end`` are its place in the text; ``touches`` says that no other word and no sign stands between it
    and the piece before.
    """

    words: str
    start: int
    end: int
    readings: tuple[Reading, ...] = ()
    mark: TreatmentMark | None = None
    touches: bool = False


def read_pieces(text: str, lexicon: Lexicon) -> list[QuestionPiece]:
    """The pieces of a question in order, without words that say nothing."""
    text = composed(text)
    found: list[QuestionPiece] = []
    for piece in _pieces(text, list(words_of(text)), lexicon):
        between = text[found[-1].end : piece.start] if found else "start"
        found.append(replace(piece, touches=not between.strip(" -–")))
    return found


def _pieces(text: str, words: Sequence[TextWord], lexicon: Lexicon) -> Iterator[QuestionPiece]:
    at = 0
    while at < len(words):
        size, readings = _term_at(words, at, lexicon)
        length, mark = _mark_at(words, at)
        if readings and size >= length:
            yield _piece(text, words[at : at + size], readings=readings)
        elif mark:
            size = length
            yield _piece(text, words[at : at + size], mark=mark)
        else:
            size = 1
            if words[at].token not in _silent():
                yield _piece(text, words[at : at + 1])
        at += size


def _piece(
    text: str, words: Sequence[TextWord], readings: tuple[Reading, ...] = (), mark: TreatmentMark | None = None
) -> QuestionPiece:
    start, end = words[0].start, words[-1].end
    return QuestionPiece(text[start:end], start, end, readings, mark)


def _term_at(words: Sequence[TextWord], at: int, lexicon: Lexicon) -> tuple[int, tuple[Reading, ...]]:
    """How many words from here on are the longest term, and what it may mean."""
    for size in range(min(lexicon.longest + _MOST_BETWEEN, len(words) - at), 0, -1):
        tokens = [word.token for word in words[at : at + size]]
        if readings := lexicon.readings_of(tokens):
            return size, readings
        telling = [token for token in tokens if token not in JOINING_TOKENS]
        is_whole = tokens[0] not in JOINING_TOKENS and tokens[-1] not in JOINING_TOKENS
        if is_whole and (readings := lexicon.readings_of(telling)):
            return size, readings
    return 0, ()


def _mark_at(words: Sequence[TextWord], at: int) -> tuple[int, TreatmentMark | None]:
    for mark, listed in _MARKS:
        for phrase in phrases(listed):
            if tuple(word.token for word in words[at : at + len(phrase)]) == phrase:
                return len(phrase), mark
    return 0, None


@lru_cache(maxsize=1)
def _silent() -> frozenset[str]:
    return frozenset(tokens_of(SILENT_WORDS))
