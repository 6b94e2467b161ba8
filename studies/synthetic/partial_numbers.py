"""What the source of a made-up study prints of what it measured: all, or only a part, as real papers do."""

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt
from typing import Any

from studies.choices import HigherIs, PrintedDirection, PrintedEffectMeasure, PrintedForm, Relation, ResultKind
from studies.models import Arm, OutcomeMeasure, OutcomeResult, ReportedContrast, Study
from studies.numerics.distributions import t_p, welch_df, z_critical
from studies.synthetic.distribution import REMARK
from studies.synthetic.features import PrintedNumbers

# Of a usual standard deviation: it falls below a tenth of the scale.
_SMALL = 0.4
_Z = z_critical(0.95)
# P as a number is printed down to here.
_SMALLEST_P = 0.001
# Sources that print the difference, or its P, and no spread of the arms.
_PRINT_DIFFERENCES = (PrintedNumbers.INTERVALS, PrintedNumbers.DIFFERENCES, PrintedNumbers.P_VALUES)
# One outcome at one time, by which both arms are compared.
_Place = tuple[int, float]


def printed_part(results: Iterable[OutcomeResult], printed: PrintedNumbers) -> list[OutcomeResult]:
    """The results as such a source prints them; what it does not print is left out or empty."""
    every = list(results)
    if printed is PrintedNumbers.PERCENTAGES:
        return [_as_percentage(row) for row in every]
    if printed is PrintedNumbers.CHANGES:
        return _as_changes(every)
    if printed is PrintedNumbers.DIFFERENCES:
        return [row for row in every if not row.weeks or not _is_score(row)]
    if printed is PrintedNumbers.INTERVALS:
        every = [row for row in every if _is_score(row) or not row.weeks or not _has_both_events(row, every)]
    for row in every:
        if not _is_score(row):
            continue
        if printed is PrintedNumbers.SMALL_SPREADS:
            row.sd = round((row.sd or 0) * _SMALL, 2)
        elif printed in (PrintedNumbers.MEANS, PrintedNumbers.INTERVALS, PrintedNumbers.P_VALUES):
            row.sd = None
    return every


def printed_differences(
    study: Study, arms: Sequence[Arm], results: Iterable[OutcomeResult], printed: PrintedNumbers
) -> list[ReportedContrast]:
    """The differences that such a source prints between its first two arms, from the results as measured."""
    if printed not in _PRINT_DIFFERENCES:
        return []
    ozone, comparator = arms[:2]
    found = []
    for row, other in _pairs(results, ozone, comparator):
        values = _score_values(row, other, printed) if _is_score(row) else _count_values(row, other, printed)
        if values:
            found.append(_difference(study, (ozone, comparator), row, values))
    return found


def _is_score(row: OutcomeResult) -> bool:
    return row.kind == ResultKind.CONTINUOUS


def _pairs(results: Iterable[OutcomeResult], ozone: Arm, comparator: Arm) -> list[tuple[OutcomeResult, OutcomeResult]]:
    """The results after treatment of both arms, outcome by outcome and time by time."""
    by_arm: dict[bool, dict[_Place, OutcomeResult]] = {True: {}, False: {}}
    for row in results:
        if row.weeks and row.arm in (ozone, comparator):
            by_arm[row.arm is ozone][row.measure_id, row.weeks] = row
    return [(row, by_arm[False][place]) for place, row in by_arm[True].items() if place in by_arm[False]]


def _has_both_events(row: OutcomeResult, every: Iterable[OutcomeResult]) -> bool:
    """Whether every arm of this outcome and time has people with and without it, so that a ratio has an interval."""
    same = [each for each in every if (each.measure_id, each.weeks) == (row.measure_id, row.weeks)]
    return all(0 < (each.events or 0) < (each.n or 0) for each in same)


def _as_percentage(row: OutcomeResult) -> OutcomeResult:
    if row.events is not None and row.n:
        row.percent = round(100 * row.events / row.n)
        row.events = row.events_derived = None
    return row


