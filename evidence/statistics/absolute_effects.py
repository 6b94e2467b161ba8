"""Absolute effects: what a relative effect means for people.

Risks are per 1,000 people. A *comparator risk* is a proportion; its source must be
printed next to every number that is computed from it.
"""

from dataclasses import dataclass

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from studies.numerics.errors import ImpossibleNumberError, NotEstimableError
from studies.numerics.magnitudes import require_measurable

PER_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class AbsoluteEffect:
    """Events per 1,000 people with the comparator, with ozone (and interval), and the difference; the rule used."""

    comparator: float
    ozone: float
    ozone_interval: Interval
    difference: float
    difference_interval: Interval
    rule: str


def absolute_effect(measure: Measure, value: float, interval: Interval, comparator_risk: float) -> AbsoluteEffect:
    """Events per 1,000 from a relative effect on the reader's scale (Handbook 15.4.4, 14.1.5).

    Raises ImpossibleNumberError where the risk with ozone, or a limit of it, lies outside 0 to 1,000.
    """
    _require_risk(comparator_risk)
    at, low, high = (
        _per_thousand(risk_with_ozone(measure, x, comparator_risk)) for x in (value, interval.low, interval.high)
    )
    base = comparator_risk * PER_THOUSAND
    rule = f"{measure} x comparator risk, rule 15.4.4"
    return AbsoluteEffect(base, at, Interval(low, high), at - base, Interval(low - base, high - base), rule)


def risk_with_ozone(measure: Measure, value: float, comparator_risk: float) -> float:
    """Risk with ozone as a proportion, from RR, OR or RD on the reader's scale (Handbook 15.4.4).

    It may lie outside 0 to 1; ``absolute_effect`` then raises an error.
    """
    _require_risk(comparator_risk)
    if measure.is_ratio and require_measurable(value, "A ratio") <= 0:
        raise ImpossibleNumberError(f"A ratio must be above zero; {value:g} was given.")
    if measure == Measure.RR:
        return comparator_risk * value
    if measure == Measure.OR:
        return value * comparator_risk / (1 - comparator_risk + value * comparator_risk)
    if measure == Measure.RD:
        return comparator_risk + value
    raise NotEstimableError(f"Absolute risks come from risk ratios, odds ratios and risk differences, not {measure}.")


def _require_risk(risk: float) -> None:
    if not 0 <= risk <= 1:
        raise ImpossibleNumberError(f"A risk must be between 0 and 1,000 per 1,000; {risk * PER_THOUSAND:g} is not.")


def _per_thousand(risk: float) -> float:
    if not 0 <= risk <= 1:
        raise ImpossibleNumberError(
            f"This would be {risk * PER_THOUSAND:.0f} of 1,000 people: the relative effect cannot apply at that "
            "comparator risk. The observed risks say more."
        )
    return risk * PER_THOUSAND
