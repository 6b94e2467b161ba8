"""Answers as plain sentences.

Nothing here is rated: no "may", "probably" or "little", and never "significant"; what people rated is stated before
(``grading.domains.statements``). A wide interval is shown, not called "no effect". Which way is better is always
said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.absolute_differences import difference_per_thousand
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import COMPARISON_WORDS, join_words, time_label, treatment_text
from evidence.synthesis.effect_phrases import (
    better_side,
    difference_text,
    figure_text,
    interval_phrase,
    limits_text,
    on_scale,
)
from evidence.synthesis.event_facts import exact_odds_ratio_of, exact_text, single_table_text
from evidence.synthesis.headline import OutcomeAnswer
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from evidence.synthesis.trial_directions import StudyDirection, TrialDirection, count_directions
from studies.choices import OutcomeDomain
from studies.numerics.arm_values import Counts
from studies.numerics.number_formatting import percent, plural, ratio, trials
from studies.reported.exclusion_reasons import ContrastExclusion

NOT_MEASURED = "Not measured by any included trial that isolates ozone, according to the texts read."


NOT_IN_TEXT = "Measured, but the numbers are not in the text read"


_OTHER_ONE, _OTHER_MANY = "further non-randomised study", "further non-randomised studies"


_ONE_TRIAL = {
    TrialDirection.FAVOURS_OZONE: "favours ozone",
    TrialDirection.NO_DIFFERENCE: "found no difference",
    TrialDirection.FAVOURS_COMPARATOR: "favours the comparator",
    TrialDirection.MIXED: "prints mixed directions",
    TrialDirection.NOT_STATED: "prints no direction",
}


_POOL_EXCLUSION_TEXTS = {
    ContrastExclusion.RETRACTED: "was retracted",
    ContrastExclusion.DOUBTED: "is doubted",
    ContrastExclusion.TIME_NOT_STATED: "has no printed time",
    ContrastExclusion.PART_OF_ARM: "is of some people of each arm only",
    ContrastExclusion.OTHER_RATIO: "is an odds or a hazard ratio, which is not turned into a risk ratio",
    ContrastExclusion.CLUSTERS_UNKNOWN: "is of clusters whose size or correlation is not printed",
    ContrastExclusion.PAIRS_UNKNOWN: "compares people with themselves by a correlation that is not printed",
}


_TIMES = {Measure.RR: "times as frequent", Measure.HR: "times the hazard"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in three pieces, so that a page can set the figure apart: before it, the figure, and after it.

    ``statement`` is the GRADE statement of a rated answer, a sentence of its own that goes before.
    """

    lead: str
    figure: str = ""
    tail: str = ""
    interval: str = ""
    statement: str = ""

    def __str__(self) -> str:
        pieces = (self.lead, self.figure, self.tail, f"({self.interval})" if self.interval else "")
        figures = " ".join(piece for piece in pieces if piece) + "."
        return f"{self.statement} {figures}" if self.statement else figures


def sentence_of(answer: Answer) -> Sentence:
    """Say an answer that has a usable or a doubted figure, or that its figures are not in the text read."""
    if answer.state is AnswerState.NOT_IN_TEXT:
        return Sentence(f"{NOT_IN_TEXT}: {studies_text(len(answer.unused), randomised=answer.question.randomised)}")
    if answer.state is AnswerState.SIDE_BY_SIDE:
        return _side_by_side(answer)
    if answer.state is AnswerState.POOLED:
        return _pooled(answer)
    entry = (answer.entries or answer.unpooled)[0]
    if len(entry.lines) > 1 and not entry.lines[0].first.part:
        return _strata(answer, entry)
    return _single_line(answer, entry, entry.lines[0])


def unused_trials_text(unused: Sequence[StudyDirection], *, is_further: bool, randomised: bool = True) -> str:
    """The printed directions of the trials that could not be used, in one sentence; empty when there is none.

    ``is_further`` says whether some trial could be used, so that these are further ones.
    """
    if not unused:
        return ""
    total = studies_text(len(unused), randomised=randomised, further=is_further)
    total = total[:1].upper() + total[1:]
    if len(unused) == 1:
        return f"{total} could not be used; it {_ONE_TRIAL[unused[0].direction]}."
    counted = [
        f"{k} {_ONE_TRIAL[direction] if k == 1 else direction.label}" for direction, k in count_directions(unused)
    ]
    return f"{total} could not be used: {join_words(counted)}."


