"""Labels against weeks, baseline against follow-up, people who become more."""

import pytest

from studies.choices import Severity
from tests.rows import MACNAB
from tests.studies.checks.rows import STEROID, a_result, a_trial, found_in


@pytest.mark.parametrize(
    ("label", "weeks"),
    [
        ("6 months", 26.07),
        ("6 months", 24),
        ("5-10 years", 260.7),
        ("6 and 12 months", 52.14),
        ("60 +/- 8 days", 8.571),
        ("4-6 months", 21.725),
        ("4 to 6 months", 26.07),
        ("week 1", 1),
        ("V6 (6 months after treatment)", 26.07),
        ("first year", 52.14),
        ("baseline, pain for 6 months", 0),
        ("final", 12),
        ("6 months", None),
    ],
)
def test_labels_that_say_the_weeks(label: str, weeks: float | None) -> None:
    assert "label-against-weeks" not in found_in(a_trial(a_result(mean=3, weeks=weeks, timepoint_label=label)))


@pytest.mark.parametrize(
    ("label", "weeks"),
    [
        ("6 months", 6),
        ("3 weeks", 13),
        ("1 year", 12),
        ("month 3", 3),
        ("4-6 months", 31),
        ("6 and 12 months", 39),
        ("60 +/- 8 days", 4),
    ],
)
def test_labels_that_say_another_time(label: str, weeks: float) -> None:
    assert "label-against-weeks" in found_in(a_trial(a_result(mean=3, weeks=weeks, timepoint_label=label)))


def test_nothing_is_measured_after_the_end() -> None:
    assert "later-than-follow-up" in found_in(a_trial(a_result(mean=3, weeks=52), max_followup_weeks=26))
    assert "later-than-follow-up" not in found_in(a_trial(a_result(mean=3, weeks=26.07), max_followup_weeks=26))


@pytest.mark.parametrize(("weeks", "percent", "wrong"), [(0, 16, True), (0, 0, False), (4, 16, False)])
def test_no_success_before_treatment(weeks: float, percent: float, wrong: bool) -> None:
    found = found_in(a_trial(a_result(measure=MACNAB, percent=percent, weeks=weeks)))
    assert ("success-before-treatment" in found) is wrong


def course(before: float, after: float, arm: object = STEROID) -> tuple:
    return a_result(arm, mean=before, weeks=0), a_result(arm, mean=after, weeks=26)


def test_worsening_after_treatment_is_queried() -> None:
    assert "worse-after-treatment" not in found_in(a_trial(*course(7.1, 2.9)))
    assert "worse-after-treatment" not in found_in(a_trial(*course(7.1, 7.9)))
    found = found_in(a_trial(*course(2.9, 7.1)))["worse-after-treatment"]
    assert (found.severity, found.result) == (Severity.WARNING, 1)


def test_worse_in_one_arm_and_better_in_the_other_is_doubted() -> None:
    other = tuple(a_result(mean=mean, weeks=weeks) for mean, weeks in ((7.0, 0), (3.3, 26)))
    assert found_in(a_trial(*course(2.9, 7.1), *other))["worse-after-treatment"].severity is Severity.DOUBT


def test_where_more_is_better_a_fall_is_worse() -> None:
    rows = [a_result(mean=mean, weeks=weeks, higher_is="better") for mean, weeks in ((7.0, 0), (3.3, 26))]
    assert "worse-after-treatment" in found_in(a_trial(*rows))


def test_people_leave_and_do_not_come_back() -> None:
    def rows(first: int, second: int) -> set[str]:
        return set(found_in(a_trial(a_result(mean=7, n=first, weeks=0), a_result(mean=3, n=second, weeks=26))))

    assert "people-become-more" in rows(36, 40)
    assert "people-become-more" not in rows(40, 36)
