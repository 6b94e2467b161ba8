"""Effect sizes: two arms reduced to one number and its variance.

An *arm* is what one group reported: ``Counts`` (events of n) or ``Means`` (mean,
spread, n). An *effect size* compares the ozone arm with the comparator on a named
*measure*. It stays on the *analysis scale*, natural log for ratios (RR, OR, ROM),
until a *reader* sees it. Every function returns the rule that it used, for printing.

Variances are those of metafor's ``escalc`` with its defaults, unless stated otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import exp, isfinite, lgamma, log, sqrt

from evidence.statistics.interval import Interval, symmetric_interval
from studies.numerics.arm_values import Counts, Means
from studies.numerics.distributions import normal_p, t_critical, t_p, welch_df, z_critical
from studies.numerics.errors import (
    ImpossibleNumberError,
    NoInformationError,
    NoSpreadError,
    TooFewParticipantsError,
    UnlikeSignsError,
)
from studies.numerics.magnitudes import LARGEST
from studies.numerics.spread_conversions import pooled_sd

# The square of the largest number: cubes of weights, which second derivatives need, neither overflow nor underflow.
LARGEST_VARIANCE = LARGEST**2


# From here the error of Hedges' approximation (1981) is smaller than the rounding error of the exact formula.
MANY_DF = 1e5


# Haldane-Anscombe: added to each of the four cells of a study where a formula needs it.
ZERO_CELL_CORRECTION = 0.5


class Measure(StrEnum):
    """The scale on which two arms are compared."""

    MD = "MD"  # mean difference, unit of the outcome
    SMD = "SMD"  # standardised mean difference (Hedges' g), standard deviations
    ROM = "ROM"  # ratio of means
    RR = "RR"  # risk ratio
    OR = "OR"  # odds ratio
    HR = "HR"  # hazard ratio, only as printed
    RD = "RD"  # risk difference, proportion (-1 to 1)
    GEN = "GEN"  # generic: effect and variance as given

    @property
    def is_ratio(self) -> bool:
        """Whether the analysis scale is the natural logarithm."""
        return self in (Measure.RR, Measure.OR, Measure.HR, Measure.ROM)

    @property
    def digits(self) -> int:
        """Decimal places of an estimate that is not a ratio; ratios are written by their size."""
        return {Measure.RD: 3, Measure.SMD: 2}.get(self, 1)

    @property
    def null(self) -> float:
        """Value of no difference on the reader's scale."""
        return 1.0 if self.is_ratio else 0.0

    def to_reader(self, value: float) -> float:
        """Transform a value from the analysis scale to the scale that a reader sees."""
        if not self.is_ratio:
            return value
        try:
            return exp(value)
        except OverflowError:
            raise ImpossibleNumberError(f"A ratio of e to the power {value:g} is too large to write down.") from None


