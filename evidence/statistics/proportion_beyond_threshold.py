"""Share of comparable settings in which the true effect passes a threshold.

With heterogeneity the pooled effect is a mean over settings. What a reader may rather
ask is: in how many places like these would the true effect be large enough to matter?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from evidence.statistics.effect_arrays import Floats, sample_of
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.intervals import Interval
from evidence.statistics.pooling import IntervalMethod, random_effects
from evidence.statistics.tau2 import ROUNDING, Tau2Method
from studies.numerics.distributions import normal_below, z_critical
from studies.numerics.errors import NotEstimableError
from studies.numerics.magnitudes import measurable

# Mathur and VanderWeele 2019: below ten studies its interval covers too little.
FEW_STUDIES = 10
FEW_STUDIES_CAUTION = "With fewer than ten studies this interval is too narrow."


class ThresholdSide(StrEnum):
    """Which side of the threshold counts."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class ShareOfSettings:
    """Share, 0 to 1, of comparable settings with a true effect beyond ``threshold`` (analysis scale)."""

    share: float
    interval: Interval
    threshold: float
    beyond: ThresholdSide
    caution: str = ""


def share_beyond(
    effects: Sequence[EffectSize], threshold: float, *, beyond: ThresholdSide, level: float = 0.95
) -> ShareOfSettings:
    """Share of true effects beyond a threshold, were they normal (Mathur and VanderWeele 2019), tau² by REML.

    The interval is built on the normal score and carried over, so that it stays within
    0 to 1 (theirs is built on the share). Raises NotEstimableError where tau² is zero: all
    settings are then alike, and the pooled interval itself is the answer.
    """
    sample = sample_of(effects, at_least=2)
    pooled = random_effects(effects, tau2_method=Tau2Method.REML, interval=IntervalMethod.WALD, level=level)
    if pooled.tau2 == 0:
        raise NotEstimableError("The studies show no variation between settings; read the pooled interval instead.")
    tau, sign = sqrt(pooled.tau2), 1 if beyond == ThresholdSide.ABOVE else -1
    distance = sign * (pooled.estimate - measurable(threshold, "A threshold"))
    score = distance / tau
    error = sqrt(pooled.se**2 / pooled.tau2 + tau2_variance(sample.v, pooled.tau2) * score**2 / (4 * pooled.tau2**2))
    reach = z_critical(level) * error
    return ShareOfSettings(
        share=normal_below(score),
        interval=Interval(normal_below(score - reach), normal_below(score + reach)),
        threshold=threshold,
        beyond=beyond,
        caution=FEW_STUDIES_CAUTION if pooled.k < FEW_STUDIES else "",
    )


def tau2_variance(v: Floats, tau2: float) -> float:
    """Asymptotic variance of tau² by REML: 2 / tr(PP) (Viechtbauer 2005)."""
    w = 1 / (v + tau2)
    total, squares, cubes = w.sum(), w @ w, (w * w) @ w
    information = float(squares - 2 * cubes / total + (squares / total) ** 2)
    # The weight of one study alone tells nothing of tau²: what is left beside it is rounding.
    if information <= ROUNDING * float(squares):
        raise NotEstimableError(
            "One study outweighs all others: how sure the variance between studies is cannot be told."
        )
    return 2 / information
