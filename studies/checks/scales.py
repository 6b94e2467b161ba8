"""Scales that were mixed up: raw points, centimetres for millimetres, one value in another unit."""

from collections import defaultdict
from collections.abc import Iterator

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_result, of_results
from studies.choices import OutcomeDomain, Severity
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.rescaling import times_text
from studies.reported.row_provenance import as_printed
from studies.reported.rows import MeasureRow, ResultRow

# Of the length of its scale. Strong pain with a slight score in every arm is rarer than raw points.
STRONG_PAIN = 0.6
# A slip of the decimal point is a factor of ten; one in eight to one in twelve leaves room for true differences.
SLIP = (8.0, 12.5)


def other_scale(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A scale that is not the instrument's own."""
    for results in _by_outcome(study):
        odd = [result for result in results if _is_another_scale(result)]
        if not odd:
            continue
        low, high = odd[0].low or 0.0, odd[0].high or 0.0
        measure = odd[0].measure
        raw = (low, high) == (0, measure.raw_max)
        yield of_results(
            study,
            odd,
            severity=Severity.NOTE if raw else Severity.WARNING,
            field="scale_max",
            sentence=f"Raw points of 0 to {four_digits(high)}: {times_text(_raw_factor(measure))} before pooling."
            if raw
            else f"Entered on {four_digits(low)} to {four_digits(high)}: not the scale of the instrument.",
            arithmetic=f"{measure.name} runs from {four_digits(measure.range_min or 0)} "
            f"to {four_digits(measure.range_max or 0)}; "
            f"entered {', '.join(as_printed(result, 'mean') or as_printed(result, 'median') for result in odd[:6])}.",
            values=("scale_min", "scale_max"),
        )


def _is_another_scale(result: ResultRow) -> bool:
    own = (result.measure.range_min, result.measure.range_max)
    if None in own or None in (result.low, result.high) or (result.low, result.high) == own:
        return False
    # Printed as the instrument runs, or as all such instruments are shown.
    return not (result.low == 0 and result.high == result.measure.shown_max)


def _raw_factor(measure: MeasureRow) -> float:
    """The factor that brings raw points to the range of the instrument."""
    return (measure.range_max or 0.0) / measure.raw_max if measure.raw_max else 1.0


def looks_like_raw_points(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Low scores on an instrument's range together with strong pain: possibly its raw points."""
    pain = [
        _share(result) for result in study.results if result.measure.domain == OutcomeDomain.PAIN and _before(result)
    ]
    strongest = max((share for share in pain if share is not None), default=0.0)
    if strongest < STRONG_PAIN:
        return
    scores: dict[MeasureRow, list[ResultRow]] = defaultdict(list)
    for result in study.results:
        on_its_range = (result.low, result.high) == (result.measure.range_min, result.measure.range_max)
        if result.measure.raw_max and on_its_range and result.mean is not None and not result.is_change:
            scores[result.measure].append(result)
    for measure, results in scores.items():
        before = [result.mean or 0.0 for result in results if _before(result)]
        if before and max(before) <= (measure.slight_max or 0.0) and _could_be_raw(measure, results):
            yield _raw_points(study, results, before, strongest)


def _could_be_raw(measure: MeasureRow, results: list[ResultRow]) -> bool:
    return all((result.mean or 0.0) <= (measure.raw_max or 0.0) for result in results)


def _raw_points(
    study: ReportedStudy, results: list[ResultRow], before: list[float], strongest_pain: float
) -> CheckFinding:
    measure, factor = results[0].measure, _raw_factor(results[0].measure)
    raw, own = four_digits(measure.raw_max or 0), four_digits(measure.range_max or 0)
    return of_results(
        study,
        results,
        severity=Severity.WARNING,
        field="scale_max",
        sentence=f"{measure.name} looks like raw points of 0 to {raw}, not 0 to {own}.",
        arithmetic=f"At baseline {', '.join(map(four_digits, before))} of {own}; pain of {strongest_pain:.0%} of its "
        f"scale; {times_text(factor)} {', '.join(four_digits(factor * value) for value in before)}.",
        values=("mean", "scale_max"),
    )


def looks_like_centimetres(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Scores shown on 0 to 100 that, baseline included, all fit the instrument's own 0 to 10."""
    for results in _by_outcome(study):
        scores = [result for result in results if _is_widened(result) and not result.is_change]
        if not any(_before(result) for result in scores) or not all(_fits_own_range(result) for result in scores):
            continue
        measure = scores[0].measure
        own, top = four_digits(measure.range_max or 0), four_digits(measure.shown_max or 0)
        yield of_results(
            study,
            scores,
            severity=Severity.DOUBT,
            field="scale_max",
            sentence=f"{OutcomeDomain(measure.domain).label} is entered on 0 to {top}; every score, before treatment "
            f"too, is below {own}.",
            arithmetic=f"{', '.join(as_printed(result, 'mean') for result in scores[:6])}: centimetres?",
            values=("mean", "scale_max"),
        )


def _is_widened(result: ResultRow) -> bool:
    """Whether a mean is on the scale on which such instruments are shown, and their own scale is shorter."""
    own, top = result.measure.range_max, result.measure.shown_max
    return result.mean is not None and own is not None and top is not None and own < top == result.high


def _fits_own_range(result: ResultRow) -> bool:
    return (result.mean or 0.0) <= (result.measure.range_max or 0.0)


def decimal_point_error(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A mean about ten times, or a tenth of, the other arms' means at that time, as by a slipped decimal point."""
    for results in _by_outcome(study):
        for result in results:
            other_arms = [each for each in results if each.weeks == result.weeks and each.arm.id != result.arm.id]
            means = [each.mean for each in other_arms if each.mean and each.is_change == result.is_change]
            if not result.mean or not means:
                continue
            is_tenfold = all(SLIP[0] <= _size_ratio(result.mean, mean) <= SLIP[1] for mean in means)
            if not is_tenfold or not _is_outlier(result, results):
                continue
            larger = abs(result.mean) > abs(means[0])
            yield of_result(
                result,
                severity=Severity.DOUBT,
                field="mean",
                sentence=f"The mean is {'ten times' if larger else 'a tenth of'} the other arm's at this time.",
                arithmetic=f"{as_printed(result, 'mean')} next to {', '.join(map(four_digits, means))}",
                values=("mean",),
            )


def _is_outlier(result: ResultRow, results: list[ResultRow]) -> bool:
    """Whether a mean, and not the other arm's, is far from every other mean of its own arm and outcome."""
    own = [each.mean for each in results if each.arm.id == result.arm.id and each is not result and each.mean]
    return bool(own) and all(_size_ratio(result.mean or 0.0, mean) > SLIP[0] / 2 for mean in own)


def _size_ratio(first: float, second: float) -> float:
    """The larger of two sizes divided by the smaller; neither is zero."""
    smaller, larger = sorted((abs(first), abs(second)))
    return larger / smaller


def _share(result: ResultRow) -> float | None:
    value = result.median if result.mean is None else result.mean
    return value / result.high if value is not None and result.high and result.low == 0 else None


def _before(result: ResultRow) -> bool:
    return result.weeks == 0 and not result.is_change


def _by_outcome(study: ReportedStudy) -> Iterator[list[ResultRow]]:
    """Scores of one outcome, of all arms and times."""
    by_outcome: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for result in study.results:
        by_outcome[result.outcome].append(result)
    return iter(by_outcome.values())


CHECKS: tuple[Check, ...] = (
    StudyCheck("other-scale", "A scale that is not the instrument's own, raw points among them.", other_scale),
    StudyCheck(
        "looks-like-raw-points",
        "Low scores together with strong pain: possibly raw points.",
        looks_like_raw_points,
    ),
    StudyCheck(
        "looks-like-centimetres",
        "Scores shown on 0 to 100 that all fit 0 to 10, such as pain in centimetres.",
        looks_like_centimetres,
    ),
    StudyCheck(
        "slip-of-the-point",
        "A mean about ten times, or a tenth of, the other arms' means at that time, as by a slipped decimal point.",
        decimal_point_error,
    ),
)
