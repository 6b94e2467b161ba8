"""What every answer of a condition starts from: its contrasts, judged once, and what answers share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evidence.findings.answer_set import AnswerContext
from evidence.findings.condition_evidence import ConditionEvidence
from evidence.grading.current_ratings import Ratings, read_ratings
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.serious_harm import SeriousHarm, serious_harm
from studies.reported.rows import HarmRow
from studies.selectors import read_bands, read_harms


# Without slots, so that the context is read on first use and kept: pages without findings need none.
@dataclass(frozen=True)
class JudgedCondition:
    """The contrasts and harms of a condition; ``labels`` are those of its studies, by slug."""

    read: ConditionEvidence
    counts: StudyCounts
    harms: Sequence[HarmRow]
    labels: Mapping[str, str]

    @property
    def judged(self) -> Sequence[Judged]:
        """Its contrasts, judged."""
        return self.read.judged

    @cached_property
    def serious_harm(self) -> SeriousHarm:
        """Its serious harm, by what reported it."""
        return serious_harm(self.harms, self.counts.isolating_ids)

    @cached_property
    def context(self) -> AnswerContext:
        """What its answers share, with the bands of sizes and its current ratings."""
        slug = self.read.condition.slug
        ratings = Ratings(read_ratings([slug]).get(slug, {}))
        return AnswerContext(self.read.names, self.harms, read_bands(), ratings, self.read.measured)


def judge_condition(condition_evidence: ConditionEvidence) -> JudgedCondition:
    """Judge the contrasts of a condition, and read its harms."""
    arms = condition_evidence.arms
    return JudgedCondition(
        read=condition_evidence,
        counts=count_studies(arms),
        harms=read_harms(arms),
        labels=dict(condition_evidence.studies),
    )
