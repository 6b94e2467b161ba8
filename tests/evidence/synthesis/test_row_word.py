"""The word of an answer: each branch with figures worked out by hand, and the answers of the real data."""

from typing import Any

import pytest

from evidence.statistics.newcombe import newcombe_interval
from evidence.synthesis import row_word as row_word_module
from evidence.synthesis.answers import Answer
from evidence.synthesis.row_figures import row_figures
from evidence.synthesis.row_word import RowWord, risk_difference, row_word
from evidence.synthesis.word_intervals import word_intervals
from studies.choices import Design
from studies.numerics.arm_values import Counts
from studies.reported.assumptions import Caution
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, ODI, POOR, RMDQ, SF36, a_count, a_query, a_score, a_study, an_arm

LOWER, HIGHER, FEWER, MORE = RowWord.LOWER, RowWord.HIGHER, RowWord.FEWER, RowWord.MORE
BORDERLINE, NOT_CLEAR = RowWord.BORDERLINE, RowWord.NOT_CLEAR


def printed_difference(low: float, high: float, **values: Any) -> Answer:
    """One trial's own printed difference on a scale of 100 with these limits."""
    arms = two_arms()
    printed = {"effect_measure": "MD", "ci_level": 95, "direction": "not-stated"}
    row = a_contrast(*arms, ODI, estimate=(low + high) / 2, ci_low=low, ci_high=high, **printed | values)
    return answer_of(reported=[row], arms=arms)


def printed_ratio(ratio: float, low: float, high: float) -> Answer:
    """One trial's own printed risk ratio, without the counts of its arms."""
    arms = two_arms()
    printed = {"effect_measure": "RR", "ci_level": 95, "direction": "not-stated"}
    row = a_contrast(*arms, MACNAB, estimate=ratio, ci_low=low, ci_high=high, **printed)
    return answer_of(reported=[row], arms=arms)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (-9, -1.1, LOWER),
        (1.1, 9, HIGHER),
        (-9, -1, BORDERLINE),
        (-9, -0.2, BORDERLINE),
        (-9, 0, BORDERLINE),
        (-9, 1, BORDERLINE),
        (-9, 1.1, NOT_CLEAR),
        (-1, 9, BORDERLINE),
        (-1.1, 9, NOT_CLEAR),
    ],
)
def test_a_score_has_a_direction_when_its_interval_ends_more_than_a_point_from_none(low, high, word):
    answer = printed_difference(low, high)
    (interval,) = word_intervals(answer)
    assert (interval.low, interval.high) == pytest.approx((low, high))
    assert row_word(answer) is word


def test_a_point_is_one_of_100_whatever_the_scale():
    # Of 0 to 24 a point of 100 is 0.24. Means 8 and 10, SE √(16/n + 16/n), Welch's t on 2n - 2 degrees of freedom.
    # n = 40: 2 ± 1.991 × 0.894 = 0.22 to 3.78; n = 42: 2 ± 1.989 × 0.873 = 0.26 to 3.74.
    assert row_word(answer_of(pain_trial(8, 10, sd=4, n=40, measure=RMDQ))) is BORDERLINE
    assert row_word(answer_of(pain_trial(8, 10, sd=4, n=42, measure=RMDQ))) is LOWER


def test_a_standardised_point_is_a_twenty_fifth_of_a_deviation():
    def pooled(difference: float) -> Answer:
        # Two trials of 0 to 100 and one of 0 to 24, alike in standard deviations of 25 and of 6.
        odi = [pain_trial(40, 40 + 25 * difference, sd=25, n=1000, measure=ODI) for _ in range(2)]
        return answer_of(*odi, pain_trial(10, 10 + 6 * difference, sd=6, n=1000, measure=RMDQ))

    # One trial: g = -0.15 with SE √(2/1000) = 0.0447; three alike: tau² 0, t 4.303, SE 0.0258, half width 0.111.
    assert row_word(pooled(0.16)) is LOWER
    assert row_word(pooled(0.14)) is BORDERLINE
    assert row_word(pooled(0.05)) is NOT_CLEAR