@dataclass(frozen=True, slots=True)
class EffectSize:
    """One contrast as a number. ``estimate`` and ``variance`` are on the analysis scale.

    ``df`` are the degrees of freedom of its t interval; None where it is normal. Pools use the variance alone.
    """

    measure: Measure
    estimate: float
    variance: float
    rule: str
    df: float | None = None

    def __post_init__(self) -> None:
        """Raise an error for an effect that can have no weight."""
        if not (isfinite(self.estimate) and isfinite(self.variance)):
            raise ImpossibleNumberError("An effect and its variance must be finite numbers.")
        if self.variance < 0:
            raise ImpossibleNumberError(f"A variance is never negative; {self.variance:g} was given.")
        if self.variance == 0:
            raise NoSpreadError("The effect has a variance of zero, which would mean that it has no error.")
        out_of_range = not 1 / LARGEST_VARIANCE <= self.variance <= LARGEST_VARIANCE
        if out_of_range or abs(self.estimate) > LARGEST:
            raise ImpossibleNumberError("The effect or its variance is beyond anything that can be measured.")
        if self.df is not None and not self.df > 0:
            raise ImpossibleNumberError(f"Degrees of freedom are above zero; {self.df:g} were given.")

    @property
    def se(self) -> float:
        """Standard error on the analysis scale."""
        return sqrt(self.variance)

    @property
    def p(self) -> float:
        """Two-sided p against no difference: t with ``df``, else normal."""
        statistic = self.estimate / self.se
        return normal_p(statistic) if self.df is None else t_p(statistic, self.df)

    def interval(self, level: float = 0.95) -> Interval:
        """Confidence interval on the analysis scale: t with ``df``, else normal."""
        return symmetric_interval(self.estimate, self.critical_value(level) * self.se)

    def critical_value(self, level: float = 0.95) -> float:
        """Standard errors from the estimate to a limit: the quantile of t with ``df``, else the normal one."""
        return z_critical(level) if self.df is None else t_critical(level, self.df)

    @property
    def includes_no_difference(self) -> bool:
        """Whether no difference, which is 0 on the analysis scale of every measure, lies in its interval."""
        return abs(self.estimate) <= self.critical_value() * self.se

    def reader(self) -> float:
        """Estimate on the reader's scale."""
        return self.measure.to_reader(self.estimate)

    def reader_interval(self, level: float = 0.95) -> Interval:
        """Confidence interval on the reader's scale."""
        interval = self.interval(level)
        return interval.map(self.measure.to_reader) if self.measure.is_ratio else interval


def mean_difference(ozone: Means, comparator: Means) -> EffectSize:
    """Mean of ozone minus mean of comparator, unequal variances (Handbook 6.5.1.1; escalc MD).

    Its interval is Welch's t where both arms have a standard deviation and a size (Welch 1947; R's t.test). Where a
    standard error alone was printed its origin is not known, and the interval is normal.
    """
    ozone_se, comparator_se = ozone.standard_error, comparator.standard_error
    variance = ozone_se**2 + comparator_se**2
    if variance == 0:
        raise NoSpreadError("The standard deviation is zero in both arms.")
    df = None
    if None not in (ozone.sd, comparator.sd, ozone.n, comparator.n):
        df = welch_df(ozone_se, ozone.required_n, comparator_se, comparator.required_n)
    return EffectSize(Measure.MD, ozone.mean - comparator.mean, variance, "mean difference", df)


def hedges_correction(df: float) -> float:
    """Hedges' correction for small samples, exact (Hedges 1981, equation 6e). Raises TooFewParticipantsError.

    >>> round(hedges_correction(18), 4)
    0.9576
    """
    if not df > 1:
        raise TooFewParticipantsError("Hedges' correction needs more than one degree of freedom.")
    if df > MANY_DF:
        return 1 - 3 / (4 * df - 1)
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)


def hedges_g(ozone: Means, comparator: Means) -> EffectSize:
    """Standardised mean difference, exact J, large-sample variance 1/n1 + 1/n2 + g²/(2(n1+n2)).

    The variance is metafor's default (``vtype="LS"``; Hedges 1982, equation 8).
    """
    n1, n2 = ozone.required_n, comparator.required_n
    spread = pooled_sd(ozone.required_sd, n1, comparator.required_sd, n2).value
    if spread == 0:
        raise NoSpreadError("The standard deviation is zero in both arms.")
    g = hedges_correction(n1 + n2 - 2) * (ozone.mean - comparator.mean) / spread
    variance = 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))
    return EffectSize(Measure.SMD, g, variance, "Hedges' g, exact J, large-sample variance")


def ratio_of_means(ozone: Means, comparator: Means) -> EffectSize:
    """Log ratio of means (Friedrich 2008; Handbook 6.5.1.3; escalc ROM with ``correct=FALSE``).

    metafor 5 adds the second-order term of Lajeunesse 2015 by default; the Handbook does not.
    """
    if ozone.mean * comparator.mean <= 0:
        raise UnlikeSignsError("A ratio of means needs two means of the same sign, neither of them zero.")
    relative = [(arm.standard_error / arm.mean) ** 2 for arm in (ozone, comparator)]
    if sum(relative) == 0:
        raise NoSpreadError("The standard deviation is zero in both arms.")
    return EffectSize(Measure.ROM, log(ozone.mean / comparator.mean), sum(relative), "log ratio of means")


