"""Phrases about one estimate: a figure, its interval, and which way is better."""

from collections.abc import Iterable

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.absolute_differences import difference_per_thousand
from evidence.synthesis.answers import Answer
from evidence.synthesis.study_effects import ContrastEffect
from studies.numerics.number_formatting import number, ratio, ratio_interval
from studies.reported.rescaling import shared_scale_prefix

RATIO_WORDS = {Measure.RR: "risk ratio", Measure.OR: "odds ratio", Measure.HR: "hazard ratio"}
MEASURE_WORDS = RATIO_WORDS | {
    Measure.MD: "mean difference",
    Measure.SMD: "standardised mean difference",
    Measure.RD: "risk difference",
}
_OF_PEOPLE = {True: "more is better", False: "fewer is better", None: ""}
_OF_SCORES = {True: "higher is better", False: "lower is better", None: ""}


def spelled_out(measures: Iterable[Measure]) -> str:
    """What the abbreviations of measures stand for: "MD: mean difference, RR: risk ratio"."""
    return ", ".join(f"{each}: {MEASURE_WORDS[each]}" for each in dict.fromkeys(measures) if each in MEASURE_WORDS)


def better_side(answer: Answer, *, counted: bool | None = None) -> str:
    """Which direction is better for this outcome, in words; empty where it is not known.

    ``counted`` says whether people are counted, where the answer has no measure to tell.
    """
    counted = answer.is_ratio if counted is None else counted
    return (_OF_PEOPLE if counted else _OF_SCORES)[answer.higher_is_better]


def difference_text(answer: Answer, value: float) -> tuple[str, str]:
    """A difference between means in words: '5.5 points lower', and the scale that follows it."""
    size = number(abs(value), digits=_digits(answer))
    way = "lower" if value < 0 else "higher"
    if not any(digit in size for digit in "123456789"):
        way = "higher or lower"
    if answer.measure is Measure.SMD:
        return f"{size} standard deviations {way}", ""
    return f"{size} points {way}", on_scale(answer)


def on_scale(answer: Answer) -> str:
    """The scale of a difference in words: "on a scale of 0–100", or the name of the scale."""
    where = answer.scale.removeprefix(shared_scale_prefix(answer.question.outcome.domain))
    return f"on a scale of {where}" if where != answer.scale else f"on the {where}"


def interval_phrase(answer: Answer, *facts: str, counted: bool | None = None) -> str:
    """The facts that follow a figure in brackets, and which way is better."""
    return "; ".join(filter(None, (*facts, better_side(answer, counted=counted))))


def limits_phrase(answer: Answer, interval: Interval) -> str:
    """The interval in words: "95% interval 10.6 to 0.4 lower"."""
    return f"95% interval {limits_text(answer, interval)}"


def ratio_text(answer: Answer, value: float, interval: Interval) -> str:
    """A ratio beside the risks: the difference in people first, then the ratio, each with its interval."""
    name = RATIO_WORDS.get(answer.measure or Measure.GEN, "ratio")
    return "; ".join(
        filter(None, (difference_per_thousand(answer), f"{name} {ratio(value)}, {limits_phrase(answer, interval)}"))
    )


def means_text(line: ContrastEffect | None) -> str:
    """Both means as they are compared: "18.5 against 24.0"; empty where the arms do not give them."""
    if line is None or line.means is None:
        return ""
    return " against ".join(number(arm.mean, digits=1) for arm in line.means)


def limits_text(answer: Answer, interval: Interval) -> str:
    """The two limits of an interval on the reader's scale: ratios as printed, differences with their direction."""
    if answer.is_ratio:
        return ratio_interval(interval.low, interval.high)
    low, high = (number(abs(limit), digits=_digits(answer)) for limit in (interval.low, interval.high))
    if interval.high <= 0:
        return f"{low} to {high} lower"
    if interval.low >= 0:
        return f"{low} to {high} higher"
    return f"{low} lower to {high} higher"


def figure_text(answer: Answer, value: float) -> str:
    """One estimate in words: "risk ratio 1.20", or "5.5 points lower"."""
    if answer.measure and answer.is_ratio:
        return f"{RATIO_WORDS[answer.measure]} {ratio(value)}"
    return difference_text(answer, value)[0]


def _digits(answer: Answer) -> int:
    return (answer.measure or Measure.GEN).digits