def outcome_state(answer: OutcomeAnswer) -> str:
    """What is unknown of an outcome without a usable figure, in one of three kinds; empty when there is a figure."""
    if answer.usable:
        return ""
    if answer.doubted:
        reasons = dict.fromkeys(reason for item in answer.doubted for reason in item.pool_exclusions)
        return f"Measured, but every figure that could be used {pool_exclusion_text(tuple(reasons))}."
    return f"{NOT_IN_TEXT}." if answer.unused else NOT_MEASURED


def pool_exclusion_text(reasons: Sequence[ContrastExclusion]) -> str:
    """Why figures are not pooled, as the end of a sentence about "the figure".

    >>> pool_exclusion_text([ContrastExclusion.DOUBTED, ContrastExclusion.TIME_NOT_STATED])
    'is doubted or has no printed time'
    """
    return " or ".join(_POOL_EXCLUSION_TEXTS.get(reason, "is not pooled") for reason in reasons)


def studies_text(k: int, *, randomised: bool, further: bool = False) -> str:
    """A number of studies, called trials only when they were randomised.

    >>> studies_text(1, randomised=True), studies_text(3, randomised=False)
    ('one trial', '3 non-randomised studies')
    >>> studies_text(2, randomised=True, further=True)
    '2 further trials'
    """
    if further:
        one, many = ("further trial", "further trials") if randomised else (_OTHER_ONE, _OTHER_MANY)
        return plural(k, one, many)
    return trials(k) if randomised else ("one non-randomised study" if k == 1 else f"{k} non-randomised studies")


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
    words = COMPARISON_WORDS[answer.question.comparison]
    comparator = treatment_text(line.first.pair.comparator.components)
    when = time_label(line.first.weeks, line.first.timepoint_label)
    lead = f"{_in_studies(answer, 1, entry.n)}, {subject(answer)} at {when} was"
    value, interval = line.effect.reader(), line.effect.reader_interval()
    if line.counts:
        risks = f"{_share(line.counts[0])} with {words.with_ozone} and {_share(line.counts[1])} with {comparator}"
        if line.first.part:
            return Sentence(f"{lead} seen in", risks, _parts(entry))
        exact = exact_odds_ratio_of([entry])
        if exact:
            counts = (
                f"{_events(line.counts[0])} with {words.with_ozone} and {_events(line.counts[1])} with {comparator}"
            )
            return Sentence(f"{lead} seen in", counts, "", _with_people(answer, exact_text(exact)))
        return Sentence(f"{lead} seen in", risks, "", _with_people(answer, interval_phrase(answer, value, interval)))
    if line.effect.measure.is_ratio:
        return _ratio_sentence(answer, line.effect.measure, lead, words.with_ozone, comparator, value, interval)
    figure, scale = difference_text(answer, value)
    tail = f"{scale} with {words.with_ozone} than with {comparator}".strip()
    return Sentence(lead, figure, tail, interval_phrase(answer, None, interval))


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
    words = COMPARISON_WORDS[answer.question.comparison]
    apart = f"reported in {len(entry.lines)} groups of patients and counted once"
    times = dict.fromkeys(time_label(line.first.weeks, line.first.timepoint_label) for line in entry.lines)
    lead = f"{_in_studies(answer, 1, entry.n)}, {apart}, {subject(answer)} at {join_words(times)}"
    return _effect_sentence(
        answer, lead, words.with_ozone, words.without_ozone, entry.effect.reader(), entry.effect.reader_interval()
    )


def _pooled(answer: Answer) -> Sentence:
    words, pooled = COMPARISON_WORDS[answer.question.comparison], answer.pooled
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
    words = COMPARISON_WORDS[answer.question.comparison]
    scale = f" {on_scale(answer)}" if answer.measure is Measure.MD else ""
    measured = f"{subject(answer)} in the {answer.question.window.label} was measured{scale}"
    lead = f"{_in_studies(answer, answer.k, answer.people)}, {measured} with {words.with_ozone} and with"
    each = []
    for entry in answer.entries:
        limits = limits_text(answer, entry.effect.reader_interval())
        figure = f"{figure_text(answer, entry.effect.reader())} (95% CI {limits})"
        each.append(f"{entry.study.label}: {single_table_text(entry) or figure}")
    better = better_side(answer)
    return Sentence(
        f"{lead} {words.without_ozone}; the studies are not pooled. {'; '.join([*each, *filter(None, [better])])}"
    )
