"""Answers as they are stored: what pages show of each, and apart from it the contrasts that it was made of.

After a change only the questions that the changed studies ask, or asked, are answered again: from what their other
studies put into them. All other answers are the very same, and their contrasts are loaded only where a page asks.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.answer_values import derive_values
from evidence.synthesis.answers import Answer, answer, sort_by_question
from evidence.synthesis.contradictions import PrintedDirections, place_of, printed_directions
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.questions import Question
from evidence.synthesis.surroundings import Surroundings, count_cohorts, studies_of_cohorts
from studies.reported.rows import StudyRow

_PARTS = tuple(name for name in Answer.__dataclass_fields__)


class AnswerBody(NamedTuple):
    """All that asks one question, what its trials print of the same (``printed``), and the whole answer."""

    asking: Sequence[Judged]
    printed: PrintedDirections
    answer: Answer


class StoredAnswer(NamedTuple):
    """What pages show of an answer. ``studies`` are the numbers of those that ask its question."""

    question: Question
    measure: Measure | None
    scale: str
    higher_is_better: bool | None
    derived: dict[str, Any]
    studies: "array[int]"


class LazyAnswer(Answer):
    """An answer of which the contrasts are loaded when one is asked for."""

    __slots__ = ("_load",)

    def __getattr__(self, name: str) -> Any:
        # Only parts that are not set come here.
        if name not in _PARTS:
            raise AttributeError(name)
        whole: Answer = object.__getattribute__(self, "_load")()
        for part in _PARTS:
            if part != "derived":
                object.__setattr__(self, part, getattr(whole, part))
        return getattr(self, name)


def lazy_answer(stored: StoredAnswer, load: Callable[[], Answer]) -> LazyAnswer:
    """The answer; ``load`` gives the whole of it."""
    found = LazyAnswer.__new__(LazyAnswer)
    for name in ("question", "measure", "scale", "higher_is_better", "derived"):
        object.__setattr__(found, name, getattr(stored, name))
    object.__setattr__(found, "_load", load)
    return found


def stored_answer(found: Answer, asking: Iterable[Judged]) -> StoredAnswer:
    """What is stored of an answer beside its body."""
    derive_values(found)
    studies = array("q", dict.fromkeys(map(_study, asking)))
    return StoredAnswer(found.question, found.measure, found.scale, found.higher_is_better, found.derived, studies)


def answer_bodies(judged: Sequence[Judged]) -> Iterator[AnswerBody]:
    """The body of each question that these contrasts ask, in reading order."""
    asked, _ = sort_by_question(judged)
    around = Surroundings(
        printed_directions(item.contrast for item in judged if item.contrast),
        count_cohorts(studies_of_cohorts(item.contrast for item in judged if item.contrast)),
    )
    for question in sorted(asked, key=lambda each: each.order):
        yield _body(question, asked[question], around)


def _body(question: Question, asking: Sequence[Judged], around: Surroundings) -> AnswerBody:
    places = {place_of(item.contrast) for item in asking if item.contrast}
    printed = {place: around.printed[place] for place in places if place in around.printed}
    return AnswerBody(asking, printed, answer(question, asking).amid(around))


class ChangedStudies(NamedTuple):
    """Studies (ids) that changed, their contrasts as they are ``now``, and the cohorts ``before`` and after.

    ``before`` and ``after`` are the studies of cohorts with figures of both arms, of all that there are.
    """

    studies: Collection[int]
    now: Sequence[Judged]
    before: Collection[StudyRow]
    after: Collection[StudyRow]

    @property
    def touched(self) -> set[int]:
        """Those that changed, and all that may be of the same people as one of them."""
        both = [*self.before, *self.after]
        cohorts = {study.cohort_group for study in both if study.id in self.studies}
        return {*self.studies, *(study.id for study in both if study.cohort_group in cohorts)}


def answered_again(
    stored: Iterable[StoredAnswer], changed: ChangedStudies, body_of: Callable[[StoredAnswer], AnswerBody]
) -> dict[Question, AnswerBody | None]:
    """The bodies of all questions that a change can have touched; None for one that nobody asks any more."""
    asked, _ = sort_by_question(changed.now)
    touched, counted = changed.touched, count_cohorts(changed.after)
    printed_now = printed_directions(item.contrast for item in changed.now if item.contrast)
    found: dict[Question, AnswerBody | None] = {}
    for item in stored:
        if item.question in asked or not touched.isdisjoint(item.studies):
            before = body_of(item)
            asking = _merged(before.asking, changed.studies, asked.get(item.question, ()))
            printed = {**_without(before.printed, changed.studies), **printed_now}
            around = Surroundings(printed, counted)
            found[item.question] = _body(item.question, asking, around) if asking else None
    around = Surroundings(printed_now, counted)
    return found | {
        question: _body(question, asking, around) for question, asking in asked.items() if question not in found
    }


def _merged(before: Iterable[Judged], changed: Collection[int], now: Iterable[Judged]) -> list[Judged]:
    """What the other studies ask and what the changed ones ask now, in the order in which all are read."""
    return sorted([*(item for item in before if _study(item) not in changed), *now], key=_study)


def _without(printed: PrintedDirections, changed: Collection[int]) -> PrintedDirections:
    return {place: rows for place, rows in printed.items() if rows and rows[0][0].pair.ozone.study.id not in changed}


def _study(item: Judged) -> int:
    return item.pair.ozone.study.id
