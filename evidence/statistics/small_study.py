"""Small-study effects: do small studies find more than large ones?

*Asymmetry* of a funnel plot can come from missing results, from chance, or from true
differences of small studies; a test tells none of these apart. Each test is a regression
of the effects on a *predictor* of size, and its statistic is that of the slope. Below
ten studies a reason is given and no number (Handbook 13.3.5.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evidence.statistics.effect_arrays import EffectArrays, Floats, sample_of
from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.intervals import Interval, around
from evidence.statistics.linear_model import fit, require_full_rank, require_like_weights
from evidence.statistics.mantel_haenszel import EFFECT_OF, Table, all_fared_alike, tables_of
from evidence.statistics.peto import excess_and_variance
from evidence.statistics.pooling import IntervalMethod, Tau2Method
from evidence.statistics.regression import fit_design, moderator
from studies.numerics.distributions import t_critical, t_p, z_critical
from studies.numerics.errors import ImpossibleNumberError, NotEstimableError, TooFewStudiesError
from studies.numerics.magnitudes import measurable

# Cochrane Handbook 6, 13.3.5.4: asymmetry tests tell little with fewer studies.
MIN_STUDIES_FOR_ASYMMETRY = 10


# Residuals below a relative 1e-10 are rounding: a test against them would answer with any number.
PERFECT_FIT = 1e-20


@dataclass(frozen=True, slots=True)
class AsymmetryTest:
    """A test of funnel asymmetry. ``df`` None: normal.

    ``slope`` is the change of effect per unit of the predictor. ``limit`` is the effect
    at a predictor of zero, that of an infinitely large study, with its interval.
    """

    name: str
    statistic: float
    df: int | None
    p: float
    slope: float
    slope_se: float
    limit: float
    limit_interval: Interval
    tau2: float = 0.0


def egger(effects: Sequence[EffectSize], *, min_studies: int = MIN_STUDIES_FOR_ASYMMETRY) -> AsymmetryTest:
    """Regression on the standard error, weighted by 1 / v, t with k-2 (Egger 1997). For continuous outcomes."""
    sample = _sample(effects, min_studies)
    return weighted_test("Egger", sample.y, np.sqrt(sample.v), 1 / sample.v)


def egger_mixed_effects(
    effects: Sequence[EffectSize],
    *,
    tau2_method: Tau2Method = Tau2Method.REML,
    predictor: Sequence[float] | None = None,
    min_studies: int = MIN_STUDIES_FOR_ASYMMETRY,
) -> AsymmetryTest:
    """Meta-regression on the standard error, or another predictor of size, normal (Sterne and Egger 2005)."""
    sample = _sample(effects, min_studies)
    if predictor is not None and len(predictor) != sample.k:
        raise ImpossibleNumberError("The predictor needs one value for each study.")
    size = np.sqrt(sample.v) if predictor is None else moderator(predictor)
    x = np.column_stack((np.ones(sample.k), size))
    fitted = fit_design(
        sample, x, ("limit", "slope"), tau2_method=tau2_method, interval=IntervalMethod.WALD, level=0.95
    )
    limit, slope = fitted.coefficients
    return AsymmetryTest(
        name="Egger, mixed effects",
        statistic=slope.statistic,
        df=None,
        p=slope.p,
        slope=slope.estimate,
        slope_se=slope.se,
        limit=limit.estimate,
        limit_interval=Interval(limit.low, limit.high),
        tau2=fitted.tau2,
    )


def peters(measure: Measure, tables: Sequence[Table], *, min_studies: int = MIN_STUDIES_FOR_ASYMMETRY) -> AsymmetryTest:
    """Regression on 1/n, weighted by events x non-events / n, t with k-2 (Peters 2006). For binary outcomes.

    Unlike Egger's it does not mistake the tie between a log ratio and its own error for asymmetry.
    """
    telling = _telling(tables, min_studies)
    t = tables_of(telling)
    y = np.array([EFFECT_OF[measure](*table).estimate for table in telling])
    return weighted_test("Peters", y, 1 / t.n, (t.a + t.c) * (t.b + t.d) / t.n)


def harbord(tables: Sequence[Table], *, min_studies: int = MIN_STUDIES_FOR_ASYMMETRY) -> AsymmetryTest:
    """Regression of the score over its variance on the score's standard error, t with k-2 (Harbord 2006).

    For odds ratios: score and variance are Peto's.
    """
    excess, variance = excess_and_variance(tables_of(_telling(tables, min_studies)))
    return weighted_test("Harbord", excess / variance, 1 / np.sqrt(variance), variance)


def weighted_test(name: str, y: Floats, predictor: Floats, w: Floats) -> AsymmetryTest:
    """Weighted regression with the error estimated from the residuals, t with k-2."""
    x, df = np.column_stack((np.ones_like(predictor), predictor)), y.size - 2
    require_full_rank(x)
    require_like_weights(w)
    fitted = fit(y, x, w)
    dispersion = fitted.q / df
    if fitted.q <= PERFECT_FIT * float(w @ (y * y)):
        raise NotEstimableError("The studies lie exactly on a line: there is no error to test against.")
    (limit, slope), (limit_se, slope_se) = fitted.coefficients, np.sqrt(fitted.covariance.diagonal() * dispersion)
    return AsymmetryTest(
        name=name,
        statistic=float(slope / slope_se),
        df=df,
        p=t_p(float(slope / slope_se), df),
        slope=float(slope),
        slope_se=float(slope_se),
        limit=float(limit),
        limit_interval=around(float(limit), t_critical(0.95, df) * float(limit_se)),
    )


def require_studies(k: int, min_studies: int) -> None:
    """Raise TooFewStudies below ``min_studies``; no test at all can be made of fewer than three."""
    needed = max(3, min_studies)
    if k < needed:
        raise TooFewStudiesError(f"Tests for small-study effects tell little below {needed} studies; there are {k}.")


def _sample(effects: Sequence[EffectSize], min_studies: int) -> EffectArrays:
    require_studies(len(effects), min_studies)
    return sample_of(effects)


def _telling(tables: Sequence[Table], min_studies: int) -> list[Table]:
    """Studies in which not all fared alike."""
    telling = [table for table in tables if not all_fared_alike(table)]
    require_studies(len(telling), min_studies)
    return telling


# Contours at which P passes 0.10, 0.05 and 0.01 (Peters 2008).
CONTOUR_LEVELS = (0.90, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Contour:
    """Straight lines from (``centre``, 0) to (``low``, ``se``) and (``high``, ``se``).

    Outside them a study differs from the centre with P below 1 - ``level``.
    """

    level: float
    centre: float
    se: float
    low: float
    high: float


def contours(
    effects: Sequence[EffectSize], *, centre: float = 0.0, levels: Sequence[float] = CONTOUR_LEVELS
) -> tuple[Contour, ...]:
    """Contours down to the largest standard error: about no difference (0), or about a pooled estimate."""
    if not effects:
        raise ImpossibleNumberError("A funnel plot needs at least one study.")
    largest, centre = max(effect.se for effect in effects), measurable(centre, "A centre")
    lines = []
    for level in levels:
        reach = z_critical(level) * largest
        lines.append(Contour(level, centre, largest, centre - reach, centre + reach))
    return tuple(lines)


def points(effects: Sequence[EffectSize]) -> tuple[tuple[float, float], ...]:
    """Effect and standard error of each study."""
    return tuple((effect.estimate, effect.se) for effect in effects)
