"""Single arms: what one group showed, without a comparator.

A *proportion* is pooled on the logit scale. A *mean change* is the final mean minus the
baseline mean of the same people; its standard error needs an assumed correlation. A page
says next to every such number that nothing was compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from evidence.statistics.effect_sizes import ZERO_CELL_CORRECTION, EffectSize, Measure
from evidence.statistics.estimates import PooledEstimate
from evidence.statistics.interval import Interval
from evidence.statistics.pooling import random_effects
from studies.numerics.arm_values import Counts
from studies.numerics.distributions import beta_quantile, require_level
from studies.numerics.spread_conversions import paired_se


@dataclass(frozen=True, slots=True)
class PooledProportion:
    """A pooled proportion and its interval, 0 to 1; ``pooled`` is the same on the analysis scale."""

    proportion: float
    interval: Interval
    pooled: PooledEstimate


def clopper_pearson(events: float, n: float, level: float = 0.95) -> Interval:
    """Exact two-sided interval of a proportion (Clopper and Pearson 1934).

    >>> clopper_pearson(0, 30).map(lambda bound: round(bound, 4))
    Interval(low=0.0, high=0.1157)
    """
    arm, tail = Counts(events, n), (1 - require_level(level)) / 2
    low = beta_quantile(tail, arm.events, arm.n - arm.events + 1) if arm.events > 0 else 0.0
    high = beta_quantile(1 - tail, arm.events + 1, arm.n - arm.events) if arm.events < arm.n else 1.0
    return Interval(low, high)


def logit_proportion(arm: Counts) -> EffectSize:
    """Log odds of the event in one arm (escalc PLO); with 0.5 added to both cells where no one or everyone had it."""
    a, b, note = arm.events, arm.n - arm.events, ""
    if min(a, b) == 0:
        a, b, note = a + ZERO_CELL_CORRECTION, b + ZERO_CELL_CORRECTION, ", 0.5 added to events and non-events"
    return EffectSize(Measure.GEN, log(a / b), 1 / a + 1 / b, "logit of proportion" + note)


def mean_change(
    baseline_mean: float, baseline_sd: float, final_mean: float, final_sd: float, *, n: float, correlation: float
) -> EffectSize:
    """Final minus baseline mean of one arm, in the outcome's unit (escalc MC)."""
    se = paired_se(baseline_sd, final_sd, n, correlation)
    return EffectSize(Measure.GEN, final_mean - baseline_mean, se.value**2, f"mean change, {se.rule}")


def pooled_proportion(arms: Sequence[Counts], *, level: float = 0.95) -> PooledProportion:
    """Random-effects proportion on the logit scale: REML, with the floored Hartung-Knapp interval."""
    pooled = random_effects([logit_proportion(arm) for arm in arms], level=level)
    return PooledProportion(inverse_logit(pooled.estimate), pooled.interval.map(inverse_logit), pooled)


def inverse_logit(value: float) -> float:
    """Proportion whose log odds are ``value``; safe from overflow for either sign."""
    if value >= 0:
        return 1 / (1 + exp(-value))
    odds = exp(value)
    return odds / (1 + odds)
