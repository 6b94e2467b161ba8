"""Studies with what follows from them as they are stored: a summary, and parts that are loaded where they are needed.

The summary holds what every page of a condition starts from: arms, facts of studies, and what is shown of answers.
Bodies of answers and rows of studies are stored apart, some of them in each part.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import Any, NamedTuple

from evidence.synthesis.answers import Answer, in_reading_order, sort_by_question, synthesise
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.facts_by_study import StudyFacts
from evidence.synthesis.judged_studies import JudgedStudies, replace_arms, replace_evidence, replace_judged
from evidence.synthesis.questions import Question
from evidence.synthesis.stored_answers import (
    AnswerBody,
    AskingContrasts,
    ChangedStudies,
    StoredAnswer,
    answer_asked,
    answered_again,
    asked_questions,
    beside_entries,
    lazy_answer,
    stored_answer,
)
from evidence.synthesis.stored_rows import ArmTable
from evidence.synthesis.surroundings import count_cohorts, studies_of_cohorts
from studies.reported.rows import ArmRow, Evidence, StudyRow

# Kinds of parts: bodies of answers, what stands beside their entries, rows of a batch of studies, and its judged
# contrasts.
ANSWERS, BESIDE, ROWS, JUDGED = "answers", "beside", "rows", "judged"
# So few that a part is read for one answer, so many that there are few files.
ANSWERS_IN_PART = 20
# While they are written: so few that each is written quickly, so many that the contrasts of one take little memory.
GROUPS_OF_QUESTIONS = 16


class StudySummary(NamedTuple):
    """``cohorts`` are studies with figures of both arms that may be of the same people as others.

    ``batches`` is the number of parts of rows.
    """

    arms: Sequence[ArmRow]
    facts: Mapping[int, StudyFacts]
    cohorts: Sequence[StudyRow]
    answers: Sequence[StoredAnswer]
    batches: int


class WrittenStudies(NamedTuple):
    """The summary, and the parts by their kind, as bytes; a part of answers has the bytes of each.

    Of the summary the arms of each batch come first: the rest names them by their numbers.
    """

    summary: Sequence[bytes]
    parts: Mapping[str, Sequence[Any]]


class MissingPartError(Exception):
    """A part is gone, or was written of other rows than the summary."""


# Reads a part by its kind and its number from 0. Raises ``MissingPartError``.
ReadPart = Callable[[str, int], Any]


def write_studies(batches: Iterable[JudgedStudies]) -> WrittenStudies:
    """Studies as they are stored. They come in batches by their numbers, so that never all rows are in memory."""
    table, gathered = ArmTable(), _Gathered()
    for batch in batches:
        table.add(batch.evidence.arms)
        gathered.add(batch, table.write)
    counted = count_cohorts(gathered.cohorts)
    answered = [_stored(body, table.write) for body in _answer_groups(gathered.asked, table.read, counted)]
    answered.sort(key=lambda each: each[0].question.order)
    answers, beside = [item for item, _, _ in answered], [entries for _, _, entries in answered]
    written = [body for _, body, _ in answered]
    written.append(table.write(list(chain.from_iterable(map(table.read, gathered.unclassified)))))
    summary = StudySummary((), gathered.facts, gathered.cohorts, answers, len(gathered.rows))
    of_answers = {ANSWERS: _in_parts(written), BESIDE: _in_parts(beside)}
    parts: dict[str, Sequence[Any]] = {**of_answers, ROWS: gathered.rows, JUDGED: gathered.judged}
    return WrittenStudies((*gathered.arms, table.write(summary)), parts)


def _answer_groups(
    groups: Iterable[Iterable[bytes]], read: Callable[[bytes], Any], counted: Mapping[int, StudyRow]
) -> Iterator[AnswerBody]:
    """The answers to all questions; of the contrasts only those of one group are in memory."""
    for group in groups:
        asked: dict[Question, list[AskingContrasts]] = {}
        for question, asking in chain.from_iterable(read(part).items() for part in group):
            asked.setdefault(question, []).append(asking)
        yield from (answer_asked(question, parts, counted) for question, parts in asked.items())


def _stored(body: AnswerBody, write: Callable[[object], bytes]) -> tuple[StoredAnswer, bytes, bytes]:
    """What is stored of an answer, its body, and what stands beside its entries."""
    return stored_answer(body.answer, body.asked.asking), write(body), write(beside_entries(body.answer))


def _in_parts(written: Sequence[bytes]) -> list[Sequence[bytes]]:
    return [written[start : start + ANSWERS_IN_PART] for start in range(0, len(written), ANSWERS_IN_PART)]


@dataclass
class _Gathered:
    """What batches of studies come to; what is long, as bytes."""

    arms: list[bytes] = field(default_factory=list)
    facts: dict[int, StudyFacts] = field(default_factory=dict)
    cohorts: list[StudyRow] = field(default_factory=list)
    asked: list[list[bytes]] = field(default_factory=lambda: [[] for _ in range(GROUPS_OF_QUESTIONS)])
    unclassified: list[bytes] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)
    judged: list[bytes] = field(default_factory=list)

    def add(self, batch: JudgedStudies, write: Callable[[object], bytes]) -> None:
        evidence = batch.evidence
        self.arms.append(ArmTable().write(evidence.arms))
        self.facts |= batch.facts
        self.cohorts += studies_of_cohorts(item.contrast for item in batch.judged if item.contrast)
        groups: list[dict[Question, AskingContrasts]] = [{} for _ in self.asked]
        for question, asked in asked_questions(batch.judged).items():
            groups[hash(question) % len(groups)][question] = asked
        for written, group in zip(self.asked, groups, strict=True):
            written.append(write(group))
        self.unclassified.append(write(sort_by_question(batch.judged)[1]))
        self.rows.append(write((evidence.results, evidence.reported, evidence.queries)))
        self.judged.append(write(list(batch.judged)))


# Without slots, so that rows are loaded on first use.
@dataclass(frozen=True)
class StoredStudies:
    """Studies as they were stored, the arms that their parts name, and the reader of the parts."""

    summary: StudySummary
    table: ArmTable
    read_part: ReadPart

    @cached_property
    def places(self) -> dict[Question, int]:
        """The place of the body of each question."""
        return {item.question: place for place, item in enumerate(self.summary.answers)}

    def body(self, question: Question) -> AnswerBody:
        """The body of the answer to a question."""
        found: AnswerBody = self._at(self.places[question])
        return found

    def beside(self, question: Question) -> tuple[Any, ...]:
        """What stands beside the entries of its answer."""
        return tuple(self._at(self.places[question], BESIDE))

    def unclassified(self) -> list[ExcludedContrast]:
        """The contrasts that ask no question."""
        return list(self._at(len(self.places)))

    def evidence(self) -> Evidence:
        """All that the studies report, in the order of their numbers."""
        parts = [self.table.read(part) for part in self._all(ROWS)]
        rows = (tuple(chain.from_iterable(part[kind] for part in parts)) for kind in range(3))
        return Evidence(tuple(self.summary.arms), *rows)

    def judged(self) -> list[Judged]:
        """All contrasts, judged."""
        return list(chain.from_iterable(self.table.read(part) for part in self._all(JUDGED)))

    def _at(self, place: int, kind: str = ANSWERS) -> Any:
        part, place = divmod(place, ANSWERS_IN_PART)
        return self.table.read(self.read_part(kind, part)[place])

    def _all(self, kind: str) -> Iterator[bytes]:
        return (self.read_part(kind, number) for number in range(self.summary.batches))


def stored_studies(summary: Sequence[bytes], read_part: ReadPart) -> StoredStudies:
    """Studies of which this was written."""
    *batches, rest = summary
    table = ArmTable()
    arms = tuple(chain.from_iterable(map(table.read, batches)))
    table.add(arms)
    return StoredStudies(table.read(rest)._replace(arms=arms), table, read_part)


@dataclass(frozen=True)
class _Loader:
    """Loads the rest of each answer, from its part or, where that is gone, from all studies judged anew.

    Answers hold it, so it must not hold them: what is in a cycle stays until the collector has looked through all.
    """

    stored: StoredStudies
    judge_all: Callable[[], JudgedStudies]

    def whole(self, question: Question) -> Answer:
        try:
            return self.stored.body(question).answer
        except MissingPartError:
            return self.all_answers[question]

    def beside(self, question: Question) -> tuple[Any, ...]:
        try:
            return self.stored.beside(question)
        except MissingPartError:
            return beside_entries(self.all_answers[question])

    @cached_property
    def all(self) -> JudgedStudies:
        return self.judge_all()

    @cached_property
    def all_answers(self) -> Mapping[Question, Answer]:
        return {item.question: item for item in synthesise(self.all.judged).answers}


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
        return replace_arms(self.stored.summary.arms, self.changed, self.now.evidence.arms)

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
        load = self._loader
        lazy = [
            lazy_answer(item, partial(load.whole, item.question), partial(load.beside, item.question))
            for item in self.stored.summary.answers
            if item.question not in self.again
        ]
        return in_reading_order([*lazy, *(body.answer for body in self.again.values() if body)])

    @cached_property
    def evidence(self) -> Evidence:
        """All that the studies report, loaded."""
        try:
            return replace_evidence(self.stored.evidence(), self.changed, self.now.evidence)
        except MissingPartError:
            return self._loader.all.evidence

    @cached_property
    def judged(self) -> Sequence[Judged]:
        """All contrasts, judged, loaded."""
        try:
            return replace_judged(self.stored.judged(), self.changed, self.now.judged)
        except MissingPartError:
            return self._loader.all.judged

    @cached_property
    def unclassified(self) -> Sequence[ExcludedContrast]:
        """The contrasts that ask no question, loaded."""
        try:
            return replace_judged(self.stored.unclassified(), self.changed, sort_by_question(self.now.judged)[1])
        except MissingPartError:
            return sort_by_question(self._loader.all.judged)[1]

    @cached_property
    def _loader(self) -> _Loader:
        return _Loader(self.stored, self.judge_all)
