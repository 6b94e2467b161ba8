"""Answers: what the studies that ask one question say together, and what they do not.

From three studies on they are pooled. Two are shown side by side. One is its own effect. Without any, the first of what
was printed gives the answer: a value without an interval, a figure that is doubted or not pooled for another reason,
one left out for an error in print, a direction or P value only. Else the text read gives no result.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.rare_events import ratio_of_events
from evidence.synthesis.answer_record import Answer, AnswerState, pool_notes
from evidence.synthesis.eligibility import EligibleContrast, Judged
from evidence.synthesis.event_facts import refusal_text
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.options import DEFAULT, PoolingOptions
from evidence.synthesis.pool_choice import pool, tables_of
from evidence.synthesis.questions import Question, question_asked
from evidence.synthesis.result_selection import Chosen, answer_measure, choose_results_of_all
from evidence.synthesis.study_effects import (
    StudyEffect,
    build_study_effect,
    shared_direction,
    without_shared_patients,
)
from evidence.synthesis.surroundings import Surroundings, surroundings
from evidence.synthesis.values_without_interval import shared_value_direction, values_without_interval
from studies.choices import HigherIs
from studies.numerics.errors import StatisticsError
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.outcome_facts import higher_is_better

__all__ = [
    "Answer",
    "AnswerState",
    "Synthesis",
    "answer",
    "in_reading_order",
    "pool_notes",
    "sort_by_question",
    "synthesise",
]


@dataclass(frozen=True, slots=True)
class Synthesis:
    """All answers for a set of contrasts, in reading order.

    ``unclassified_contrasts`` ask no question: they give no information about ozone alone, or nothing was printed.
    """

    answers: tuple[Answer, ...]
    unclassified_contrasts: tuple[ExcludedContrast, ...]


def synthesise(
    judged: Iterable[Judged], options: PoolingOptions = DEFAULT, around: Surroundings | None = None
) -> Synthesis:
    """Sort judged contrasts into questions and answer each.

    ``around`` is what lies around these questions, where these contrasts are not all there are.
    """
    judged = list(judged)
    around = around or surroundings(item.contrast for item in judged if item.contrast)
    asked, unclassified_contrasts = sort_by_question(judged, options)
    answers = (answer(question, asking, options) for question, asking in asked.items())
    found = in_reading_order(each.next_to(around.printed).among(around) for each in answers)
    return Synthesis(found, tuple(unclassified_contrasts))


def sort_by_question(
    judged: Iterable[Judged], options: PoolingOptions = DEFAULT
) -> tuple[dict[Question, list[Judged]], list[ExcludedContrast]]:
    """Judged contrasts by the question that they ask, and those that ask none."""
    asked: dict[Question, list[Judged]] = {}
    unclassified_contrasts: list[ExcludedContrast] = []
    for item in judged:
        question = question_asked(item.contrast, options)
        if question:
            asked.setdefault(question, []).append(item)
        elif isinstance(item, ExcludedContrast):
            unclassified_contrasts.append(item)
    return asked, unclassified_contrasts


def in_reading_order(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Answers sorted as lists show them."""
    return tuple(sorted(answers, key=attrgetter("question.order")))


def answer(question: Question, judged: Sequence[Judged], options: PoolingOptions = DEFAULT) -> Answer:
    """Answer one question from everything that asks it."""
    left_out = [item for item in judged if isinstance(item, ExcludedContrast)]
    usable = [item for item in judged if isinstance(item, EligibleContrast)]
    if not usable:
        return _without_figures(question, left_out)
    chosen, rest = choose_results_of_all(usable)
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
        values=values,
    )


def _without_figures(question: Question, left_out: Sequence[ExcludedContrast]) -> Answer:
    """The answer where no figure can be chosen from: at most values without an interval, of which no effect follows."""
    values = values_without_interval(left_out, ())
    better = higher_is_better(question.outcome, shared_value_direction(values))
    return Answer(question, None, "", better, (), (), None, tuple(left_out), values)


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