@pytest.mark.parametrize(
    ("ozone", "comparator", "ratio", "difference", "word"),
    [
        # Wilson of 30 of 40: 0.5981 to 0.8581, of 15 of 40: 0.2422 to 0.5297.
        # Newcombe: 0.375 - √(0.1519² + 0.1547²) to 0.375 + √(0.1081² + 0.1328²).
        (30, 15, (1.290, 3.100), (0.158, 0.546), MORE),
        (15, 30, (0.323, 0.775), (-0.546, -0.158), FEWER),
        (20, 15, (0.804, 2.212), (-0.089, 0.324), NOT_CLEAR),
        # Both limits are within 1 in 100 of none.
        (24, 15, (0.997, 2.569), (0.007, 0.415), BORDERLINE),
    ],
)
def test_counts_of_one_trial_need_ratio_and_difference(ozone, comparator, ratio, difference, word):
    answer = answer_of(success_trial(ozone, comparator, n=40))
    (interval,), (entry,) = word_intervals(answer), answer.entries
    assert (interval.low, interval.high) == pytest.approx(ratio, abs=0.001)
    found = risk_difference(entry)
    assert found == newcombe_interval(Counts(ozone, 40), Counts(comparator, 40))
    assert (found.low, found.high) == pytest.approx(difference, abs=0.001)
    assert row_word(answer) is word


def test_the_difference_of_a_trial_is_worked_out_once_for_its_word_and_its_figure(monkeypatch):
    asked = []
    monkeypatch.setattr(row_word_module, "risk_difference", lambda entry: asked.append(entry) or risk_difference(entry))
    answer = answer_of(success_trial(30, 15, n=40))
    assert row_word(answer) is MORE
    assert row_figures(answer)[0].interval.low == pytest.approx(15.8, abs=0.1)
    assert asked == list(answer.entries)


def test_ratio_and_difference_that_disagree_are_borderline():
    # 9 of 20 v 3 of 20: the ratio holds 1, the difference does not hold none, and no limit is near.
    answer = answer_of(success_trial(9, 3, n=20))
    (interval,), (entry,) = word_intervals(answer), answer.entries
    assert (interval.low, interval.high) == pytest.approx((0.950, 9.477), abs=0.001)
    assert risk_difference(entry).low == pytest.approx(0.0153, abs=0.0001)
    assert row_word(answer) is BORDERLINE


def test_a_bad_event_is_fewer_or_more_whichever_is_better():
    assert row_word(answer_of(success_trial(15, 30, n=40, measure=POOR))) is FEWER


def test_a_limit_within_one_in_100_people_is_borderline_though_the_ratio_is_clear_of_one():
    # 40 of 2,000 v 15 of 2,000: ratio 1.48 to 4.81, difference 0.0053 to 0.0204.
    answer = answer_of(success_trial(40, 15, n=2000))
    (interval,), (entry,) = word_intervals(answer), answer.entries
    assert interval.low > 1.4
    assert 0.005 < risk_difference(entry).low < 0.01
    assert row_word(answer) is BORDERLINE


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        ((1.5, 1.02, 2.2), MORE),
        ((1.5, 1.01, 2.23), BORDERLINE),
        ((1.5, 0.9, 2.5), NOT_CLEAR),
        ((0.5, 0.3, 0.83), FEWER),
    ],
)
def test_a_printed_ratio_without_counts_stands_alone(limits, word):
    answer = printed_ratio(*limits)
    assert risk_difference(answer.entries[0]) is None
    assert row_word(answer) is word


def test_of_an_arm_without_events_the_exact_limit_counts_too():
    # 0 of 40 v 8 of 40: exact mid-P upper limit of the odds ratio below 1; Newcombe -0.35 to -0.08.
    assert row_word(answer_of(success_trial(0, 8, n=40, measure=POOR))) is FEWER
    # 0 of 20 v 2 of 20: nothing is excluded.
    assert row_word(answer_of(success_trial(0, 2, n=20, measure=POOR))) is NOT_CLEAR
    # No event with the comparator: the odds ratio has no upper limit.
    assert row_word(answer_of(success_trial(8, 0, n=40, measure=POOR))) is MORE


def test_strata_with_their_own_risks_have_one_difference():
    study = a_study()
    arms = [two_arms(study=study, stratum=name) for name in ("disc", "stenosis")]
    answer = answer_of(*(success_trial(30, 15, n=40, arms=pair) for pair in arms))
    assert answer.k == 1
    # Mantel-Haenszel of two tables alike: 0.375 ± 1.96 √((0.1875 + 0.234375) / 80).
    found = risk_difference(answer.entries[0])
    assert (found.low, found.high) == pytest.approx((0.375 - 0.1423, 0.375 + 0.1423), abs=0.001)
    assert row_word(answer) is MORE


