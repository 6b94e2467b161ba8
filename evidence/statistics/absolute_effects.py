"""Absolute effects: what a relative effect means for people.

Risks are per 1,000 people. A *comparator risk* is a proportion, and its source must be
printed beside what is made of it. A *number needed to treat* is how many people are
treated for one more to benefit, or to be harmed.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.intervals import Interval
from studies.numerics.errors import ImpossibleNumberError, NotEstimableError
from studies.numerics.magnitudes import SMALLEST, measurable

PEOPLE = 1000

# 0.3 - 0.2 is not quite 0.1 to a computer: 10 people must not become 11 by rounding up.
ROUNDING = 1e-12


class EffectDirection(StrEnum):
    """Whether a number needed to treat counts people helped or harmed."""

    BENEFIT = "benefit"
    HARM = "harm"


@dataclass(frozen=True, slots=True)
class AbsoluteEffect:
    """Events per 1,000 people with the comparator, with ozone (and interval), and the difference; the rule used."""

    comparator: float
    ozone: float
    ozone_interval: Interval
    difference: float
    difference_interval: Interval
    rule: str


@dataclass(frozen=True, slots=True)
class OnFamiliarScale:
    """A standardised difference in units of a scale readers know, with its interval and the rule used."""

    value: float
    interval: Interval
    rule: str


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """People treated for one more event or one fewer; ``number`` is exact, ``rounded`` up.

    The interval is given as its two limits. Where the risk difference may be zero it
    runs from ``first`` through infinity to ``second``, which then point opposite ways
    (``through_infinity``; Altman 1998).
    """

    number: float
    direction: EffectDirection
    first: float
    first_direction: EffectDirection
    second: float
    second_direction: EffectDirection
    rule: str

    @property
    def through_infinity(self) -> bool:
        """Whether the interval holds "no difference"."""
        return self.first_direction is not self.second_direction

    @property
    def rounded(self) -> int:
        """The number rounded up to whole people (Handbook 15.4.4)."""
        return ceil(self.number * (1 - ROUNDING))


def absolute_effect(measure: Measure, value: float, interval: Interval, comparator_risk: float) -> AbsoluteEffect:
    """Events per 1,000 from a relative effect on the reader's scale (Handbook 15.4.4, 14.1.5).

    Raises ImpossibleNumber where the risk with ozone, or a limit of it, leaves 0 to 1,000.
    """
    _require_risk(comparator_risk)
    at, low, high = (
        _per_thousand(risk_with_ozone(measure, x, comparator_risk)) for x in (value, interval.low, interval.high)
    )
    base = comparator_risk * PEOPLE
    rule = f"{measure} x comparator risk, rule 15.4.4"
    return AbsoluteEffect(base, at, Interval(low, high), at - base, Interval(low - base, high - base), rule)


def risk_with_ozone(measure: Measure, value: float, comparator_risk: float) -> float:
    """Risk with ozone as a proportion, from RR, OR or RD on the reader's scale (Handbook 15.4.4).

    It is not cut to 0 to 1; ``absolute_effect`` refuses what lies outside.
    """
    _require_risk(comparator_risk)
    if measure.is_ratio and measurable(value, "A ratio") <= 0:
        raise ImpossibleNumberError(f"A ratio lies above zero; {value:g} was given.")
    if measure == Measure.RR:
        return comparator_risk * value
    if measure == Measure.OR:
        return value * comparator_risk / (1 - comparator_risk + value * comparator_risk)
    if measure == Measure.RD:
        return comparator_risk + value
    raise NotEstimableError(f"Absolute risks come from risk ratios, odds ratios and risk differences, not {measure}.")


def number_needed(risk_difference: float, interval: Interval, *, event_is_good: bool = False) -> NumberNeeded:
    """Number needed to treat from a risk difference and its interval (Handbook 15.4.4.1).

    Raises NotEstimable where the difference, or a limit of it, is zero or as good as
    zero: the number is then infinite.
    """
    if any(abs(difference) < SMALLEST for difference in (risk_difference, interval.low, interval.high)):
        raise NotEstimableError(
            "With a risk difference of zero no number of people treated makes one event of difference."
        )
    number, direction = _needed(risk_difference, event_is_good=event_is_good)
    low, low_direction = _needed(interval.low, event_is_good=event_is_good)
    high, high_direction = _needed(interval.high, event_is_good=event_is_good)
    return NumberNeeded(
        number, direction, low, low_direction, high, high_direction, "1 / risk difference, rule 15.4.4.1"
    )


def number_needed_from_ratio(
    measure: Measure, value: float, interval: Interval, comparator_risk: float, *, event_is_good: bool = False
) -> NumberNeeded:
    """Number needed to treat from a risk or odds ratio at a comparator risk (Handbook 15.4.4.2, 15.4.4.3)."""
    difference, low, high = (
        risk_with_ozone(measure, x, comparator_risk) - comparator_risk for x in (value, interval.low, interval.high)
    )
    return number_needed(difference, Interval(low, high), event_is_good=event_is_good)


def smd_to_scale(smd: float, interval: Interval, scale_sd: float) -> OnFamiliarScale:
    """SMD in units of a familiar scale: times that scale's typical standard deviation (Handbook 15.5.3.3)."""
    if not measurable(scale_sd, "A standard deviation") > 0:
        raise ImpossibleNumberError("The standard deviation of the familiar scale lies above zero.")
    rule = f"SMD x {scale_sd:g}, the scale's standard deviation, rule 15.5.3.3"
    value = measurable(smd, "A standardised difference") * scale_sd
    return OnFamiliarScale(value, interval.map(lambda end: end * scale_sd), rule)


def smd_to_log_odds(smd: float) -> float:
    """Log odds ratio behind an SMD, were the outcome logistic (Chinn 2000; Handbook 15.5.3.2)."""
    return measurable(smd, "A standardised difference") * LOGISTIC_SD


# Standard deviation of the logistic distribution: pi / root 3.
LOGISTIC_SD = 1.8137993642342178


def _needed(difference: float, *, event_is_good: bool) -> tuple[float, EffectDirection]:
    helps = (difference > 0) == event_is_good
    return 1 / abs(difference), EffectDirection.BENEFIT if helps else EffectDirection.HARM


def _require_risk(risk: float) -> None:
    if not 0 <= risk <= 1:
        raise ImpossibleNumberError(f"A risk lies between 0 and 1,000 per 1,000; {risk * PEOPLE:g} does not.")


def _per_thousand(risk: float) -> float:
    if not 0 <= risk <= 1:
        raise ImpossibleNumberError(
            f"This would be {risk * PEOPLE:.0f} of 1,000 people: the relative effect cannot hold at that comparator "
            "risk. The observed risks say more."
        )
    return risk * PEOPLE
