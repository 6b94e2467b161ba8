"""Time: labels against weeks, baseline against follow-up, people who become more."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from studies.checks.check import Check, ResultCheck, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_result
from studies.choices import OutcomeDomain, Severity
from studies.numerics.printed_times import times_in
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import as_printed
from studies.reported.rows import ResultRow

# Months are 4 weeks in one paper and 4.345 in the next; a unit mistaken is off by a factor of four and more.
TIME_AGREES_WITHIN = 0.15
# Getting worse by a tenth of the scale after treatment: what one patient just notices on the ODI (Ostelo 2008).
WORSENING = 0.1
_RANGE = re.compile(r"\d\s*(?:-|–|to)\s*\d")


def label_against_weeks(result: ResultRow) -> Iterator[CheckFinding]:
    """A time as printed that is not the number of weeks next to it."""
    named = [weeks for _, weeks in times_in(result.timepoint_label)]
    if result.weeks is None or not named or _is_within_a_range(result.weeks, result.timepoint_label):
        return
    if any(abs(result.weeks - weeks) <= TIME_AGREES_WITHIN * max(weeks, 1) for weeks in named):
        return
    # A baseline may say how long ago the pain began.
    if result.weeks == 0 and re.search("baseline|before|pre", result.timepoint_label, re.IGNORECASE):
        return
    yield of_result(
        result,
        severity=Severity.WARNING,
        field="timepoint_weeks",
        sentence=f"“{result.timepoint_label}” is not {four_digits(result.weeks)} weeks.",
        arithmetic=f"{result.timepoint_label} = {' or '.join(four_digits(weeks) for weeks in named)} weeks; "
        f"entered {four_digits(result.weeks)}.",
        values=("weeks", "timepoint_label"),
    )


def _is_within_a_range(weeks: float, label: str) -> bool:
    """Whether a number of weeks lies between the ends of a time printed as a range, "4-6 months"."""
    ends: dict[str, list[float]] = {}
    for printed, end in times_in(label):
        ends.setdefault(printed, []).append(end)
    return any(min(each) <= weeks <= max(each) for printed, each in ends.items() if _RANGE.search(printed))


def later_than_follow_up(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A result from after the end of the study's follow-up."""
    end = study.max_followup_weeks
    for result in study.results:
        if end is not None and result.weeks is not None and result.weeks > end * (1 + TIME_AGREES_WITHIN):
            yield of_result(
                result,
                severity=Severity.WARNING,
                field="timepoint_weeks",
                sentence=f"Week {four_digits(result.weeks)} is after the end of follow-up, week {four_digits(end)}.",
                arithmetic=f"{four_digits(result.weeks)} > {four_digits(end)} weeks",
                values=("weeks",),
            )


def success_before_treatment(result: ResultRow) -> Iterator[CheckFinding]:
    """A success of treatment counted before there was any."""
    if result.weeks == 0 and result.measure.domain == OutcomeDomain.SUCCESS and (result.percent or result.events):
        figure = f"{as_printed(result, 'percent')}%" if result.percent else f"{result.events} people"
        yield of_result(
            result,
            severity=Severity.DOUBT,
            field="events",
            sentence="Success of the treatment is counted before the treatment.",
            arithmetic=f"{figure} at week 0, {result.timepoint_label or 'baseline'}",
            values=("weeks", "events", "percent"),
        )


def worse_after_treatment(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A follow-up clearly worse than the baseline: the two may be swapped."""
    courses = list(_courses(study))
    improving = {before.arm.id for before, after in courses if _worsening(before, after) < 0}
    for before, after in courses:
        worsening = _worsening(before, after)
        if worsening < WORSENING:
            continue
        elsewhere = bool(improving - {before.arm.id})
        yield of_result(
            before,
            severity=Severity.DOUBT if elsewhere else Severity.WARNING,
            field="mean",
            sentence="A follow-up is worse than the score before treatment: swapped?",
            arithmetic=f"{as_printed(before, 'mean')} before treatment, then "
            f"{', '.join(as_printed(result, 'mean') for result in after)}: worse by up to "
            f"{four_digits(100 * worsening)}% of the scale." + (" Another arm improved." if elsewhere else ""),
            values=("mean", "weeks"),
        )


def _courses(study: ReportedStudy) -> Iterator[tuple[ResultRow, list[ResultRow]]]:
    """A mean score before treatment with those after it, of one arm and outcome."""
    for scores in _by_series(result for result in study.results if result.mean is not None and not result.is_change):
        before = [result for result in scores if result.weeks == 0]
        after = [result for result in scores if result.weeks != 0]
        if len(before) == 1 and after and before[0].low is not None and before[0].less_is_better is not None:
            yield before[0], after


def _worsening(before: ResultRow, after: list[ResultRow]) -> float:
    """By what share of the scale the worst follow-up is worse than the baseline; negative is better."""
    low, high = before.low or 0.0, before.high or 0.0
    sign = 1 if before.less_is_better else -1
    steps = [sign * ((result.mean or 0.0) - (before.mean or 0.0)) for result in after]
    return max(steps) / (high - low) if high > low else 0.0


def people_become_more(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """More people at a later time than at an earlier one."""
    for rows in _by_series(result for result in study.results if result.n and result.weeks is not None):
        ordered = sorted(rows, key=lambda result: result.weeks or 0.0)
        for earlier, later in zip(ordered, ordered[1:], strict=False):
            if (later.n or 0) > (earlier.n or 0) and (later.weeks or 0) > (earlier.weeks or 0):
                yield of_result(
                    later,
                    severity=Severity.WARNING,
                    field="n",
                    sentence=f"{later.n} people, after {earlier.n} at an earlier time.",
                    arithmetic=f"{earlier.n} at week {four_digits(earlier.weeks or 0)}, "
                    f"{later.n} at week {four_digits(later.weeks or 0)}",
                    values=("n", "weeks"),
                )


def _by_series(results: Iterable[ResultRow]) -> Iterator[list[ResultRow]]:
    """Results of one arm, outcome and part, at their several times."""

    def group(result: ResultRow) -> tuple[str, ...]:
        return (str(result.arm.id), *result.outcome, result.part)

    return (list(rows) for _, rows in groupby(sorted(results, key=group), key=group))


CHECKS: tuple[Check, ...] = (
    ResultCheck("label-against-weeks", "A time as printed that is not the weeks next to it.", label_against_weeks),
    ResultCheck("success-before-treatment", "Success counted before the treatment.", success_before_treatment),
    StudyCheck("later-than-follow-up", "A result from after the end of follow-up.", later_than_follow_up),
    StudyCheck(
        "worse-after-treatment",
        "A follow-up worse than the baseline by a tenth of the scale: swapped, above all when another arm improved.",
        worse_after_treatment,
    ),
    StudyCheck("people-become-more", "More people at a later time than at an earlier one.", people_become_more),
)
