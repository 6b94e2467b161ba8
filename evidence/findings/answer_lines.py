"""The lines under an answer table: what has no usable figure, outcome by outcome, and what is not randomised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from evidence.findings.answer_cells import outcome_name
from evidence.findings.answer_marks import doubted_studies
from evidence.findings.condition_answers import answer_href
from evidence.findings.truncation import TruncatedList, truncate
from evidence.synthesis.answer_rows import AnswerRow, AnswerRows
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import join_labels, lower_first
from evidence.synthesis.measured_outcomes import TrialsRead
from evidence.synthesis.state_phrases import (
    no_result_text,
    pool_exclusion_text,
    pool_exclusions,
    state_words,
    value_text,
)
from studies.choices import CriticalOutcome
from studies.numerics.number_formatting import people, trials
from studies.presentation.filled_html import filled, filled_if
from studies.reported.outcome_facts import OUTCOMES_OF_RESULTS
from studies.reported.rows import StudyRow

# Values of one comparison, and other studies, that are told one by one.
MOST_VALUES = 2
MOST_NOT_RANDOMISED = 6


class LineLink(NamedTuple):
    """A linked name and the words after it."""

    name: str
    href: str
    tail: str = ""

    @property
    def html(self) -> SafeString:
        """Both as HTML."""
        return filled('<a href="{}">{}</a>{}', self.href, self.name, self.tail)


class StateGroup(NamedTuple):
    """Comparisons of one outcome in one state."""

    state: str
    comparisons: tuple[LineLink, ...]

    @property
    def html(self) -> SafeString:
        """The state and, after a colon, the comparisons as HTML."""
        links = SafeString(",\n".join(link.html for link in self.comparisons))
        return filled("{}{}", self.state, filled_if(":\n{}", links))


class BesideLine(NamedTuple):
    """One outcome without a usable figure, in some comparison or in all; several outcomes where all is alike."""

    outcomes: str
    groups: tuple[StateGroup, ...]

    @property
    def groups_html(self) -> SafeString:
        """The groups as HTML, with a full stop."""
        return SafeString(";\n".join(group.html for group in self.groups) + ".")


@dataclass(frozen=True, slots=True)
class BesideLines:
    """What stands under the table."""

    without_figure: tuple[BesideLine, ...]
    not_randomised: TruncatedList[LineLink]


def beside_lines(rows: AnswerRows, slug: str, address_end: str = "") -> BesideLines:
    """The lines of a condition (slug); ``address_end`` carries a selection into links to findings."""
    asked = [(outcome, rows.without_figure(outcome)) for outcome in OUTCOMES_OF_RESULTS]
    lines = [BesideLine(outcome.label, _groups(found, slug, address_end)) for outcome, found in asked if found]
    unasked = [outcome for outcome in OUTCOMES_OF_RESULTS if not rows.of_outcome(outcome)]
    return BesideLines((*lines, *_unasked(unasked, rows.read)), _not_randomised(rows.not_randomised, slug, address_end))


def _groups(rows: Iterable[AnswerRow], slug: str, address_end: str) -> tuple[StateGroup, ...]:
    """Rows by what is known of them, each group in the order of comparisons."""
    found: dict[str, list[LineLink]] = {}
    for row in rows:
        found.setdefault(unusable_state(row.answer), []).append(unusable_line(row, slug, address_end))
    return tuple(StateGroup(state, tuple(comparisons)) for state, comparisons in found.items())


def unusable_state(answer: Answer) -> str:
    """What is known of an answer without a usable figure."""
    if answer.state is AnswerState.VALUE_WITHOUT_INTERVAL:
        return "values without an interval"
    if answer.state in (AnswerState.DOUBTED, AnswerState.SHOWN_BESIDE):
        return f"a figure that {pool_exclusion_text(pool_exclusions(answer))}"
    return lower_first(state_words(answer))


def unusable_line(row: AnswerRow, slug: str, address_end: str = "") -> LineLink:
    """A row without a usable figure: the comparison with its address, then the values and doubts, or the trials."""
    told = _values_told(row.answer)
    tail = f": {told}" if told else f" ({trials(len(row.trials))})"
    doubted = doubted_studies((row.answer, *row.unused))
    if doubted and row.answer.state is AnswerState.DOUBTED:
        tail = f" ({doubted})"
    elif doubted:
        tail += f"; figures of {doubted} are doubted"
    name = row.key.words.in_sentence
    if told and row.key.outcome is CriticalOutcome.SUCCESS:
        # Each definition of success is an outcome of its own.
        name = f"{name}, {lower_first(outcome_name(row.answer))}"
    return LineLink(name, answer_href(slug, row.answer, address_end), tail)


@once_per_answer
def _values_told(answer: Answer) -> str:
    """Its first values without an interval, and how many more there are; empty without any."""
    told = [value_text(value) for value in answer.values[:MOST_VALUES]]
    more = [f"and {len(answer.values) - MOST_VALUES} more"] if len(answer.values) > MOST_VALUES else []
    return "; ".join([*told, *more])


def _unasked(outcomes: Sequence[CriticalOutcome], read: TrialsRead) -> list[BesideLine]:
    """Outcomes that no two arms were compared by, together where the same is known of them."""
    by_state: dict[str, list[str]] = {}
    for outcome in outcomes if read.trials else ():
        by_state.setdefault(unasked_state(outcome, read), []).append(outcome.label)
    return [BesideLine(join_labels(labels), (StateGroup(state, ()),)) for state, labels in by_state.items()]


def unasked_state(outcome: CriticalOutcome, read: TrialsRead) -> str:
    """What is known of an outcome that no two arms were compared by."""
    measured = read.measured_by(outcome)
    if measured:
        return f"measured, and no two arms that isolate ozone have a result in the text read ({trials(len(measured))})"
    return lower_first(no_result_text(read))


def _not_randomised(answers: Iterable[Answer], slug: str, address_end: str) -> TruncatedList[LineLink]:
    """What other controlled studies compared and in whom, each once: without a word and without a size."""
    by_subject: dict[tuple[object, ...], Answer] = {}
    for answer in answers:
        question, studies = answer.question, tuple(study.id for study in _studies(answer))
        by_subject.setdefault((question.words, question.outcome.key, studies), answer)

    return truncate(
        list(by_subject.values()), lambda answer: not_randomised_link(answer, slug, address_end), MOST_NOT_RANDOMISED
    )


def not_randomised_link(answer: Answer, slug: str, address_end: str = "") -> LineLink:
    """What a controlled study that is not randomised compared, and in whom."""
    studies, sizes = _studies(answer), _people(answer)
    who = ", ".join([*(study.label for study in studies[:MOST_VALUES]), *([people(sum(sizes))] if sizes else [])])
    name = f"{answer.question.words.in_sentence}, {outcome_name(answer)}"
    return LineLink(name, answer_href(slug, answer, address_end), f" ({who})")


@once_per_answer
def _people(answer: Answer) -> list[int]:
    """People of the two sides, once for each study: a study may have had more arms than these."""
    if answer.k:
        return [answer.people] if answer.people else []
    return [size for size in {value.study.id: value.people for value in answer.values}.values() if size]


@once_per_answer
def _studies(answer: Answer) -> list[StudyRow]:
    shown = answer.studies or [value.study for value in answer.values]
    return list({study.id: study for study in shown}.values())
