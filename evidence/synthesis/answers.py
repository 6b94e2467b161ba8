"""Answers: what the studies that ask one question say together, and what they do not.

From three studies on they are pooled. Two are shown side by side. One is its own effect. Without any, the first of what
was printed gives the answer: a value without an interval, a figure that is doubted or not pooled for another reason,
one left out for an error in print, a direction or P value only. Else the text read gives no result.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.estimates import PooledEstimate
from evidence.statistics.rare_events import ratio_of_events
from evidence.synthesis.contradictions import Contradiction, contradictions
from evidence.synthesis.eligibility import EligibleContrast, Judged
from evidence.synthesis.event_facts import refusal_text, side_note
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.options import DEFAULT, PoolingOptions
from evidence.synthesis.pool_choice import pool, tables_of
from evidence.synthesis.questions import Question, question_of
from evidence.synthesis.result_selection import Chosen, answer_measure, choose_results_of_all
from evidence.synthesis.study_effects import (
    StudyEffect,
    build_study_effect,
    shared_direction,
    without_shared_patients,
)
from evidence.synthesis.surroundings import Surroundings, surroundings
from evidence.synthesis.trial_directions import StudyDirection, directions_of_unused
from evidence.synthesis.values_without_interval import (
    ValueWithoutInterval,
    shared_value_direction,
    values_without_interval,
)
from studies.choices import HigherIs
from studies.numerics.errors import StatisticsError
from studies.reported.assumptions import Assumption, Caution
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.outcome_facts import higher_is_better
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
    unused: tuple[StudyDirection, ...]
    values: tuple[ValueWithoutInterval, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    # A separate study, and the study elsewhere whose people may be the same and are counted.
    same_people: tuple[tuple[StudyRow, StudyRow], ...] = ()

    def amid(self, around: Surroundings) -> "Answer":
        """The same next to what lies around its question."""
        shown = (*self.entries, *self.unpooled)
        others = contradictions(shown, around.printed, self.higher_is_better)
        studies = [*(entry.study for entry in shown), *(value.study for value in self.values)]
        same_people = around.same_people(studies)
        return replace(self, contradictions=others, same_people=same_people) if others or same_people else self

    @property
    def k(self) -> int:
        """Studies in the answer, each counted once."""
        return len(self.entries)

    @property
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
    def has_value(self) -> bool:
        """Whether it has a figure, in it or next to it, or a value without an interval."""
        return bool(self.entries or self.unpooled or self.values)

    @property
    def is_ratio(self) -> bool:
        """Whether its effects are ratios."""
        return self.measure is not None and self.measure.is_ratio

    @property
    def state(self) -> AnswerState:
        """How far the answer goes."""
        if self.pooled:
            return AnswerState.POOLED
        if self.k:
            return AnswerState.SINGLE if self.k == 1 else AnswerState.SIDE_BY_SIDE
        return AnswerState.VALUE_WITHOUT_INTERVAL if self.values else _state_without_value(self)

    @property
    def has_one_arm_only(self) -> bool:
        """Whether no figure of both arms is printed, and of some trial that of one."""
        figures = any(item.reason is ContrastExclusion.ONE_ARM_ONLY for item in self.left_out)
        return self.state is AnswerState.NO_RESULT and figures

    @property
    def unused_without_value(self) -> tuple[StudyDirection, ...]:
        """Trials of which no number is shown, by the direction that they print."""
        with_value = {value.study.id for value in self.values}
        return tuple(item for item in self.unused if item.study.id not in with_value)

    @property
    def pool_exclusions(self) -> tuple[ContrastExclusion, ...]:
        """Why the figures of an answer without a usable one are not pooled; empty where one is usable."""
        reasons = (entry.pool_exclusion for entry in (() if self.k else self.unpooled))
        return tuple(dict.fromkeys(filter(None, reasons)))

    @property
    def is_usable(self) -> bool:
        """Whether it has a figure that no query doubts."""
        return self.k > 0


def _state_without_value(answer: Answer) -> AnswerState:
    """What is known where no value of both arms is printed."""
    if ContrastExclusion.DOUBTED in answer.pool_exclusions or any(item.query for item in answer.left_out):
        return AnswerState.DOUBTED
    if answer.unpooled or any(item.study.retracted for item in answer.left_out):
        return AnswerState.SHOWN_BESIDE
    if any(item.reason is ContrastExclusion.ERROR for item in answer.left_out):
        return AnswerState.LEFT_OUT_FOR_ERROR
    printed = any(item.prints_direction for item in answer.left_out)
    return AnswerState.PRINTED_DIRECTION_ONLY if printed else AnswerState.NO_RESULT


def pool_notes(answer: Answer) -> tuple[str, ...]:
    """What a reader must know of a pool: arms without events on one side, and what dominates it; empty without one."""
    if answer.pooled is None:
        return ()
    return tuple(filter(None, (side_note(answer.entries), *answer.pooled.warnings)))


@dataclass(frozen=True, slots=True)
class Synthesis:
    """All answers for a set of contrasts, in reading order.

    ``unclassified_contrasts`` ask no question: they give no information about ozone alone, or nothing was printed.
    """

    answers: tuple[Answer, ...]
    unclassified_contrasts: tuple[ExcludedContrast, ...]


# What was answered before with the contrasts that asked, by the question and the ids of these contrasts.
KnownAnswers = dict[tuple[Question, tuple[int, ...]], tuple[Sequence[Judged], Answer]]


def synthesise(
    judged: Iterable[Judged],
    options: PoolingOptions = DEFAULT,
    around: Surroundings | None = None,
    known: KnownAnswers | None = None,
) -> Synthesis:
    """Sort judged contrasts into questions and answer each.

    ``around`` is what lies around these questions, where these contrasts are not all there are. ``known`` are answers
    of the same contrasts with the same options: a condition asks many of the questions of those below it.
    """
    judged = list(judged)
    around = around or surroundings(item.contrast for item in judged if item.contrast)
    asked: dict[Question, list[Judged]] = {}
    unclassified_contrasts: list[ExcludedContrast] = []
    for item in judged:
        contrast = item.contrast
        if contrast and contrast.pair.compared.comparison.isolates_ozone:
            asked.setdefault(question_of(contrast, options), []).append(item)
        elif isinstance(item, ExcludedContrast):
            unclassified_contrasts.append(item)
    known, answers = {} if known is None else known, []
    for question, asking in asked.items():
        by = question, tuple(map(id, asking))
        if by not in known:
            known[by] = asking, answer(question, asking, options)
        answers.append(known[by][1].amid(around))
    return Synthesis(tuple(sorted(answers, key=lambda found: found.question.order)), tuple(unclassified_contrasts))


def answer(question: Question, judged: Sequence[Judged], options: PoolingOptions = DEFAULT) -> Answer:
    """Answer one question from everything that asks it."""
    left_out = [item for item in judged if isinstance(item, ExcludedContrast)]
    chosen, rest = choose_results_of_all(item for item in judged if isinstance(item, EligibleContrast))
    left_out += rest
    shown = [item for items in chosen for item in items]
    better_is = shared_direction(shown)
    measure, inside, unpooled, refused = _studies(chosen, better_is)
    left_out += refused
    studies = [entry.study for entry in (*inside, *unpooled)]
    values = values_without_interval(left_out, studies)
    pooled = pool(inside, measure, options)
    weights = pooled.weights if pooled else ()
    better = higher_is_better(question.outcome, better_is or shared_value_direction(values))
    return Answer(
        question=question,
        measure=measure,
        scale=_scale(shown, measure),
        higher_is_better=better,
        entries=tuple(entry._replace(weight=weight) for entry, weight in zip(inside, weights, strict=True))
        if pooled
        else tuple(inside),
        unpooled=tuple(unpooled),
        pooled=pooled,
        left_out=tuple(left_out),
        unused=directions_of_unused(left_out, studies),
        values=values,
    )


def _studies(
    chosen: Chosen, better_is: HigherIs | None
) -> tuple[Measure | None, list[StudyEffect], list[StudyEffect], list[ExcludedContrast]]:
    """The measure, the studies that are pooled, those shown next to them, and contrasts of which no effect follows."""
    measure = answer_measure(chosen)
    entries, refused = _effects(chosen, measure, better_is)
    inside, unpooled = without_shared_patients([entry for entry in entries if entry.pool_exclusion is None])
    if (tables := tables_of(inside)) and ratio_of_events(tables) is not measure:
        # Which arms are without events is known only when each person counts once.
        measure = ratio_of_events(tables)
        entries, refused = _effects(chosen, measure, better_is)
        inside, unpooled = without_shared_patients([entry for entry in entries if entry.pool_exclusion is None])
    return measure, inside, [*unpooled, *(entry for entry in entries if entry.pool_exclusion)], refused


def _effects(
    chosen: Chosen, measure: Measure | None, better_is: HigherIs | None
) -> tuple[list[StudyEffect], list[ExcludedContrast]]:
    """The effect of each study, and the contrasts of those of which none follows, each with the reason."""
    entries: list[StudyEffect] = []
    refused: list[ExcludedContrast] = []
    for items in chosen:
        try:
            entry = build_study_effect(items, measure or Measure.GEN, better_is)
            # Every page shows the limits of a study: one whose limits cannot be written has no effect to show.
            entry.effect.reader_interval()
            for line in entry.lines if len(entry.lines) > 1 else ():
                line.effect.reader_interval()
            entries.append(entry)
        except StatisticsError as refusal:
            refused += [
                ExcludedContrast(
                    item.contrast.pair,
                    ContrastExclusion.IMPOSSIBLE,
                    item.contrast,
                    refusal_text(item.ozone.value, item.comparator.value, refusal)
                    if item.ozone and item.comparator
                    else str(refusal),
                )
                for item in items
            ]
    return entries, refused


def _scale(chosen: Sequence[EligibleContrast], measure: Measure | None) -> str:
    return chosen[0].scale if chosen and measure is Measure.MD else ""
