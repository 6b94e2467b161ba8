"""Unusually small spreads: marked in all studies alike, kept in a pool, and never the only ground for a word."""

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.alternatives import USUAL_SPREADS, alternatives
from evidence.synthesis.small_spreads import has_small_spread, with_usual_spread
from evidence.synthesis.word_intervals import widest, word_intervals
from studies.numerics.arm_values import Counts, Means
from studies.reported.assumptions import Caution
from studies.reported.spread_recovery import ArmValue
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial, two_arms, usable_of
from tests.rows import ODI, RMDQ, a_score, a_study, an_arm


@pytest.mark.parametrize(
    ("measure", "printed", "small"),
    [
        (ODI, {"sd": 9.9}, True),
        (ODI, {"sd": 10}, False),
        # Of 0 to 10: 0.72 is 7.2 of 100.
        (None, {"sd": 0.72}, True),
        (None, {"sd": 1.0}, False),
        (RMDQ, {"sd": 2.3}, True),
        (RMDQ, {"sd": 2.4}, False),
        # A standard error of 1 in 25 people is a deviation of 5, in 400 one of 20.
        (ODI, {"sd": None, "se": 1, "n": 25}, True),
        (ODI, {"sd": None, "se": 1, "n": 400}, False),
        # Without people no deviation follows, and nothing is marked.
        (ODI, {"sd": None, "se": 1, "n": None}, False),
    ],
)
def test_a_deviation_below_a_tenth_of_the_scale_is_marked_printed_or_derived(measure, printed, small):
    values = printed if measure is None else printed | {"measure": measure}
    assert (Caution.SMALL_SPREAD in usable_of(pain_trial(**values)).cautions) is small


def test_a_count_has_no_spread():
    assert usable_of(success_trial()).cautions == ()
    assert with_usual_spread(ArmValue(Counts(1, 20)), 100) == ArmValue(Counts(1, 20))


def test_a_scale_that_is_not_known_marks_nothing():
    assert not has_small_spread(ArmValue(Means(1, 20, sd=1)), None)


def singh_pain():
    """Pain of 0 to 10 at six months as Singh 2017 printed it: 1.62 (0.72) v 2.08 (0.64), 40 people each."""
    first, second = two_arms("steroid")
    return [a_score(first, mean=1.62, sd=0.72, n=40), a_score(second, mean=2.08, sd=0.64, n=40)]


def test_one_trial_keeps_its_printed_interval_and_also_shows_the_usual_one():
    (entry,) = answer_of(singh_pain()).entries
    printed, usual = entry.effect.reader_interval(), entry.usual_spread_effect.reader_interval()
    assert entry.effect.reader() == entry.usual_spread_effect.reader() == pytest.approx(-4.6)
    assert printed.high == pytest.approx(-1.57, abs=0.01)
    # SE 25 √(2/40) = 5.59, t on 78 degrees of freedom 1.9908.
    assert (usual.low, usual.high) == pytest.approx((-15.73, 6.53), abs=0.01)


def test_the_word_of_one_trial_follows_the_wider_interval():
    answer = answer_of(singh_pain())
    reach = widest(word_intervals(answer))
    assert reach.high == pytest.approx(6.53, abs=0.01)
    assert (
        widest(word_intervals(answer_of(pain_trial()))) == answer_of(pain_trial()).entries[0].effect.reader_interval()
    )


def three_trials(**values):
    return [pain_trial(2.5 + place / 10, 3.5, sd=0.8, n=40, **values) for place in range(3)]


def test_a_pool_keeps_the_printed_spread_and_usual_spreads_are_one_of_its_choices():
    answer = answer_of(*three_trials())
    (usual,) = [item for item in alternatives(answer) if item.name == USUAL_SPREADS]
    printed = answer.pooled.reader_interval()
    assert usual.name == "small spreads as 25 of 100"
    assert usual.interval.high - usual.interval.low > 2 * (printed.high - printed.low)
    assert word_intervals(answer) == (printed, usual.interval)


def test_a_pool_whose_spreads_are_usual_has_no_such_choice():
    answer = answer_of(*(pain_trial() for _ in range(3)))
    assert USUAL_SPREADS not in [item.name for item in alternatives(answer)]
    assert word_intervals(answer) == (answer.pooled.reader_interval(),)


def test_only_the_small_spread_of_two_arms_is_replaced():
    first, second = two_arms("steroid")
    (entry,) = answer_of([a_score(first, sd=0.5), a_score(second, sd=3)]).entries
    # 25² / 20 + 30² / 20.
    assert entry.usual_spread_effect.variance == pytest.approx((625 + 900) / 20)


def test_standardised_differences_shrink_with_the_usual_spread():
    small = pain_trial(30, 40, sd=5, n=40, measure=ODI)
    answer = answer_of(small, pain_trial(10, 12, sd=6, n=40, measure=RMDQ))
    assert answer.measure is Measure.SMD
    (entry,) = [each for each in answer.entries if each.usual_spread_effect]
    assert entry.usual_spread_effect.estimate == pytest.approx(entry.effect.estimate / 5)


def test_arms_that_are_combined_are_marked_and_widened_as_one_side():
    study = a_study()
    strong, weak, sham = (an_arm(*names, study=study) for names in (("ozone",), ("ozone",), ("sham",)))
    (entry,) = answer_of(
        [a_score(strong, sd=0.5, n=20), a_score(weak, sd=0.5, n=20), a_score(sham, sd=0.5, n=20)]
    ).entries
    assert Caution.SMALL_SPREAD in entry.cautions
    assert entry.usual_spread_effect.variance == pytest.approx(625 / 40 + 625 / 20)