@pytest.mark.parametrize(
    ("means", "word"),
    [
        # Each trial: difference of 10 points, deviation 12, 40 people an arm: half width 1.991 × 2.683 = 5.34.
        (((3, 4), (3, 4)), LOWER),
        (((4, 3), (4, 3)), HIGHER),
        (((3, 4), (4, 3)), NOT_CLEAR),
        (((3, 4), (3.5, 3.8)), NOT_CLEAR),
        # 5.9 ± 5.34 ends 0.56 from none.
        (((3, 4), (3, 3.59)), BORDERLINE),
        (((3, 3.59), (3, 3.59)), BORDERLINE),
        (((3, 3.59), (3.59, 3)), NOT_CLEAR),
        (((3, 3.59), (4, 3)), NOT_CLEAR),
    ],
)
def test_of_two_trials_both_must_have_the_word(means, word):
    answer = answer_of(*(pain_trial(*pair, sd=1.2, n=40) for pair in means))
    assert (answer.k, answer.pooled) == (2, None)
    assert row_word(answer) is word


def test_two_trials_of_counts_have_the_word_that_both_have():
    assert row_word(answer_of(success_trial(30, 15, n=40), success_trial(30, 15, n=40))) is MORE
    assert row_word(answer_of(success_trial(30, 15, n=40), success_trial(24, 15, n=40))) is BORDERLINE
    assert row_word(answer_of(success_trial(30, 15, n=40), success_trial(20, 15, n=40))) is NOT_CLEAR


def test_three_trials_have_the_word_of_their_pool():
    # One trial alone is not clear: 20 of 40 v 15 of 40. The pool of many is.
    single = success_trial(20, 15, n=40)
    assert row_word(answer_of(single)) is NOT_CLEAR
    many = answer_of(*(success_trial(20 + place % 2, 15, n=40) for place in range(12)))
    assert many.pooled
    assert row_word(many) is MORE


def test_a_small_spread_takes_the_word_of_one_trial_and_of_a_pool():
    # 4.6 points apart: with the printed spread -7.6 to -1.6, with one of 25 of 100 -15.7 to 6.5.
    first, second = two_arms("steroid")
    one = [a_score(first, mean=1.62, sd=0.72, n=40), a_score(second, mean=2.08, sd=0.64, n=40)]
    assert row_word(answer_of(one)) is NOT_CLEAR
    pool = answer_of(*(pain_trial(2.5 + place / 100, 3.5, sd=0.8, n=40) for place in range(3)))
    assert pool.pooled
    assert pool.pooled.reader_interval().high < -1
    assert row_word(pool) is NOT_CLEAR


def test_a_difference_before_treatment_takes_the_word_away():
    arms = two_arms()
    before = [
        a_score(arm, mean=mean, weeks=0, timepoint_label="baseline") for arm, mean in zip(arms, (5, 9), strict=True)
    ]
    answer = answer_of(pain_trial(1, 6, arms=arms), before)
    assert Caution.DIFFERED_BEFORE_TREATMENT in answer.cautions
    assert row_word(answer) is None


def test_a_doubted_figure_has_no_word():
    trial = pain_trial(1, 6)
    assert row_word(answer_of(trial)) is LOWER
    assert row_word(answer_of(trial, queries=[a_query(trial[0])])) is None


def test_a_value_without_an_interval_has_no_word():
    assert row_word(answer_of(pain_trial(1, 6, sd=None))) is None


def test_studies_that_are_not_randomised_have_no_word():
    arms = two_arms(study=a_study(design=Design.NON_RANDOMISED_CONTROLLED))
    assert row_word(answer_of(pain_trial(1, 6, arms=arms))) is None


def test_quality_of_life_is_higher_not_better():
    assert row_word(answer_of(pain_trial(60, 40, sd=15, measure=SF36))) is HIGHER


def test_arms_that_share_a_comparator_are_one_side():
    study = a_study()
    strong, weak, sham = (an_arm(*names, study=study) for names in (("ozone",), ("ozone",), ("sham",)))
    answer = answer_of(
        [a_count(strong, events=30, n=40), a_count(weak, events=30, n=40), a_count(sham, events=15, n=40)]
    )
    assert risk_difference(answer.entries[0]) == newcombe_interval(Counts(60, 80), Counts(15, 40))
    assert row_word(answer) is MORE


def test_every_word_says_its_side():
    assert [word.label for word in RowWord] == [
        *("lower with ozone", "higher with ozone", "fewer with ozone", "more with ozone"),
        *("borderline", "not clear"),
    ]
