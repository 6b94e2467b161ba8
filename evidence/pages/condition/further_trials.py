"""Trials of other conditions that list this one as a second condition: they are named, and in no count of the page."""

from dataclasses import dataclass

from evidence.findings.condition_evidence import ConditionEvidence
from evidence.findings.truncation import SHORT_LIST, TruncatedList, truncate
from evidence.synthesis.counts import count_studies
from studies.numerics.number_formatting import plural
from studies.presentation.page_addresses import page_address
from studies.reported.rows import StudyRow
from studies.selectors import read_arms_of_second_condition

# The condition "other" gathers what has no name of its own.
_OTHER = "another condition"


@dataclass(frozen=True, slots=True)
class FurtherTrials:
    """The trials of one other condition; ``studies`` are labels with their addresses."""

    text: str
    studies: TruncatedList[tuple[str, str]]


def further_trials(condition_evidence: ConditionEvidence) -> tuple[FurtherTrials, ...]:
    """Randomised trials that isolate ozone and list a condition in scope as a second one, by their own condition."""
    scope = {item.slug for item in condition_evidence.scope}
    names = {item.slug: item.name.lower() for item in condition_evidence.conditions} | {"other": _OTHER}
    arms = read_arms_of_second_condition(scope)
    trials = count_studies(arms).isolating
    by_condition: dict[str, list[StudyRow]] = {}
    for study in trials:
        condition = next(arm.condition for arm in arms if arm.study.id == study.id)
        by_condition.setdefault(condition, []).append(study)
    here = condition_evidence.condition.name.lower()
    return tuple(
        FurtherTrials(
            f"{plural(len(studies), 'further trial')} of {names[slug]} with {here}",
            truncate(studies, lambda study: (study.label, page_address("study", study.slug)), SHORT_LIST),
        )
        for slug, studies in by_condition.items()
    )
