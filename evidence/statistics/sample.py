"""A sample: the effects of several studies as two arrays.

``y`` holds the estimates on the analysis scale, ``v`` their variances. All effects of
a sample share one measure. The arrays belong to the caller's call and are never kept.
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
    """Estimates ``y`` and variances ``v`` of k studies, in the order given."""

    measure: Measure
    y: Floats
    v: Floats

    @property
    def k(self) -> int:
        """Number of studies."""
        return self.y.size


def sample_of(effects: Sequence[EffectSize], *, at_least: int = 1) -> Sample:
    """Lay effects out as arrays. Raises TooFewStudies or MixedMeasures."""
    if len(effects) < at_least:
        raise TooFewStudies(f"This needs at least {at_least} studies; there are {len(effects)}.")
    measure = effects[0].measure
    if any(effect.measure is not measure for effect in effects):
        named = ", ".join(sorted({effect.measure.value for effect in effects}))
        raise MixedMeasures(f"Effects on different scales cannot be pooled: {named}.")
    y = np.array([effect.estimate for effect in effects], dtype=np.float64)
    v = np.array([effect.variance for effect in effects], dtype=np.float64)
    return Sample(measure, y, v)
