"""Answers as plain sentences.

Nothing here is rated: no "may", "probably" or "little", and never "significant"; what people rated is stated before
(``grading.domains.statements``). A wide interval is shown, not called "no effect". Which way is better is always
said.
"""

from dataclasses import dataclass, replace

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.absolute_differences import difference_per_thousand, observed_difference
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import join_words, treatment_text, when_text
from evidence.synthesis.effect_phrases import (
    better_side,
    difference_text,
    figure_text,
    interval_phrase,
    limits_text,
    on_scale,
)
from evidence.synthesis.event_facts import exact_odds_ratio_of, exact_text, single_table_text
from evidence.synthesis.mark_texts import answer_marks
from evidence.synthesis.pool_choice import tables_of
from evidence.synthesis.state_phrases import contradiction_text, studies_text, value_text, without_figure_text
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from evidence.synthesis.values_without_interval import ValueWithoutInterval
from studies.choices import ComponentName, OutcomeDomain
from studies.numerics.arm_values import Counts
from studies.numerics.number_formatting import percent, plural, ratio
from studies.reported.pairing import ArmPair

_TIMES = {Measure.RR: "times as frequent", Measure.HR: "times the hazard"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in three pieces, so that a page can set the figure apart: before it, the figure, and after it.

    ``statement`` is the GRADE statement of a rated answer, a separate sentence that goes first; ``marks`` are the
    assumptions and cautions of its figures, and ``notes`` are sentences that must be read with it.
    """

    lead: str
    figure: str = ""
    tail: str = ""
    interval: str = ""
    statement: str = ""
    marks: str = ""
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        pieces = (self.lead, self.figure, self.tail, f"({self.interval})" if self.interval else "")
        figures = " ".join(piece for piece in pieces if piece) + "."
        return " ".join(filter(None, (self.statement, figures, self.marks, *self.notes)))


def sentence_of(answer: Answer) -> Sentence:
    """Say an answer by its figure, else by what is known without one, with what its trials print against it."""
    notes = [contradiction_text(item) for item in answer.contradictions]
    notes += [f"{study.label} may be the same people as {other.label}." for study, other in answer.same_people]
    return replace(_said(answer), marks=answer_marks(answer), notes=tuple(notes))


def _said(answer: Answer) -> Sentence:
    if answer.state is AnswerState.SIDE_BY_SIDE:
        return _side_by_side(answer)
    if answer.state is AnswerState.POOLED:
        return _pooled(answer)
    if answer.state is AnswerState.VALUE_WITHOUT_INTERVAL:
        return _value(answer, answer.values[0]) if len(answer.values) == 1 else _values(answer)
    if not (answer.entries or answer.unpooled):
        return Sentence(without_figure_text(answer))
    entry = (answer.entries or answer.unpooled)[0]
    if len(entry.lines) > 1 and not entry.lines[0].first.part:
        return _strata(answer, entry)
    return _single_line(answer, entry, entry.lines[0])


def _value(answer: Answer, value: ValueWithoutInterval) -> Sentence:
    """Both arms as printed: no interval follows, and nothing follows about how certain the difference is."""
    ozone, comparator = _arms_text(answer, value.contrast.pair)
    measured = f"the change in {subject(answer)}" if value.is_change else subject(answer)
    was = "was seen in" if value.is_count else "was"
    lead = f"{_in_studies(answer, 1, None)}, {measured} {value.when_text} {was}"
    tail = f"with {ozone} v {comparator}"
    lower = "fewer is better" if value.is_count else "lower is better"
    better = {True: "higher is better", False: lower, None: ""}[answer.higher_is_better]
    return Sentence(
        lead,
        value.figure,
        tail,
        "; ".join(filter(None, (value.people_text, better, value.bound_text or "no interval"))),
    )


def _values(answer: Answer) -> Sentence:
    """Several trials, or several arms or strata of one, each with its own values."""
    studies = {value.study.id for value in answer.values}
    lead = f"{_in_studies(answer, len(studies), None)}, {subject(answer)} was printed without an interval"
    return Sentence(f"{lead}: {'; '.join(value_text(value) for value in answer.values)}")


def _in_studies(answer: Answer, k: int, people: int | None) -> str:
    words = studies_text(k, randomised=answer.question.randomised)
    return f"In {words} of {plural(people, 'person', 'people')}" if people else f"In {words}"


def subject(answer: Answer) -> str:
    """The outcome as the subject of a sentence."""
    outcome = answer.question.outcome
    if outcome.subject:
        return outcome.subject
    if outcome.domain is OutcomeDomain.SUCCESS and ":" in outcome.title:
        return f"success ({outcome.title.split(': ', 1)[1]})"
    return outcome.title[:1].lower() + outcome.title[1:] if not outcome.title.isupper() else outcome.title


def _single_line(answer: Answer, entry: StudyEffect, line: ContrastEffect) -> Sentence:
    ozone, comparator = _arms_text(answer, line.first.pair)
    when = when_text(line.first.weeks, line.first.timepoint_label)
    lead = f"{_in_studies(answer, 1, entry.n)}, {subject(answer)} {when} was"
    value, interval = line.effect.reader(), line.effect.reader_interval()
    if line.counts:
        risks = f"{_share(line.counts[0])} with {ozone} and {_share(line.counts[1])} with {comparator}"
        if line.first.part:
            return Sentence(f"{lead} seen in", risks, _parts(entry))
        exact = exact_odds_ratio_of([entry])
        if exact:
            counts = f"{_events(line.counts[0])} with {ozone} and {_events(line.counts[1])} with {comparator}"
            return Sentence(f"{lead} seen in", counts, "", _with_people(answer, exact_text(exact)))
        return Sentence(f"{lead} seen in", risks, "", _with_people(answer, interval_phrase(answer, value, interval)))
    if line.effect.measure.is_ratio:
        return _ratio_sentence(answer, line.effect.measure, lead, ozone, comparator, value, interval)
    figure, scale = difference_text(answer, value)
    tail = f"{scale} with {ozone} than with {comparator}".strip()
    return Sentence(lead, figure, tail, interval_phrase(answer, None, interval))


def _arms_text(answer: Answer, pair: ArmPair) -> tuple[str, str]:
    """What the two arms of one study received. What both had is told of both, or it would seem a difference."""
    words, (ozone, comparator) = answer.question.words, (pair.ozone.components, pair.comparator.components)
    is_add_on = words.with_ozone != ComponentName.OZONE.label
    return words.with_ozone if is_add_on else treatment_text(ozone), treatment_text(comparator)


def _events(counts: Counts) -> str:
    return f"{counts.events:g} of {counts.n:g}"


def _with_people(answer: Answer, phrase: str) -> str:
    """The interval, and of a bad event what it means for 1,000 people."""
    people = difference_per_thousand(answer) if answer.higher_is_better is False else ""
    return "; ".join(filter(None, (phrase, people)))


def _share(counts: Counts) -> str:
    return percent(counts.risk, digits=0 if counts.risk >= 0.1 else 1)


def _parts(entry: StudyEffect) -> str:
    """Which part the first figures are of, and the figures of the others: parts are listed, never put together."""
    first, *others = entry.lines
    listing = [f"({first.first.part.replace('-', ' ')})"]
    for line in others:
        if line.counts:
            risks = f"{_share(line.counts[0])} and {_share(line.counts[1])}"
            listing.append(f"in {risks} ({line.first.part.replace('-', ' ')})")
    return join_words(listing)


def _strata(answer: Answer, entry: StudyEffect) -> Sentence:
    """One study whose strata were reported apart, counted once."""
    words = answer.question.words
    apart = f"reported in {len(entry.lines)} groups of patients and counted once"
    times = dict.fromkeys(when_text(line.first.weeks, line.first.timepoint_label) for line in entry.lines)
    lead = f"{_in_studies(answer, 1, entry.n)}, {apart}, {subject(answer)} {join_words(times)}"
    return _effect_sentence(
        answer, lead, words.with_ozone, words.without_ozone, entry.effect.reader(), entry.effect.reader_interval()
    )


def _pooled(answer: Answer) -> Sentence:
    words, pooled = answer.question.words, answer.pooled
    assert pooled is not None  # noqa: S101 - the state says so; mypy needs to know
    lead = f"{_in_studies(answer, answer.k, answer.people)}, {subject(answer)} in the {answer.question.window.label}"
    return _effect_sentence(
        answer, lead, words.with_ozone, words.without_ozone, pooled.reader(), pooled.reader_interval()
    )


def _effect_sentence(
    answer: Answer, lead: str, ozone: str, comparator: str, value: float, interval: Interval
) -> Sentence:
    if answer.measure and answer.is_ratio:
        return _ratio_sentence(answer, answer.measure, f"{lead} was", ozone, comparator, value, interval)
    figure, scale = difference_text(answer, value)
    tail = f"{scale} with {ozone} than with {comparator}".strip()
    return Sentence(f"{lead} was", figure, tail, interval_phrase(answer, None, interval))


def _ratio_sentence(
    answer: Answer, measure: Measure, lead: str, ozone: str, comparator: str, value: float, interval: Interval
) -> Sentence:
    times, phrase = _TIMES.get(measure, "times the odds"), _with_people(answer, interval_phrase(answer, None, interval))
    return Sentence(lead, f"{ratio(value)} {times}", f"with {ozone} as with {comparator}", phrase)


def _side_by_side(answer: Answer) -> Sentence:
    """Studies that are not pooled, each with its own effect."""
    words = answer.question.words
    scale = f" {on_scale(answer)}" if answer.measure is Measure.MD else ""
    measured = f"{subject(answer)} in the {answer.question.window.label} was measured{scale}"
    lead = f"{_in_studies(answer, answer.k, answer.people)}, {measured} with {words.with_ozone} and with"
    each = []
    for entry in answer.entries:
        limits = limits_text(answer, entry.effect.reader_interval())
        figure = f"{figure_text(answer, entry.effect.reader())} (95% CI {limits})"
        people = observed_difference(tables_of([entry])) if answer.higher_is_better is False else ""
        each.append(f"{entry.study.label}: {', '.join(filter(None, (single_table_text(entry) or figure, people)))}")
    better = better_side(answer)
    return Sentence(
        f"{lead} {words.without_ozone}; the studies are not pooled. {'; '.join([*each, *filter(None, [better])])}"
    )
