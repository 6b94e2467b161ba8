"""All conditions from one reading: each counted and answered, for pages that tell of several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.synthesis.answer_rows import AnswerRows, answer_rows
from evidence.synthesis.answers import Answer
from evidence.synthesis.condition_answer import ConditionAnswer, condition_answer
from evidence.synthesis.counts import SharedCounts, StudyCounts, count_studies
from evidence.synthesis.eligibility import judge_asking, judge_trials
from evidence.synthesis.facts_by_study import measured_outcomes
from evidence.synthesis.measured_outcomes import Measured, TrialsRead, measured_by_condition, together_measured
from evidence.synthesis.serious_harm import SharedHarm, serious_harm
from evidence.synthesis.shared_answers import SharedAnswers
from evidence.synthesis.stored_studies import StudiesNow
from studies.models import Condition, scopes_of
from studies.reported.rows import ArmRow, Evidence
from studies.selectors import read_conditions, read_evidence, read_serious_harms, read_trial_evidence


@dataclass(frozen=True, slots=True)
class SharedEvidence:
    """What is read, judged and answered once for all conditions.

    ``scopes`` are the slugs of each condition with those below it, ``measured`` is of the arms with each, by its slug.
    """

    conditions: Sequence[Condition]
    scopes: Mapping[str, frozenset[str]]
    evidence: Evidence
    answers: SharedAnswers
    harms: SharedHarm
    measured: Mapping[str, Measured]
    counts: SharedCounts


@dataclass(frozen=True, slots=True)
class ConditionSynthesis:
    """One condition with everything below it, counted and answered.

    ``scope`` are the slugs of all of them; ``arms_read`` are at least the arms with these.
    """

    condition: Condition
    scope: frozenset[str]
    counts: StudyCounts
    answers: tuple[Answer, ...]
    answer: ConditionAnswer
    arms_read: Sequence[ArmRow]
    read: TrialsRead

    @property
    def is_leaf(self) -> bool:
        """Whether it gathers no others."""
        return len(self.scope) == 1

    @property
    def arms(self) -> list[ArmRow]:
        """The arms with these conditions; found at each call."""
        return [arm for arm in self.arms_read if arm.condition in self.scope]

    @property
    def rows(self) -> AnswerRows:
        """The answers as rows; computed at each call."""
        return answer_rows(self.answers, self.read)


def synthesise_condition(condition: Condition, shared: SharedEvidence) -> ConditionSynthesis:
    """Count and answer one condition with everything below it."""
    scope = shared.scopes[condition.slug]
    counts, answers = shared.counts.of(scope), answer_condition(condition, shared)
    return ConditionSynthesis(
        condition=condition,
        scope=scope,
        counts=counts,
        answers=answers,
        answer=condition_answer(answers, shared.harms.of(scope, counts.isolating_ids)),
        arms_read=shared.evidence.arms,
        read=TrialsRead(counts.isolating, together_measured(shared.measured.get(slug, {}) for slug in scope)),
    )


def answer_condition(condition: Condition, shared: SharedEvidence) -> tuple[Answer, ...]:
    """The answers of one condition with everything below it."""
    return shared.answers.of(shared.scopes[condition.slug])


def synthesise_studies(scope: Sequence[Condition], studies: StudiesNow) -> ConditionSynthesis:
    """The same of the first of these conditions, of which the others are the descendants, from their studies alone."""
    arms, answers = studies.arms, studies.answers
    counts = count_studies(arms)
    return ConditionSynthesis(
        condition=scope[0],
        scope=frozenset(item.slug for item in scope),
        counts=counts,
        answers=answers,
        answer=condition_answer(answers, serious_harm(read_serious_harms(arms), counts.isolating_ids)),
        arms_read=arms,
        read=TrialsRead(counts.isolating, measured_outcomes(studies.facts)),
    )


def read_shared_evidence(conditions: Sequence[Condition] | None = None, *, of_trials: bool = False) -> SharedEvidence:
    """Read and judge everything that readers may see, by a fixed number of queries; ``conditions`` may be known.

    Where ``of_trials``, figures are those of randomised trials that isolate ozone, and nothing is said of what lies
    around an answer: arms and harms are of all studies.
    """
    evidence = read_trial_evidence() if of_trials else read_evidence()
    conditions = read_conditions() if conditions is None else conditions
    return SharedEvidence(
        conditions=conditions,
        scopes={slug: frozenset(item.slug for item in scope) for slug, scope in scopes_of(conditions).items()},
        evidence=evidence,
        answers=SharedAnswers(judge_trials(evidence), is_alone=True)
        if of_trials
        else SharedAnswers(judge_asking(evidence)),
        harms=SharedHarm(read_serious_harms(evidence.arms)),
        measured=measured_by_condition(evidence),
        counts=SharedCounts(evidence.arms),
    )
