"""Designs whose people are not independent: clusters that share a treatment, and pairs that are compared within.

People of one *cluster* (a clinic, a ward) are alike, so that they say less than as many from anywhere; the *intraclass
correlation* (ICC) says how alike. In a *paired* design (a crossover, two sides of one body) each person gives both
values; their *correlation* makes the difference more certain. Section numbers are those of the Cochrane Handbook,
version 6; the paired variances of counts are those of Elbourne 2002 (Int J Epidemiol 31:140) by the delta method.
"""

from collections.abc import Callable
from dataclasses import replace
from math import log, sqrt

from evidence.statistics.effect_sizes import EffectSize, Measure
from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import (
    ImpossibleNumberError,
    NoInformationError,
    NoSpreadError,
    NotEstimableError,
    TooFewParticipantsError,
)
from studies.numerics.magnitudes import require_countable, require_measurable, require_participants
from studies.numerics.spread_conversions import change_sd


def design_effect(cluster_size: float, icc: float) -> float:
    """How many times as many people a cluster-randomised trial needs: 1 + (M - 1) ICC (23.1.4).

    ``cluster_size`` is the mean number of people a cluster, at least 1; ``icc`` lies between 0 and 1.

    >>> round(design_effect(20, 0.02), 2)
    1.38
    """
    if require_countable(cluster_size, "A cluster size") < 1:
        raise TooFewParticipantsError(f"A cluster has at least one person; {cluster_size:g} were given.")
    if not 0 <= icc <= 1:
        raise ImpossibleNumberError(f"An intraclass correlation lies between 0 and 1; {icc:g} does not.")
    return 1 + (cluster_size - 1) * icc


def effective_counts(arm: Counts, effect_of_design: float) -> Counts:
    """Events and people of an arm, each divided by the design effect (23.1.4); the risk does not change."""
    return Counts(arm.events / effect_of_design, arm.n / effect_of_design)


def inflated(effect: EffectSize, effect_of_design: float) -> EffectSize:
    """An effect that ignored its clusters, its variance multiplied by the design effect (23.1.5); normal interval."""
    rule = f"{effect.rule}, variance times a design effect of {effect_of_design:g}"
    return replace(effect, variance=effect.variance * effect_of_design, rule=rule, df=None)


def paired_difference(difference: float, sd_of_differences: float, n: float) -> EffectSize:
    """Mean of the differences within ``n`` people or pairs, SE = SD / sqrt(n), t with n - 1 (23.2.7.1)."""
    se = require_measurable(sd_of_differences, "A standard deviation") / sqrt(require_participants(n))
    if se < 0:
        raise ImpossibleNumberError(f"A standard deviation is never negative; {sd_of_differences:g} was given.")
    if se == 0:
        raise NoSpreadError("All differences within people are the same, so that they have no error.")
    return EffectSize(Measure.MD, difference, se**2, "mean difference within people", n - 1)


def paired_mean_difference(ozone: Means, comparator: Means, correlation: float) -> EffectSize:
    """Mean difference of a paired design, from both deviations and the correlation within people (23.2.7.2)."""
    n = _pairs(ozone.required_n, comparator.required_n)
    deviation = change_sd(ozone.required_sd, comparator.required_sd, correlation).value
    effect = paired_difference(ozone.mean - comparator.mean, deviation, n)
    return replace(effect, rule=f"{effect.rule}, {_correlation_words(correlation)}, rule 23.2.7.2")


def paired_smd(ozone: Means, comparator: Means, correlation: float) -> EffectSize:
    """Standardised mean difference of a paired design, standardised by the deviation between people (23.2.7.2).

    SE = sqrt(1/n + d^2 / (2n)) x sqrt(2 (1 - correlation)). As in the Handbook, without a correction for small samples.
    """
    n, r = _pairs(ozone.required_n, comparator.required_n), _require_correlation(correlation)
    spread = sqrt((ozone.required_sd**2 + comparator.required_sd**2) / 2)
    if spread == 0:
        raise NoSpreadError("The standard deviation is zero in both arms.")
    d = (ozone.mean - comparator.mean) / spread
    variance = (1 / n + d**2 / (2 * n)) * 2 * (1 - r)
    return EffectSize(Measure.SMD, d, variance, f"standardised difference within people, {_correlation_words(r)}")


def paired_binary_effect(measure: Measure, ozone: Counts, comparator: Counts, correlation: float) -> EffectSize:
    """RR, OR or RD of a paired design: the variance as if parallel, less twice the covariance within people.

    ``correlation`` is that between the two yes-or-no outcomes of a person. Raises NotEstimableError for other measures,
    NoInformationError where no one, or everyone, of an arm had the event: no correlation exists then.
    """
    if measure not in _PAIRED_TERMS:
        raise NotEstimableError(f"Counts of pairs give risk ratios, odds ratios and risk differences, not {measure}.")
    n, r = _pairs(ozone.n, comparator.n), _require_correlation(correlation)
    p, q = ozone.risk, comparator.risk
    if not (0 < p < 1 and 0 < q < 1):
        raise NoInformationError("No one, or everyone, in one arm had the event, so pairs give no information.")
    scale, slope = _PAIRED_TERMS[measure]
    one, other = slope(p) * sqrt(p * (1 - p) / n), slope(q) * sqrt(q * (1 - q) / n)
    variance = one**2 + other**2 - 2 * r * one * other
    name = {Measure.RR: "log risk ratio", Measure.OR: "log odds ratio", Measure.RD: "risk difference"}[measure]
    return EffectSize(measure, scale(p) - scale(q), variance, f"{name} within people, {_correlation_words(r)}")


# The scale of each measure as a function of a risk, and its slope there.
_PAIRED_TERMS: dict[Measure, tuple[Callable[[float], float], Callable[[float], float]]] = {
    Measure.RR: (log, lambda p: 1 / p),
    Measure.OR: (lambda p: log(p / (1 - p)), lambda p: 1 / (p * (1 - p))),
    Measure.RD: (lambda p: p, lambda p: 1.0),
}


def _pairs(n1: float, n2: float) -> float:
    """The people who can have been measured both ways, when some dropped out of one of them."""
    return min(n1, n2)


def _correlation_words(correlation: float) -> str:
    return f"correlation {correlation:g}"


def _require_correlation(r: float) -> float:
    if not -1 <= r <= 1:
        raise ImpossibleNumberError(f"A correlation must be between -1 and 1; {r:g} is not.")
    return r
