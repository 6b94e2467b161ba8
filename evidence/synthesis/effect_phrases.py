"""Answers as plain sentences.

Nothing here is rated: no "may", "probably" or "little", and never "significant"; what people rated is stated before
(``grading.domains.statements``). A wide interval is shown, not called "no effect". Which way is better is always
said.
"""

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.answers import Answer
from studies.numerics.number_formatting import number, ratio, ratio_interval
from studies.reported.rescaling import shared_scale_prefix


def better_side(answer: Answer) -> str:
    """Which direction is better for this outcome, in words; empty where it is not known."""
    if answer.higher_is_better is None:
        return ""
    if answer.is_ratio:
        return "" if answer.higher_is_better else "fewer is better"
    return "higher is better" if answer.higher_is_better else "lower is better"


def difference_text(answer: Answer, value: float) -> tuple[str, str]:
    """A difference between means in words: '5.5 points lower', and the scale that follows it."""
    way = "lower" if value < 0 else "higher"
    size = number(abs(value), digits=_digits(answer))
    if answer.measure is Measure.SMD:
        return f"{size} standard deviations {way}", ""
    return f"{size} points {way}", on_scale(answer)


def on_scale(answer: Answer) -> str:
    """The scale of a difference in words: "on a scale of 0–100", or the name of the scale."""
    where = answer.scale.removeprefix(shared_scale_prefix(answer.question.outcome.domain))
    return f"on a scale of {where}" if where != answer.scale else f"on the {where}"


def interval_phrase(answer: Answer, ratio_value: float | None, interval: Interval) -> str:
    """The interval in words, after the ratio where the figure itself was given as two shares."""
    text = f"95% CI {limits_text(answer, interval)}"
    if ratio_value is not None and answer.measure:
        text = f"{answer.measure.value} {ratio(ratio_value)}, {text}"
    better = better_side(answer)
    return f"{text}; {better}" if better else text


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
    """One estimate in words: "RR 1.20", or "5.5 points lower"."""
    if answer.measure and answer.is_ratio:
        return f"{answer.measure.value} {ratio(value)}"
    return difference_text(answer, value)[0]


def _digits(answer: Answer) -> int:
    return (answer.measure or Measure.GEN).digits
