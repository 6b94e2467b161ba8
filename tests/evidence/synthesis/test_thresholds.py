"""Bands between groups: their borders, and the limits of the smallest."""

from evidence.synthesis.thresholds import small_band
from studies.choices import EffectBand, OutcomeDomain
from studies.reported.threshold_band import ThresholdBand

BANDS = [
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.SMALL, 0, 10, lower_included=True, upper_included=False),
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.MEDIUM, 10, 20, lower_included=True, upper_included=True),
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.LARGE, 20, 100, lower_included=False, upper_included=True),
]


def test_borders_belong_to_the_band_that_includes_them() -> None:
    assert [band.holds(10) for band in BANDS] == [False, True, False]
    assert [band.holds(20) for band in BANDS] == [False, True, False]
    assert [band.holds(0) for band in BANDS] == [True, False, False]


def test_the_small_band_runs_both_ways() -> None:
    assert small_band(BANDS) == (-10, 10)
    assert small_band([]) is None
