"""Power sums: all that the iterative estimators of tau² need of the data.

``sums[p - 1][q]`` is the sum over studies of weight to the power p times centred effect
to the power q. For one sample the sums are numbers, for many samples at once arrays;
the arithmetic on them is the same and written once here. *Deviance* is -2 x the
(restricted) log-likelihood; its slope in tau² is called the *score*: a *penalty* that
grows with the weights less the *fit*, the squared residuals weighted twice.
"""

from typing import TypeVar

import numpy as np

from evidence.statistics.effect_arrays import Floats

Number = TypeVar("Number", float, Floats)
Sums = list[list[Number]]


def power_sums(basis: Floats, w: Floats, highest: int = 3) -> Sums[float]:
    """Sums for the weights of one sample, up to the power ``highest``."""
    powers = np.empty((highest, w.size))
    powers[0] = w
    for p in range(1, highest):
        np.multiply(powers[p - 1], w, out=powers[p])
    sums: Sums[float] = (powers @ basis).tolist()
    return sums


def power_sums_by_row(centred: Floats, w: Floats, highest: int = 3) -> Sums[Floats]:
    """Sums for rows of weights, each row a sample of its own (weight 0: not in it).

    Effects are measured from each row's own mean: a study that is not in a row cannot
    drown in rounding those that are.
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
    """Score of either likelihood in tau² (Viechtbauer 2005); below 0 while the likelihood climbs."""
    return _penalty(s, restricted=restricted) - residual_squares(s, 2)


def balance(s: Sums[Number], *, restricted: bool) -> tuple[Number, Number]:
    """The two parts of the score as a ratio less 1, and its slope in tau².

    It crosses zero where the score does, and is nearly straight: weights fall as
    1 / tau², their squares as 1 / tau⁴. Only for effects that are not all alike.
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
