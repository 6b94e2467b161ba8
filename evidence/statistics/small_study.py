"""Small-study effects: do small studies find larger effects than large ones?

*Asymmetry* of a funnel plot can come from missing results, from chance, or from true
differences of small studies; a test cannot distinguish these. Each test is a regression
of the effects on a *predictor* of size, and its statistic is that of the slope. Below
ten studies a reason is given and no number (Handbook 13.3.5.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evidence.statistics.effect_arrays import Floats, arrays_from_effects
from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.interval import Interval, symmetric_interval
from evidence.statistics.linear_model import fit, require_comparable_weights, require_full_rank
from evidence.statistics.mantel_haenszel import BINARY_EFFECTS, Table, all_or_none_had_event, arrays_from_tables
from evidence.statistics.peto import o_minus_e_and_variance
from studies.numerics.distributions import t_critical, t_p
from studies.numerics.errors import NotEstimableError, TooFewStudiesError

# Cochrane Handbook 6, 13.3.5.4: asymmetry tests have too little power with fewer studies.
MIN_STUDIES_FOR_ASYMMETRY = 10


# Residuals below a relative 1e-10 are rounding: a test of them would be meaningless.
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
    require_studies(len(effects), min_studies)
    arrays = arrays_from_effects(effects)
    return weighted_regression_test("Egger", arrays.y, np.sqrt(arrays.v), 1 / arrays.v)


def peters(measure: Measure, tables: Sequence[Table], *, min_studies: int = MIN_STUDIES_FOR_ASYMMETRY) -> AsymmetryTest:
    """Regression on 1/n, weighted by events x non-events / n, t with k-2 (Peters 2006). For binary outcomes.

    Unlike Egger's test it is not misled by the correlation of a log ratio with its own standard error.
    """
    informative = _informative_tables(tables, min_studies)
    t = arrays_from_tables(informative)
    y = np.array([BINARY_EFFECTS[measure](*table).estimate for table in informative])
    return weighted_regression_test("Peters", y, 1 / t.n, (t.a + t.c) * (t.b + t.d) / t.n)


def harbord(tables: Sequence[Table], *, min_studies: int = MIN_STUDIES_FOR_ASYMMETRY) -> AsymmetryTest:
    """Regression of the score over its variance on the score's standard error, t with k-2 (Harbord 2006).

    For odds ratios: score and variance are Peto's.
    """
    o_minus_e, variance = o_minus_e_and_variance(arrays_from_tables(_informative_tables(tables, min_studies)))
    return weighted_regression_test("Harbord", o_minus_e / variance, 1 / np.sqrt(variance), variance)


def weighted_regression_test(name: str, y: Floats, predictor: Floats, w: Floats) -> AsymmetryTest:
    """Weighted regression with the error estimated from the residuals, t with k-2."""
    x, df = np.column_stack((np.ones_like(predictor), predictor)), y.size - 2
    require_full_rank(x)
    require_comparable_weights(w)
    fitted = fit(y, x, w)
    dispersion = fitted.q / df
    if fitted.q <= PERFECT_FIT * float(w @ (y * y)):
        raise NotEstimableError("The studies lie exactly on a line, so that there is no residual error for a test.")
    (limit, slope), (limit_se, slope_se) = fitted.coefficients, np.sqrt(fitted.covariance.diagonal() * dispersion)
    return AsymmetryTest(
        name=name,
        statistic=float(slope / slope_se),
        df=df,
        p=t_p(float(slope / slope_se), df),
        slope=float(slope),
        slope_se=float(slope_se),
        limit=float(limit),
        limit_interval=symmetric_interval(float(limit), t_critical(0.95, df) * float(limit_se)),
    )


def require_studies(k: int, min_studies: int) -> None:
    """Raise TooFewStudiesError below ``min_studies``; every test needs three."""
    needed = max(3, min_studies)
    if k < needed:
        raise TooFewStudiesError(
            f"Tests for small-study effects are not informative below {needed} studies; there are {k}."
        )


def _informative_tables(tables: Sequence[Table], min_studies: int) -> list[Table]:
    """Studies in which some people, but not all, had the event."""
    informative = [table for table in tables if not all_or_none_had_event(table)]
    require_studies(len(informative), min_studies)
    return informative


# Contours at which P passes 0.10, 0.05 and 0.01 (Peters 2008).
CONTOUR_LEVELS = (0.90, 0.95, 0.99)
