"""One condition with its judged contrasts and all its answers: what every page of it starts from."""

from dataclasses import dataclass

from evidence.findings.condition_evidence import ConditionEvidence, read_condition_or_404
from evidence.pages.condition.answer_basis import answer_basis
from evidence.pages.condition.judged_condition import JudgedCondition, judge_condition
from evidence.synthesis.answer_rows import AnswerRows, answer_rows
from evidence.synthesis.answers import Answer
from evidence.synthesis.condition_answer import ConditionAnswer, condition_answer
from evidence.synthesis.measured_outcomes import TrialsRead, trials_without_results


@dataclass(frozen=True, slots=True)
class SynthesisedCondition:
    """The evidence of a condition, judged and answered once."""

    read: ConditionEvidence
    judged: JudgedCondition

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All answers, in reading order."""
        return self.read.answers

    @property
    def answer(self) -> ConditionAnswer:
        """What is known of it, counted for one line."""
        return condition_answer(self.answers, self.judged.serious_harm)

    @property
    def rows(self) -> AnswerRows:
        """Its answers as rows; computed at each call."""
        read = TrialsRead(self.judged.counts.isolating, self.judged.context.measured)
        return answer_rows(self.answers, read)

    @property
    def basis(self) -> tuple[str, ...]:
        """What its answers rest on, in short sentences."""
        counts = self.judged.counts
        without_results = trials_without_results(counts.isolating, self.read.with_results)
        return answer_basis(self.answers, counts, without_results=without_results)


def synthesise_condition_or_404(slug: str) -> SynthesisedCondition:
    """Read, judge and answer one condition, or raise ``Http404`` when there is none of that name."""
    condition_evidence = read_condition_or_404(slug)
    judged = judge_condition(condition_evidence)
    return SynthesisedCondition(condition_evidence, judged)
