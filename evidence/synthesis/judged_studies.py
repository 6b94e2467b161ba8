"""Studies with what follows from them, some of which can be replaced by what they report now.

The judged contrasts of a study follow from its own rows. So what follows from the other studies stays as it is, and it
is the very same as if all of them were judged again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from evidence.synthesis.eligibility import Judged, judge_evidence
from evidence.synthesis.facts_by_study import StudyFacts, study_facts
from studies.reported.rows import ArmRow, Evidence

Item = TypeVar("Item")
Contrasted = TypeVar("Contrasted", bound=Judged)


@dataclass(frozen=True, slots=True)
class JudgedStudies:
    """The evidence of some studies, its judged contrasts by study, and facts of each study (id)."""

    evidence: Evidence
    judged: Sequence[Judged]
    facts: Mapping[int, StudyFacts]


def judge_studies(evidence: Evidence) -> JudgedStudies:
    """Judge every study."""
    judged = judge_evidence(evidence)
    return JudgedStudies(evidence, judged, study_facts(evidence, judged))


def replace_evidence(old: Evidence, studies: Collection[int], new: Evidence) -> Evidence:
    """The same with what these studies (ids) report now: nothing of those that are gone."""
    return Evidence(
        arms=replace_arms(old.arms, studies, new.arms),
        results=_replaced(old.results, new.results, studies, lambda row: row.arm.study.id, _number),
        reported=_replaced(old.reported, new.reported, studies, lambda row: row.arm_a.study.id, _number),
        queries=_replaced(old.queries, new.queries, studies, lambda query: query.study, _number),
    )


def replace_arms(old: Iterable[ArmRow], studies: Collection[int], new: Iterable[ArmRow]) -> tuple[ArmRow, ...]:
    """The same of arms alone."""
    return _replaced(old, new, studies, lambda arm: arm.study.id, lambda arm: (arm.study.id, arm.id))


def replace_judged(
    old: Iterable[Contrasted], studies: Collection[int], new: Iterable[Contrasted]
) -> tuple[Contrasted, ...]:
    """The same of judged contrasts, or of some kind of them."""
    return _replaced(old, new, studies, _study, _study)


def _replaced(
    old: Iterable[Item],
    new: Iterable[Item],
    studies: Collection[int],
    study_of: Callable[[Item], int],
    order: Callable[[Item], Any],
) -> tuple[Item, ...]:
    """The old ones of other studies and the new ones, in the order in which all are read."""
    return tuple(sorted([*(item for item in old if study_of(item) not in studies), *new], key=order))


def _number(row: Any) -> int:
    return int(row.id)


def _study(item: Judged) -> int:
    return item.pair.ozone.study.id
