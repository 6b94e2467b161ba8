"""The words of a question in order, each as a term, a mark that parts or joins treatments, or not understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from evidence.asked.lexicon import Lexicon, Reading, phrases
from evidence.asked.question_words import (
    ABSENT_WORDS,
    AGAINST_WORDS,
    ALTERNATIVE_WORD,
    JOINING_WORDS,
    ON_TOP_WORDS,
    SILENT_WORDS,
    UNTREATED_WORDS,
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
    UNTREATED = "untreated"
    JOIN = "join"
    ALTERNATIVE = "alternative"


# The first kind that has a phrase here is what it is.
_MARKS = (
    (TreatmentMark.WITH_OR_WITHOUT, WITH_OR_WITHOUT),
    (TreatmentMark.UNTREATED, UNTREATED_WORDS),
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


def _pieces(text: str, words: Sequence[TextWord], lexicon: Lexicon) -> list[QuestionPiece]:
    """The way to part the words that leaves the fewest without a meaning.

    "Surgery, disc herniation" is no disc surgery. Of ways alike the one whose terms and marks have the most words, then
    the one with the fewest.
    """
    best: list[_Way] = [_Way() for _ in range(len(words) + 1)]
    for at in range(len(words) - 1, -1, -1):
        best[at] = min((_before(step, best[at + step.size]) for step in _steps(words, at, lexicon)), key=_cost)
    found, at = [], 0
    for step in best[0].steps:
        if not step.is_silent:
            span = words[at : at + step.size]
            start, end = span[0].start, span[-1].end
            found.append(QuestionPiece(text[start:end], start, end, step.readings, step.mark))
        at += step.size
    return found


class _Step(NamedTuple):
    """So many words together: a term, a mark, or one word that says nothing or is not understood."""

    size: int
    readings: tuple[Reading, ...] = ()
    mark: TreatmentMark | None = None
    is_silent: bool = False


class _Way(NamedTuple):
    """The steps from one word to the end, and what counts for and against them."""

    steps: tuple[_Step, ...] = ()
    unknown: int = 0
    covered: int = 0


def _cost(way: _Way) -> tuple[int, int, int]:
    return way.unknown, -way.covered, len(way.steps)


def _before(step: _Step, rest: _Way) -> _Way:
    has_meaning = bool(step.readings or step.mark)
    unknown = 0 if has_meaning or step.is_silent else 1
    return _Way((step, *rest.steps), rest.unknown + unknown, rest.covered + (step.size if has_meaning else 0))


def _steps(words: Sequence[TextWord], at: int, lexicon: Lexicon) -> Iterator[_Step]:
    """Everything that the words from here on can be."""
    for size in range(min(lexicon.longest + _MOST_BETWEEN, len(words) - at), 0, -1):
        if readings := _readings([word.token for word in words[at : at + size]], lexicon):
            yield _Step(size, readings)
    size, mark = _mark_at(words, at)
    if mark:
        yield _Step(size, mark=mark)
    yield _Step(1, is_silent=words[at].token in _silent())


def _readings(tokens: Sequence[str], lexicon: Lexicon) -> tuple[Reading, ...]:
    """What these words together may mean, also with words such as "of" between them."""
    found = lexicon.readings_of(tokens)
    if found or tokens[0] in JOINING_TOKENS or tokens[-1] in JOINING_TOKENS:
        return found
    return lexicon.readings_of([token for token in tokens if token not in JOINING_TOKENS])


def _mark_at(words: Sequence[TextWord], at: int) -> tuple[int, TreatmentMark | None]:
    for mark, listed in _MARKS:
        for phrase in phrases(listed):
            if tuple(word.token for word in words[at : at + len(phrase)]) == phrase:
                return len(phrase), mark
    return 0, None


@lru_cache(maxsize=1)
def _silent() -> frozenset[str]:
    return frozenset(tokens_of(SILENT_WORDS))
