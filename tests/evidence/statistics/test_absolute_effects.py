import pytest

from evidence.statistics.absolute_effects import (
    absolute_effect,
    risk_with_ozone,
)
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
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


def test_ratio_of_zero_or_less_is_refused():
    with pytest.raises(ImpossibleNumberError):
        risk_with_ozone(Measure.OR, 0.0, 1.0)
