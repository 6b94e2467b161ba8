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
BELOW_ALL = "smaller than small"
BEYOND_ALL = "beyond the largest band"
NO_WORD = "Arms differed before treatment: the size of the difference has no word."


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


def size_comment(answer: Answer, bands: Iterable[ThresholdBand]) -> str:
    """What bands between groups say of an answer's estimate and interval, or that none is known."""
    found, estimate, interval = bands_for(answer, bands), _estimate(answer), widest(word_intervals(answer))
    if not found or estimate is None:
        return NONE_KNOWN
    if interval is None:
        return NO_WORD
    size = _size(estimate, found)
    reach = list(dict.fromkeys((_size(interval.low, found), _size(interval.high, found))))
    spread = f"its interval reaches from {_side(interval.low, reach[0])} to {_side(interval.high, reach[-1])}"
    return f"A difference of {difference(abs(estimate))} between groups is usually called {size}; {spread}."


def _estimate(answer: Answer) -> float | None:
    """The one estimate of an answer, where it has one."""
    if answer.pooled:
        return answer.pooled.reader()
    return answer.entries[0].effect.reader() if len(answer.entries) == 1 else None


def _size(value: float, bands: Sequence[ThresholdBand]) -> str:
    """The label of the band that holds a difference; below the smallest band there is no size word."""
    size = abs(value)
    held = next((band.size.label for band in bands if band.holds(size)), "")
    return held or (BELOW_ALL if size <= min(band.lower for band in bands) else BEYOND_ALL)


def _side(value: float, size: str) -> str:
    return f"{size} ({difference(value)})"
