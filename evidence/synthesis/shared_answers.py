"""The answers of several conditions, from contrasts that were judged once.

A condition asks many of the questions of those below it: where the same contrasts ask, the answer is the same. It has
all contrasts of two arms, or none, so what its trials print elsewhere is the same too.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from evidence.synthesis.answers import Answer, answer
from evidence.synthesis.contradictions import printed_directions
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.questions import Question, question_asked
from evidence.synthesis.surroundings import Surroundings, count_cohorts, studies_of_cohorts
from studies.reported.pairing import ArmPair


class _Asking(NamedTuple):
    """A contrast that asks a question, and the conditions of its two arms.

    ``place`` is that of the question in reading order. ``question`` is titled as the contrast prints it; several are
    titled as the first of them.
    """

    place: int
    question: Question
    conditions: frozenset[str]
    judged: Judged


class SharedAnswers:
    """The answers of each set of conditions; each question with the same contrasts is answered once."""

    def __init__(self, judged: Iterable[Judged], *, is_alone: bool = False) -> None:
        """Where ``is_alone``, nothing is said of what lies around each answer."""
        found = list(judged)
        contrasts = [] if is_alone else [item.contrast for item in found if item.contrast]
        self._printed = printed_directions(contrasts)
        self._cohorts = [item for item in contrasts if item.pair.ozone.study.cohort_group]
        asked: dict[Question, list[tuple[Question, Judged]]] = {}
        for item in found:
            question = question_asked(item.contrast)
            if question:
                asked.setdefault(question, []).append((question, item))
        self._asking = [
            _Asking(place, question, _conditions(item.pair), item)
            for place, first in enumerate(sorted(asked, key=attrgetter("order")))
            for question, item in asked[first]
        ]
        # By the ids of all that asked, which stays here.
        self._found: dict[tuple[int, ...], Answer] = {}

    def of(self, conditions: AbstractSet[str]) -> tuple[Answer, ...]:
        """All answers of these conditions (slugs) together, in reading order."""
        within = [item for item in self._asking if item.conditions <= conditions]
        answers = tuple([self._answer(list(asking)) for _, asking in groupby(within, key=attrgetter("place"))])
        cohorts = [item for item in self._cohorts if _conditions(item.pair) <= conditions]
        if not cohorts:
            return answers
        around = Surroundings(self._printed, count_cohorts(studies_of_cohorts(cohorts)))
        return tuple(item.among(around) for item in answers)

    def _answer(self, asking: Sequence[_Asking]) -> Answer:
        by = tuple(map(id, asking))
        found = self._found.get(by)
        if found is None:
            alone = answer(asking[0].question, [item.judged for item in asking])
            found = self._found[by] = alone.next_to(self._printed)
        return found


def _conditions(pair: ArmPair) -> frozenset[str]:
    return frozenset({pair.ozone.condition, pair.comparator.condition})
