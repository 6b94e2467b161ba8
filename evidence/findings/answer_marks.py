"""What a reader must know of the rows of an answer table, as lettered remarks under it: doubts, cautions, assumptions.

What several rows share has one letter. Nothing here changes a number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evidence.grading.current_ratings import FindingCertainty, footnotes
from evidence.synthesis.answer_rows import AnswerRow
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer, AnswerState, pool_notes
from evidence.synthesis.comparison_labels import join_words
from evidence.synthesis.mark_texts import USUAL_SPREAD, study_marks
from evidence.synthesis.state_phrases import contradiction_text
from studies.numerics.number_formatting import trials
from studies.reported.assumptions import Caution

# A P value of heterogeneity below this is told (Cochrane Handbook 10.10.2 takes 0.10, as the test has little power).
HETEROGENEITY_P = 0.1
# Studies of a row whose own remarks are told one by one; of more the remarks are told without their figures.
MOST_NAMED = 2
# The row itself shows the second interval.
SMALL_SPREAD = (
    f"Unusually small spread: the second interval takes {USUAL_SPREAD}, and the word follows the one that says less."
)
TRIALS_DIFFER = "The trials differ more than chance explains."


class TableMark(NamedTuple):
    """A remark under the table and its letter."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class TableMarks:
    """All remarks of a table, and the letters of each row, in the order of the rows."""

    marks: tuple[TableMark, ...]
    letters: tuple[tuple[str, ...], ...]


def table_marks(rows: Sequence[AnswerRow], certainties: Sequence[FindingCertainty]) -> TableMarks:
    """Give every remark of these rows its letter; a rated row has its GRADE statement and its reasons first."""
    found = footnotes(
        [
            list(dict.fromkeys([*_of_rating(certainty), *_of_row(row)]))
            for row, certainty in zip(rows, certainties, strict=True)
        ]
    )
    return TableMarks(tuple(TableMark(letter, text) for letter, text in found.notes), found.letters)


def _of_rating(certainty: FindingCertainty) -> Iterator[str]:
    if certainty.statement:
        yield f"{certainty.words}: {certainty.statement}"
    elif not certainty.is_unrated:
        yield f"In this row {certainty.words}."
    yield from certainty.notes


def _of_row(row: AnswerRow) -> Iterator[str]:
    yield from _of_answer(row.answer)
    yield from _doubted(row.unused)


@once_per_answer
def _of_answer(answer: Answer) -> tuple[str, ...]:
    return tuple(_remarks(answer))


def _remarks(answer: Answer) -> Iterator[str]:
    yield from _of_figures(answer)
    yield from _contradicted(answer)
    yield from (f"{study.label} may be the same people as {other.label}." for study, other in answer.same_people)
    yield from pool_notes(answer)
    if answer.pooled and answer.pooled.heterogeneity and answer.pooled.heterogeneity.p < HETEROGENEITY_P:
        yield TRIALS_DIFFER


def _of_figures(answer: Answer) -> Iterator[str]:
    """Assumptions and cautions, with their figures where few studies have them."""
    if len(answer.entries) > MOST_NAMED:
        texts = [mark.label for mark in (*answer.assumptions, *answer.cautions)]
        yield from (f"In some of these trials: {text}." for text in texts)
        return
    for text in (text for entry in answer.entries for text in study_marks(entry)):
        yield SMALL_SPREAD if text.startswith(Caution.SMALL_SPREAD.label) else f"{text[:1].upper()}{text[1:]}."


def _contradicted(answer: Answer) -> Iterator[str]:
    """What trials print in another direction than their numbers here."""
    if len(answer.contradictions) <= MOST_NAMED:
        yield from map(contradiction_text, answer.contradictions)
    else:
        contradicting = {item.study.id for item in answer.contradictions}
        yield f"Of these trials {len(contradicting)} print another direction for this outcome than their numbers have."


def _doubted(unused: Sequence[Answer]) -> Iterator[str]:
    """Figures of the same outcome and comparison that are doubted, and in no answer."""
    studies = doubted_studies(unused)
    if studies:
        yield f"Not counted here, because they are doubted: other figures of {studies}."


def doubted_studies(answers: Sequence[Answer]) -> str:
    """The studies of doubted figures, by name where they are few; empty where none is doubted."""
    doubted = [answer for answer in answers if answer.state is AnswerState.DOUBTED]
    shown = [label for answer in doubted for label in _doubted_labels(answer)[0]]
    left_out = [label for answer in doubted for label in _doubted_labels(answer)[1]]
    named = list(dict.fromkeys([*shown, *left_out]))
    return join_words(named) if len(named) <= MOST_NAMED else trials(len(named))


@once_per_answer
def _doubted_labels(answer: Answer) -> tuple[list[str], list[str]]:
    """The studies with a doubted figure: of those that are shown, and of those that are left out."""
    shown = [entry.study.label for entry in answer.unpooled if entry.query]
    return shown, [item.study.label for item in answer.left_out if item.query]
