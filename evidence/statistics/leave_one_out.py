"""Leave-one-out for all studies at once: the sample without each study as a row of weights.

Weights of the study left out are 0, so that every sum over a row is a sum over the
others. Rows are taken some at a time, to stay within a processor's nearest memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.statistics.effect_arrays import EffectArrays, Floats, spare_weight
from evidence.statistics.power_sums import balance, power_sums_by_row, q_and_slope, score
from evidence.statistics.roots import roots_of
from evidence.statistics.tau2 import (
    ROUNDING,
    Tau2Method,
    largest_tau2,
    maximum_likelihood,
    restricted_maximum_likelihood,
    search_grid,
)

# 32 rows of 1,000 studies are a quarter of a megabyte: fastest of 8 to 256 rows where it was tried.
ROWS_AT_ONCE = 32

NAMES = {Tau2Method.REML: "restricted maximum likelihood", Tau2Method.ML: "maximum likelihood"}


@dataclass(frozen=True, slots=True)
class Rows:
    """The samples that lack study ``left_out[row]``, with the whole sample behind them.

    ``centred`` holds a row of effects for each, measured from ``origins``: the effect of
    the most precise study that remains.
    """

    sample: EffectArrays
    left_out: NDArray[np.intp]
    origins: Floats
    centred: Floats

    @property
    def df(self) -> int:
        """Studies that remain, less one."""
        return self.sample.k - 2

    def weights(self, tau2: Floats) -> Floats:
        """Weights 1 / (v + tau²), a tau² for each row."""
        w: Floats = 1 / (self.sample.v + tau2[:, None])
        w[np.arange(self.left_out.size), self.left_out] = 0
        return w

    def present(self) -> Floats:
        """1 for each study that remains, 0 for the one left out."""
        ones = np.ones((self.left_out.size, self.sample.k))
        ones[np.arange(self.left_out.size), self.left_out] = 0
        return ones

    def some(self, chosen: NDArray[np.bool_]) -> "Rows":
        """The chosen rows."""
        return Rows(self.sample, self.left_out[chosen], self.origins[chosen], self.centred[chosen])


def rows_of(sample: EffectArrays) -> Iterator[Rows]:
    """Every study left out once, some rows at a time."""
    best, second = np.argsort(sample.v, kind="stable")[:2]
    for first in range(0, sample.k, ROWS_AT_ONCE):
        left_out = np.arange(first, min(first + ROWS_AT_ONCE, sample.k))
        origins = np.where(left_out == best, sample.y[second], sample.y[best])
        yield Rows(sample, left_out, origins, sample.y - origins[:, None])


def means_and_q(rows: Rows, w: Floats) -> tuple[Floats, Floats]:
    """Weighted mean of each row, and the weighted sum of squares about it."""
    means = np.vecdot(w, rows.centred) / w.sum(axis=1)
    return rows.origins + means, np.vecdot(w, (rows.centred - means[:, None]) ** 2)


def tau2_by_row(method: Tau2Method, rows: Rows) -> Floats:
    """Tau² of each row by the named method; 0 where one study remains."""
    return ESTIMATORS[method](rows) if rows.df > 0 else np.zeros(rows.left_out.size)


def _dersimonian_laird(rows: Rows) -> Floats:
    w = rows.weights(np.zeros(rows.left_out.size))
    excess: Floats = (means_and_q(rows, w)[1] - rows.df) / spare_weight(w)
    return excess.clip(min=0)


def _hedges_olkin(rows: Rows) -> Floats:
    present = rows.present()
    excess: Floats = means_and_q(rows, present)[1] / rows.df - present @ rows.sample.v / (rows.df + 1)
    return excess.clip(min=0)


def _sidik_jonkman(rows: Rows) -> Floats:
    crude = means_and_q(rows, rows.present())[1] / (rows.df + 1)
    return crude * means_and_q(rows, rows.weights(crude))[1] / rows.df


def _paule_mandel(rows: Rows) -> Floats:
    tau2, target, sample = np.zeros(rows.left_out.size), float(rows.df), rows.sample
    above = means_and_q(rows, rows.weights(tau2))[1] > target
    if not above.any():
        return tau2
    chosen = rows.some(above)

    def rising(point: Floats) -> tuple[Floats, Floats]:
        q, slope = q_and_slope(power_sums_by_row(chosen.centred, chosen.weights(point), 2))
        return target / q - 1, -target * slope / (q * q)

    low = np.zeros(chosen.left_out.size)
    high = np.full(low.size, sample.spread**2 * max(1.0, sample.k / target))
    tau2[above] = roots_of(rising, low, high, low, rounding=ROUNDING * sample.v_min, method="Paule-Mandel")
    return tau2


def _restricted(rows: Rows) -> Floats:
    return _most_likely(rows, Tau2Method.REML)


def _maximum_likelihood(rows: Rows) -> Floats:
    return _most_likely(rows, Tau2Method.ML)


def _most_likely(rows: Rows, method: Tau2Method) -> Floats:
    """Find the top of each row's likelihood as ``tau2.py`` does; rows with two humps go there."""
    sample, tau2 = rows.sample, np.zeros(rows.left_out.size)
    highest = largest_tau2(sample)
    if highest == 0:
        return tau2
    grid = search_grid(sample.v_min, sample.v_max, highest)
    restricted = method == Tau2Method.REML
    scores = np.array(
        [
            score(power_sums_by_row(rows.centred, rows.weights(np.full(tau2.size, point)), 2), restricted=restricted)
            for point in grid
        ]
    )
    above = scores[1:] >= 0
    above[-1] = True
    turns = (scores[:-1] < 0) & above
    humps = turns.sum(axis=0) + (scores[0] >= 0)
    for row in np.flatnonzero(humps > 1):
        tau2[row] = SINGLE[method](sample.without(int(rows.left_out[row])))
    climbing = (humps == 1) & (scores[0] < 0)
    if climbing.any():
        chosen, at = rows.some(climbing), turns[:, climbing].argmax(axis=0)
        low, high = grid[at], grid[at + 1]
        tau2[climbing] = roots_of(
            lambda point: balance(power_sums_by_row(chosen.centred, chosen.weights(point)), restricted=restricted),
            low,
            high,
            _hedges_olkin(chosen).clip(low, high),
            rounding=ROUNDING * sample.v_min,
            method=NAMES[method],
        )
    return tau2


SINGLE: dict[Tau2Method, Callable[[EffectArrays], float]] = {
    Tau2Method.REML: restricted_maximum_likelihood,
    Tau2Method.ML: maximum_likelihood,
}

ESTIMATORS: dict[Tau2Method, Callable[[Rows], Floats]] = {
    Tau2Method.DL: _dersimonian_laird,
    Tau2Method.PM: _paule_mandel,
    Tau2Method.REML: _restricted,
    Tau2Method.ML: _maximum_likelihood,
    Tau2Method.EB: _paule_mandel,
    Tau2Method.HE: _hedges_olkin,
    Tau2Method.SJ: _sidik_jonkman,
}
