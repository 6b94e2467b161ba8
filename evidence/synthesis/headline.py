"""What a critical outcome's answer is made of, and which outcome makes the headline."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.trial_directions import StudyDirection, directions_across_questions
from studies.choices import CriticalOutcome
from studies.reported.outcome_facts import critical_outcome
from studies.reported.windows import Window


@dataclass(frozen=True, slots=True)
class OutcomeAnswer:
    """One critical outcome answered by randomised trials.

    ``usable`` are the usable answers of the first window that has any, ``other_windows`` those of other windows,
    ``doubted`` those that stand on doubted figures alone, ``unused`` the trials that gave no usable figure.
    """

    outcome: CriticalOutcome
    usable: tuple[Answer, ...]
    other_windows: tuple[Answer, ...]
    doubted: tuple[Answer, ...]
    unused: tuple[StudyDirection, ...]

    @property
    def was_measured(self) -> bool:
        """Whether any trial measured it, usable or not."""
        return bool(self.usable or self.doubted or self.unused)


def outcome_answer(outcome: CriticalOutcome, answers: Sequence[Answer]) -> OutcomeAnswer:
    """Answer one critical outcome from all answers, which stand in reading order."""
    asked = [
        item for item in answers if item.question.randomised and critical_outcome(item.question.outcome) is outcome
    ]
    usable = [item for item in asked if item.is_usable]
    first = next((window for window in Window if any(item.question.window is window for item in usable)), None)
    shown = [entry.study for item in asked for entry in (*item.entries, *item.unpooled)]
    return OutcomeAnswer(
        outcome=outcome,
        usable=tuple(item for item in usable if item.question.window is first),
        other_windows=tuple(item for item in usable if item.question.window is not first),
        doubted=tuple(item for item in asked if item.state is AnswerState.DOUBTED),
        unused=directions_across_questions([item.unused for item in asked], shown),
    )


def outcome_answers(answers: Sequence[Answer]) -> list[OutcomeAnswer]:
    """Every critical outcome, measured or not, in their order. Serious harm is answered from harms, not from here."""
    return [
        outcome_answer(outcome, answers) for outcome in CriticalOutcome if outcome is not CriticalOutcome.SERIOUS_HARM
    ]


def headline(answers: Sequence[OutcomeAnswer]) -> OutcomeAnswer | None:
    """The first outcome with a usable answer, else the first that was measured; None when nothing was."""
    usable = next((item for item in answers if item.usable), None)
    return usable or next((item for item in answers if item.was_measured), None)
