"""Power sums: all that the iterative estimators of tau² need from the data.

``sums[p - 1][q]`` is the sum over studies of weight to the power p times centred effect
to the power q. For one set of studies the sums are numbers, for many sets at once arrays;
the arithmetic is the same and written once here. *Deviance* is -2 x the
(restricted) log-likelihood; its slope in tau² is called the *score*: a *penalty* that
grows with the weights minus the *fit*, the squared residuals weighted twice.
"""

from typing import TypeVar

import numpy as np

from evidence.statistics.effect_arrays import Floats

Number = TypeVar("Number", float, Floats)
Sums = list[list[Number]]


def power_sums(basis: Floats, w: Floats, highest: int = 3) -> Sums[float]:
    """Sums for one set of weights, up to the power ``highest``."""
    powers = np.empty((highest, w.size))
    powers[0] = w
    for p in range(1, highest):
        np.multiply(powers[p - 1], w, out=powers[p])
    sums: Sums[float] = (powers @ basis).tolist()
    return sums


def power_sums_by_row(centred: Floats, w: Floats, highest: int = 3) -> Sums[Floats]:
    """Sums for rows of weights, each row a set of studies (weight 0: not in it).

    Effects are differences from the mean of their row, so that a study outside the row
    causes no rounding error in it.
    """
    residuals = centred - (np.vecdot(w, centred) / np.add.reduce(w, axis=-1))[..., None]
    squares = residuals * residuals
    rows: Sums[Floats] = []
    power = w
    for p in range(highest):
        power = power * w if p else w
        rows.append([np.add.reduce(power, axis=-1), np.vecdot(power, residuals), np.vecdot(power, squares)])
    return rows


def residual_squares(s: Sums[Number], p: int) -> Number:
    """Sum of weights to the power ``p`` times squared residuals about the weighted mean."""
    zeroth, first, second = s[p - 1]
    mean = s[0][1] / s[0][0]
    return second - 2 * mean * first + mean * mean * zeroth


def q_and_slope(s: Sums[Number]) -> tuple[Number, Number]:
    """Generalised Q (DerSimonian and Kacker 2007) and its slope in tau²."""
    return residual_squares(s, 1), -residual_squares(s, 2)


def score(s: Sums[Number], *, restricted: bool) -> Number:
    """Score of either likelihood in tau² (Viechtbauer 2005); below 0 while the likelihood increases."""
    return _penalty(s, restricted=restricted) - residual_squares(s, 2)


def score_ratio(s: Sums[Number], *, restricted: bool) -> tuple[Number, Number]:
    """The two parts of the score as a ratio minus 1, and its slope in tau².

    It is zero where the score is, and is nearly straight: weights fall as 1 / tau²,
    their squares as 1 / tau⁴. Only for effects that are not all identical.
    """
    penalty, fit = _penalty(s, restricted=restricted), residual_squares(s, 2)
    slope = _penalty_slope(s, restricted=restricted) + penalty * _fit_curvature(s) / fit
    return penalty / fit - 1, slope / fit


def _penalty(s: Sums[Number], *, restricted: bool) -> Number:
    """Sum of weights, or the trace of the residual maker P where the likelihood is restricted."""
    total = s[0][0]
    return total - s[1][0] / total if restricted else total


def _penalty_slope(s: Sums[Number], *, restricted: bool) -> Number:
    total, squares = s[0][0], s[1][0]
    if not restricted:
        return -squares
    share = squares / total
    return 2 * s[2][0] / total - squares - share * share


def _fit_curvature(s: Sums[Number]) -> Number:
    """Twice the quadratic form y'PPPy: how fast the data's part of the score falls."""
    total, first, mean = s[0][0], s[1][1], s[0][1] / s[0][0]
    slope = first - mean * s[1][0]
    return 2 * (residual_squares(s, 3) - slope * slope / total)
