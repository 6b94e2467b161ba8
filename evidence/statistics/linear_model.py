"""Weighted linear model of effects on moderators, for a given tau².

``x`` has a row for each of k studies and a column for each of p coefficients. *Weights*
are w = 1 / (v + tau²), *coefficients* b solve the weighted normal equations, ``z`` = w (y - x b).
"""

from dataclasses import dataclass

import numpy as np

from evidence.statistics.effect_arrays import Floats
from studies.numerics.errors import NotEstimableError

# Columns are scaled to length 1 first, so that a moderator's unit does not decide whether it counts as redundant.
SMALLEST_SINGULAR_VALUE = 1e-9

# The normal equations lose as many digits as this has; real studies differ by far less.
LARGEST_WEIGHT_RATIO = 1e10

LOST_IN_ROUNDING = "The studies that weigh anything are too alike in size, or in a moderator, to fit a line through."


@dataclass(frozen=True, slots=True)
class LinearFit:
    """Coefficients and their covariance (weights taken as known), residuals ``z`` and Q of what is left."""

    w: Floats
    coefficients: Floats
    covariance: Floats
    z: Floats
    q: float


def fit(y: Floats, x: Floats, w: Floats) -> LinearFit:
    """Weighted least squares. Raises NotEstimableError where the studies with weight leave a coefficient to rounding."""
    try:
        covariance = np.linalg.inv(x.T @ (w[:, None] * x))
    except np.linalg.LinAlgError:
        raise NotEstimableError(LOST_IN_ROUNDING) from None
    if not (covariance.diagonal() > 0).all():
        raise NotEstimableError(LOST_IN_ROUNDING)
    coefficients = covariance @ (x.T @ (w * y))
    residuals = y - x @ coefficients
    z = w * residuals
    return LinearFit(w, coefficients, np.asarray(covariance, dtype=np.float64), z, float(z @ residuals))


def require_full_rank(x: Floats) -> None:
    """Raise NotEstimableError where studies are too few for the coefficients, or one moderator repeats others."""
    k, p = x.shape
    if k <= p:
        raise NotEstimableError(f"{p} coefficients need more than {p} studies; there are {k}.")
    lengths = np.sqrt((x * x).sum(axis=0))
    if (lengths == 0).any() or np.linalg.svd(x / lengths, compute_uv=False)[-1] < SMALLEST_SINGULAR_VALUE:
        raise NotEstimableError("A moderator has one value in all studies, or says nothing that the others do not.")


def require_like_weights(w: Floats) -> None:
    """Raise NotEstimableError where one weight, or variance, is so far from another that a fit would be rounding."""
    if w.max() > LARGEST_WEIGHT_RATIO * w.min():
        raise NotEstimableError(
            "One study is so much more precise than another that no line can be fitted through both."
        )


def trace_of_p(x: Floats, f: LinearFit) -> float:
    """Trace of P = W - W X (X'WX)⁻¹ X'W."""
    w2 = f.w * f.w
    return float(f.w.sum() - np.trace(f.covariance @ (x.T @ (w2[:, None] * x))))


def score(x: Floats, f: LinearFit, *, restricted: bool) -> float:
    """Slope of the (restricted) deviance in tau² (Viechtbauer 2005)."""
    penalty = trace_of_p(x, f) if restricted else float(f.w.sum())
    return penalty - float(f.z @ f.z)


def balance(x: Floats, f: LinearFit, *, restricted: bool) -> tuple[float, float]:
    """The score's two parts as a ratio less 1, and its slope in tau², as in ``power_sums``."""
    w2 = f.w * f.w
    squares = f.covariance @ (x.T @ (w2[:, None] * x))
    cubes = f.covariance @ (x.T @ ((w2 * f.w)[:, None] * x))
    pull = x.T @ (f.w * f.z)
    if not f.z.any():  # rounding of effects many digits larger than their errors
        return 1.0, 0.0
    fit_now, falling = float(f.z @ f.z), 2 * float(f.w @ (f.z * f.z) - pull @ f.covariance @ pull)
    penalty, penalty_slope = float(f.w.sum()), -float(w2.sum())
    if restricted:
        penalty -= float(np.trace(squares))
        penalty_slope += float(2 * np.trace(cubes) - (squares * squares.T).sum())
    return penalty / fit_now - 1, (penalty_slope + penalty * falling / fit_now) / fit_now


def deviance(f: LinearFit, *, restricted: bool) -> float:
    """-2 x the (restricted) log-likelihood, up to a constant."""
    value = f.q - float(np.log(f.w).sum())
    return value - float(np.linalg.slogdet(f.covariance)[1]) if restricted else value
