"""Meta-regression of a finding: its effects against a number that each study has.

The relation is between studies, not between people, and observational (Handbook 10.11.4). Below ten studies that state
the number there are points and no line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.statistics.regression import STUDIES_PER_MODERATOR, Regression, meta_regression
from evidence.synthesis.answers import Answer
from evidence.synthesis.study_covariates import COVARIATES, Covariate, Unknown
from evidence.synthesis.study_effects import StudyEffect
from studies.numerics.errors import StatisticsError

# Points of the drawn line: a ratio's line and its band are curved on the scale of the covariate alone.
_LINE_POINTS = 21


@dataclass(frozen=True, slots=True)
class CovariatePoint:
    """One study: the value of the covariate, and its effect on the reader's scale.

    ``weight`` is its share of the precision of all points, 0 to 1.
    """

    entry: StudyEffect
    value: float
    estimate: float
    interval: Interval
    weight: float

    @property
    def precision(self) -> float:
        """One over the variance, on the scale of analysis."""
        return 1 / self.entry.effect.variance

    @property
    def study(self) -> str:
        """The name of its study."""
        return self.entry.study.label


@dataclass(frozen=True, slots=True)
class LinePoint:
    """One point of a regression line with its interval, on the reader's scale."""

    value: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Slope:
    """How much the effect changes with one more unit: a difference, or a ratio of ratios.

    ``tau2`` is the variance between studies that the covariate leaves, ``r2`` the share of it that the covariate
    explains (None where there was none).
    """

    estimate: float
    interval: Interval
    p: float
    tau2: float
    r2: float | None
    residual_q: float
    residual_df: int
    residual_p: float
    line: tuple[LinePoint, ...]


@dataclass(frozen=True, slots=True)
class CovariateExploration:
    """Effects against one covariate, and the studies without it. Without a ``slope`` there is a ``reason``."""

    covariate: Covariate
    points: tuple[CovariatePoint, ...]
    without_value: tuple[tuple[Unknown, tuple[str, ...]], ...]
    slope: Slope | None
    reason: str


def explore_covariates(answer: Answer) -> tuple[CovariateExploration, ...]:
    """The effects of an answer against each covariate."""
    return tuple(against_covariate(answer.entries, answer.measure, covariate) for covariate in COVARIATES)


def against_covariate(
    entries: Sequence[StudyEffect], measure: Measure | None, covariate: Covariate, *, with_line: bool = True
) -> CovariateExploration:
    """Effects of one measure against one covariate; ``with_line``: with a regression where studies allow one."""
    valued: list[tuple[StudyEffect, float]] = []
    missing: dict[Unknown, list[str]] = {}
    for entry in entries:
        value = covariate.value(entry) if _can_be_written(entry) else Unknown.IMPOSSIBLE
        if isinstance(value, Unknown):
            missing.setdefault(value, []).append(entry.study.label)
        else:
            valued.append((entry, value))
    slope, reason = _slope(valued, measure, covariate) if with_line else (None, "")
    return CovariateExploration(
        covariate=covariate,
        points=tuple(_points(valued)),
        without_value=tuple((why, tuple(labels)) for why, labels in missing.items()),
        slope=slope,
        reason=reason,
    )


def _can_be_written(entry: StudyEffect) -> bool:
    """Whether the limits of an effect are numbers on the reader's scale."""
    try:
        entry.effect.reader_interval()
    except StatisticsError:
        return False
    return True


def _points(valued: Sequence[tuple[StudyEffect, float]]) -> list[CovariatePoint]:
    total = sum(1 / entry.effect.variance for entry, _ in valued)
    return [
        CovariatePoint(
            entry=entry,
            value=value,
            estimate=entry.effect.reader(),
            interval=entry.effect.reader_interval(),
            weight=1 / entry.effect.variance / total,
        )
        for entry, value in valued
    ]


def _slope(
    valued: Sequence[tuple[StudyEffect, float]], measure: Measure | None, covariate: Covariate
) -> tuple[Slope | None, str]:
    if len(valued) < STUDIES_PER_MODERATOR or measure is None:
        return None, (
            f"A line needs {STUDIES_PER_MODERATOR} studies that state it (Handbook 10.11.5.1); there "
            f"{'is' if len(valued) == 1 else 'are'} {len(valued)}."
        )
    values = [value for _, value in valued]
    if len(set(values)) == 1:
        return None, "All studies have the same value: there is nothing to set the effect against."
    try:
        fitted = meta_regression([entry.effect for entry, _ in valued], {covariate.key: values})
        return _slope_of(fitted, measure, covariate, min(values), max(values)), ""
    except StatisticsError as refusal:
        return None, str(refusal)


def _slope_of(fitted: Regression, measure: Measure, covariate: Covariate, first: float, last: float) -> Slope:
    slope = fitted.coefficients[1]
    step = (last - first) / (_LINE_POINTS - 1)
    line = []
    for value in (first + place * step for place in range(_LINE_POINTS)):
        at = fitted.predict({covariate.key: value})
        ends = at.interval.map(measure.to_reader)
        line.append(LinePoint(value, measure.to_reader(at.estimate), ends.low, ends.high))
    return Slope(
        estimate=measure.to_reader(slope.estimate),
        interval=Interval(slope.low, slope.high).map(measure.to_reader),
        p=slope.p,
        tau2=fitted.tau2,
        r2=fitted.r2,
        residual_q=fitted.residual_q,
        residual_df=fitted.residual_df,
        residual_p=fitted.residual_p,
        line=tuple(line),
    )
