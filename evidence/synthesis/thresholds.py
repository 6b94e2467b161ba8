"""Bands in which a difference between groups is called small, medium or large.

Only a published band between groups gives a size word; a minimal important change of one person never does.
"""

from collections.abc import Iterable

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.answers import Answer
from studies.choices import EffectBand
from studies.reported.rescaling import shared_scale_prefix
from studies.reported.threshold_band import ThresholdBand


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
