"""Rank correlation test for funnel asymmetry (Begg and Mazumdar 1994).

Kendall's tau-b between standardised effects and their variances. *Concordance* counts
the concordant pairs of studies minus the discordant ones.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

import numpy as np

from evidence.statistics.effect_arrays import Floats, arrays_from_effects
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY, require_studies
from studies.numerics.distributions import normal_p
from studies.numerics.errors import NotEstimableError

# The exact distribution needs k³ steps and more; from 50 studies the error of the normal one is below 0.01, and R uses
# it there by default.
EXACT_BELOW = 50


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """Kendall's ``tau`` (-1 to 1) with its two-sided p, ``exact`` or normal."""

    tau: float
    p: float
    exact: bool


def rank_correlation(
    effects: Sequence[EffectSize], *, exact: bool = True, min_studies: int = MIN_STUDIES_FOR_ASYMMETRY
) -> RankCorrelation:
    """Kendall's test of effects against variances. Exact below 50 studies without ties, unless switched off."""
    require_studies(len(effects), min_studies)
    arrays = arrays_from_effects(effects)
    standardised = arrays.centred / np.sqrt(variance_about_mean(arrays.v))
    ties = [list(Counter(values.tolist()).values()) for values in (standardised, arrays.v)]
    pairs = comb(arrays.k, 2)
    untied = [pairs - sum(comb(size, 2) for size in sizes) for sizes in ties]
    if 0 in untied:
        raise NotEstimableError("All effects, or all variances, are equal: there is nothing to rank.")
    concordance = kendall_concordance(standardised, arrays.v)
    tau = concordance / sqrt(untied[0] * untied[1])
    if exact and arrays.k < EXACT_BELOW and untied == [pairs, pairs]:
        return RankCorrelation(tau, kendall_exact_p(concordance, arrays.k), exact=True)
    return RankCorrelation(tau, normal_p(concordance / sqrt(kendall_null_variance(arrays.k, *ties))), exact=False)


def variance_about_mean(v: Floats) -> Floats:
    """Variance of each effect about the common-effect mean, which includes it, v - 1 / sum(1 / v); above 0.

    Written as v x (weight of the others / total weight), which is precise even where one
    study outweighs all others.
    """
    w = 1 / v
    others = w.sum() - w
    heaviest = w.argmax()
    others[heaviest] = np.delete(w, heaviest).sum()
    about: Floats = v * others / w.sum()
    return about


def kendall_concordance(a: Floats, b: Floats) -> int:
    """Concordant pairs minus discordant pairs."""
    signs = np.sign(a[:, None] - a) * np.sign(b[:, None] - b)
    return int(signs.sum()) // 2


def kendall_exact_p(concordance: int, k: int) -> float:
    """Two-sided p from all k! orders: twice the smaller tail, at most 1 (Kendall 1938)."""
    swaps = (comb(k, 2) - abs(concordance)) // 2
    counts = [1]
    for size in range(2, k + 1):
        # One more study can be overtaken by 0 to size-1 others; the sum counts those orders.
        longer = [0] * (len(counts) + size - 1)
        for i, ways in enumerate(counts):
            for overtaken in range(size):
                longer[i + overtaken] += ways
        counts = longer
    return min(1.0, 2 * sum(counts[: swaps + 1]) / sum(counts))


def kendall_null_variance(k: int, ties_a: Sequence[int], ties_b: Sequence[int]) -> float:
    """Variance of the concordance without association, with ties (Kendall 1970, chapter 4)."""

    def spread(sizes: Sequence[int]) -> int:
        return sum(t * (t - 1) * (2 * t + 5) for t in sizes)

    def pairs(sizes: Sequence[int]) -> int:
        return sum(t * (t - 1) for t in sizes)

    def triples(sizes: Sequence[int]) -> int:
        return sum(t * (t - 1) * (t - 2) for t in sizes)

    value = (k * (k - 1) * (2 * k + 5) - spread(ties_a) - spread(ties_b)) / 18
    value += pairs(ties_a) * pairs(ties_b) / (2 * k * (k - 1))
    return value + triples(ties_a) * triples(ties_b) / (9 * k * (k - 1) * (k - 2))
