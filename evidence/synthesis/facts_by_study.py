"""What each study alone adds to what a condition counts beside its answers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from evidence.synthesis.changes import studies_with_change
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.gap_map import Observation, measured_observations
from evidence.synthesis.measured_outcomes import Measured, measured_by_study, studies_that_measured
from evidence.synthesis.proportions import studies_with_proportion
from studies.choices import CriticalOutcome
from studies.reported.rows import Evidence


class StudyFacts(NamedTuple):
    """Of one study: its single ozone arms, each at each time and outcome, the critical outcomes that it measured.

    ``has_result``: the text read gives some result, whatever its outcome. ``observations`` are those of the gap map.
    """

    single_arms: int
    measured: frozenset[CriticalOutcome]
    has_result: bool
    observations: tuple[Observation, ...]


def study_facts(evidence: Evidence, judged: Iterable[Judged]) -> dict[int, StudyFacts]:
    """The facts of every study, by its id."""
    single_arms, measured = count_single_arms(evidence), measured_by_study(evidence)
    with_result = studies_that_measured(evidence)
    observed: dict[int, list[Observation]] = {}
    for item in measured_observations(evidence, judged):
        observed.setdefault(item.study.id, []).append(item)
    return {
        study: StudyFacts(
            single_arms[study],
            frozenset(measured.get(study, ())),
            study in with_result,
            tuple(observed.get(study, ())),
        )
        for study in {arm.study.id for arm in evidence.arms}
    }


def count_single_arms(evidence: Evidence) -> Counter[int]:
    """How many results of single ozone arms each study has in the tables of a condition, by its id."""
    queries = by_study(evidence.queries)
    return Counter(chain(studies_with_proportion(evidence, queries), studies_with_change(evidence, queries)))


def measured_outcomes(facts: Mapping[int, StudyFacts]) -> Measured:
    """The studies (ids) that measured each critical outcome."""
    found: dict[CriticalOutcome, set[int]] = {}
    for study, of_study in facts.items():
        for outcome in of_study.measured:
            found.setdefault(outcome, set()).add(study)
    return found
