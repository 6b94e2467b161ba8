"""Weighted linear model of effects on moderators, for a given tau².

``x`` has a row for each of k studies and a column for each of p coefficients. *Weights*
are w = 1 / (v + tau²), *coefficients* b solve the weighted normal equations, ``z`` = w (y - x b).
"""

from dataclasses import dataclass

import numpy as np

from evidence.statistics.effect_arrays import Floats
from studies.numerics.errors import NotEstimableError

# Columns are scaled to length 1 first, so that the unit of a moderator does not matter.
SMALLEST_SINGULAR_VALUE = 1e-9

# The normal equations lose as many digits as this number has; real studies differ by far less.
LARGEST_WEIGHT_RATIO = 1e10

TOO_SIMILAR = "The studies that carry the weight are too similar in size, or in a moderator, to fit a line."


@dataclass(frozen=True, slots=True)
class LinearFit:
    """Coefficients and their covariance (weights taken as known), residuals ``z`` and residual Q."""

    w: Floats
    coefficients: Floats
    covariance: Floats
    z: Floats
    q: float


def fit(y: Floats, x: Floats, w: Floats) -> LinearFit:
    """Weighted least squares. Raises NotEstimableError where a coefficient would be rounding error only."""
    try:
        covariance = np.linalg.inv(x.T @ (w[:, None] * x))
    except np.linalg.LinAlgError:
        raise NotEstimableError(TOO_SIMILAR) from None
    if not (covariance.diagonal() > 0).all():
        raise NotEstimableError(TOO_SIMILAR)
    coefficients = covariance @ (x.T @ (w * y))
    residuals = y - x @ coefficients
    z = w * residuals
    return LinearFit(w, coefficients, np.asarray(covariance, dtype=np.float64), z, float(z @ residuals))


def require_full_rank(x: Floats) -> None:
    """Raise NotEstimableError where there are too few studies, or one moderator repeats others."""
    k, p = x.shape
    if k <= p:
        raise NotEstimableError(f"{p} coefficients need more than {p} studies; there are {k}.")
    lengths = np.sqrt((x * x).sum(axis=0))
    if (lengths == 0).any() or np.linalg.svd(x / lengths, compute_uv=False)[-1] < SMALLEST_SINGULAR_VALUE:
        raise NotEstimableError("A moderator has the same value in all studies, or repeats other moderators.")


def require_comparable_weights(w: Floats) -> None:
    """Raise NotEstimableError where weights, or variances, differ so much that a fit would be rounding error."""
    if w.max() > LARGEST_WEIGHT_RATIO * w.min():
        raise NotEstimableError("One study is so much more precise than another that no line can be fitted to both.")


def trace_of_p(x: Floats, f: LinearFit) -> float:
    """Trace of P = W - W X (X'WX)⁻¹ X'W."""
    w2 = f.w * f.w
    return float(f.w.sum() - np.trace(f.covariance @ (x.T @ (w2[:, None] * x))))


def score(x: Floats, f: LinearFit, *, restricted: bool) -> float:
    """Slope of the (restricted) deviance in tau² (Viechtbauer 2005)."""
    penalty = trace_of_p(x, f) if restricted else float(f.w.sum())
    return penalty - float(f.z @ f.z)


def score_ratio(x: Floats, f: LinearFit, *, restricted: bool) -> tuple[float, float]:
    """The two parts of the score as a ratio minus 1, and its slope in tau², as in ``power_sums``."""
    w2 = f.w * f.w
    squares = f.covariance @ (x.T @ (w2[:, None] * x))
    cubes = f.covariance @ (x.T @ ((w2 * f.w)[:, None] * x))
    pull = x.T @ (f.w * f.z)
    if not f.z.any():  # rounding, where effects are many digits larger than their errors
        return 1.0, 0.0
    fit_term, fit_curvature = float(f.z @ f.z), 2 * float(f.w @ (f.z * f.z) - pull @ f.covariance @ pull)
    penalty, penalty_slope = float(f.w.sum()), -float(w2.sum())
    if restricted:
        penalty -= float(np.trace(squares))
        penalty_slope += float(2 * np.trace(cubes) - (squares * squares.T).sum())
    return penalty / fit_term - 1, (penalty_slope + penalty * fit_curvature / fit_term) / fit_term


def deviance(f: LinearFit, *, restricted: bool) -> float:
    """-2 x the (restricted) log-likelihood, up to a constant."""
    value = f.q - float(np.log(f.w).sum())
    return value - float(np.linalg.slogdet(f.covariance)[1]) if restricted else value
