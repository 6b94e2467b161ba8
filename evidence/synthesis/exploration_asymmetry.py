"""Small-study effects of a finding: tests of the funnel, what trim and fill would add, and where studies lie in it.

Below ten studies there is a reason and no number (Handbook 13.3.5.4). None of this tells missing studies from small
studies that truly differ.
"""

from collections.abc import Callable
from dataclasses import dataclass

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.statistics.rank_correlation import rank_correlation
from evidence.statistics.small_study import (
    CONTOUR_LEVELS,
    MIN_STUDIES_FOR_ASYMMETRY,
    AsymmetryTest,
    egger,
    harbord,
    peters,
)
from evidence.statistics.trim_and_fill import FunnelSide, MissingStudiesEstimator, trim_and_fill
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_choice import tables_of
from studies.numerics.distributions import z_critical
from studies.numerics.errors import StatisticsError


@dataclass(frozen=True, slots=True)
class FunnelTest:
    """One test of the funnel: its statistic with two-sided P, or why there is none.

    ``limit`` is the effect of an infinitely large study by the test's regression, on the reader's scale of ``measure``;
    a rank test has none.
    """

    name: str
    statistic: float | None = None
    p: float | None = None
    measure: Measure | None = None
    limit: float | None = None
    limit_interval: Interval | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FilledPool:
    """What trim and fill by one estimator adds, and the pool with it on the reader's scale, or why there is none."""

    estimator: MissingStudiesEstimator
    missing: int | None = None
    missing_se: float | None = None
    side: FunnelSide | None = None
    p: float | None = None
    estimate: float | None = None
    interval: Interval | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ContourCount:
    """Studies between two contours, whose own two-sided P is from ``low`` to ``high``.

    ``better`` counts those in which ozone is better; None where it is not known which way that is.
    """

    low: float
    high: float
    studies: int
    better: int | None


@dataclass(frozen=True, slots=True)
class AsymmetryExploration:
    """Tests, trim and fill and contours of ten studies or more; below that, ``reason``."""

    tests: tuple[FunnelTest, ...] = ()
    filled: tuple[FilledPool, ...] = ()
    contours: tuple[ContourCount, ...] = ()
    reason: str = ""


def explore_asymmetry(answer: Answer) -> AsymmetryExploration:
    """Everything on small studies that the number of studies allows."""
    if answer.k < MIN_STUDIES_FOR_ASYMMETRY:
        return AsymmetryExploration(
            reason=f"Small-study effects are not tested: with fewer than {MIN_STUDIES_FOR_ASYMMETRY} studies a test "
            f"is not informative ({answer.k} here)."
        )
    effects = [entry.effect for entry in answer.entries]
    tables = tables_of(answer.entries)
    own = answer.measure or Measure.GEN
    tests: list[tuple[str, Measure, Callable[[], AsymmetryTest]]] = [("Egger", own, lambda: egger(effects))]
    if tables:
        tests.append(("Peters", Measure.RR, lambda: peters(Measure.RR, tables)))
        tests.append(("Harbord", Measure.OR, lambda: harbord(tables)))
    return AsymmetryExploration(
        tests=(*(_test(*test) for test in tests), _ranks(answer)),
        filled=tuple(_filled(answer, estimator) for estimator in MissingStudiesEstimator),
        contours=_contours(answer),
    )


def _test(name: str, measure: Measure, run: Callable[[], AsymmetryTest]) -> FunnelTest:
    try:
        found = run()
        limits = found.limit_interval.map(measure.to_reader)
        return FunnelTest(name, found.statistic, found.p, measure, measure.to_reader(found.limit), limits)
    except StatisticsError as refusal:
        return FunnelTest(name, reason=str(refusal))


def _ranks(answer: Answer) -> FunnelTest:
    try:
        found = rank_correlation([entry.effect for entry in answer.entries])
    except StatisticsError as refusal:
        return FunnelTest("Rank correlation", reason=str(refusal))
    return FunnelTest("Rank correlation", found.tau, found.p)


def _filled(answer: Answer, estimator: MissingStudiesEstimator) -> FilledPool:
    try:
        found = trim_and_fill([entry.effect for entry in answer.entries], estimator=estimator)
        pooled = found.pooled
        return FilledPool(
            estimator, found.missing, found.missing_se, found.side, found.p, pooled.reader(), pooled.reader_interval()
        )
    except StatisticsError as refusal:
        return FilledPool(estimator, reason=str(refusal))


def _contours(answer: Answer) -> tuple[ContourCount, ...]:
    """Studies between the contours, from the middle of the funnel outwards."""
    bounds = [0.0, *(z_critical(level) for level in CONTOUR_LEVELS), float("inf")]
    # P of each bound: 1 in the middle, then 0.10, 0.05 and 0.01, and 0 far outside.
    p_values = [1.0, *(round(1 - level, 2) for level in CONTOUR_LEVELS), 0.0]
    found = []
    for place, (inner, outer) in enumerate(zip(bounds, bounds[1:], strict=False)):
        inside = [e for e in answer.entries if inner <= abs(e.effect.estimate) / e.effect.se < outer]
        better = sum((e.effect.estimate > 0) is answer.higher_is_better for e in inside if e.effect.estimate)
        is_known = answer.higher_is_better is not None
        found.append(ContourCount(p_values[place + 1], p_values[place], len(inside), better if is_known else None))
    return tuple(found)
