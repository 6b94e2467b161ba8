"""Information size: how many people one trial of two equal arms would need to see a difference that matters.

The usual sample size for two groups, two-sided, with unpooled variance. It says how far chance alone can mislead, and
nothing of bias. All constants are here, and on the methods page.
"""

from functools import cache, lru_cache
from math import ceil
from typing import Final, NamedTuple

from studies.numerics.distributions import normal_quantile, z_critical
from studies.numerics.errors import ImpossibleNumberError
from studies.numerics.magnitudes import require_measurable
from studies.numerics.number_formatting import count, number, percent

ALPHA: Final = 0.05
POWER: Final = 0.90
# Scores, in points of 100.
SCORE_SPREAD: Final = 25.0
SCORE_DIFFERENCE: Final = 10.0
# Standardised differences, in standard deviations: the same as 10 points with a spread of 25.
STANDARDISED_DIFFERENCE: Final = 0.4
# Risks, as a share: 10 in 100.
RISK_DIFFERENCE: Final = 0.10


class InformationSize(NamedTuple):
    """``exact`` people of both arms together, before rounding up, and the arithmetic as text."""

    exact: float
    arithmetic: str

    @property
    def people(self) -> int:
        """People needed, of both arms together."""
        return ceil(self.exact)

    @property
    def about(self) -> str:
        """The same as a sentence says it: 263 is "about 265", 1,878 is "about 1,900"."""
        return f"about {self.rounded}"

    @property
    def rounded(self) -> str:
        """The same number where a heading says that it is about."""
        step = max(1, 5 * 10 ** (len(str(self.people)) - 3))
        return count(step * ceil(self.people / step))

    def of_pool(self, i2: float) -> "InformationSize":
        """What several trials need that differ by I² (0 to 1): divided by 1 - I² (Wetterslev 2009)."""
        if not 0 <= i2 < 1:
            raise ImpossibleNumberError(f"I² is at least 0 and below 1; {i2:g} was given.")
        if i2 == 0:
            return self
        return InformationSize(self.exact / (1 - i2), f"{self.arithmetic}, divided by 1 − I² ({percent(i2)})")


@cache
def size_for_means(sd: float = SCORE_SPREAD, difference: float = SCORE_DIFFERENCE) -> InformationSize:
    """For a difference between means, both in one unit: 4 (z + z')² sd² / difference².

    >>> size_for_means().people, size_for_means().about
    (263, 'about 265')
    """
    if not (require_measurable(sd, "A deviation") > 0 and require_measurable(difference, "A difference to find") > 0):
        raise ImpossibleNumberError("A standard deviation and a difference must be above zero.")
    spread, apart = (number(value, digits=0 if value >= 1 and value == int(value) else 1) for value in (sd, difference))
    return InformationSize(
        4 * _quantiles() * sd**2 / difference**2,
        f"4 × ({_quantile_words()})² × {spread}² / {apart}² ({_error_words()})",
    )


def size_for_standardised_means() -> InformationSize:
    """For a standardised difference of 0.4.

    >>> size_for_standardised_means().people
    263
    """
    return size_for_means(1.0, STANDARDISED_DIFFERENCE)


def size_for_risk(comparator_risk: float, *, higher_is_better: bool | None) -> InformationSize:
    """For 10 in 100 more or fewer than the comparator risk, in the better direction, else in the other.

    2 (z + z')² (p q + p' q') / 0.10². Where the better direction is not known, the direction that needs more people.

    >>> size_for_risk(0.5, higher_is_better=True).people
    1030
    """
    if not 0 <= comparator_risk <= 1:
        raise ImpossibleNumberError(f"A risk lies between 0 and 1; {comparator_risk:g} does not.")
    up, down = comparator_risk + RISK_DIFFERENCE, comparator_risk - RISK_DIFFERENCE
    other_risks = (down, up) if higher_is_better is False else (up, down)
    possible = [min(max(risk, 0.0), 1.0) for risk in other_risks if -_ROUNDING <= risk <= 1 + _ROUNDING]
    if higher_is_better is not None:
        return _size_for_risks(comparator_risk, possible[0])
    return max((_size_for_risks(comparator_risk, other) for other in possible), key=lambda size: size.exact)


# 0.1 - 0.10 and the like must not fall outside 0 to 1.
_ROUNDING: Final = 1e-9


# Few risks of comparators stand in many answers, and their words take longer than their numbers.
@lru_cache(maxsize=1_000)
def _size_for_risks(one: float, other: float) -> InformationSize:
    variance = one * (1 - one) + other * (1 - other)
    return InformationSize(
        2 * _quantiles() * variance / RISK_DIFFERENCE**2,
        f"2 × ({_quantile_words()})² × (p q + p′ q′) / {RISK_DIFFERENCE:g}² from {percent(one, digits=1)} to "
        f"{percent(other, digits=1)} ({_error_words()})",
    )


@cache
def _quantiles() -> float:
    return (z_critical(1 - ALPHA) + normal_quantile(POWER)) ** 2


@cache
def _quantile_words() -> str:
    return f"{z_critical(1 - ALPHA):.2f} + {normal_quantile(POWER):.2f}"


@cache
def _error_words() -> str:
    return f"two-sided {percent(ALPHA)}, power {percent(POWER)}"
