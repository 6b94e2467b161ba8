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
from studies.numerics.distributions import t_critical, t_p
from studies.numerics.errors import NotEstimableError, TooFewStudiesError

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


def egger(effects: Sequence[EffectSize], *, min_studies: int = MIN_STUDIES_FOR_ASYMMETRY) -> AsymmetryTest:
    """Regression on the standard error, weighted by 1 / v, t with k-2 (Egger 1997). For continuous outcomes."""
    sample = _sample(effects, min_studies)
    return weighted_test("Egger", sample.y, np.sqrt(sample.v), 1 / sample.v)


def peters(measure: Measure, tables: Sequence[Table], *, min_studies: int = MIN_STUDIES_FOR_ASYMMETRY) -> AsymmetryTest:
    """Regression on 1/n, weighted by events x non-events / n, t with k-2 (Peters 2006). For binary outcomes.

    Unlike Egger's it does not mistake the tie between a log ratio and its own error for asymmetry.
    """
    telling = _telling(tables, min_studies)
    t = tables_of(telling)
    y = np.array([EFFECT_OF[measure](*table).estimate for table in telling])
    return weighted_test("Peters", y, 1 / t.n, (t.a + t.c) * (t.b + t.d) / t.n)


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
    """Raise TooFewStudiesError below ``min_studies``; no test at all can be made of fewer than three."""
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
