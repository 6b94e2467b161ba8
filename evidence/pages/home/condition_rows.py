"""One condition in the matrix of the first page: its cells, and what is known of it in short."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.pages.home.harm_cell import SeriousHarmCell, harm_cell
from evidence.pages.home.outcome_marks import OutcomeCell, outcome_cell
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.condition_answer import ConditionAnswer, condition_answer, knowledge_text, shared_text
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.eligibility import Judged, in_conditions
from evidence.synthesis.measured_outcomes import Measured, TrialsRead
from studies.choices import CriticalOutcome
from studies.models import Condition, with_descendants
from studies.numerics.number_formatting import count
from studies.reported.rows import Evidence, HarmRow

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


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition that randomised trials studied: a cell an outcome, in their order, and what is known in short.

    Serious harm is a cell of its own kind: its people are no comparison.
    """

    condition: Condition
    cells: tuple[OutcomeCell | SeriousHarmCell, ...]
    knowledge: str
    usable_trials: str
    people: str

    @property
    def has_everyday_name(self) -> bool:
        """Whether patients have other words for it."""
        return self.condition.plain_name.casefold() != self.condition.name.casefold()


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
    )


def condition_row(found: ConditionSynthesis, measured: Measured) -> ConditionRow:
    """The row of a condition. ``measured`` are the studies that measured each critical outcome."""
    rows = answer_rows(found.answers, TrialsRead(found.counts.isolating, measured))
    cells = tuple(
        harm_cell(found.answer.harm)
        if outcome is CriticalOutcome.SERIOUS_HARM
        else outcome_cell(found.condition.slug, rows, outcome)
        for outcome in CriticalOutcome
    )
    return ConditionRow(found.condition, cells, found.knowledge, found.usable_trials_text, found.people_text)
