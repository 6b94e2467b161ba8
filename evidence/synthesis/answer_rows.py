"""The answers of a condition as rows: at most one for each comparison and critical outcome.

A row shows one answer. A usable figure comes first, then the further one of the states without a figure; then the
measure by its order, the window, the most people, the order of the list. Other routes, times and definitions of the
same outcome stand beside it, and the row says which of them have another word. Serious harm is answered from harms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import ComparisonWords, comparison_words
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.measured_outcomes import NO_TRIALS, TrialsRead
from evidence.synthesis.row_word import RowWord, row_word
from studies.choices import CriticalOutcome, Family, LabelledEnum, RouteGroup
from studies.reported.comparisons import Base, Comparison
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import StudyRow
from studies.reported.windows import Window

_WINDOWS = list(Window)
_STATES = list(AnswerState)
_USABLE_STATES = (AnswerState.POOLED, AnswerState.SIDE_BY_SIDE, AnswerState.SINGLE)
# Without a measure an answer comes after every measure of a list.
_NO_MEASURE = 1_000


class RowSide(LabelledEnum):
    """What the word of an answer says for a patient: which side it is better for, if it says so."""

    BETTER = "better", "better with ozone"
    WORSE = "worse", "worse with ozone"
    BORDERLINE = "borderline", "borderline"
    NOT_CLEAR = "not-clear", "not clear"


class Facet(LabelledEnum):
    """In what an answer of a comparison and a critical outcome can differ from the one that its row shows."""

    DEFINITION = "definition", "definition"
    ROUTE = "route", "route"
    TIME = "time", "time"


class RowKey(NamedTuple):
    """What a row is of. ``base`` tells apart procedures, and mixtures."""

    comparison: Comparison
    base: Base
    outcome: CriticalOutcome

    @property
    def words(self) -> ComparisonWords:
        """What ozone is compared with, in words."""
        return comparison_words(self.comparison, self.base)

    @property
    def is_compared(self) -> bool:
        """Whether both arms can have the outcome: where the comparator is an operation, everyone there has one."""
        operated = self.comparison is Comparison.DISCECTOMY or (
            self.comparison is Comparison.MIXTURE and Family.DISCECTOMY in self.base
        )
        return not (operated and self.outcome is CriticalOutcome.SURGERY)


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """A usable answer that a row does not show, and in what it differs from the one shown (never empty)."""

    answer: Answer
    facets: frozenset[Facet]
    word: RowWord | None
    side: RowSide | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One comparison and one critical outcome, answered by randomised trials.

    ``answer`` gives the row: usable, or of the first state without a figure. ``answers`` are all of it, in reading
    order.
    """

    key: RowKey
    answer: Answer
    answers: Sequence[Answer]

    @property
    def word(self) -> RowWord | None:
        """The word of the answer that it shows."""
        return row_word(self.answer)

    @property
    def others(self) -> tuple[OtherAnswer, ...]:
        """The further usable answers, in reading order."""
        return tuple(_other(self.answer, item) for item in self._further if item.is_usable)

    @property
    def unused(self) -> tuple[Answer, ...]:
        """The further answers without a usable figure."""
        return tuple(item for item in self._further if not item.is_usable)

    @property
    def trials(self) -> tuple[StudyRow, ...]:
        """The studies that its state is about, each once."""
        state = self.state
        told = [self.answer] if self.is_usable else [item for item in self.answers if item.state is state]
        return tuple({study.id: study for answer in told for study in _studies(answer)}.values())

    @property
    def _further(self) -> list[Answer]:
        return [item for item in self.answers if item is not self.answer]

    @property
    def state(self) -> AnswerState:
        """How far the row goes."""
        return self.answer.state

    @property
    def is_usable(self) -> bool:
        """Whether it shows a usable figure."""
        return self.answer.is_usable

    @property
    def side(self) -> RowSide | None:
        """Which side the word is better for; None without a word, and where no source says which way is better."""
        return side_of(self.answer, self.word)

    @property
    def differs_by(self) -> tuple[Facet, ...]:
        """By what the row's word changes: what the answers with another word differ in, told as shortly as it can be.

        An answer by another route at another time adds nothing where another route alone has another word.
        """
        others = [item for item in self._further if item.is_usable]
        side = self.side if others else None
        if side is None:
            return ()
        changed = {_facets(self.answer, item) for item in others if side_of(item, row_word(item)) not in (None, side)}
        least = [facets for facets in changed if not any(fewer < facets for fewer in changed)]
        together = frozenset(chain.from_iterable(least))
        return tuple(facet for facet in Facet if facet in together)


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """All rows of a condition, by comparison and then by outcome, with or without a usable figure.

    ``not_randomised`` are figures of other controlled studies where randomised trials give none; ``read`` are the
    randomised trials that isolate ozone, and what each measured.
    """

    rows: tuple[AnswerRow, ...]
    not_randomised: tuple[Answer, ...]
    read: TrialsRead = NO_TRIALS

    @property
    def usable(self) -> tuple[AnswerRow, ...]:
        """The rows with a usable figure."""
        return tuple(row for row in self.rows if row.is_usable)

    def without_figure(self, outcome: CriticalOutcome) -> tuple[AnswerRow, ...]:
        """The rows of an outcome without a usable figure."""
        return tuple(row for row in self.rows if row.key.outcome is outcome and not row.is_usable)

    def of_outcome(self, outcome: CriticalOutcome) -> tuple[AnswerRow, ...]:
        """The rows of an outcome; none where no trial compared it."""
        return tuple([row for row in self.rows if row.key.outcome is outcome])


