"""Rows as the checks reckon with them: without numbers that nothing measures.

A number that is infinite, not a number, or of a size that no formula takes (1e300, 1e-310) fits nothing. Wherever it
would count it is refused by name; to every check it is a number that is missing.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from studies.numerics.errors import StatisticsError
from studies.numerics.magnitudes import is_measurable
from studies.reported.checked_rows import ArmRow, ContrastRow, MeasureRow, PoolRow, ReportedStudy, ResultRow
from studies.reported.recovery import PRINTED_SPREADS, Recovered, RecoveryRule, recover

Row = TypeVar("Row", ArmRow, ContrastRow, MeasureRow, PoolRow, ResultRow, ReportedStudy)


def measured_study(study: ReportedStudy) -> ReportedStudy:
    """A study without the numbers that nothing measures, in any of its rows; a pool without its estimate is none."""
    return replace(
        _plain(study),
        arms=tuple(map(_plain, study.arms)),
        results=tuple(map(measured_result, study.results)),
        contrasts=tuple(map(_plain, study.contrasts)),
        pools=tuple(_plain(pool) for pool in study.pools if is_measurable(pool.estimate)),
    )


def measured_result(result: ResultRow) -> ResultRow:
    """A result without the numbers that nothing measures, the ends of its instrument among them."""
    plain, measure = _plain(result), _plain(result.measure)
    return plain if measure is result.measure else replace(plain, measure=measure)


def printed_spread(result: ResultRow, rules: Sequence[RecoveryRule] = PRINTED_SPREADS) -> Recovered | None:
    """The spread that is printed of a result, as a pool would take it; None where none is, or where it is no spread."""
    try:
        spread = recover(rules, result)
    except StatisticsError:
        return None
    return spread if spread and spread.value > 0 else None


def _plain(row: Row) -> Row:
    emptied: dict[str, Any] = dict.fromkeys(_beyond(row))
    return replace(row, **emptied) if emptied else row


def _beyond(row: object) -> list[str]:
    """The fields whose numbers nothing measures."""
    return [
        field.name
        for field in fields(row)  # type: ignore[arg-type]
        if isinstance(value := getattr(row, field.name), int | float) and not is_measurable(value)
    ]
