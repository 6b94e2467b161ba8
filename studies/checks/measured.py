"""Rows as the checks calculate with them: without impossible numbers.

A number that is infinite, not a number, or of a size that no formula takes (1e300, 1e-310) is impossible. Wherever it
would count it is refused by name; to every check it is a number that is missing.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from studies.numerics.errors import StatisticsError
from studies.numerics.magnitudes import is_measurable
from studies.reported.checked_study import PoolRow, ReportedStudy
from studies.reported.rows import ArmRow, ContrastRow, MeasureRow, ResultRow, StudyRow
from studies.reported.spread_recovery import PRINTED_SPREADS, Recovered, RecoveryRule, recover

Row = TypeVar("Row", ArmRow, ContrastRow, MeasureRow, PoolRow, ResultRow, StudyRow)


def measured_study(study: ReportedStudy) -> ReportedStudy:
    """A study without impossible numbers in any of its rows; a pool without its estimate is left out."""
    return replace(
        study,
        row=_plain(study.row),
        pct_female=_measurable(study.pct_female),
        max_followup_weeks=_measurable(study.max_followup_weeks),
        arms=tuple(map(_plain, study.arms)),
        results=tuple(map(measured_result, study.results)),
        contrasts=tuple(map(_plain, study.contrasts)),
        pools=tuple(_plain(pool) for pool in study.pools if is_measurable(pool.estimate)),
    )


def measured_result(result: ResultRow) -> ResultRow:
    """A result without impossible numbers, also among the ends of its instrument."""
    plain, measure = _plain(result), _plain(result.measure)
    return plain if measure is result.measure else plain._replace(measure=measure)


def printed_spread(result: ResultRow, rules: Sequence[RecoveryRule] = PRINTED_SPREADS) -> Recovered | None:
    """The spread that is printed of a result, as a pool would take it; None where none is, or where it is no spread."""
    try:
        spread = recover(rules, result)
    except StatisticsError:
        return None
    return spread if spread and spread.value > 0 else None


def _plain(row: Row) -> Row:
    """A row without the numbers that nothing measures."""
    beyond: dict[str, Any] = {
        name: None
        for name, value in zip(row._fields, row, strict=True)
        if isinstance(value, int | float) and not is_measurable(value)
    }
    return row._replace(**beyond) if beyond else row


def _measurable(value: float | None) -> float | None:
    return value if value is not None and is_measurable(value) else None
