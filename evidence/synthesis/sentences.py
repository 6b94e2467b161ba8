"""Answers as plain sentences: the patterns of ``sentence_patterns``, filled from an answer.

Nothing here is rated: no "may", "probably" or "little", and never "significant"; what people rated is stated before
(``grading.domains.statements``). A wide interval is shown, not called "no effect". Which way is better is always
said.
"""

from dataclasses import dataclass, replace

from evidence.statistics.absolute_effects import PER_THOUSAND
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.absolute_differences import observed_difference, pooled_absolute
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import join_words, treatment_text, when_text
from evidence.synthesis.effect_phrases import (
    better_side,
    difference_text,
    figure_text,
    interval_phrase,
    limits_phrase,
    means_text,
    on_scale,
    ratio_text,
)
from evidence.synthesis.event_facts import exact_odds_ratio_of, exact_text, single_table_text
from evidence.synthesis.mark_texts import answer_marks
from evidence.synthesis.pool_choice import tables_of
from evidence.synthesis.sentence_patterns import PATTERNS, SentenceKind
from evidence.synthesis.state_phrases import (
    contradiction_text,
    pool_exclusion_text,
    studies_text,
    value_text,
    without_figure_text,
)
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from evidence.synthesis.values_without_interval import ValueWithoutInterval
from studies.choices import ComponentName, OutcomeDomain, RouteGroup
from studies.numerics.arm_values import Counts
from studies.numerics.number_formatting import percent, plural, ratio
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.pairing import ArmPair

Words = dict[str, str]
_REFUSED = frozenset({ContrastExclusion.DOUBTED, ContrastExclusion.RETRACTED, ContrastExclusion.CRITICAL_BIAS})


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
    if answer.unpooled and not (answer.is_usable or answer.values or _is_refused(answer)):
        notes.append(f"The figure {pool_exclusion_text(answer.pool_exclusions)}: it is in no pool.")
    return replace(_said(answer), marks=answer_marks(answer), notes=tuple(notes))


def _said(answer: Answer) -> Sentence:
    if answer.state is AnswerState.SIDE_BY_SIDE:
        return _side_by_side(answer)
    if answer.pooled:
        when = f"in the {answer.question.window.label}"
        words = _words(answer, _in_studies(answer, answer.k, answer.people), when)
        return _estimate(answer, words, answer.pooled.reader(), answer.pooled.reader_interval())
    if answer.state is AnswerState.VALUE_WITHOUT_INTERVAL:
        return _value(answer, answer.values[0]) if len(answer.values) == 1 else _values(answer)
    if not (answer.entries or answer.unpooled) or _is_refused(answer):
        return Sentence(without_figure_text(answer))
    entry = (answer.entries or answer.unpooled)[0]
    if len(entry.lines) > 1 and not entry.lines[0].first.part:
        return _strata(answer, entry)
    return _single_line(answer, entry, entry.lines[0])


def _is_refused(answer: Answer) -> bool:
    """Whether all its figures are refused, so that none is told as what was found."""
    return bool(answer.pool_exclusions) and _REFUSED.issuperset(answer.pool_exclusions)


def subject(answer: Answer) -> str:
    """The outcome as the subject of a sentence."""
    outcome = answer.question.outcome
    if outcome.subject:
        return outcome.subject
    if outcome.domain is OutcomeDomain.SUCCESS and ":" in outcome.title:
        return f"success ({outcome.title.split(': ', 1)[1]})"
    return outcome.title[:1].lower() + outcome.title[1:] if not outcome.title.isupper() else outcome.title


def _sentence(kind: SentenceKind, words: Words, *, interval: str = "", **figures: str) -> Sentence:
    return Sentence(*PATTERNS[kind].fill(**words | figures), interval)


def _words(answer: Answer, studies: str, when: str, pair: ArmPair | None = None) -> Words:
    """The words that most patterns need: the studies, the outcome, when, and the two sides."""
    ozone, comparator = _sides(answer, pair)
    return {"studies": studies, "outcome": subject(answer), "when": when, "ozone": ozone, "comparator": comparator}


def _sides(answer: Answer, pair: ArmPair | None) -> tuple[str, str]:
    """Both sides in words, with the route of ozone: of one study what its arms received, else of the comparison.

    What both arms had is told of both, or it would seem a difference.
    """
    question = answer.question
    words, route = question.words, question.route
    ozone, comparator = words.with_ozone, words.without_ozone
    if pair:
        is_add_on = words.with_ozone != ComponentName.OZONE.label
        ozone = ozone if is_add_on else treatment_text(pair.ozone.components)
        comparator = treatment_text(pair.comparator.components)
    return ozone if route in (None, RouteGroup.NOT_STATED) else f"{route.label} {ozone}", comparator


def _in_studies(answer: Answer, k: int, people: int | None) -> str:
    words = studies_text(k, randomised=answer.question.randomised)
    return f"{words} of {plural(people, 'person', 'people')}" if people else words


