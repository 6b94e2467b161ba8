"""What every answer of a condition starts from: its contrasts, judged once, and what answers share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.findings.answer_set import AnswerContext
from evidence.findings.condition_evidence import ConditionEvidence
from evidence.grading.current_ratings import Ratings, read_ratings
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.eligibility import Judged, judge_evidence
from evidence.synthesis.measured_outcomes import critical_outcomes_measured
from studies.selectors import read_bands, read_harms


@dataclass(frozen=True, slots=True)
class JudgedCondition:
    """The contrasts of a condition; ``labels`` are those of its studies, by slug."""

    judged: Sequence[Judged]
    counts: StudyCounts
    context: AnswerContext
    labels: Mapping[str, str]


def judge_condition(condition_evidence: ConditionEvidence) -> JudgedCondition:
    """Judge the contrasts of a condition; read its harms, the bands of sizes and its current ratings."""
    slug, evidence = condition_evidence.condition.slug, condition_evidence.evidence
    ratings = Ratings(read_ratings([slug]).get(slug, {}))
    return JudgedCondition(
        judged=judge_evidence(evidence),
        counts=count_studies(evidence.arms),
        context=AnswerContext(
            condition_evidence.names,
            read_harms(evidence.arms),
            read_bands(),
            ratings,
            critical_outcomes_measured(evidence),
        ),
        labels=dict(condition_evidence.studies),
    )
