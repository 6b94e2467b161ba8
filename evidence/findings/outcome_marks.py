"""The answers of a condition as marks: one for each comparison and critical outcome, as a shape with words.

A mark is one row of the condition's answer table, and says what that row says: which side is better, or how far the
trials go without a figure that can be used. Marks are never votes: each is of a question of its own.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.http import urlencode

from evidence.findings.finding import anchor_of
from evidence.synthesis.answer_rows import AnswerRow, AnswerRows, RowSide
from evidence.synthesis.answers import AnswerState
from evidence.synthesis.comparison_labels import join_words, lower_first
from evidence.synthesis.measured_outcomes import TrialsRead
from evidence.synthesis.state_phrases import DIRECTION_ONLY, without_figure_text
from studies.choices import CriticalOutcome, LabelledEnum
from studies.numerics.number_formatting import people, plural, trials
from studies.presentation.page_addresses import page_address

# More marks of one shape in a cell are one mark with their number.
MOST_ALIKE = 2


class MarkShape(LabelledEnum):
    """What a mark says, in the order in which the marks of a cell stand."""

    BETTER = "better", "better with ozone"
    WORSE = "worse", "worse with ozone"
    BORDERLINE = "borderline", "borderline"
    NOT_CLEAR = "not-clear", "not clear which is better"
    NO_WORD = "no-word", "a figure that gets no word"
    VALUE = "value", "values without an interval"
    UNUSED = "unused", "doubted, or left out for another reason"
    DIRECTION = "direction", "a printed direction only"
    MEASURED = "measured", "measured, nothing printed compares"


_SHAPES = tuple(MarkShape)
_OF_SIDE = {
    RowSide.BETTER: MarkShape.BETTER,
    RowSide.WORSE: MarkShape.WORSE,
    RowSide.BORDERLINE: MarkShape.BORDERLINE,
    RowSide.NOT_CLEAR: MarkShape.NOT_CLEAR,
}
_OF_STATE = {
    AnswerState.VALUE_WITHOUT_INTERVAL: MarkShape.VALUE,
    AnswerState.DOUBTED: MarkShape.UNUSED,
    AnswerState.SHOWN_BESIDE: MarkShape.UNUSED,
    AnswerState.LEFT_OUT_FOR_ERROR: MarkShape.UNUSED,
    AnswerState.PRINTED_DIRECTION_ONLY: MarkShape.DIRECTION,
    AnswerState.NO_RESULT: MarkShape.MEASURED,
}
# Told on the page of trials that could not be used.
_WITHOUT_FINDING = (MarkShape.UNUSED, MarkShape.DIRECTION, MarkShape.MEASURED)


class OutcomeMark(NamedTuple):
    """One shape of a cell with what it says in words, and where that is told in full; so many ``rows`` say it."""

    shape: MarkShape
    words: str
    href: str
    rows: int = 1


class OutcomeCell(NamedTuple):
    """One condition and one critical outcome. ``words`` say why there is no mark; empty where there is one."""

    outcome: CriticalOutcome
    marks: tuple[OutcomeMark, ...]
    words: str = ""


class ShapeCount(NamedTuple):
    """How many comparisons have a mark of one shape."""

    shape: MarkShape
    number: int


def count_shapes(marks: Iterable[OutcomeMark]) -> tuple[ShapeCount, ...]:
    """The shapes of some marks, each with its comparisons, in the order of shapes."""
    counts = Counter[MarkShape]()
    for mark in marks:
        counts[mark.shape] += mark.rows
    return tuple(ShapeCount(shape, counts[shape]) for shape in MarkShape if shape in counts)


def shape_of(row: AnswerRow) -> MarkShape:
    """The shape of a row. Only a usable figure has a side."""
    if not row.is_usable:
        return _OF_STATE[row.state]
    side = row.side
    return _OF_SIDE[side] if side else MarkShape.NO_WORD


def outcome_cell(slug: str, rows: AnswerRows, outcome: CriticalOutcome) -> OutcomeCell:
    """The marks of one outcome of the condition with this slug."""
    marks = _marks(_CellPlace(slug, outcome), rows.of_outcome(outcome))
    if not marks and (measured := rows.read.measured_by(outcome)):
        words = f"measured in {trials(len(measured))}, nothing printed compares ozone alone"
        marks = (OutcomeMark(MarkShape.MEASURED, words, _CellPlace(slug, outcome).list_href(MarkShape.MEASURED)),)
    return OutcomeCell(outcome, marks, "" if marks else _absence(rows.read))


def _absence(read: TrialsRead) -> str:
    """Not measured is said only where the whole text of every trial was read."""
    return "not measured" if read.were_read_in_full else "no result"


@dataclass(frozen=True, slots=True)
class _CellPlace:
    """A condition, by its slug, and an outcome: where the marks of a cell lead."""

    slug: str
    outcome: CriticalOutcome

    def href(self, shape: MarkShape, row: AnswerRow) -> str:
        """The page of the finding; of what could not be used where it has no number."""
        answer = row.answer
        if answer.entries or answer.values or answer.unpooled:
            return page_address("finding", self.slug, anchor_of(answer))
        return self.list_href(shape)

    def list_href(self, shape: MarkShape) -> str:
        """The findings of the outcome, or the trials that could not be used."""
        if shape in _WITHOUT_FINDING:
            return page_address("condition-unused", self.slug)
        return f"{page_address('condition-findings', self.slug)}?{urlencode({'outcome': self.outcome.value})}"


def _marks(place: _CellPlace, rows: Sequence[AnswerRow]) -> tuple[OutcomeMark, ...]:
    by_shape: dict[MarkShape, list[AnswerRow]] = {}
    for row in rows:
        by_shape.setdefault(shape_of(row), []).append(row)
    return tuple(mark for shape in _SHAPES if shape in by_shape for mark in _of_shape(place, shape, by_shape[shape]))


def _of_shape(place: _CellPlace, shape: MarkShape, rows: Sequence[AnswerRow]) -> Iterable[OutcomeMark]:
    """A mark a row; of many alike, and of alike without a page of their own, one mark with their number."""
    if len(rows) <= MOST_ALIKE:
        hrefs = [place.href(shape, row) for row in rows]
        if len(set(hrefs)) == len(rows):
            return [OutcomeMark(shape, _row_words(row, shape), href) for row, href in zip(rows, hrefs, strict=True)]
    words = f"{plural(len(rows), 'comparison')}: {shape.label}"
    return [OutcomeMark(shape, words, place.list_href(shape), len(rows))]


def _row_words(row: AnswerRow, shape: MarkShape) -> str:
    """What a mark says: the comparison, its word or state, and the trials behind it."""
    return f"{row.key.words.heading}: {_of_usable(row, shape) if row.is_usable else _state(row)}"


def _of_usable(row: AnswerRow, shape: MarkShape) -> str:
    answer = row.answer
    number = answer.people
    size = f", {people(number)}" if number is not None else ""
    return f"{shape.label} ({trials(answer.k)}{size}){differs_text(row)}"


def differs_text(row: AnswerRow) -> str:
    """What has another word than the row, as the end of a sentence; empty where nothing has."""
    facets = row.differs_by
    return f"; another {join_words(facet.label for facet in facets)} has another word" if facets else ""


def _state(row: AnswerRow) -> str:
    state = row.state
    if state is AnswerState.VALUE_WITHOUT_INTERVAL:
        return f"{MarkShape.VALUE.label} ({trials(len(row.trials))})"
    if state is AnswerState.PRINTED_DIRECTION_ONLY:
        text = f"{DIRECTION_ONLY} ({trials(len(row.trials))})"
    else:
        text = without_figure_text(row.answer)
    return lower_first(text)
