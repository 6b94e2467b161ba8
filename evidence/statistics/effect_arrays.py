"""The effects of several studies as arrays, with the sums that every method needs.

``y`` holds the estimates on the analysis scale, ``v`` their variances; all have the same
measure. *Centred* effects are differences from the common-effect mean: sums of squares
then lose few digits, and identical effects differ by exactly zero. The arrays belong to
one call and are never changed.
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
    common-effect mean, ``q`` Cochran's Q about it, ``sum_of_squares`` the unweighted sum of squares
    about the unweighted mean, ``effect_range`` the range of the effects; ``v_min``, ``v_max`` and
    ``v_mean`` describe the variances.
    """

    measure: Measure
    y: Floats
    v: Floats
    origin: float
    basis: Floats
    q: float
    sum_of_squares: float
    effect_range: float
    v_min: float
    v_max: float
    v_mean: float

    @property
    def k(self) -> int:
        """Number of studies."""
        return self.y.size

    @property
    def centred(self) -> Floats:
        """Effects minus the common-effect mean."""
        centred: Floats = self.basis[:, 1]
        return centred

    def without(self, i: int) -> "EffectArrays":
        """The other studies."""
        return _build_arrays(self.measure, np.delete(self.y, i), np.delete(self.v, i))


def arrays_from_effects(effects: Sequence[EffectSize] | EffectArrays, *, at_least: int = 1) -> EffectArrays:
    """Effects as arrays; arrays are returned unchanged. Raises TooFewStudiesError or MixedMeasuresError."""
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
    return _build_arrays(measures.pop(), y, v)


def arrays_from_numbers(measure: Measure, y: Floats, v: Floats) -> EffectArrays:
    """Arrays from estimates and variances. Raises TooFewStudiesError or ImpossibleNumberError."""
    if y.ndim != 1 or y.shape != v.shape:
        raise ImpossibleNumberError("Each effect needs one variance.")
    if y.size == 0:
        raise TooFewStudiesError("Studies needed: at least 1; there are 0.")
    # Written so that NaN fails too.
    if not ((np.abs(y) <= LARGEST) & (v >= 1 / LARGEST_VARIANCE) & (v <= LARGEST_VARIANCE)).all():
        raise ImpossibleNumberError("Effects must be finite, and variances finite and above zero.")
    return _build_arrays(measure, y.astype(np.float64), v.astype(np.float64))


def _build_arrays(measure: Measure, y: Floats, v: Floats) -> EffectArrays:
    """The record of k >= 1 estimates and variances."""
    w = 1 / v
    # Relative to the most precise study, so that rounding makes no differences between identical effects.
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
        sum_of_squares=max(0.0, about_origin - off_centre**2 / y.size),
        effect_range=float(np.maximum.reduce(y) - np.minimum.reduce(y)),
        v_min=float(np.minimum.reduce(v)),
        v_max=float(np.maximum.reduce(v)),
        v_mean=float(np.add.reduce(v) / v.size),
    )


def weighted_mean(arrays: EffectArrays, w: Floats) -> float:
    """Mean of the effects weighted by ``w``."""
    return arrays.origin + float(w @ arrays.centred / np.add.reduce(w))


def dersimonian_laird_c(w: Floats) -> Floats:
    """C of DerSimonian and Laird 1986: the sum of weights minus (sum of squared weights / sum of weights).

    For one set of weights or for rows of them; 0 for one study. It is the trace of P in a
    model without moderators. Written relative to the largest weight: where one study
    outweighs all others, the plain difference would be rounding error.
    """
    others = w.copy()
    heaviest = w.argmax(axis=-1)
    others[heaviest if w.ndim == 1 else (np.arange(len(w)), heaviest)] = 0
    largest, sum_of_others = w.max(axis=-1), np.add.reduce(others, axis=-1)
    c: Floats = (2 * largest * sum_of_others + sum_of_others * sum_of_others - np.vecdot(others, others)) / (
        largest + sum_of_others
    )
    return c
