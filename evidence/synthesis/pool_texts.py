"""What stands under the figure of an answer: how much its trials differ, the overall test, and the method in words."""

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.estimates import IntervalMethod, Model, PooledEstimate
from evidence.statistics.heterogeneity import Heterogeneity
from evidence.synthesis.answers import Answer, AnswerState, pool_notes
from evidence.synthesis.state_phrases import pool_exclusion_text
from studies.numerics.number_formatting import interval_text, number, p_value, percent, plural

# What an effect is called where there is room for its words.
EFFECT_WORDS = {
    Measure.MD: "Difference",
    Measure.SMD: "Standardised difference",
    Measure.ROM: "Ratio of means",
    Measure.RR: "Risk ratio",
    Measure.OR: "Odds ratio",
    Measure.HR: "Hazard ratio",
    Measure.RD: "Risk difference",
    Measure.GEN: "Effect",
}
_MODELS = {
    Model.RANDOM: "The pool is an average of the trials. It allows that they differ in truth, not by chance alone",
    Model.COMMON: "The pool is an average of the trials, as if all of them measured one and the same effect",
    Model.PETO: "In some arm no one had the event, so the counts of the arms are pooled as they are",
    Model.MANTEL_HAENSZEL: "In some arm no one had the event, so the counts of the arms are pooled as they are",
}
_NAMES = {
    Model.COMMON: "common effect, inverse variance",
    Model.PETO: "Peto’s method",
    Model.MANTEL_HAENSZEL: "Mantel-Haenszel method without correction",
}
_INTERVALS = {
    IntervalMethod.WALD: "Its interval is a normal one.",
    IntervalMethod.HKSJ: "Its interval allows for few trials (Hartung-Knapp).",
    IntervalMethod.HKSJ_FLOORED: (
        "Its interval allows for few trials (Hartung-Knapp), and is kept at least as wide as the normal error makes it."
    ),
}


def effect_heading(measure: Measure) -> str:
    """The heading of a column of effects with their intervals."""
    return f"{EFFECT_WORDS[measure]} (95% interval)"


def measure_words(measure: Measure) -> str:
    """What the short name of a measure stands for.

    >>> measure_words(Measure.RR), measure_words(Measure.MD)
    ('RR: risk ratio, with its 95% interval', 'MD: mean difference, with its 95% interval')
    """
    words = "mean difference" if measure is Measure.MD else EFFECT_WORDS[measure].lower()
    return f"{measure.value}: {words}, with its 95% interval"


def pool_statistics(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The lines under a pool, each with its heading: how much the trials differ, and the overall test."""
    if answer.pooled is None:
        return ()
    noun = "trials" if answer.question.randomised else "studies"
    return (
        (f"How much the {noun} differ", heterogeneity_text(answer.pooled)),
        ("Test of the pool against no difference", overall_test_text(answer.pooled)),
    )


def heterogeneity_text(pooled: PooledEstimate) -> str:
    """Tau², I² and Cochran's Q, with their intervals and P."""
    h = pooled.heterogeneity
    digits = 1 if pooled.measure is Measure.MD else 3
    return (
        f"τ² {number(h.tau2, digits=digits)}{_tau2_interval(h, digits)}; I² {percent(h.i2)}{_i2_interval(h)}; "
        f"χ² (Cochran’s Q) {number(h.q, digits=1)} with {plural(h.df, 'degree')} of freedom, {p_text(h.p)}"
        f"{'' if pooled.model is Model.RANDOM else '; by inverse variance'}."
    )


def _tau2_interval(h: Heterogeneity, digits: int) -> str:
    if h.tau2_interval:
        return f" (95% interval {interval_text(h.tau2_interval.low, h.tau2_interval.high, digits)})"
    return " (no value of it would leave the trials as alike as they are)" if h.tau2_interval_is_empty else ""


def _i2_interval(h: Heterogeneity) -> str:
    return f" ({percent(h.i2_interval.low)} to {percent(h.i2_interval.high)})" if h.i2_interval else ""


def overall_test_text(pooled: PooledEstimate) -> str:
    """The statistic of the pool by t or by the normal distribution, and its two-sided P."""
    statistic = number(pooled.statistic, digits=2)
    if pooled.test_df is None:
        return f"z = {statistic}, {p_text(pooled.p)}."
    return f"t = {statistic} with {plural(pooled.test_df, 'degree')} of freedom, {p_text(pooled.p)}."


def p_text(p: float) -> str:
    """P with its sign.

    >>> p_text(0.0021), p_text(0.00001)
    ('P = 0.0021', 'P < 0.001')
    """
    text = p_value(p)
    return f"P {text}" if text[0] in "<>" else f"P = {text}"


def method_text(answer: Answer) -> str:
    """How the figure was made, and what a reader must know of it."""
    if answer.pooled:
        return " ".join((_model(answer.pooled), *pool_notes(answer)))
    if answer.state is AnswerState.SIDE_BY_SIDE:
        why = "two are too few to pool" if answer.k == 2 else "no pool can be computed from their figures"
        return f"The studies are shown side by side: {why}. {_intervals(answer)}"
    if not answer.k:
        why = pool_exclusion_text(answer.pool_exclusions)
        return f"Shown for completeness, in no headline and in no pool: the figure {why}. {_intervals(answer)}"
    return f"One study: its own effect, nothing is pooled. {_intervals(answer)}"


def _model(pooled: PooledEstimate) -> str:
    if pooled.model is Model.RANDOM:
        return f"{_MODELS[pooled.model]} (random effects, {pooled.tau2_method}). {_INTERVALS[pooled.interval_method]}"
    return f"{_MODELS[pooled.model]} ({_NAMES[pooled.model]})."


def _intervals(answer: Answer) -> str:
    """By which distribution the intervals of studies that are not pooled are made."""
    shown = answer.all_entries
    by_t = [entry.effect.df is not None for entry in shown]
    if any(line.printed or entry.study.allocation.is_paired for entry in shown for line in entry.lines):
        return "95% intervals by t where degrees of freedom are known, else normal."
    if all(by_t) and by_t:
        return "95% intervals by Welch’s t."
    if any(by_t):
        return "95% intervals by Welch’s t where both arms print their spread, else normal."
    return "Normal 95% intervals."
