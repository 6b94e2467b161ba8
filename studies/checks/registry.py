"""All checks: over a study, or over one result that is being typed and is not saved yet."""

from collections.abc import Iterator

from studies.checks import (
    comparators,
    directions,
    doses,
    integer_counts,
    missing_data,
    p_values,
    printed_intervals,
    ranges,
    repeats,
    sample_sizes,
    scales,
    shared_patients,
    spread,
    times,
)
from studies.checks.check import Check, ResultCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.measured import measured_result, measured_study
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.rows import ResultRow

ONE_RESULT = tuple(
    check
    for family in (ranges, printed_intervals, integer_counts, times)
    for check in family.CHECKS
    if isinstance(check, ResultCheck)
)


def check_numbers(result: ResultRow) -> list[CheckFinding]:
    """What does not fit in one result. Pure: give the values typed, the arm's people and the measure with its range."""
    checked = measured_result(result)
    return [finding for check in ONE_RESULT for finding in check.find_in(checked)]


# In the order in which a page explains them: one value, one result, two arms, the study, other studies, missing_data.
CHECKS: tuple[Check, ...] = (
    *ranges.CHECKS,
    *spread.CHECKS,
    *printed_intervals.CHECKS,
    *integer_counts.CHECKS,
    *p_values.CHECKS,
    *directions.CHECKS,
    *sample_sizes.CHECKS,
    *times.CHECKS,
    *scales.CHECKS,
    *comparators.CHECKS,
    *doses.CHECKS,
    *shared_patients.CHECKS,
    *repeats.CHECKS,
    *missing_data.CHECKS,
)


# Name of each check, and a sentence on what it looks for.
ALL_CHECKS: dict[str, str] = {check.name: check.description for check in CHECKS}


def find(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """What all checks find in a study. Pure."""
    checked = measured_study(study)
    return (finding for check in CHECKS for finding in check.find(checked, others))