def _as_changes(results: Sequence[OutcomeResult]) -> list[OutcomeResult]:
    """Scores after treatment as changes from the score before it."""
    before = {(row.arm.slug, row.measure_id): row.mean or 0 for row in results if _is_score(row) and not row.weeks}
    for row in results:
        if _is_score(row) and row.weeks and (row.arm.slug, row.measure_id) in before:
            row.mean = round((row.mean or 0) - before[row.arm.slug, row.measure_id], 2)
            row.is_change = True
    return list(results)


def _score_values(row: OutcomeResult, other: OutcomeResult, printed: PrintedNumbers) -> dict[str, Any]:
    """A difference of means with what is printed of its error."""
    difference = round((row.mean or 0) - (other.mean or 0), 2)
    errors = [(each.sd or 0) / sqrt(each.n or 1) for each in (row, other)]
    error = sqrt(errors[0] ** 2 + errors[1] ** 2)
    p = t_p(difference / error, welch_df(errors[0], row.n or 2, errors[1], other.n or 2))
    better = difference > 0 if row.higher_is == HigherIs.BETTER else difference < 0
    values: dict[str, Any] = {"printed_form": PrintedForm.MEANS, "direction": _direction(better=better, clear=p < 0.05)}
    if printed is PrintedNumbers.P_VALUES:
        return values | _p_values(p) | {"printed_form": PrintedForm.P_ONLY, "compares_means": True}
    values |= {"effect_measure": _measure_of(row), "estimate": difference}
    if printed is PrintedNumbers.DIFFERENCES:
        return values
    return values | _interval(difference - _Z * error, difference + _Z * error, digits=2)


def _interval(low: float, high: float, *, digits: int) -> dict[str, Any]:
    return {"ci_low": round(low, digits), "ci_high": round(high, digits), "ci_level": 95.0}


def _measure_of(row: OutcomeResult) -> PrintedEffectMeasure:
    """Every other time as adjusted for the score before treatment."""
    adjusted = row.weeks == 26
    return PrintedEffectMeasure.ADJUSTED_MD if adjusted else PrintedEffectMeasure.MD


def _count_values(row: OutcomeResult, other: OutcomeResult, printed: PrintedNumbers) -> dict[str, Any]:
    """A ratio with its interval, where the source prints intervals and both arms have people with and without it."""
    if printed is not PrintedNumbers.INTERVALS or not _has_both_events(row, (row, other)):
        return {}
    events, people = (row.events or 1, other.events or 1), (row.n or 1, other.n or 1)
    ratio = log(events[0] / people[0]) - log(events[1] / people[1])
    error = sqrt(sum(1 / count - 1 / of for count, of in zip(events, people, strict=True)))
    low, high = (exp(ratio + side * _Z * error) for side in (-1, 1))
    better = ratio > 0 if row.higher_is == HigherIs.BETTER else ratio < 0
    measure = PrintedEffectMeasure.HR if row.weeks == 52 else PrintedEffectMeasure.RR
    direction = _direction(better=better, clear=not low < 1 < high)
    values = {"printed_form": PrintedForm.PROPORTIONS, "direction": direction, "effect_measure": measure}
    return values | {"estimate": round(exp(ratio), 3)} | _interval(low, high, digits=3)


def _direction(*, better: bool, clear: bool) -> PrintedDirection:
    if not clear:
        return PrintedDirection.NO_DIFFERENCE
    return PrintedDirection.FAVOURS_OZONE if better else PrintedDirection.FAVOURS_COMPARATOR


def _p_values(p: float) -> dict[str, Any]:
    if p < _SMALLEST_P:
        return {"p_text": f"< {_SMALLEST_P}", "p_relation": Relation.LESS, "p_value": _SMALLEST_P}
    return {"p_text": f"{p:.3f}", "p_relation": Relation.EQUAL, "p_value": round(p, 3)}


def _difference(study: Study, arms: tuple[Arm, Arm], row: OutcomeResult, values: dict[str, Any]) -> ReportedContrast:
    measure: OutcomeMeasure = row.measure
    return ReportedContrast(
        study=study,
        arm_a=arms[0],
        arm_b=arms[1],
        measure=measure,
        weeks=row.weeks,
        part=row.part,
        result_text=f"{measure.name}, {row.timepoint_label} (made up)",
        locator="made up",
        note=REMARK,
        **values,
    )
