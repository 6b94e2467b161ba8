"""Plain factories: effects and arms for tests, needing no arguments but those that matter."""

from collections.abc import Sequence

import numpy as np

from evidence.statistics.effect_sizes import EffectSize, Measure
from studies.numerics.arm_values import Counts, Means


def make_effect(estimate: float = 0.3, variance: float = 0.04, measure: Measure = Measure.GEN) -> EffectSize:
    return EffectSize(measure, estimate, variance, "as given")


def make_effects(estimates: Sequence[float], variances: Sequence[float] | None = None) -> list[EffectSize]:
    spread = variances or [0.04] * len(estimates)
    return [make_effect(y, v) for y, v in zip(estimates, spread, strict=True)]


def make_many(k: int, *, tau2: float = 0.09, seed: int = 1) -> list[EffectSize]:
    """k studies around 0.3 whose true effects vary by tau2."""
    chance = np.random.default_rng(seed)
    v = chance.uniform(0.01, 0.3, k)
    y = 0.3 + chance.normal(0, np.sqrt(tau2 + v))
    return make_effects(y.tolist(), v.tolist())


def make_means(mean: float = 5.0, sd: float | None = 2.0, n: float | None = 20, se: float | None = None) -> Means:
    return Means(mean, n, sd, se)


def make_table(a: float = 4, n1: float = 40, c: float = 9, n2: float = 42) -> tuple[Counts, Counts]:
    return Counts(a, n1), Counts(c, n2)