def risk_ratio(ozone: Counts, comparator: Counts) -> EffectSize:
    """Log risk ratio (Handbook 6.4.1.1; escalc RR). Raises NoInformationError if no one or everyone had the event.

    An arm in which everyone had it needs no correction. Half a person is added to the cells of a study in which one arm
    has no event.
    """
    _require_information(ozone, comparator)
    (a, n1), (c, n2), note = _with_half_added(ozone, comparator, needed=0 in (ozone.events, comparator.events))
    variance = 1 / a - 1 / n1 + 1 / c - 1 / n2
    return EffectSize(Measure.RR, log(a / n1) - log(c / n2), variance, "log risk ratio" + note)


def odds_ratio(ozone: Counts, comparator: Counts) -> EffectSize:
    """Log odds ratio (Handbook 6.4.1.2; escalc OR). Raises NoInformationError if no one or everyone had it."""
    _require_information(ozone, comparator)
    cells = (ozone.events, ozone.n - ozone.events, comparator.events, comparator.n - comparator.events)
    (a, n1), (c, n2), note = _with_half_added(ozone, comparator, needed=0 in cells)
    b, d = n1 - a, n2 - c
    return EffectSize(Measure.OR, log(a / b) - log(c / d), 1 / a + 1 / b + 1 / c + 1 / d, "log odds ratio" + note)


def risk_difference(ozone: Counts, comparator: Counts) -> EffectSize:
    """Risk with ozone minus risk with comparator, as a proportion (Handbook 6.4.1.3; escalc RD).

    One arm in which everyone had the event needs no correction. Half a person is added to the cells of a study in which
    an arm has no event, and of one in which everyone of both arms had it: it would have no variance.
    """
    without_variance = _is_full(ozone) and _is_full(comparator)
    needed = without_variance or 0 in (ozone.events, comparator.events)
    (a, n1), (c, n2), note = _with_half_added(ozone, comparator, needed=needed)
    variance = a * (n1 - a) / n1**3 + c * (n2 - c) / n2**3
    return EffectSize(Measure.RD, a / n1 - c / n2, variance, "risk difference" + note)


def no_information(ozone: Counts, comparator: Counts) -> str:
    """Why two arms give no information about a ratio: no one, or everyone, had the event in both; else empty."""
    if ozone.events == comparator.events == 0:
        return "No one had the event in either arm, so the study gives no information about a ratio."
    if _is_full(ozone) and _is_full(comparator):
        return "Everybody had the event in both arms, so the study gives no information about a ratio."
    return ""


def _require_information(ozone: Counts, comparator: Counts) -> None:
    reason = no_information(ozone, comparator)
    if reason:
        raise NoInformationError(reason)


def _is_full(arm: Counts) -> bool:
    return arm.events == arm.n


def _with_half_added(
    ozone: Counts, comparator: Counts, *, needed: bool
) -> tuple[tuple[float, float], tuple[float, float], str]:
    """Events and people of both arms; where ``needed``, with a half added to all four cells, and that noted."""
    if not needed:
        return (ozone.events, ozone.n), (comparator.events, comparator.n), ""
    half, both = ZERO_CELL_CORRECTION, 2 * ZERO_CELL_CORRECTION
    corrected = (ozone.events + half, ozone.n + both), (comparator.events + half, comparator.n + both)
    return *corrected, ", 0.5 added to each cell of this study"


BINARY_EFFECTS: dict[Measure, Callable[[Counts, Counts], EffectSize]] = {
    Measure.RR: risk_ratio,
    Measure.OR: odds_ratio,
    Measure.RD: risk_difference,
}

CONTINUOUS_EFFECTS: dict[Measure, Callable[[Means, Means], EffectSize]] = {
    Measure.MD: mean_difference,
    Measure.SMD: hedges_g,
    Measure.ROM: ratio_of_means,
}
