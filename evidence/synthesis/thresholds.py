"""Bands in which a difference between groups is called small, medium or large.

Only a published band between groups gives a size word; a minimal important change of one person never does.
"""

from collections.abc import Iterable, Sequence

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.answers import Answer
from evidence.synthesis.word_intervals import widest, word_intervals
from studies.choices import EffectBand
from studies.numerics.number_formatting import difference
from studies.reported.rescaling import shared_scale_prefix
from studies.reported.threshold_band import ThresholdBand

NONE_KNOWN = "No threshold between groups is known for this outcome."
NO_WORD = "Arms differed before treatment: the size of the difference has no word."
NOT_POOLED = "The studies are not pooled: no one difference has a size word."


def bands_for(answer: Answer, bands: Iterable[ThresholdBand]) -> list[ThresholdBand]:
    """The bands that apply to an answer: a mean difference on the scale that the bands are of."""
    if answer.measure is not Measure.MD:
        return []
    scale = answer.scale.removeprefix(shared_scale_prefix(answer.question.outcome.domain)).replace("–", "-")
    return [band for band in bands if band.domain is answer.question.outcome.domain and band.scale == scale]


def small_band(bands: Iterable[ThresholdBand]) -> tuple[float, float] | None:
    """The limits between which a difference is called small, either way."""
    small = next((band for band in bands if band.size is EffectBand.SMALL), None)
    return (-small.upper, small.upper) if small else None


def size_comment(answer: Answer, bands: Sequence[ThresholdBand]) -> str:
    """What bands between groups say of an answer's difference and interval, or why they say nothing.

    It says which side is better, and whether the interval holds no difference.
    """
    found, estimate = bands_for(answer, bands), _estimate(answer)
    if not found:
        return _without_band(answer, bands)
    if estimate is None:
        return NOT_POOLED
    every = word_intervals(answer)
    interval = widest(every)
    if interval is None:
        return NO_WORD
    first = f"{_capital(_with_side(answer, estimate))}: {_size_text(estimate, found)}."
    limits = (f"{_with_side(answer, limit)} ({_size(limit, found)})" for limit in (interval.low, interval.high))
    name = "The interval" if len(every) == 1 else "The widest of its intervals"
    holds = "holds no difference: it " if 0 in interval else ""
    return f"{first} {name} {holds}reaches from {' to '.join(limits)}."


def _without_band(answer: Answer, bands: Sequence[ThresholdBand]) -> str:
    """That no threshold is known, or which: the unit of the answer is another than theirs."""
    scales = dict.fromkeys(band.scale for band in bands if band.domain is answer.question.outcome.domain)
    if not scales:
        return NONE_KNOWN
    return f"Thresholds between groups are known on {' and '.join(scales)}, and this difference has another unit."


def _estimate(answer: Answer) -> float | None:
    """The one estimate of an answer, where it has one."""
    if answer.pooled:
        return answer.pooled.reader()
    return answer.entries[0].effect.reader() if len(answer.entries) == 1 else None


def _size(value: float, bands: Sequence[ThresholdBand]) -> str:
    """The band that holds a difference, in a word; below the smallest and above the largest there is no size word."""
    size = abs(value)
    held = next((band.size.label for band in bands if band.holds(size)), "")
    return held or ("below small" if size <= min(band.lower for band in bands) else "beyond the largest band")


def _size_text(value: float, bands: Sequence[ThresholdBand]) -> str:
    """The same about the difference itself."""
    word = _size(value, bands)
    is_band = any(word == band.size.label for band in bands)
    return f"between groups this is usually called {word}" if is_band else f"between groups this is {word}"


def _with_side(answer: Answer, value: float) -> str:
    """A difference without its sign, and the side that it favours: "5.5 points better with ozone"."""
    size, side = difference(abs(value)), ""
    if answer.higher_is_better is None:
        side = "lower" if value < 0 else "higher"
    elif value:
        side = "better" if (value > 0) is answer.higher_is_better else "worse"
    return f"{size} points {side} with ozone" if side else "no difference"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
