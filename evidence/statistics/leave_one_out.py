"""Leave-one-out for all studies at once: one row of weights for each study that is left out.

The study left out has weight 0, so that every sum over a row is a sum over the others.
Rows are computed in blocks that fit into the cache of a processor.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.statistics.effect_arrays import EffectArrays, Floats, dersimonian_laird_c
from evidence.statistics.power_sums import power_sums_by_row, q_and_slope, score, score_ratio
from evidence.statistics.roots import find_roots
from evidence.statistics.tau2 import (
    ROUNDING,
    Tau2Method,
    maximum_likelihood,
    restricted_maximum_likelihood,
    tau2_grid,
    tau2_upper_bound,
)

# 32 rows of 1,000 studies are a quarter of a megabyte: the fastest of 8 to 256 rows when measured.
ROWS_PER_BLOCK = 32

METHOD_NAMES = {Tau2Method.REML: "restricted maximum likelihood", Tau2Method.ML: "maximum likelihood"}


@dataclass(frozen=True, slots=True)
class LeaveOneOutRows:
    """All studies but ``left_out[row]``, one row for each; ``arrays`` are all studies.

    ``centred`` holds a row of effects for each, as differences from ``origins``: the
    effect of the most precise study that remains.
    """

    arrays: EffectArrays
    left_out: NDArray[np.intp]
    origins: Floats
    centred: Floats

    @property
    def df(self) -> int:
        """Studies that remain, minus one."""
        return self.arrays.k - 2

    def weights(self, tau2: Floats) -> Floats:
        """Weights 1 / (v + tau²), a tau² for each row."""
        w: Floats = 1 / (self.arrays.v + tau2[:, None])
        w[np.arange(self.left_out.size), self.left_out] = 0
        return w

    def unit_weights(self) -> Floats:
        """1 for each study that remains, 0 for the one left out."""
        ones = np.ones((self.left_out.size, self.arrays.k))
        ones[np.arange(self.left_out.size), self.left_out] = 0
        return ones

    def select(self, chosen: NDArray[np.bool_]) -> "LeaveOneOutRows":
        """A subset of the rows."""
        return LeaveOneOutRows(self.arrays, self.left_out[chosen], self.origins[chosen], self.centred[chosen])


def leave_one_out_rows(arrays: EffectArrays) -> Iterator[LeaveOneOutRows]:
    """Every study left out once, in blocks of rows."""
    best, second = np.argsort(arrays.v, kind="stable")[:2]
    for first in range(0, arrays.k, ROWS_PER_BLOCK):
        left_out = np.arange(first, min(first + ROWS_PER_BLOCK, arrays.k))
        origins = np.where(left_out == best, arrays.y[second], arrays.y[best])
        yield LeaveOneOutRows(arrays, left_out, origins, arrays.y - origins[:, None])


def weighted_means_and_q(rows: LeaveOneOutRows, w: Floats) -> tuple[Floats, Floats]:
    """Weighted mean of each row, and the weighted sum of squares about it."""
    means = np.vecdot(w, rows.centred) / w.sum(axis=1)
    return rows.origins + means, np.vecdot(w, (rows.centred - means[:, None]) ** 2)


def estimate_tau2_by_row(method: Tau2Method, rows: LeaveOneOutRows) -> Floats:
    """Tau² of each row by the named method; 0 where one study remains."""
    return ESTIMATORS[method](rows) if rows.df > 0 else np.zeros(rows.left_out.size)


def _dersimonian_laird(rows: LeaveOneOutRows) -> Floats:
    w = rows.weights(np.zeros(rows.left_out.size))
    excess: Floats = (weighted_means_and_q(rows, w)[1] - rows.df) / dersimonian_laird_c(w)
    return excess.clip(min=0)


def _hedges_olkin(rows: LeaveOneOutRows) -> Floats:
    unit_weights = rows.unit_weights()
    variance = weighted_means_and_q(rows, unit_weights)[1] / rows.df
    excess: Floats = variance - unit_weights @ rows.arrays.v / (rows.df + 1)
    return excess.clip(min=0)


def _sidik_jonkman(rows: LeaveOneOutRows) -> Floats:
    crude = weighted_means_and_q(rows, rows.unit_weights())[1] / (rows.df + 1)
    return crude * weighted_means_and_q(rows, rows.weights(crude))[1] / rows.df


def _paule_mandel(rows: LeaveOneOutRows) -> Floats:
    tau2, target, arrays = np.zeros(rows.left_out.size), float(rows.df), rows.arrays
    above = weighted_means_and_q(rows, rows.weights(tau2))[1] > target
    if not above.any():
        return tau2
    chosen = rows.select(above)

    def function(point: Floats) -> tuple[Floats, Floats]:
        q, slope = q_and_slope(power_sums_by_row(chosen.centred, chosen.weights(point), 2))
        return target / q - 1, -target * slope / (q * q)

    low = np.zeros(chosen.left_out.size)
    high = np.full(low.size, arrays.effect_range**2 * max(1.0, arrays.k / target))
    tau2[above] = find_roots(function, low, high, low, rounding=ROUNDING * arrays.v_min, method="Paule-Mandel")
    return tau2


def _restricted_maximum_likelihood(rows: LeaveOneOutRows) -> Floats:
    return _maximise_likelihood(rows, Tau2Method.REML)


def _maximum_likelihood(rows: LeaveOneOutRows) -> Floats:
    return _maximise_likelihood(rows, Tau2Method.ML)


def _maximise_likelihood(rows: LeaveOneOutRows, method: Tau2Method) -> Floats:
    """Maximise the likelihood of each row as ``tau2.py`` does; rows with two maxima are solved there."""
    arrays, tau2 = rows.arrays, np.zeros(rows.left_out.size)
    highest = tau2_upper_bound(arrays)
    if highest == 0:
        return tau2
    grid = tau2_grid(arrays.v_min, arrays.v_max, highest)
    restricted = method == Tau2Method.REML
    scores = np.array(
        [
            score(power_sums_by_row(rows.centred, rows.weights(np.full(tau2.size, point)), 2), restricted=restricted)
            for point in grid
        ]
    )
    above = scores[1:] >= 0
    above[-1] = True
    crossings = (scores[:-1] < 0) & above
    maxima = crossings.sum(axis=0) + (scores[0] >= 0)
    for row in np.flatnonzero(maxima > 1):
        tau2[row] = LIKELIHOOD_ESTIMATORS[method](arrays.without(int(rows.left_out[row])))
    climbing = (maxima == 1) & (scores[0] < 0)
    if climbing.any():
        chosen, at = rows.select(climbing), crossings[:, climbing].argmax(axis=0)
        low, high = grid[at], grid[at + 1]
        tau2[climbing] = find_roots(
            lambda point: score_ratio(power_sums_by_row(chosen.centred, chosen.weights(point)), restricted=restricted),
            low,
            high,
            _hedges_olkin(chosen).clip(low, high),
            rounding=ROUNDING * arrays.v_min,
            method=METHOD_NAMES[method],
        )
    return tau2


LIKELIHOOD_ESTIMATORS: dict[Tau2Method, Callable[[EffectArrays], float]] = {
    Tau2Method.REML: restricted_maximum_likelihood,
    Tau2Method.ML: maximum_likelihood,
}

ESTIMATORS: dict[Tau2Method, Callable[[LeaveOneOutRows], Floats]] = {
    Tau2Method.DL: _dersimonian_laird,
    Tau2Method.PM: _paule_mandel,
    Tau2Method.REML: _restricted_maximum_likelihood,
    Tau2Method.ML: _maximum_likelihood,
    Tau2Method.EB: _paule_mandel,
    Tau2Method.HE: _hedges_olkin,
    Tau2Method.SJ: _sidik_jonkman,
}
