"""What a critical outcome's answer is made of, and which outcome makes the headline."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import ComparisonWords
from evidence.synthesis.measured_outcomes import NO_TRIALS, TrialsRead
from evidence.synthesis.trial_directions import StudyDirection, directions_across_questions
from studies.choices import CriticalOutcome
from studies.reported.outcome_facts import OUTCOMES_OF_RESULTS
from studies.reported.windows import Window


@dataclass(frozen=True, slots=True)
class OutcomeAnswer:
    """One critical outcome answered by randomised trials.

    ``usable`` are the usable answers of the first window that has any. Answers without a figure are ``values`` (without
    an interval, of comparisons without a usable figure), ``unpooled`` (doubted, or not pooled for another reason),
    ``errors``, ``directions`` or ``one_arm``. ``unused`` are the trials of which no number is shown.
    """

    outcome: CriticalOutcome
    usable: tuple[Answer, ...]
    values: tuple[Answer, ...]
    unpooled: tuple[Answer, ...]
    errors: tuple[Answer, ...]
    directions: tuple[Answer, ...]
    one_arm: tuple[Answer, ...]
    unused: tuple[StudyDirection, ...]
    read: TrialsRead = NO_TRIALS

    @property
    def was_measured(self) -> bool:
        """Whether any trial measured it, usable or not."""
        results = self.usable or self.values or self.unpooled or self.unused
        return bool(results or self.read.measured_by(self.outcome))


def outcome_answer(outcome: CriticalOutcome, answers: Sequence[Answer], read: TrialsRead = NO_TRIALS) -> OutcomeAnswer:
    """Answer one critical outcome from all answers, in reading order. ``read`` are the trials there are."""
    of_outcome = [item for item in answers if item.question.randomised and item.question.outcome.critical is outcome]
    usable = [item for item in of_outcome if item.is_usable]
    first = next((window for window in Window if any(item.question.window is window for item in usable)), None)
    shown = [entry.study for item in of_outcome for entry in item.all_entries]
    shown += [value.study for item in of_outcome for value in item.values]

    def in_state(*states: AnswerState) -> tuple[Answer, ...]:
        return tuple(item for item in of_outcome if item.state in states)

    return OutcomeAnswer(
        outcome=outcome,
        usable=tuple(item for item in usable if item.question.window is first),
        values=_first_of_each_comparison(in_state(AnswerState.VALUE_WITHOUT_INTERVAL), usable),
        unpooled=in_state(AnswerState.DOUBTED, AnswerState.SHOWN_BESIDE),
        errors=in_state(AnswerState.LEFT_OUT_FOR_ERROR),
        directions=in_state(AnswerState.PRINTED_DIRECTION_ONLY),
        one_arm=tuple(item for item in of_outcome if item.has_one_arm_only),
        unused=directions_across_questions([item.unused for item in of_outcome], shown),
        read=read,
    )


def _first_of_each_comparison(values: Sequence[Answer], usable: Sequence[Answer]) -> tuple[Answer, ...]:
    """Of each comparison without a usable figure the first in reading order; its other times are on the page."""
    answered = {item.question.words for item in usable}
    first: dict[ComparisonWords, Answer] = {}
    for item in values:
        if item.question.words not in answered:
            first.setdefault(item.question.words, item)
    return tuple(first.values())


def outcome_answers(answers: Sequence[Answer], read: TrialsRead = NO_TRIALS) -> list[OutcomeAnswer]:
    """Every critical outcome but serious harm, measured or not, in their order."""
    return [outcome_answer(outcome, answers, read) for outcome in OUTCOMES_OF_RESULTS]


def headline(answers: Sequence[OutcomeAnswer]) -> OutcomeAnswer | None:
    """The first outcome with a usable answer, else the first that was measured; None when nothing was."""
    usable = next((item for item in answers if item.usable), None)
    return usable or next((item for item in answers if item.was_measured), None)
