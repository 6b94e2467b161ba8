"""What lies around one question: what its studies print elsewhere, and which other studies may be of the same people.

A page of one question reads it from all contrasts, so that it says the same as the page of the whole condition.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from evidence.synthesis.contradictions import PrintedDirections, printed_directions
from evidence.synthesis.counts import counted_for
from studies.reported.contrasts import Contrast
from studies.reported.rows import StudyRow


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``counted`` is, by the id of a study, another that is counted of those that may be of the same people."""

    printed: PrintedDirections = field(default_factory=dict)
    counted: Mapping[int, StudyRow] = field(default_factory=dict)

    def same_people(self, studies: Iterable[StudyRow]) -> tuple[tuple[StudyRow, StudyRow], ...]:
        """Of an answer's studies those whose people may be in another row, each with the study that is counted."""
        here = {study.id: study for study in studies}
        elsewhere = [(here[number], self.counted[number]) for number in here if number in self.counted]
        return tuple([(study, counted) for study, counted in elsewhere if counted.id not in here])


def surroundings(contrasts: Iterable[Contrast]) -> Surroundings:
    """Everything around the questions that these contrasts ask."""
    everything = list(contrasts)
    return Surroundings(printed_directions(everything), count_cohorts(studies_of_cohorts(everything)))


def studies_of_cohorts(contrasts: Iterable[Contrast]) -> list[StudyRow]:
    """The studies with figures of both arms whose people may be those of another study, each once."""
    both = (item.pair.ozone.study for item in contrasts if item.ozone and item.comparator)
    return list({study.id: study for study in both if study.cohort_group}.values())


def count_cohorts(studies: Collection[StudyRow]) -> dict[int, StudyRow]:
    """By the id of each of these studies that is not counted another that is, which may be of the same people."""
    counted = counted_for(studies, {study.id: study.n for study in studies})
    return {number: other for number, other in counted.items() if other.id != number}
