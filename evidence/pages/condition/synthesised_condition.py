"""One condition with its judged contrasts and all its answers: what every page of it starts from."""

from dataclasses import dataclass

from evidence.findings.condition_evidence import ConditionEvidence, read_condition_or_404
from evidence.pages.condition.judged_condition import JudgedCondition, judge_condition
from evidence.synthesis.answers import Synthesis, synthesise


@dataclass(frozen=True, slots=True)
class SynthesisedCondition:
    """The evidence of a condition, judged and answered once."""

    read: ConditionEvidence
    judged: JudgedCondition
    synthesis: Synthesis


def synthesise_condition_or_404(slug: str) -> SynthesisedCondition:
    """Read, judge and answer one condition, or raise ``Http404`` when there is none of that name."""
    condition_evidence = read_condition_or_404(slug)
    judged = judge_condition(condition_evidence)
    return SynthesisedCondition(condition_evidence, judged, synthesise(judged.judged))
