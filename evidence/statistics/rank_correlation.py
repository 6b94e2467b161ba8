"""Rank correlation test for funnel asymmetry (Begg and Mazumdar 1994).

Kendall's tau-b between standardised effects and their variances. *Concordance* counts
the pairs of studies ordered alike less those ordered otherwise.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

import numpy as np

from evidence.statistics.effect_arrays import Floats, sample_of
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY, require_studies
from studies.numerics.distributions import normal_p
from studies.numerics.errors import NotEstimableError

# The exact distribution takes k³ steps and more; from 50 studies the normal one is off by less than 0.01, and is what R
# takes there by default.
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
    """Kendall's test of effects against variances. Exact below 50 studies without ties, if wished."""
    require_studies(len(effects), min_studies)
    sample = sample_of(effects)
    standardised = sample.centred / np.sqrt(variance_about_mean(sample.v))
    ties = [list(Counter(values.tolist()).values()) for values in (standardised, sample.v)]
    pairs = comb(sample.k, 2)
    untied = [pairs - sum(comb(size, 2) for size in sizes) for sizes in ties]
    if 0 in untied:
        raise NotEstimableError("All effects, or all variances, are alike: there is nothing to rank.")
    concordance = concordance_of(standardised, sample.v)
    tau = concordance / sqrt(untied[0] * untied[1])
    if exact and sample.k < EXACT_BELOW and untied == [pairs, pairs]:
        return RankCorrelation(tau, exact_p(concordance, sample.k), exact=True)
    return RankCorrelation(tau, normal_p(concordance / sqrt(null_variance(sample.k, *ties))), exact=False)


def variance_about_mean(v: Floats) -> Floats:
    """Variance of each effect about the common-effect mean it takes part in, v - 1 / sum(1 / v); above 0.

    Written as v x (weight of the others / all weight), which is not rounding where one
    study outweighs all others.
    """
    w = 1 / v
    others = w.sum() - w
    heaviest = w.argmax()
    others[heaviest] = np.delete(w, heaviest).sum()
    about: Floats = v * others / w.sum()
    return about


def concordance_of(a: Floats, b: Floats) -> int:
    """Pairs ordered alike in both less pairs ordered otherwise."""
    signs = np.sign(a[:, None] - a) * np.sign(b[:, None] - b)
    return int(signs.sum()) // 2


def exact_p(concordance: int, k: int) -> float:
    """Two-sided p from all k! orders: twice the smaller tail, at most 1 (Kendall 1938)."""
    swaps = (comb(k, 2) - abs(concordance)) // 2
    counts = [1]
    for size in range(2, k + 1):
        # One more study can be passed by 0 to size-1 others; the running sum adds up those ways.
        longer = [0] * (len(counts) + size - 1)
        for i, ways in enumerate(counts):
            for passed in range(size):
                longer[i + passed] += ways
        counts = longer
    return min(1.0, 2 * sum(counts[: swaps + 1]) / sum(counts))


def null_variance(k: int, ties_a: Sequence[int], ties_b: Sequence[int]) -> float:
    """Variance of the concordance when nothing relates the two, with ties (Kendall 1970, chapter 4)."""

    def spread(sizes: Sequence[int]) -> int:
        return sum(t * (t - 1) * (2 * t + 5) for t in sizes)

    def pairs(sizes: Sequence[int]) -> int:
        return sum(t * (t - 1) for t in sizes)

    def triples(sizes: Sequence[int]) -> int:
        return sum(t * (t - 1) * (t - 2) for t in sizes)

    value = (k * (k - 1) * (2 * k + 5) - spread(ties_a) - spread(ties_b)) / 18
    value += pairs(ties_a) * pairs(ties_b) / (2 * k * (k - 1))
    return value + triples(ties_a) * triples(ties_b) / (9 * k * (k - 1) * (k - 2))
