"""Trim and fill: the pooled estimate if the asymmetry came from missing studies.

*Trimming* removes the most extreme studies of the fuller side until the rest is
symmetric; *filling* adds them again, each with a mirror image (Duval and Tweedie 2000).
The filled studies are imputed: the result is a sensitivity analysis only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from evidence.statistics.effect_arrays import Floats, arrays_from_effects
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.pooling import IntervalMethod, PooledEstimate, Tau2Method, common_effect, random_effects
from evidence.statistics.regression import fit_model
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY, require_studies
from studies.numerics.errors import NotConvergedError

# As many as metafor allows; a search that is longer does not converge.
MAX_ITERATIONS = 100


class FunnelSide(StrEnum):
    """Side of the funnel on which studies may be missing."""

    LEFT = "left"
    RIGHT = "right"


class MissingStudiesEstimator(StrEnum):
    """How the number of missing studies is estimated."""

    L0 = "L0"  # from the rank sum of the fuller side
    R0 = "R0"  # from the run of largest ranks on the fuller side


@dataclass(frozen=True, slots=True)
class TrimAndFill:
    """``missing`` studies on ``side``; ``filled`` are their mirror images, ``pooled`` the pool with them.

    ``missing_se`` is None where its formula has no solution, ``p`` for every estimator but R0.
    """

    missing: int
    missing_se: float | None
    side: FunnelSide
    estimator: MissingStudiesEstimator
    p: float | None
    filled: tuple[EffectSize, ...]
    pooled: PooledEstimate


def trim_and_fill(
    effects: Sequence[EffectSize],
    *,
    tau2_method: Tau2Method | None = Tau2Method.REML,
    estimator: MissingStudiesEstimator = MissingStudiesEstimator.L0,
    side: FunnelSide | None = None,
    interval: IntervalMethod = IntervalMethod.HKSJ_FLOORED,
    level: float = 0.95,
    min_studies: int = MIN_STUDIES_FOR_ASYMMETRY,
) -> TrimAndFill:
    """Trim and fill about the random-effects mean (``tau2_method`` None: common effect).

    Without ``side`` it is chosen as metafor does, by the sign of Egger's slope. ``p``
    tests, for R0 only, that no study is missing.
    """
    require_studies(len(effects), min_studies)

    def pool(studies: Sequence[EffectSize]) -> PooledEstimate:
        if tau2_method is None:
            return common_effect(studies, level=level)
        return random_effects(studies, tau2_method=tau2_method, interval=interval, level=level)

    side = side or side_with_missing_studies(effects, tau2_method)
    direction = 1.0 if side == FunnelSide.LEFT else -1.0
    ordered = sorted(effects, key=lambda effect: direction * effect.estimate)
    missing, se, centre = _iterate(ordered, direction, estimator, pool)
    filled = tuple(
        EffectSize(effect.measure, 2 * centre - effect.estimate, effect.variance, "filled by trim and fill")
        for effect in ordered[len(ordered) - missing :]
    )
    return TrimAndFill(
        missing=missing,
        missing_se=se,
        side=side,
        estimator=estimator,
        p=0.5 ** (missing + 1) if estimator == MissingStudiesEstimator.R0 else None,
        filled=filled,
        pooled=pool([*effects, *filled]),
    )


def side_with_missing_studies(effects: Sequence[EffectSize], tau2_method: Tau2Method | None) -> FunnelSide:
    """Side on which small studies are missing: right where Egger's slope is negative."""
    arrays = arrays_from_effects(effects)
    x = np.column_stack((np.ones(arrays.k), np.sqrt(arrays.v)))
    slope = fit_model(
        arrays, x, ("limit", "slope"), tau2_method=tau2_method, interval=IntervalMethod.WALD, level=0.95
    ).coefficients[1]
    return FunnelSide.RIGHT if slope.estimate < 0 else FunnelSide.LEFT


def _iterate(
    ordered: Sequence[EffectSize],
    direction: float,
    estimator: MissingStudiesEstimator,
    pool: Callable[[Sequence[EffectSize]], PooledEstimate],
) -> tuple[int, float | None, float]:
    """Trim, pool and count until the count is stable: number missing, its standard error, and the centre."""
    y = direction * np.array([effect.estimate for effect in ordered])
    missing = 0
    for _ in range(MAX_ITERATIONS):
        centre = pool(ordered[: len(ordered) - missing]).estimate
        raw = COUNTERS[estimator](y - direction * centre)
        rounded = max(0, round(raw))
        if rounded == missing:
            return missing, _standard_error(estimator, raw, y.size), centre
        missing = rounded
    raise NotConvergedError("Trim and fill did not converge: the number of missing studies kept changing.")


def l0_estimator(centred: Floats) -> float:
    """Missing studies from the rank sum of the positive side (Duval and Tweedie 2000, L0+)."""
    k, ranks = centred.size, _ranks(centred)
    return (4 * float(ranks[centred > 0].sum()) - k * (k + 1)) / (2 * k - 1)


def r0_estimator(centred: Floats) -> float:
    """Missing studies from the run of largest positive ranks (Duval and Tweedie 2000, R0+)."""
    negative = _ranks(centred)[centred < 0]
    return centred.size - float(negative.max()) - 1 if negative.size else 0.0


COUNTERS: dict[MissingStudiesEstimator, Callable[[Floats], float]] = {
    MissingStudiesEstimator.L0: l0_estimator,
    MissingStudiesEstimator.R0: r0_estimator,
}


def _ranks(centred: Floats) -> Floats:
    """Ranks of distances from the centre; equal distances in the given order."""
    ranks = np.empty(centred.size)
    ranks[np.argsort(np.abs(centred), kind="stable")] = np.arange(1, centred.size + 1)
    return ranks


def _standard_error(estimator: MissingStudiesEstimator, missing: float, k: int) -> float | None:
    """Standard error of the number missing; None where its variance formula is negative."""
    if estimator == MissingStudiesEstimator.R0:
        return sqrt(2 * max(0.0, missing) + 2)
    m = missing
    square = k * (k + 1) * (2 * k + 1) + 10 * m**3 + 27 * m**2 + 17 * m - 18 * k * m**2 - 18 * k * m + 6 * k**2 * m
    return 4 * sqrt(square / 24) / (2 * k - 1) if square >= 0 else None
