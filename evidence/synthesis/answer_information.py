"""Enough to know? The people of an answer and the people that one trial would need, for chance alone.

It is arithmetic and no judgement of certainty: bias can be great however many people there are.
"""

from dataclasses import dataclass

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.information_size import (
    InformationSize,
    size_for_means,
    size_for_risk,
    size_for_standardised_means,
)
from evidence.synthesis.absolute_differences import comparator_risk
from evidence.synthesis.answers import Answer
from studies.numerics.number_formatting import count, people

FOR_CHANCE_ALONE = "for chance alone, not bias"
_COUNTS = (Measure.RR, Measure.OR, Measure.RD)


@dataclass(frozen=True, slots=True)
class AnswerInformation:
    """``people`` there are (None where an arm's size is not printed) and the information size."""

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


def information_size(answer: Answer) -> AnswerInformation | None:
    """The information of an answer from randomised trials; None for others, and where no size follows."""
    if not (answer.question.randomised and answer.is_usable):
        return None
    size = size_needed(answer)
    return AnswerInformation(answer.people, size) if size else None


def size_needed(answer: Answer) -> InformationSize | None:
    """The information size by an answer's measure, of a pool divided by 1 - I²; None for a measure without one."""
    size, pooled = _size_of_one_trial(answer), answer.pooled
    return size.of_pool(pooled.heterogeneity.i2) if size and pooled else size


def _size_of_one_trial(answer: Answer) -> InformationSize | None:
    if answer.measure is Measure.MD:
        return size_for_means()
    if answer.measure is Measure.SMD:
        return size_for_standardised_means()
    risk = comparator_risk(answer) if answer.measure in _COUNTS else None
    return None if risk is None else size_for_risk(risk, higher_is_better=answer.higher_is_better)
