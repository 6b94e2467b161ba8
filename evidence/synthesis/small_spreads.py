"""Spreads that are unusually small for people, and what an answer is with the spread that scores usually have.

Scores of back pain vary by about 25 of 100 between patients. A printed deviation below 10 of 100 is kept as printed,
marked in all studies alike, and never the only one from which a word is drawn.
"""

from studies.numerics.arm_values import Means
from studies.numerics.errors import StatisticsError
from studies.reported.spread_recovery import ArmValue

# Shares of the scale: below the first a deviation is marked; the second is what it is compared with.
SMALL_SHARE = 0.10
USUAL_SHARE = 0.25
# A deviation of exactly a tenth is none below it, whatever binary fractions make of it.
_ROUNDING = 1e-9


def has_small_spread(arm: ArmValue, length: float | None) -> bool:
    """Whether the deviation of a score is below a tenth of its shown scale of ``length`` points."""
    deviation = _deviation(arm)
    return length is not None and deviation is not None and deviation / length < SMALL_SHARE - _ROUNDING


def with_usual_spread(arm: ArmValue, length: float | None) -> ArmValue:
    """The same arm, with a quarter of the scale in place of a small deviation."""
    if length is None or not isinstance(arm.value, Means) or not has_small_spread(arm, length):
        return arm
    return arm._replace(value=Means(arm.value.mean, arm.value.n, sd=USUAL_SHARE * length))


def _deviation(arm: ArmValue) -> float | None:
    """None of a count, and of a mean whose deviation does not follow for want of people."""
    if not isinstance(arm.value, Means):
        return None
    try:
        return arm.value.required_sd
    except StatisticsError:
        return None
