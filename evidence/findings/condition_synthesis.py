"""All conditions from one reading: each counted and answered, for pages that tell of several at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.synthesis.answer_rows import AnswerRows, answer_rows
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.condition_answer import ConditionAnswer, condition_answer, knowledge_text, shared_text
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.eligibility import Judged, in_conditions, judge_evidence
from evidence.synthesis.measured_outcomes import Measured, TrialsRead, critical_outcomes_measured
from studies.models import Condition, with_descendants
from studies.numerics.number_formatting import count
from studies.reported.rows import Evidence, HarmRow
from studies.selectors import read_evidence, read_harms

TOO_LITTLE_IN_SHORT = "Too little is known."


@dataclass(frozen=True, slots=True)
class SharedEvidence:
    """What is read and judged once for all conditions."""

    conditions: Sequence[Condition]
    evidence: Evidence
    judged: Sequence[Judged]
    harms: Sequence[HarmRow]
    measured: Measured


@dataclass(frozen=True, slots=True)
class ConditionSynthesis:
    """One condition with everything below it, counted and answered.

    ``own_trials`` counts the trials that isolate ozone and are in no condition below it.
    """

    condition: Condition
    counts: StudyCounts
    answers: tuple[Answer, ...]
    answer: ConditionAnswer
    own_trials: int
    read: TrialsRead

    @property
    def rows(self) -> AnswerRows:
        """The answers as rows; computed at each call."""
        return answer_rows(self.answers, self.read)

    @property
    def is_unstudied(self) -> bool:
        """Whether no study of ozone is in the set."""
        return not (self.counts.isolating or self.counts.others)

    @property
    def knowledge(self) -> str:
        """Whether enough is known, in a short sentence."""
        return TOO_LITTLE_IN_SHORT if self.answer.is_too_little else f"{knowledge_text(self.answer)}."

    @property
    def usable_trials_text(self) -> str:
        """How many of its trials gave a usable figure, in a sentence."""
        usable, trials = self.answer.usable_trials, self.answer.trials
        if trials == 1:
            return f"Its one trial gave {'a' if usable else 'no'} usable figure."
        of = f"{count(usable) if usable else 'None'} of {count(trials)} trials"
        return f"{of} gave a usable figure{shared_text(self.answer)}."

    @property
    def people_text(self) -> str:
        """People of its trials; "+" where some trial prints no number."""
        people, is_least = self.counts.people, bool(self.counts.unsized)
        if not people:
            return "People not printed"
        return f"{count(people)}{'+' if is_least else ''} {'person' if people == 1 and not is_least else 'people'}"


def synthesise_condition(condition: Condition, shared: SharedEvidence) -> ConditionSynthesis:
    """Count and answer one condition with everything below it."""
    scope = {item.slug for item in with_descendants(condition, shared.conditions)}
    arms = [arm for arm in shared.evidence.arms if arm.condition in scope]
    counts, answers = count_studies(arms), synthesise(in_conditions(shared.judged, scope)).answers
    harms = [row for row in shared.harms if row.arm.condition in scope]
    below = {arm.study.id for arm in arms if arm.condition != condition.slug}
    return ConditionSynthesis(
        condition=condition,
        counts=counts,
        answers=answers,
        answer=condition_answer(answers, harms, counts.isolating),
        own_trials=sum(study.id not in below for study in counts.isolating),
        read=TrialsRead(counts.isolating, shared.measured),
    )


def read_shared_evidence() -> SharedEvidence:
    """Read and judge everything that readers may see, by a fixed number of queries."""
    conditions, evidence = list(Condition.objects.all()), read_evidence()
    return SharedEvidence(
        conditions=conditions,
        evidence=evidence,
        judged=judge_evidence(evidence),
        harms=read_harms(evidence.arms),
        measured=critical_outcomes_measured(evidence),
    )
