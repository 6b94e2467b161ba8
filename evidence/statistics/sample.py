"""A sample: the effects of several studies as arrays, with what every method asks of them.

``y`` holds the estimates on the analysis scale, ``v`` their variances; all share one
measure. *Centred* effects are measured from the common-effect mean: little then
cancels in sums of squares, and identical effects differ by exactly nothing. The arrays
belong to one call and are never kept or changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.refusals import MixedMeasures, TooFewStudies

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Estimates ``y`` and variances ``v`` of k studies, in the order given.

    ``basis`` has powers 0, 1 and 2 of the centred effects as columns. ``origin`` is the
    common-effect mean, ``q`` Cochran's Q about it, ``spread`` the range of the effects,
    ``v_min`` and ``v_max`` the ends of the variances.
    """

    measure: Measure
    y: Floats
    v: Floats
    origin: float
    basis: Floats
    q: float
    spread: float
    v_min: float
    v_max: float

    @property
    def k(self) -> int:
        """Number of studies."""
        return self.y.size

    @property
    def centred(self) -> Floats:
        """Effects less the common-effect mean."""
        centred: Floats = self.basis[:, 1]
        return centred

    def without(self, i: int) -> "Sample":
        """The other studies."""
        return sample_from(self.measure, np.delete(self.y, i), np.delete(self.v, i))


def sample_of(effects: Sequence[EffectSize], *, at_least: int = 1) -> Sample:
    """Lay effects out as arrays. Raises TooFewStudies or MixedMeasures."""
    if len(effects) < at_least:
        raise TooFewStudies(f"Studies needed: at least {at_least}; there are {len(effects)}.")
    measures = {effect.measure for effect in effects}
    if len(measures) > 1:
        raise MixedMeasures(f"Effects on different scales cannot be pooled: {', '.join(sorted(measures))}.")
    y = np.array([effect.estimate for effect in effects])
    v = np.array([effect.variance for effect in effects])
    return sample_from(measures.pop(), y, v)


def sample_from(measure: Measure, y: Floats, v: Floats) -> Sample:
    """Build the sample of k >= 1 estimates and variances."""
    w = 1 / v
    # From the most precise study, so that rounding invents no differences between identical effects.
    precise = float(y[v.argmin()])
    origin = precise + float(w @ (y - precise) / w.sum())
    basis = np.empty((y.size, 3))
    basis[:, 0] = 1
    np.subtract(y, origin, out=basis[:, 1])
    np.multiply(basis[:, 1], basis[:, 1], out=basis[:, 2])
    return Sample(
        measure=measure,
        y=y,
        v=v,
        origin=origin,
        basis=basis,
        q=float(w @ basis[:, 2]),
        spread=float(y.max() - y.min()),
        v_min=float(v.min()),
        v_max=float(v.max()),
    )


def weighted_mean(sample: Sample, w: Floats) -> float:
    """Mean of the effects weighted by ``w``."""
    return sample.origin + float(w @ sample.centred / np.add.reduce(w))


def spare_weight(w: Floats) -> Floats:
    """Sum of weights less sum of squared weights over it, for one sample or for rows of samples.

    It is the trace of P in a model without moderators, 0 for one study. Written about
    the largest weight, because where that outweighs all others the plain difference is
    rounding.
    """
    others = w.copy()
    np.put_along_axis(others, w.argmax(axis=-1)[..., None], 0, axis=-1)
    largest, rest = w.max(axis=-1), np.add.reduce(others, axis=-1)
    spare: Floats = (2 * largest * rest + rest * rest - np.vecdot(others, others)) / (largest + rest)
    return spare
