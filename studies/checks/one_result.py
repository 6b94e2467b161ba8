"""Checks of one result on its own: the door for numbers that are being typed and not saved yet."""

from studies.checks import intervals, ranges, times, whole_people
from studies.checks.check import ResultCheck
from studies.checks.found import Found
from studies.reported.checked_rows import ResultRow, finite

ONE_RESULT = tuple(
    check
    for family in (ranges, intervals, whole_people, times)
    for check in family.CHECKS
    if isinstance(check, ResultCheck)
)


def check_numbers(result: ResultRow) -> list[Found]:
    """What does not fit in one result. Pure: give the values typed, the arm's people and the measure with its range."""
    checked = finite(result)
    return [found for check in ONE_RESULT for found in check.find_in(checked)]
