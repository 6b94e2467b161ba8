"""A sample: the effects of several studies as arrays, with what every method asks of them.

``y`` holds the estimates on the analysis scale, ``v`` their variances; all share one
measure. *Centred* effects are measured from the common-effect mean: little then
cancels in sums of squares, and identical effects differ by exactly nothing. The arrays
belong to one call and are never kept or changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from evidence.statistics.effect_sizes import LARGEST_VARIANCE, EffectSize, Measure
from studies.numerics.errors import ImpossibleNumberError, MixedMeasuresError, TooFewStudiesError
from studies.numerics.magnitudes import LARGEST

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EffectArrays:
    """Estimates ``y`` and variances ``v`` of k studies, in the order given.

    ``basis`` has powers 0, 1 and 2 of the centred effects as columns. ``origin`` is the
    common-effect mean, ``q`` Cochran's Q about it, ``squares`` the unweighted sum of squares
    about the unweighted mean, ``spread`` the range of the effects; ``v_min``, ``v_max`` and
    ``v_mean`` describe the variances.
    """

    measure: Measure
    y: Floats
    v: Floats
    origin: float
    basis: Floats
    q: float
    squares: float
    spread: float
    v_min: float
    v_max: float
    v_mean: float

    @property
    def k(self) -> int:
        """Number of studies."""
        return self.y.size

    @property
    def centred(self) -> Floats:
        """Effects less the common-effect mean."""
        centred: Floats = self.basis[:, 1]
        return centred

    def without(self, i: int) -> "EffectArrays":
        """The other studies."""
        return sample_from(self.measure, np.delete(self.y, i), np.delete(self.v, i))


def sample_of(effects: Sequence[EffectSize] | EffectArrays, *, at_least: int = 1) -> EffectArrays:
    """Lay effects out as arrays; a sample is answered as it is. Raises TooFewStudiesError or MixedMeasuresError."""
    k = effects.k if isinstance(effects, EffectArrays) else len(effects)
    if k < at_least:
        raise TooFewStudiesError(f"Studies needed: at least {at_least}; there are {k}.")
    if isinstance(effects, EffectArrays):
        return effects
    measures = set(map(attrgetter("measure"), effects))
    if len(measures) > 1:
        raise MixedMeasuresError(f"Effects on different scales cannot be pooled: {', '.join(sorted(measures))}.")
    y = np.array(list(map(attrgetter("estimate"), effects)))
    v = np.array(list(map(attrgetter("variance"), effects)))
    return sample_from(measures.pop(), y, v)


def sample_of_arrays(measure: Measure, y: Floats, v: Floats) -> EffectArrays:
    """Sample of effects and variances that are arrays already. Raises TooFewStudiesError or ImpossibleNumberError."""
    if y.ndim != 1 or y.shape != v.shape:
        raise ImpossibleNumberError("Each effect needs one variance.")
    if y.size == 0:
        raise TooFewStudiesError("Studies needed: at least 1; there are 0.")
    # Written so that what is not a number fails too.
    if not ((np.abs(y) <= LARGEST) & (v >= 1 / LARGEST_VARIANCE) & (v <= LARGEST_VARIANCE)).all():
        raise ImpossibleNumberError("Effects are finite and variances finite and above zero.")
    return sample_from(measure, y.astype(np.float64), v.astype(np.float64))


def sample_from(measure: Measure, y: Floats, v: Floats) -> EffectArrays:
    """Build the sample of k >= 1 estimates and variances."""
    w = 1 / v
    # From the most precise study, so that rounding invents no differences between identical effects.
    precise = float(y[v.argmin()])
    origin = precise + float(w @ (y - precise) / np.add.reduce(w))
    basis = np.empty((y.size, 3))
    basis[:, 0] = 1
    np.subtract(y, origin, out=basis[:, 1])
    np.multiply(basis[:, 1], basis[:, 1], out=basis[:, 2])
    _, off_centre, about_origin = np.add.reduce(basis).tolist()
    return EffectArrays(
        measure=measure,
        y=y,
        v=v,
        origin=origin,
        basis=basis,
        q=float(w @ basis[:, 2]),
        squares=max(0.0, about_origin - off_centre**2 / y.size),
        spread=float(np.maximum.reduce(y) - np.minimum.reduce(y)),
        v_min=float(np.minimum.reduce(v)),
        v_max=float(np.maximum.reduce(v)),
        v_mean=float(np.add.reduce(v) / v.size),
    )


def weighted_mean(sample: EffectArrays, w: Floats) -> float:
    """Mean of the effects weighted by ``w``."""
    return sample.origin + float(w @ sample.centred / np.add.reduce(w))


def spare_weight(w: Floats) -> Floats:
    """Sum of weights less sum of squared weights over it, for one sample or for rows of samples.

    It is the trace of P in a model without moderators, 0 for one study. Written about
    the largest weight, because where that outweighs all others the plain difference is
    rounding.
    """
    others = w.copy()
    heaviest = w.argmax(axis=-1)
    others[heaviest if w.ndim == 1 else (np.arange(len(w)), heaviest)] = 0
    largest, rest = w.max(axis=-1), np.add.reduce(others, axis=-1)
    spare: Floats = (2 * largest * rest + rest * rest - np.vecdot(others, others)) / (largest + rest)
    return spare
