import pytest

from evidence.statistics.absolute_effects import (
    EffectDirection,
    absolute_effect,
    number_needed,
    number_needed_from_ratio,
    risk_with_ozone,
    smd_to_log_odds,
    smd_to_scale,
)
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.intervals import Interval
from studies.numerics.errors import ImpossibleNumberError, NotEstimableError


def test_events_per_thousand_follow_from_the_risk_ratio():
    effect = absolute_effect(Measure.RR, 0.75, Interval(0.6, 0.9), comparator_risk=0.2)

    assert (effect.comparator, effect.ozone, effect.difference) == pytest.approx((200, 150, -50))
    assert (effect.ozone_interval.low, effect.ozone_interval.high) == pytest.approx((120, 180))
    assert effect.rule == "RR x comparator risk, rule 15.4.4"


def test_an_odds_ratio_goes_through_odds():
    assert risk_with_ozone(Measure.OR, 2, 0.5) == pytest.approx(2 / 3)
    assert risk_with_ozone(Measure.RD, -0.1, 0.5) == pytest.approx(0.4)


def test_more_than_a_thousand_in_a_thousand_is_refused():
    with pytest.raises(ImpossibleNumberError, match="1080 of 1,000"):
        absolute_effect(Measure.RR, 1.2, Interval(1.0, 1.8), comparator_risk=0.6)


def test_fewer_than_none_in_a_thousand_is_refused():
    with pytest.raises(ImpossibleNumberError):
        absolute_effect(Measure.RD, -0.1, Interval(-0.3, 0.1), comparator_risk=0.2)


@pytest.mark.parametrize("risk", [-0.1, 1.1, 200])
def test_comparator_risk_outside_zero_to_one_is_refused(risk: float):
    with pytest.raises(ImpossibleNumberError):
        risk_with_ozone(Measure.RR, 0.8, risk)


def test_a_mean_difference_has_no_absolute_risk():
    with pytest.raises(NotEstimableError):
        risk_with_ozone(Measure.MD, 0.8, 0.2)


def test_people_treated_for_one_event_fewer():
    needed = number_needed(-0.03, Interval(-0.048, -0.0072))

    assert needed.number == pytest.approx(33.333, abs=1e-3)
    assert needed.rounded == 34
    assert needed.direction is EffectDirection.BENEFIT
    assert not needed.through_infinity


def test_an_interval_that_holds_no_difference_passes_through_infinity():
    needed = number_needed(-0.03, Interval(-0.08, 0.02))

    assert needed.through_infinity
    assert (needed.first, needed.first_direction) == (pytest.approx(12.5), EffectDirection.BENEFIT)
    assert (needed.second, needed.second_direction) == (pytest.approx(50), EffectDirection.HARM)


def test_more_good_events_are_a_benefit():
    assert number_needed(0.1, Interval(0.05, 0.15), event_is_good=True).direction is EffectDirection.BENEFIT
    assert number_needed(0.1, Interval(0.05, 0.15)).direction is EffectDirection.HARM


def test_no_difference_has_no_number_needed():
    with pytest.raises(NotEstimableError):
        number_needed(0.0, Interval(-0.1, 0.1))
    with pytest.raises(NotEstimableError):
        number_needed_from_ratio(Measure.RR, 0.8, Interval(0.6, 1.0), 0.2)


def test_number_needed_from_an_odds_ratio():
    # 15.4.4.3: at a comparator risk of 0.3 an odds ratio of 0.5 is a risk of 0.15/0.85.
    needed = number_needed_from_ratio(Measure.OR, 0.5, Interval(0.4, 0.7), 0.3)

    assert needed.number == pytest.approx(1 / (0.3 - 0.15 / 0.85))


def test_smd_on_a_familiar_scale_shows_the_sd_used():
    found = smd_to_scale(-0.45, Interval(-0.71, -0.19), 24)

    assert found.value == pytest.approx(-10.8)
    assert "24" in found.rule


def test_rounding_up_is_not_misled_by_rounding():
    needed = number_needed(0.2 - 0.3, Interval(-0.3, -0.05))

    assert needed.number > 10
    assert needed.rounded == 10


def test_ratio_of_zero_or_less_is_refused():
    with pytest.raises(ImpossibleNumberError):
        risk_with_ozone(Measure.OR, 0.0, 1.0)


def test_familiar_scale_without_spread_is_refused():
    with pytest.raises(ImpossibleNumberError):
        smd_to_scale(-0.45, Interval(-0.71, -0.19), 0)


def test_smd_as_log_odds():
    assert smd_to_log_odds(1) == pytest.approx(1.814, abs=1e-3)
