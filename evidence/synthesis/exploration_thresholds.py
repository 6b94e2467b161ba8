"""Share of comparable settings in which the true effect of a finding lies beyond a threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.statistics.interval import Interval
from evidence.statistics.proportion_beyond_threshold import ThresholdSide, proportion_beyond_threshold
from evidence.synthesis.alternatives import pools_effects
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_POOL
from evidence.synthesis.thresholds import bands_for
from studies.choices import EffectBand
from studies.numerics.errors import StatisticsError
from studies.reported.threshold_band import ThresholdBand


@dataclass(frozen=True, slots=True)
class ShareBeyond:
    """The share, 0 to 1, of settings whose true effect is beyond ``threshold`` (reader's scale), or why there is none.

    ``is_better`` says whether the side of the threshold is that of ozone being better.
    """

    threshold: float
    side: ThresholdSide
    is_better: bool
    share: float | None = None
    interval: Interval | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ThresholdExploration:
    """The share beyond no difference and beyond each published limit of a small difference, on both sides."""

    shares: tuple[ShareBeyond, ...]
    reason: str = ""


def explore_thresholds(answer: Answer, bands: Sequence[ThresholdBand]) -> ThresholdExploration:
    """Shares from three studies on, where effects are pooled and which way is better is known."""
    if not pools_effects(answer) or answer.measure is None:
        return ThresholdExploration((), f"This needs a pool of {MIN_STUDIES_TO_POOL} studies or more.")
    if answer.higher_is_better is None:
        return ThresholdExploration((), "Which way is better is not known here.")
    better = ThresholdSide.ABOVE if answer.higher_is_better else ThresholdSide.BELOW
    worse = ThresholdSide.BELOW if answer.higher_is_better else ThresholdSide.ABOVE
    sign = 1.0 if answer.higher_is_better else -1.0
    limits = [band.upper for band in bands_for(answer, bands) if band.size is EffectBand.SMALL]
    thresholds = [
        (0.0, better),
        *((sign * limit, better) for limit in limits),
        *((-sign * limit, worse) for limit in limits),
    ]
    return ThresholdExploration(tuple(_share(answer, at, side, is_better=side is better) for at, side in thresholds))


def _share(answer: Answer, threshold: float, side: ThresholdSide, *, is_better: bool) -> ShareBeyond:
    shown = answer.measure.to_reader(threshold) if answer.measure else threshold
    try:
        found = proportion_beyond_threshold([entry.effect for entry in answer.entries], threshold, side=side)
    except StatisticsError as refusal:
        return ShareBeyond(shown, side, is_better, note=str(refusal))
    return ShareBeyond(shown, side, is_better, found.proportion, found.interval, found.caution)