def answer_rows(answers: Iterable[Answer], read: TrialsRead = NO_TRIALS) -> AnswerRows:
    """Answers, in reading order, as rows. Raises nothing: without any answer there is no row."""
    asked: dict[RowKey, list[Answer]] = {}
    others: dict[RowKey, list[Answer]] = {}
    for answer in answers:
        key = row_key(answer)
        if key and key.is_compared:
            (asked if answer.question.randomised else others).setdefault(key, []).append(answer)
    rows = {key: _row(key, found) for key, found in asked.items()}
    beside = [item for key, found in others.items() if key not in rows or not rows[key].is_usable for item in found]
    return AnswerRows(tuple(rows.values()), tuple(item for item in beside if item.is_usable or item.has_values), read)


def row_key(answer: Answer) -> RowKey | None:
    """The row that an answer belongs to; None where its outcome is not critical."""
    question, critical = answer.question, answer.question.outcome.critical
    return RowKey(question.comparison, question.base, critical) if critical else None


def _row(key: RowKey, answers: Sequence[Answer]) -> AnswerRow:
    return AnswerRow(key, _shown(answers), answers)


def _shown(answers: Sequence[Answer]) -> Answer:
    """The first by its rank: usable where one is, and a usable one alone needs no rank."""
    offered = [item for item in answers if item.is_usable] or answers
    return min(offered, key=answer_rank) if len(offered) > 1 else offered[0]


@once_per_answer
def answer_rank(answer: Answer) -> tuple[int, int, int, int]:
    """Which of the answers of a row it shows: the smallest, and of two alike the first listed."""
    window = _WINDOWS.index(answer.question.window)
    return _state_rank(answer.state), _measure_order(answer), window, -_people(answer)


def _state_rank(state: AnswerState) -> int:
    """Pooled or not is no reason: usable figures are equal."""
    return 0 if state in _USABLE_STATES else _STATES.index(state)


def _measure_order(answer: Answer) -> int:
    """The place of its first measure among the measures of the outcome."""
    shown = [line.first for entry in answer.all_entries for line in entry.lines]
    shown += [value.contrast for value in answer.values]
    # Beside a figure, what was left out says nothing of it.
    listed = shown or [item.contrast for item in answer.left_out if item.contrast]
    return min([contrast.measure.order for contrast in listed], default=_NO_MEASURE)


def _people(answer: Answer) -> int:
    """People in what is shown, as far as they are printed."""
    if answer.entries or answer.unpooled:
        return sum([entry.n or 0 for entry in answer.entries or answer.unpooled])
    return sum([value.people or 0 for value in answer.values])


def _other(shown: Answer, other: Answer) -> OtherAnswer:
    word = row_word(other)
    return OtherAnswer(other, _facets(shown, other), word, side_of(other, word))


def _facets(shown: Answer, other: Answer) -> frozenset[Facet]:
    """In what the other answer differs from the one shown."""
    here, there = shown.question, other.question
    # Two routes, or two times, that are not stated need not be the same.
    apart = here.only_study != there.only_study
    differs = {
        Facet.DEFINITION: here.outcome.key != there.outcome.key,
        Facet.ROUTE: here.route is not there.route or (apart and here.route is RouteGroup.NOT_STATED),
        Facet.TIME: here.window is not there.window or (apart and here.window is Window.NOT_STATED),
    }
    return frozenset(facet for facet, found in differs.items() if found)


def side_of(answer: Answer, word: RowWord | None) -> RowSide | None:
    """Which side the word of an answer is better for; None without a word or a better direction."""
    if word is None or answer.higher_is_better is None:
        return None
    if word in (RowWord.BORDERLINE, RowWord.NOT_CLEAR):
        return RowSide(word.value)
    return RowSide.BETTER if (word in (RowWord.HIGHER, RowWord.MORE)) is answer.higher_is_better else RowSide.WORSE


@once_per_answer
def _studies(answer: Answer) -> tuple[StudyRow, ...]:
    shown = answer.studies or tuple(value.study for value in answer.values)
    if shown or answer.unpooled:
        return shown or tuple(entry.study for entry in answer.unpooled)
    return tuple(item.study for item in answer.left_out if _is_about(item, answer.state))


def _is_about(item: ExcludedContrast, state: AnswerState) -> bool:
    """Whether an excluded contrast is of the kind that a state without a figure is about."""
    if state is AnswerState.DOUBTED:
        return item.query is not None
    if state is AnswerState.SHOWN_BESIDE:
        return item.study.retracted
    if state is AnswerState.LEFT_OUT_FOR_ERROR:
        return item.reason is ContrastExclusion.ERROR
    return state is not AnswerState.PRINTED_DIRECTION_ONLY or item.prints_direction
