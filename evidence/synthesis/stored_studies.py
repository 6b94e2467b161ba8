"""Studies with what follows from them as they are stored: a summary, and parts that are loaded where they are needed.

The summary holds what every page of a condition starts from: arms, facts of studies, and what is shown of answers.
Bodies of answers and rows of studies are stored apart, some of them in each part.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any, NamedTuple

from evidence.synthesis.answers import Answer, in_reading_order, synthesise
from evidence.synthesis.facts_by_study import StudyFacts
from evidence.synthesis.judged_studies import JudgedStudies, replace_studies
from evidence.synthesis.questions import Question
from evidence.synthesis.stored_answers import (
    AnswerBody,
    ChangedStudies,
    StoredAnswer,
    answer_bodies,
    answered_again,
    lazy_answer,
    stored_answer,
)
from evidence.synthesis.stored_rows import ArmTable
from evidence.synthesis.surroundings import studies_of_cohorts
from studies.reported.rows import ArmRow, Evidence, StudyRow

# Results, printed differences, queries, judged contrasts.
Rows = tuple[list[Any], list[Any], list[Any], list[Any]]
# Few enough that a part is read for one answer, many enough that there are few files.
ANSWERS_IN_PART = 20
STUDIES_IN_PART = 500


class StudySummary(NamedTuple):
    """``cohorts`` are studies with figures of both arms that may be of the same people as others."""

    arms: Sequence[ArmRow]
    facts: Mapping[int, StudyFacts]
    cohorts: Sequence[StudyRow]
    answers: Sequence[StoredAnswer]


class WrittenStudies(NamedTuple):
    """The summary and the parts as bytes; a part of answers has the bytes of each."""

    summary: bytes
    answers: Sequence[Sequence[bytes]]
    rows: Sequence[bytes]


class MissingPartError(Exception):
    """A part is gone, or was written of other rows than the summary."""


# Reads a part of answers, or of rows, by its number from 0. Raises ``MissingPartError``.
ReadAnswers = Callable[[int], Sequence[bytes]]
ReadRows = Callable[[int], bytes]


def write_studies(studies: JudgedStudies, bodies: Iterable[AnswerBody] | None = None) -> WrittenStudies:
    """Studies as they are stored, with the body of every answer in reading order, which are made where not given."""
    table, answers, written = ArmTable(studies.evidence.arms), [], []
    for body in answer_bodies(studies.judged) if bodies is None else bodies:
        answers.append(stored_answer(body.answer, body.asking))
        written.append(table.write(body))
    cohorts = studies_of_cohorts(item.contrast for item in studies.judged if item.contrast)
    summary = StudySummary(studies.evidence.arms, studies.facts, cohorts, answers)
    return WrittenStudies(
        ArmTable(()).write(summary),
        [tuple(part) for part in _in_parts(written, ANSWERS_IN_PART)],
        [table.write(part) for part in _rows_in_parts(studies)],
    )


def _in_parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _rows_in_parts(studies: JudgedStudies) -> Iterator[Rows]:
    """Results, printed differences, queries and judged contrasts of some studies at a time."""
    evidence = studies.evidence
    for some in map(set, _in_parts(sorted(studies.facts), STUDIES_IN_PART)):
        yield (
            [row for row in evidence.results if row.arm.study.id in some],
            [row for row in evidence.reported if row.arm_a.study.id in some],
            [row for row in evidence.queries if row.study in some],
            [item for item in studies.judged if item.pair.ozone.study.id in some],
        )


# Without slots, so that rows are loaded on first use.
@dataclass(frozen=True)
class StoredStudies:
    """Studies as they were stored, and the readers of their parts."""

    summary: StudySummary
    read_answers: ReadAnswers
    read_rows: ReadRows

    @cached_property
    def table(self) -> ArmTable:
        """The arms that its parts name."""
        return ArmTable(self.summary.arms)

    @cached_property
    def places(self) -> dict[Question, int]:
        """The place of the body of each question."""
        return {item.question: place for place, item in enumerate(self.summary.answers)}

    def body(self, question: Question) -> AnswerBody:
        """The body of the answer to a question."""
        part, place = divmod(self.places[question], ANSWERS_IN_PART)
        found: AnswerBody = self.table.read(self.read_answers(part)[place])
        return found

    def judged_studies(self) -> JudgedStudies:
        """All rows, loaded."""
        numbers = range(-(-len(self.summary.facts) // STUDIES_IN_PART))
        parts: list[Rows] = [self.table.read(self.read_rows(number)) for number in numbers]
        results, reported, queries, judged = (
            list(chain.from_iterable(part[kind] for part in parts)) for kind in range(4)
        )
        evidence = Evidence(tuple(self.summary.arms), tuple(results), tuple(reported), tuple(queries))
        return replace_studies(
            JudgedStudies(evidence, judged, self.summary.facts), (), JudgedStudies(Evidence(), [], {})
        )


def stored_studies(summary: bytes, read_answers: ReadAnswers, read_rows: ReadRows) -> StoredStudies:
    """Studies of which this was written."""
    return StoredStudies(ArmTable(()).read(summary), read_answers, read_rows)


@dataclass(frozen=True)
class StudiesNow:
    """Stored studies of which some (ids) are replaced by what they report ``now``.

    ``judge_all`` reads and judges all of them anew, for where a part is gone.
    """

    stored: StoredStudies
    changed: Collection[int]
    now: JudgedStudies
    judge_all: Callable[[], JudgedStudies]

    @cached_property
    def arms(self) -> Sequence[ArmRow]:
        """The arms of all studies."""
        arms = [arm for arm in self.stored.summary.arms if arm.study.id not in self.changed]
        return sorted([*arms, *self.now.evidence.arms], key=lambda arm: (arm.study.id, arm.id))

    @cached_property
    def facts(self) -> Mapping[int, StudyFacts]:
        """The facts of each study (id)."""
        kept = {study: facts for study, facts in self.stored.summary.facts.items() if study not in self.changed}
        return kept | dict(self.now.facts)

    @cached_property
    def again(self) -> Mapping[Question, AnswerBody | None]:
        """The questions that the change can have touched, answered again; None for one that is no longer asked.

        Raises ``MissingPartError``.
        """
        before = self.stored.summary.cohorts
        now = studies_of_cohorts(item.contrast for item in self.now.judged if item.contrast)
        after = [*(study for study in before if study.id not in self.changed), *now]
        changed = ChangedStudies(self.changed, self.now.judged, before, after)
        return answered_again(self.stored.summary.answers, changed, lambda item: self.stored.body(item.question))

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """All answers in reading order."""
        same = (item for item in self.stored.summary.answers if item.question not in self.again)
        lazy = [lazy_answer(item, partial(self._whole, item.question)) for item in same]
        return in_reading_order([*lazy, *(body.answer for body in self.again.values() if body)])

    @cached_property
    def studies(self) -> JudgedStudies:
        """All rows of all studies, loaded."""
        try:
            return replace_studies(self.stored.judged_studies(), self.changed, self.now)
        except MissingPartError:
            return self.judge_all()

    def bodies(self) -> Iterator[AnswerBody]:
        """The body of each answer in reading order; one at a time is loaded. Raises ``MissingPartError``."""
        for item in self.answers:
            yield self.again.get(item.question) or self.stored.body(item.question)

    def _whole(self, question: Question) -> Answer:
        try:
            return self.stored.body(question).answer
        except MissingPartError:
            return self._all_answers[question]

    @cached_property
    def _all_answers(self) -> Mapping[Question, Answer]:
        return {item.question: item for item in synthesise(self.studies.judged).answers}
