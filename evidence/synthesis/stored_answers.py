"""Answers as they are stored: what pages show of each, and apart from it the contrasts that it was made of.

After a change only the questions that the changed studies ask, or asked, are answered again: from what their other
studies put into them. All other answers are the very same, and their contrasts are loaded only where a page asks.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.answer_values import derive_values
from evidence.synthesis.answers import Answer, answer, sort_by_question
from evidence.synthesis.contradictions import PrintedDirections, place_of, printed_directions
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.judged_studies import replace_judged
from evidence.synthesis.questions import Question
from evidence.synthesis.surroundings import Surroundings, count_cohorts
from studies.reported.rows import StudyRow

_PARTS = tuple(name for name in Answer.__dataclass_fields__)
# These parts are also stored apart: they are a fifth of an answer, and the page of unused results needs only them.
_BESIDE = ("unpooled", "left_out", "values")


class AskingContrasts(NamedTuple):
    """What asks one question, and what the same studies print of the same (``printed``), whatever it asks."""

    asking: Sequence[Judged]
    printed: PrintedDirections


class AnswerBody(NamedTuple):
    """All that asks one question, and the whole answer."""

    asked: AskingContrasts
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
    """An answer of which the contrasts are loaded when one is asked for; those beside the entries may be alone.

    Only ``lazy_answer`` makes one.
    """

    __slots__ = ("_load", "_load_beside")

    def __new__(cls, *parts: Any, **named: Any) -> Answer:  # type: ignore[misc]  # not one of its own
        """Of given parts, as ``dataclasses.replace`` makes it, an answer that has nothing left to load."""
        return Answer(*parts, **named)

    def __getattr__(self, name: str) -> Any:
        # Only parts that are not set come here.
        if name not in _PARTS:
            raise AttributeError(name)
        if name in _BESIDE:
            parts = dict(zip(_BESIDE, object.__getattribute__(self, "_load_beside")(), strict=True))
        else:
            whole: Answer = object.__getattribute__(self, "_load")()
            parts = {part: getattr(whole, part) for part in _PARTS if part != "derived"}
        for part, value in parts.items():
            object.__setattr__(self, part, value)
        return parts[name]

    def __reduce__(self) -> tuple[Callable[[Answer], Answer], tuple[Answer]]:
        """Copied and pickled as the whole answer: what loads it belongs to the rows of now."""
        return _itself, (object.__getattribute__(self, "_load")(),)


def _itself(whole: Answer) -> Answer:
    return whole


def beside_entries(found: Answer) -> tuple[Any, ...]:
    """What stands beside the entries of an answer."""
    return tuple(getattr(found, name) for name in _BESIDE)


def lazy_answer(
    stored: StoredAnswer, load: Callable[[], Answer], load_beside: Callable[[], tuple[Any, ...]]
) -> LazyAnswer:
    """The answer; ``load`` gives the whole of it, ``load_beside`` what stands beside its entries."""
    found: LazyAnswer = object.__new__(LazyAnswer)
    for name in ("question", "measure", "scale", "higher_is_better", "derived"):
        object.__setattr__(found, name, getattr(stored, name))
    object.__setattr__(found, "_load", load)
    object.__setattr__(found, "_load_beside", load_beside)
    return found


def stored_answer(found: Answer, asking: Iterable[Judged]) -> StoredAnswer:
    """What is stored of an answer beside its body."""
    derive_values(found)
    studies = array("q", dict.fromkeys(map(_study, asking)))
    return StoredAnswer(found.question, found.measure, found.scale, found.higher_is_better, found.derived, studies)


def asked_questions(judged: Iterable[Judged]) -> dict[Question, AskingContrasts]:
    """All that some studies put into each question that they ask."""
    judged = list(judged)
    printed = printed_directions(item.contrast for item in judged if item.contrast)
    asked, _ = sort_by_question(judged)
    return {question: AskingContrasts(asking, _printed_of(asking, printed)) for question, asking in asked.items()}


def _printed_of(asking: Iterable[Judged], printed: PrintedDirections) -> PrintedDirections:
    places = dict.fromkeys(place_of(item.contrast) for item in asking if item.contrast)
    return {place: printed[place] for place in places if place in printed}


def answer_asked(question: Question, asked: Iterable[AskingContrasts], counted: Mapping[int, StudyRow]) -> AnswerBody:
    """The answer to a question from what several groups of studies put into it, in their order.

    ``counted`` is, by the id of a study, the one that is counted of those that may be of the same people.
    """
    parts = list(asked)
    asking = [item for part in parts for item in part.asking]
    printed = {place: rows for part in parts for place, rows in part.printed.items()}
    # Titled as the first of its studies prints it, also where that has changed.
    question = next((question._replace(outcome=item.contrast.outcome) for item in asking if item.contrast), question)
    found = answer(question, asking).next_to(printed).among(Surroundings(printed, counted))
    return AnswerBody(AskingContrasts(asking, printed), found)


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
    asked, touched, counted = asked_questions(changed.now), changed.touched, count_cohorts(changed.after)
    found: dict[Question, AnswerBody | None] = {}
    for item in stored:
        if item.question in asked or not touched.isdisjoint(item.studies):
            now = asked.get(item.question, AskingContrasts((), {}))
            parts = _merged(body_of(item).asked, changed.studies, now)
            found[item.question] = answer_asked(item.question, [parts], counted) if parts.asking else None
    new = {question: of_question for question, of_question in asked.items() if question not in found}
    return found | {question: answer_asked(question, [each], counted) for question, each in new.items()}


def _merged(before: AskingContrasts, changed: Collection[int], now: AskingContrasts) -> AskingContrasts:
    """What the other studies ask and what the changed ones ask now, in the order in which all are read."""
    same = {place: rows for place, rows in before.printed.items() if rows[0][0].pair.ozone.study.id not in changed}
    return AskingContrasts(replace_judged(before.asking, changed, now.asking), {**same, **now.printed})


def _study(item: Judged) -> int:
    return item.pair.ozone.study.id
