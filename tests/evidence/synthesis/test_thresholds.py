"""Size words come from bands between groups, and from nothing else."""

from evidence.synthesis.thresholds import NONE_KNOWN, NOT_POOLED, size_comment, small_band
from studies.choices import EffectBand, OutcomeDomain
from studies.reported.threshold_band import ThresholdBand
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial
from tests.rows import ODI, VAS

OTHER_PAIN = VAS._replace(slug="pain-other", name="other pain score", range_max=24, shown_max=None)
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
    # Means 30 and 45 of 100, SD 20 and 20 people an arm: -15 ± 2.024 x 6.325.
    assert size_comment(answer_of(pain_trial(3, 4.5)), BANDS) == (
        "15.0 points better with ozone: between groups this is usually called medium. The interval reaches from "
        "27.8 points better with ozone (large) to 2.2 points better with ozone (small)."
    )


def test_both_sides_of_an_interval_that_holds_no_difference_are_named() -> None:
    assert size_comment(answer_of(pain_trial(4.2, 4)), BANDS) == (
        "2.0 points worse with ozone: between groups this is usually called small. The interval holds no difference: "
        "it reaches from 10.8 points better with ozone (medium) to 14.8 points worse with ozone (medium)."
    )


def test_a_difference_below_the_smallest_band_is_below_small() -> None:
    small = BANDS[0]._replace(lower=5)
    comment = size_comment(answer_of(pain_trial(3, 3.46, sd=1, n=200)), [small, *BANDS[1:]])
    assert comment == (
        "4.6 points better with ozone: between groups this is below small. The interval reaches from "
        "6.6 points better with ozone (small) to 2.6 points better with ozone (below small)."
    )


def test_a_difference_above_every_band_is_beyond_them() -> None:
    comment = size_comment(answer_of(pain_trial(1, 4.5, n=200)), BANDS[:2])
    assert comment.startswith("35.0 points better with ozone: between groups this is beyond the largest band.")


def test_next_to_a_small_spread_the_widest_interval_counts() -> None:
    comment = size_comment(answer_of(pain_trial(1.62, 2.08, sd=0.7, n=40)), BANDS)
    assert "The widest of its intervals holds no difference: it reaches from 15.7 points better" in comment


def test_no_band_no_size_word() -> None:
    assert size_comment(answer_of(pain_trial(22, 27, measure=ODI)), BANDS) == NONE_KNOWN
    assert size_comment(answer_of(success_trial()), BANDS) == NONE_KNOWN


def test_a_threshold_on_another_scale_is_not_called_unknown() -> None:
    # Pain on two scales is pooled in standard deviations.
    answer = answer_of(pain_trial(), pain_trial(30, 40, measure=OTHER_PAIN, sd=20))
    assert size_comment(answer, BANDS) == (
        "Thresholds between groups are known on 0-100, and this difference has another unit."
    )


def test_two_studies_side_by_side_have_no_size_word() -> None:
    assert size_comment(answer_of(pain_trial(), pain_trial()), BANDS) == NOT_POOLED


def test_the_small_band_runs_both_ways() -> None:
    assert small_band(BANDS) == (-10, 10)
    assert small_band([]) is None