def _single_line(answer: Answer, entry: StudyEffect, line: ContrastEffect) -> Sentence:
    """One study with one figure, or with the figures of parts of its people."""
    when = when_text(line.first.weeks, line.first.timepoint_label)
    words = _words(answer, _in_studies(answer, 1, entry.n), when, line.first.pair)
    value, interval = line.effect.reader(), line.effect.reader_interval()
    if line.counts is None:
        return _estimate(answer, words, value, interval, line)
    risks = {"ozone_figure": _share(line.counts[0]), "comparator_figure": _share(line.counts[1])}
    if line.first.part:
        return _sentence(SentenceKind.PARTS, words, parts=_parts(entry), **risks)
    exact = exact_odds_ratio_of([entry])
    if exact:
        events = {"ozone_figure": _events(line.counts[0]), "comparator_figure": _events(line.counts[1])}
        phrase = interval_phrase(answer, exact_text(exact))
        return _sentence(SentenceKind.COUNTS, words, interval=phrase, **events)
    phrase = interval_phrase(answer, ratio_text(answer, value, interval))
    return _sentence(SentenceKind.RISKS, words, interval=phrase, **risks)


def _strata(answer: Answer, entry: StudyEffect) -> Sentence:
    """One study whose strata were reported apart, counted once."""
    apart = f", reported in {len(entry.lines)} groups of patients and counted once"
    times = dict.fromkeys(when_text(line.first.weeks, line.first.timepoint_label) for line in entry.lines)
    words = _words(answer, _in_studies(answer, 1, entry.n) + apart, join_words(times))
    return _estimate(answer, words, entry.effect.reader(), entry.effect.reader_interval())


def _estimate(
    answer: Answer, words: Words, value: float, interval: Interval, line: ContrastEffect | None = None
) -> Sentence:
    """One estimate: a difference, or a ratio as the risks that follow from it, else as it is."""
    measure = answer.measure or Measure.GEN
    if not measure.is_ratio:
        figure, scale = difference_text(answer, value)
        phrase = interval_phrase(answer, means_text(line), limits_phrase(answer, interval))
        figures = {"figure": figure, "scale": f"{scale} " if scale else ""}
        return _sentence(SentenceKind.DIFFERENCE, words, interval=phrase, **figures)
    risks = pooled_absolute(answer)
    if risks:
        phrase = interval_phrase(answer, ratio_text(answer, value, interval))
        figures = {
            "ozone_figure": _percent(risks.ozone / PER_THOUSAND),
            "comparator_figure": _percent(risks.comparator / PER_THOUSAND),
        }
        return _sentence(SentenceKind.RISKS_OF_POOL, words, interval=phrase, **figures)
    phrase = interval_phrase(answer, limits_phrase(answer, interval))
    return _sentence(SentenceKind.RATIO, words, interval=phrase, figure=f"{ratio(value)} {_times(measure)}")


def _times(measure: Measure) -> str:
    return {Measure.RR: "times as frequent", Measure.HR: "times the hazard"}.get(measure, "times the odds")


def _side_by_side(answer: Answer) -> Sentence:
    """Studies that are not pooled, each with its own effect."""
    scale = f"{on_scale(answer)} " if answer.measure is Measure.MD else ""
    words = _words(answer, _in_studies(answer, answer.k, answer.people), f"in the {answer.question.window.label}")
    each = [_study_figure(answer, entry) for entry in answer.entries]
    return _sentence(
        SentenceKind.SIDE_BY_SIDE, words, scale=scale, each="; ".join(filter(None, [*each, better_side(answer)]))
    )


def _study_figure(answer: Answer, entry: StudyEffect) -> str:
    """One study among several: its estimate with its interval, and the difference in people."""
    interval = limits_phrase(answer, entry.effect.reader_interval())
    figure = single_table_text(entry) or f"{figure_text(answer, entry.effect.reader())} ({interval})"
    people = observed_difference(tables_of([entry])) if answer.is_ratio else ""
    return f"{entry.study.label}: {', '.join(filter(None, (figure, people)))}"


def _value(answer: Answer, value: ValueWithoutInterval) -> Sentence:
    """Both arms as printed: no interval follows, and nothing follows about how certain the difference is."""
    words = _words(answer, _in_studies(answer, 1, None), value.when_text, value.contrast.pair)
    words["outcome"] = f"the change in {subject(answer)}" if value.is_change else subject(answer)
    ozone, comparator = value.arm_figures
    phrase = interval_phrase(answer, value.people_text, counted=value.is_count)
    return _sentence(
        SentenceKind.VALUE,
        words,
        interval=f"{phrase}; {value.bound_text or 'no interval'}",
        ozone_figure=ozone,
        comparator_figure=comparator,
        seen_in=" seen in" if value.is_count else "",
    )


def _values(answer: Answer) -> Sentence:
    """Several trials, or several arms or strata of one, each with its own values."""
    studies = {value.study.id for value in answer.values}
    words = _words(answer, _in_studies(answer, len(studies), None), "")
    return _sentence(SentenceKind.VALUES, words, each="; ".join(value_text(value) for value in answer.values))


def _events(counts: Counts) -> str:
    return f"{counts.events:g} of {counts.n:g}"


def _share(counts: Counts) -> str:
    return _percent(counts.risk)


def _percent(risk: float) -> str:
    return percent(risk, digits=0 if risk >= 0.1 else 1)


def _parts(entry: StudyEffect) -> str:
    """Which part the first figures are of, and the figures of the others: parts are listed, never put together."""
    first, *others = entry.lines
    listing = [f"({first.first.part.replace('-', ' ')})"]
    for line in others:
        if line.counts:
            risks = f"{_share(line.counts[0])} and {_share(line.counts[1])}"
            listing.append(f"in {risks} ({line.first.part.replace('-', ' ')})")
    return join_words(listing)
