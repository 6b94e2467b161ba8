"""Optimal information size: how many people one trial would need to find the difference that matters.

The usual sample size for two equal arms, two-sided alpha 0.05 and power 0.80 (GRADE 6: Guyatt 2011). The
arithmetic with all inputs is returned for printing.
"""

from dataclasses import dataclass
from math import ceil

from studies.numerics.distributions import normal_quantile, z_critical
from studies.numerics.errors import ImpossibleNumberError
from studies.numerics.magnitudes import require_measurable
from studies.numerics.number_formatting import count, number, percent

ALPHA = 0.05
POWER = 0.80
# GRADE 6: a relative change of a quarter, where no other is known to matter.
RELATIVE_CHANGE = 0.25


@dataclass(frozen=True, slots=True)
class InformationSize:
    """``people`` of both arms together, and the arithmetic as text."""

    people: int
    arithmetic: str


def size_for_means(sd: float, difference: float) -> InformationSize:
    """For a difference between means in the unit of the deviation: n an arm = 2 (z + z')² sd² / difference²."""
    if not (require_measurable(sd, "A deviation") > 0 and require_measurable(difference, "A difference to find") > 0):
        raise ImpossibleNumberError("A standard deviation and a difference must be above zero.")
    each = ceil(2 * _quantiles() * sd**2 / difference**2)
    words = (
        f"2 × (1.96 + 0.84)² × {number(sd, digits=1)}² / {number(difference, digits=1)}² = {count(each)} an arm "
        f"(alpha {ALPHA}, power {POWER})"
    )
    return InformationSize(2 * each, words)


def size_for_risks(risk: float, change: float = RELATIVE_CHANGE) -> InformationSize:
    """For a relative change of a risk: n an arm = (z + z')² (p₁ q₁ + p₂ q₂) / (p₁ − p₂)², p₂ below p₁."""
    if not (0 < require_measurable(risk, "A risk") < 1 and 0 < require_measurable(change, "A change") < 1):
        raise ImpossibleNumberError("A risk and its change must be above 0 and below 1.")
    other = risk * (1 - change)
    each = ceil(_quantiles() * (risk * (1 - risk) + other * (1 - other)) / (risk * change) ** 2)
    words = (
        f"from {percent(risk, digits=1)} to {percent(other, digits=1)}, a relative change of {percent(change)}: "
        f"{count(each)} an arm (alpha {ALPHA}, power {POWER})"
    )
    return InformationSize(2 * each, words)


def _quantiles() -> float:
    return (z_critical(1 - ALPHA) + normal_quantile(POWER)) ** 2
