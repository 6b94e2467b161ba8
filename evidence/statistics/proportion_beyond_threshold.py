"""Proportion of comparable settings in which the true effect is beyond a threshold.

With heterogeneity the pooled effect is a mean over settings. A reader may ask instead: in
how many similar settings would the true effect be large enough to matter?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from evidence.statistics.effect_arrays import Floats, arrays_from_effects
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.interval import Interval
from evidence.statistics.pooling import IntervalMethod, random_effects
from evidence.statistics.tau2 import ROUNDING, Tau2Method
from studies.numerics.distributions import normal_below, z_critical
from studies.numerics.errors import NotEstimableError
from studies.numerics.magnitudes import require_measurable

# Mathur and VanderWeele 2019: with fewer than ten studies the coverage of the interval is too low.
MIN_STUDIES_FOR_COVERAGE = 10
FEW_STUDIES_CAUTION = "With fewer than ten studies this interval is too narrow."


class ThresholdSide(StrEnum):
    """Which side of the threshold counts."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class ProportionBeyondThreshold:
    """Proportion, 0 to 1, of comparable settings with a true effect beyond ``threshold`` (analysis scale)."""

    proportion: float
    interval: Interval
    threshold: float
    side: ThresholdSide
    caution: str = ""


def proportion_beyond_threshold(
    effects: Sequence[EffectSize], threshold: float, *, side: ThresholdSide, level: float = 0.95
) -> ProportionBeyondThreshold:
    """Proportion of normal true effects beyond a threshold (Mathur and VanderWeele 2019), tau² by REML.

    The interval is computed on the normal score and transformed, so that it stays within
    0 to 1 (theirs is computed on the proportion). Raises NotEstimableError where tau² is zero: all
    settings are then alike, and the pooled interval itself is the answer.
    """
    arrays = arrays_from_effects(effects, at_least=2)
    pooled = random_effects(effects, tau2_method=Tau2Method.REML, interval=IntervalMethod.WALD, level=level)
    if pooled.tau2 == 0:
        raise NotEstimableError("The studies show no variation between settings; read the pooled interval instead.")
    tau, sign = sqrt(pooled.tau2), 1 if side == ThresholdSide.ABOVE else -1
    distance = sign * (pooled.estimate - require_measurable(threshold, "A threshold"))
    score = distance / tau
    error = sqrt(pooled.se**2 / pooled.tau2 + tau2_variance(arrays.v, pooled.tau2) * score**2 / (4 * pooled.tau2**2))
    half_width = z_critical(level) * error
    return ProportionBeyondThreshold(
        proportion=normal_below(score),
        interval=Interval(normal_below(score - half_width), normal_below(score + half_width)),
        threshold=threshold,
        side=side,
        caution=FEW_STUDIES_CAUTION if pooled.k < MIN_STUDIES_FOR_COVERAGE else "",
    )


def tau2_variance(v: Floats, tau2: float) -> float:
    """Asymptotic variance of tau² by REML: 2 / tr(PP) (Viechtbauer 2005)."""
    w = 1 / (v + tau2)
    total, squares, cubes = w.sum(), w @ w, (w * w) @ w
    information = float(squares - 2 * cubes / total + (squares / total) ** 2)
    # One study alone says nothing about tau²: the remainder is rounding.
    if information <= ROUNDING * float(squares):
        raise NotEstimableError(
            "One study outweighs all others: the precision of the variance between studies is unknown."
        )
    return 2 / information
