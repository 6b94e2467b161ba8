"""Enough to know? The people of an answer and the people that one trial would need, for chance alone.

It is arithmetic and no judgement of certainty: bias can be great however many people there are.
"""

from statistics import median
from typing import NamedTuple

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.information_size import (
    InformationSize,
    size_for_means,
    size_for_risk,
    size_for_standardised_means,
)
from evidence.synthesis.absolute_differences import comparator_risk
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from studies.numerics.number_formatting import count, people

FOR_CHANCE_ALONE = "for chance alone, not bias"
_COUNTS = (Measure.RR, Measure.OR, Measure.RD)


class AnswerInformation(NamedTuple):
    """``people`` there are (None where a size is not printed) and the information size."""

    people: int | None
    size: InformationSize

    @property
    def share(self) -> float | None:
        """People there are as a share of those needed; above 1 where there are more."""
        return None if self.people is None else self.people / self.size.people

    @property
    def needed(self) -> str:
        """The people needed, as written."""
        return count(self.size.people)

    @property
    def text(self) -> str:
        """The fact in words: "40 people of about 265 needed, for chance alone, not bias"."""
        there = "people not printed," if self.people is None else f"{people(self.people)} of"
        return f"{there} {self.size.about} needed, {FOR_CHANCE_ALONE}"


@once_per_answer
def information_size(answer: Answer) -> AnswerInformation | None:
    """The information of an answer from randomised trials; None for others, and where no size follows.

    Of values without an interval the people known count: no interval means that nothing is known of chance, not that
    nobody was asked.
    """
    if not (answer.question.randomised and (answer.is_usable or answer.values)):
        return None
    size = size_needed(answer)
    return AnswerInformation(answer.people if answer.is_usable else _people_of_values(answer), size) if size else None


def size_needed(answer: Answer) -> InformationSize | None:
    """The information size by an answer's measure, of a pool divided by 1 - I²; None for a measure without one."""
    size, pooled = _size_of_one_trial(answer), answer.pooled
    return size.of_pool(pooled.heterogeneity.i2) if size and pooled else size


def _size_of_one_trial(answer: Answer) -> InformationSize | None:
    if not answer.is_usable and answer.values:
        return _size_of_values(answer)
    if answer.measure is Measure.MD:
        return size_for_means()
    if answer.measure is Measure.SMD:
        return size_for_standardised_means()
    risk = comparator_risk(answer) if answer.measure in _COUNTS else None
    return _size_for_risk(risk, answer)


def _size_of_values(answer: Answer) -> InformationSize | None:
    """By the values as printed: of scores one size for all, of people by the share of the comparators."""
    if not any(value.is_count for value in answer.values):
        return size_for_means()
    risks = [risk for value in answer.values if (risk := value.comparator_risk) is not None]
    return _size_for_risk(median(risks), answer) if risks else None


def _size_for_risk(risk: float | None, answer: Answer) -> InformationSize | None:
    return None if risk is None else size_for_risk(risk, higher_is_better=answer.higher_is_better)


def _people_of_values(answer: Answer) -> int | None:
    """People of the trials whose values are shown; None where a number is not printed, or arms or strata are several.

    Several values of one trial may be of the same people.
    """
    sizes = {value.study.id: value.people for value in answer.values}
    known = [size for size in sizes.values() if size is not None]
    return sum(known) if len(known) == len(answer.values) else None
