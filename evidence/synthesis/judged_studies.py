"""Studies with what follows from them, some of which can be replaced by what they report now.

The judged contrasts of a study follow from its own rows. So what follows from the other studies stays as it is, and it
is the very same as if all of them were judged again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from evidence.synthesis.eligibility import Judged, judge_evidence
from evidence.synthesis.facts_by_study import StudyFacts, study_facts
from studies.reported.rows import Evidence

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class JudgedStudies:
    """The evidence of some studies, its judged contrasts by study, and facts of each study (id)."""

    evidence: Evidence
    judged: Sequence[Judged]
    facts: Mapping[int, StudyFacts]


def judge_studies(evidence: Evidence) -> JudgedStudies:
    """Judge every study."""
    return JudgedStudies(evidence, judge_evidence(evidence), study_facts(evidence))


def replace_studies(before: JudgedStudies, studies: Collection[int], now: JudgedStudies) -> JudgedStudies:
    """The same with what these studies (ids) report ``now``: nothing of those that are gone."""
    old, new = before.evidence, now.evidence
    return JudgedStudies(
        evidence=Evidence(
            arms=_replaced(old.arms, new.arms, studies, lambda arm: arm.study.id, lambda arm: (arm.study.id, arm.id)),
            results=_replaced(old.results, new.results, studies, lambda row: row.arm.study.id, _number),
            reported=_replaced(old.reported, new.reported, studies, lambda row: row.arm_a.study.id, _number),
            queries=_replaced(old.queries, new.queries, studies, lambda query: query.study, _number),
        ),
        judged=_replaced(before.judged, now.judged, studies, _study, _study),
        facts={study: facts for study, facts in before.facts.items() if study not in studies} | dict(now.facts),
    )


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
