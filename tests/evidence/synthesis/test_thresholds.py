"""Size words come from bands between groups, and from nothing else."""

from evidence.synthesis.thresholds import NONE_KNOWN, size_comment, small_band
from studies.choices import EffectBand, OutcomeDomain
from studies.reported.threshold_band import ThresholdBand
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial
from tests.rows import ODI

BANDS = [
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.SMALL, 0, 10, lower_included=True, upper_included=False),
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.MEDIUM, 10, 20, lower_included=True, upper_included=True),
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.LARGE, 20, 100, lower_included=False, upper_included=True),
]


def test_borders_belong_to_the_band_that_includes_them() -> None:
    assert [band.holds(10) for band in BANDS] == [False, True, False]
    assert [band.holds(20) for band in BANDS] == [False, True, False]
    assert [band.holds(0) for band in BANDS] == [True, False, False]


def test_a_difference_is_called_by_its_band_and_its_interval_by_theirs() -> None:
    comment = size_comment(answer_of(pain_trial(3, 4.5)), BANDS)
    assert "15.0 between groups is usually called medium" in comment
    assert "large" in comment
    assert "small" in comment


def test_a_difference_below_the_smallest_band_is_smaller_than_small() -> None:
    small = BANDS[0]._replace(lower=5)
    comment = size_comment(answer_of(pain_trial(3, 3.46, sd=1, n=200)), [small, *BANDS[1:]])
    assert comment == (
        "A difference of 4.6 between groups is usually called smaller than small; "
        "its interval reaches from small (−6.6) to smaller than small (−2.6)."
    )


def test_a_difference_above_every_band_is_beyond_them() -> None:
    comment = size_comment(answer_of(pain_trial(1, 4.5, n=200)), BANDS[:2])
    assert "35.0 between groups is usually called beyond the largest band" in comment


def test_no_band_no_size_word() -> None:
    assert size_comment(answer_of(pain_trial(22, 27, measure=ODI)), BANDS) == NONE_KNOWN
    assert size_comment(answer_of(success_trial()), BANDS) == NONE_KNOWN


def test_the_small_band_runs_both_ways() -> None:
    assert small_band(BANDS) == (-10, 10)
    assert small_band([]) is None
