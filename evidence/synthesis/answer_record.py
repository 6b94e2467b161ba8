"""One answer: what the studies that ask one question say together, and what they do not."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.estimates import PooledEstimate
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.contradictions import Contradiction, PrintedDirections, contradictions
from evidence.synthesis.event_facts import side_note
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.questions import Question
from evidence.synthesis.study_effects import StudyEffect
from evidence.synthesis.surroundings import Surroundings
from evidence.synthesis.trial_directions import StudyDirection, directions_of_unused
from evidence.synthesis.values_without_interval import ValueWithoutInterval
from studies.reported.assumptions import Assumption, Caution
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import StudyRow


class AnswerState(StrEnum):
    """How far an answer goes, the furthest first."""

    POOLED = "pooled"
    SIDE_BY_SIDE = "side-by-side"
    SINGLE = "single"
    # Both arms are printed, and no spread can be had.
    VALUE_WITHOUT_INTERVAL = "value-without-interval"
    DOUBTED = "doubted"
    # Retracted, at critical risk of bias, without a time, or of some people of each arm.
    SHOWN_BESIDE = "shown-beside"
    LEFT_OUT_FOR_ERROR = "left-out-for-error"
    PRINTED_DIRECTION_ONLY = "printed-direction-only"
    NO_RESULT = "no-result"


@dataclass(frozen=True, slots=True)
class Answer:
    """One question answered as far as the printed figures allow."""

    question: Question
    measure: Measure | None
    scale: str
    higher_is_better: bool | None
    entries: tuple[StudyEffect, ...]
    unpooled: tuple[StudyEffect, ...]
    pooled: PooledEstimate | None
    left_out: tuple[ExcludedContrast, ...]
    values: tuple[ValueWithoutInterval, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    # A separate study, and the study elsewhere whose people may be the same and are counted.
    same_people: tuple[tuple[StudyRow, StudyRow], ...] = ()
    # What ``once_per_answer`` has computed of it.
    derived: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def next_to(self, printed: PrintedDirections) -> "Answer":
        """The same next to what its trials print elsewhere."""
        if not printed:
            return self
        others = contradictions(self.all_entries, printed, self.higher_is_better)
        return replace(self, contradictions=others) if others else self

    def among(self, around: Surroundings) -> "Answer":
        """The same among the answers to what else is asked, which may be of the same people."""
        if not around.counted:
            return self
        studies = [*(entry.study for entry in self.all_entries), *(value.study for value in self.values)]
        same_people = around.same_people(studies)
        return replace(self, same_people=same_people) if same_people else self

    @property
    def all_entries(self) -> tuple[StudyEffect, ...]:
        """Those in the answer, then those that are not pooled."""
        return (*self.entries, *self.unpooled)

    @property
    @once_per_answer
    def k(self) -> int:
        """Studies in the answer, each counted once."""
        return len(self.entries)

    @property
    @once_per_answer
    def studies(self) -> tuple[StudyRow, ...]:
        """The studies in the answer."""
        return tuple(entry.study for entry in self.entries)

    @property
    @once_per_answer
    def shown_studies(self) -> tuple[StudyRow, ...]:
        """The studies with a figure, in the answer or next to it."""
        return self.studies + tuple(entry.study for entry in self.unpooled)

    @property
    @once_per_answer
    def has_values(self) -> bool:
        """Whether it has values without an interval."""
        return bool(self.values)

    @property
    @once_per_answer
    def is_pooled(self) -> bool:
        """Whether its studies are pooled."""
        return self.pooled is not None

    @property
    @once_per_answer
    def people(self) -> int | None:
        """People in the answer; None where a study's number is not printed."""
        sizes = [entry.n for entry in self.entries]
        return None if None in sizes or not sizes else sum(size for size in sizes if size is not None)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the figures it shows rest on besides what is printed, each once."""
        return tuple(dict.fromkeys(mark for item in self._shown_figures for mark in item.assumptions))

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """The cautions that go with the figures it shows, each once."""
        return tuple(dict.fromkeys(mark for item in self._shown_figures for mark in item.cautions))

    @property
    def is_derived(self) -> bool:
        """Whether some value that it shows is not as printed."""
        return any(item.is_derived for item in self._shown_figures)

    @property
    def _shown_figures(self) -> tuple[StudyEffect | ValueWithoutInterval, ...]:
        """The figures in it, else values without an interval, else the figures that are not pooled."""
        return self.entries or self.values or self.unpooled

    @property
    @once_per_answer
    def has_value(self) -> bool:
        """Whether it has a figure, in it or next to it, or a value without an interval."""
        return bool(self.entries or self.unpooled or self.values)

    @property
    def is_ratio(self) -> bool:
        """Whether its effects are ratios."""
        return self.measure is not None and self.measure.is_ratio

    @property
    @once_per_answer
    def state(self) -> AnswerState:
        """How far the answer goes."""
        if self.pooled is not None:
            return AnswerState.POOLED
        if self.entries:
            return AnswerState.SINGLE if len(self.entries) == 1 else AnswerState.SIDE_BY_SIDE
        return AnswerState.VALUE_WITHOUT_INTERVAL if self.values else _state_without_value(self)

    @property
    @once_per_answer
    def has_one_arm_only(self) -> bool:
        """Whether no figure of both arms is printed, and of some trial that of one."""
        figures = any(item.reason is ContrastExclusion.ONE_ARM_ONLY for item in self.left_out)
        return self.state is AnswerState.NO_RESULT and figures

    @property
    @once_per_answer
    def unused(self) -> tuple[StudyDirection, ...]:
        """Trials that are not in it, by the direction that they print."""
        return directions_of_unused(self.left_out, [entry.study for entry in self.all_entries])

    @property
    def unused_without_value(self) -> tuple[StudyDirection, ...]:
        """Trials of which no number is shown, by the direction that they print."""
        with_value = {value.study.id for value in self.values}
        return tuple(item for item in self.unused if item.study.id not in with_value)

    @property
    @once_per_answer
    def pool_exclusions(self) -> tuple[ContrastExclusion, ...]:
        """Why the figures of an answer without a usable one are not pooled; empty where one is usable."""
        reasons = (entry.pool_exclusion for entry in (() if self.k else self.unpooled))
        return tuple(dict.fromkeys(filter(None, reasons)))

    @property
    @once_per_answer
    def is_usable(self) -> bool:
        """Whether it has a figure that no query doubts."""
        return bool(self.entries)


def _state_without_value(answer: Answer) -> AnswerState:
    """What is known where no value of both arms is printed."""
    is_doubted = ContrastExclusion.DOUBTED in [entry.pool_exclusion for entry in answer.unpooled]
    if is_doubted or any(item.query for item in answer.left_out):
        return AnswerState.DOUBTED
    if answer.unpooled or any(item.study.retracted for item in answer.left_out):
        return AnswerState.SHOWN_BESIDE
    if ContrastExclusion.ERROR in [item.reason for item in answer.left_out]:
        return AnswerState.LEFT_OUT_FOR_ERROR
    printed = any(item.prints_direction for item in answer.left_out)
    return AnswerState.PRINTED_DIRECTION_ONLY if printed else AnswerState.NO_RESULT


def pool_notes(answer: Answer) -> tuple[str, ...]:
    """What a reader must know of a pool: arms without events on one side, and what dominates it; empty without one."""
    if answer.pooled is None:
        return ()
    return tuple(filter(None, (side_note(answer.entries), *answer.pooled.warnings)))
