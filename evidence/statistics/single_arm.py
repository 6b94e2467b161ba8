"""Single arms: what one group showed, with nothing to compare it to.

A *proportion* is pooled on the logit scale; the Freeman-Tukey double arcsine is kept
as a sensitivity analysis. A *mean change* is final less baseline in the same people,
its error found through a stated correlation. A page must say at every such number
that nothing was compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, exp, log, sin, sqrt

from evidence.statistics.effect_sizes import ZERO_CELL_CORRECTION, EffectSize, Measure
from evidence.statistics.estimates import PooledEstimate
from evidence.statistics.intervals import Interval
from evidence.statistics.pooling import random_effects
from studies.numerics.arm_values import Counts
from studies.numerics.conversions import paired_se
from studies.numerics.distributions import beta_quantile, require_level
from studies.numerics.errors import ImpossibleNumberError
from studies.numerics.magnitudes import countable

FREEMAN_TUKEY_CAVEAT = (
    "The double arcsine is turned back with one typical size for studies of many sizes; "
    "where sizes differ much the pooled proportion can mislead (Schwarzer 2019)."
)


class ProportionScale(StrEnum):
    """Scale on which proportions are pooled."""

    LOGIT = "logit"
    FREEMAN_TUKEY = "freeman-tukey"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class PooledProportion:
    """A pooled proportion and its interval, 0 to 1; ``pooled`` is the same on the analysis scale."""

    proportion: float
    interval: Interval
    scale: ProportionScale
    pooled: PooledEstimate
    caveat: str = ""


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
    """Log odds of the event in one arm (escalc PLO); 0.5 to both cells where nobody or everybody had it."""
    a, b, note = arm.events, arm.n - arm.events, ""
    if min(a, b) == 0:
        a, b, note = a + ZERO_CELL_CORRECTION, b + ZERO_CELL_CORRECTION, ", 0.5 added to events and non-events"
    return EffectSize(Measure.GEN, log(a / b), 1 / a + 1 / b, "logit of proportion" + note)


def freeman_tukey_proportion(arm: Counts) -> EffectSize:
    """Double arcsine of the proportion, variance 1/(4n+2) (Freeman and Tukey 1950; escalc PFT)."""
    x, n = arm.events, arm.n
    arcsines = asin(sqrt(x / (n + 1))) + asin(sqrt((x + 1) / (n + 1)))
    return EffectSize(Measure.GEN, arcsines / 2, 1 / (4 * n + 2), "Freeman-Tukey double arcsine")


def raw_proportion(arm: Counts) -> EffectSize:
    """Proportion as it is (escalc PR); 0.5 to both cells where nobody or everybody had the event."""
    a, b, note = arm.events, arm.n - arm.events, ""
    if min(a, b) == 0:
        a, b, note = a + ZERO_CELL_CORRECTION, b + ZERO_CELL_CORRECTION, ", 0.5 added to events and non-events"
    n = a + b
    return EffectSize(Measure.GEN, a / n, a * b / n**3, "proportion" + note)


def mean_change(
    baseline_mean: float, baseline_sd: float, final_mean: float, final_sd: float, *, n: float, correlation: float
) -> EffectSize:
    """Final less baseline mean of one arm, in the outcome's unit (escalc MC)."""
    se = paired_se(baseline_sd, final_sd, n, correlation)
    return EffectSize(Measure.GEN, final_mean - baseline_mean, se.value**2, f"mean change, {se.rule}")


def pooled_proportion(
    arms: Sequence[Counts], *, scale: ProportionScale = ProportionScale.LOGIT, level: float = 0.95
) -> PooledProportion:
    """Random-effects proportion by REML with the floored Hartung-Knapp interval.

    Ends of the raw scale that pass 0 or 1 are cut there.
    """
    pooled = random_effects([TRANSFORMS[scale](arm) for arm in arms], level=level)
    if scale == ProportionScale.FREEMAN_TUKEY:
        typical = len(arms) / sum(1 / arm.n for arm in arms)
        ends = pooled.interval.map(lambda value: inverse_freeman_tukey(value, typical))
        centre = inverse_freeman_tukey(pooled.estimate, typical)
        return PooledProportion(centre, ends, scale, pooled, FREEMAN_TUKEY_CAVEAT)
    back = inverse_logit if scale == ProportionScale.LOGIT else _cut_to_share
    return PooledProportion(back(pooled.estimate), pooled.interval.map(back), scale, pooled)


TRANSFORMS = {
    ProportionScale.LOGIT: logit_proportion,
    ProportionScale.FREEMAN_TUKEY: freeman_tukey_proportion,
    ProportionScale.RAW: raw_proportion,
}


def inverse_logit(value: float) -> float:
    """Proportion whose log odds are ``value``; takes either sign without overflow."""
    if value >= 0:
        return 1 / (1 + exp(-value))
    odds = exp(value)
    return odds / (1 + odds)


def inverse_freeman_tukey(value: float, n: float) -> float:
    """Proportion behind a double arcsine for a study of ``n`` (Miller 1978).

    Values beyond those of no event and of all events are 0 and 1.
    """
    if countable(n, "A typical size") <= 0:
        raise ImpossibleNumberError("The typical size of the arms lies above zero.")
    if value <= freeman_tukey_proportion(Counts(0, n)).estimate:
        return 0.0
    if value >= freeman_tukey_proportion(Counts(n, n)).estimate:
        return 1.0
    sine = sin(2 * value)
    sign = 1 if cos(2 * value) > 0 else -1
    root = sqrt(max(0.0, 1 - (sine + (sine - 1 / sine) / n) ** 2))
    return (1 - sign * root) / 2


def _cut_to_share(value: float) -> float:
    return min(1.0, max(0.0, value))
