"""Rows as the checks reckon with them: without numbers that nothing measures.

A number that is infinite, not a number, or of a size that no formula takes (1e300, 1e-310) fits nothing. Wherever it
would count it is refused by name; to every check it is a number that is missing.
"""

from dataclasses import fields, replace
from typing import Any, TypeVar

from studies.numerics.conversions import se_from_interval
from studies.numerics.errors import StatisticsError
from studies.numerics.magnitudes import is_measurable
from studies.reported.checked_rows import ArmRow, ContrastRow, MeasureRow, PoolRow, ReportedStudy, ResultRow

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


def error_of_interval(result: ResultRow, *, level: float | None = None) -> float | None:
    """SE of a mean behind its interval; ``level`` in percent where none is printed. None where none follows."""
    level = result.ci_level or level
    if result.ci_low is None or result.ci_high is None or level is None:
        return None
    try:
        return se_from_interval(result.ci_low, result.ci_high, level / 100, result.n or None).value
    except StatisticsError:
        return None


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
