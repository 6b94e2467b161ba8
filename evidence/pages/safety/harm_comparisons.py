"""Harm with ozone next to harm without it, arm against arm: the counts of each trial, and what follows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.answer_texts import effect_with_limits, study_effect_text
from evidence.findings.truncation import GROUP_LIST, TruncatedList, truncate
from evidence.statistics.estimates import Model, PooledEstimate
from evidence.statistics.mantel_haenszel import Table
from evidence.synthesis.absolute_differences import observed_difference
from evidence.synthesis.comparison_labels import comparison_words, join_words
from evidence.synthesis.event_facts import exact_odds_ratio_of, exact_text, no_event_text
from evidence.synthesis.harm_answers import HarmAnswer, HarmTrial, answer_harm, asked_of_harm
from evidence.synthesis.harm_contrasts import HarmQuestion
from evidence.synthesis.serious_harm import range_text
from studies.numerics.number_formatting import number, p_value
from studies.reported.rows import HarmRow

# Trials of one answer that are shown unfolded: no fewer than the real evidence has.
MOST_UNFOLDED = 2
_METHODS = {
    Model.PETO: "Peto’s method",
    Model.MANTEL_HAENSZEL: "Mantel-Haenszel, without correction",
    Model.RANDOM: "random effects",
    Model.COMMON: "common effect",
}


@dataclass(frozen=True, slots=True)
class HarmTrialLine:
    """The people with a harm in one trial with ozone and without, and what follows from them alone."""

    study: str
    href: str
    with_ozone: str
    without_ozone: str
    text: str


@dataclass(frozen=True, slots=True)
class HarmAnswerLine:
    """One kind of harm in one comparison. ``together`` is what its trials say together, empty where they are few."""

    title: str
    comparison: str
    facts: tuple[str, ...]
    trials: TruncatedList[HarmTrialLine]
    together: str

    @property
    def folds_trials(self) -> bool:
        """Whether its trials are too many to be shown unfolded."""
        return self.trials.total > MOST_UNFOLDED


def harm_comparisons(rows: Iterable[HarmRow]) -> TruncatedList[HarmAnswerLine]:
    """The kinds of harm that both arms of some trial counted, in reading order."""
    return truncate(asked_of_harm(rows), lambda asked: _line(answer_harm(*asked)))


def _line(answer: HarmAnswer) -> HarmAnswerLine:
    question = answer.question
    return HarmAnswerLine(
        title=answer.title[:1].upper() + answer.title[1:],
        comparison=comparison_words(question.comparison, question.base).heading,
        facts=_facts(question),
        trials=truncate(answer.trials, _trial_line, GROUP_LIST),
        together=together_text(answer),
    )


def _facts(question: HarmQuestion) -> tuple[str, ...]:
    return tuple(filter(None, (question.route.label, "" if question.randomised else "not randomised")))


def _trial_line(trial: HarmTrial) -> HarmTrialLine:
    return HarmTrialLine(
        study=trial.study.label,
        href=f"{reverse('study', args=[trial.study.slug])}#harms",
        with_ozone=_counts(trial, 0),
        without_ozone=_counts(trial, 1),
        text="; ".join(filter(None, (*_what_follows(trial), *_exclusion_texts(trial)))),
    )


def _counts(trial: HarmTrial, side: int) -> str:
    """The people with the harm on one side (0: with ozone, 1: without), of people treated."""
    known = [f"{table[side].events:g} of {table[side].n:g}" for table in trial.tables]
    harms = [(pair.ozone, pair.comparator)[side] for pair in trial.unknown]
    arms = {harm.arm.id: f"{range_text(harm.people)} of {harm.treated}" for harm in harms}
    return join_words([*known, *arms.values()])


def _what_follows(trial: HarmTrial) -> list[str]:
    """A ratio, or its one limit where one side had no harm, with the difference; else what is not excluded."""
    if not trial.is_parallel:
        return []
    if trial.entry is None:
        return [_without_ratio(table) for table in trial.tables]
    exact = exact_odds_ratio_of([trial.entry])
    return [exact_text(exact) if exact else study_effect_text(trial.entry.effect), observed_difference(trial.tables)]


def _without_ratio(table: Table) -> str:
    is_in_all = all(arm.events for arm in table)
    return "everyone had it on both sides" if is_in_all else no_event_text(*table)


def _exclusion_texts(trial: HarmTrial) -> list[str]:
    reasons = ["several harms, perhaps of the same people: not compared"] if trial.unknown else []
    if not trial.is_parallel:
        reasons.append(f"{trial.study.allocation.label}; not compared")
    if trial.same_people_as:
        reasons.append(f"may be the same people as in {trial.same_people_as}, which is counted")
    return reasons


def together_text(answer: HarmAnswer) -> str:
    """What the trials of an answer say together; empty where they are too few to be pooled."""
    pooled = answer.pooled
    if pooled is None:
        return ""
    limits = pooled.reader_interval()
    effect = effect_with_limits(pooled.measure, pooled.reader(), limits.low, limits.high)
    exact = exact_text(answer.exact) if answer.exact else ""
    return "; ".join(filter(None, (f"{effect}, {_METHODS[pooled.model]}", exact, _spread(pooled))))


def _spread(pooled: PooledEstimate) -> str:
    """How far the trials differ, whatever the method."""
    found = pooled.heterogeneity
    return (
        f"Q {number(found.q, digits=1)}, P {p_value(found.p)}, I² {number(100 * found.i2, digits=0)}%, "
        f"tau² {number(found.tau2, digits=2)}"
    )
