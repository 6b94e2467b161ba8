"""Counts, percentages and sums that no whole number of people gives."""

import pytest

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import check_numbers
from studies.choices import Severity
from studies.reported.row_provenance import Provenance
from studies.reported.rows import ArmRow, ResultRow
from tests.rows import NRS


def found(result: ResultRow) -> dict[str, CheckFinding]:
    return {each.check: each for each in check_numbers(result)}


def test_a_count_that_is_its_percentage_is_not_doubted() -> None:
    assert check_numbers(ResultRow(n=86, events=13, percent=15.1)) == []


def test_a_count_that_is_not_its_percentage_names_the_size_that_would_fit() -> None:
    remark = found(ResultRow(n=176, events=103, percent=80.5))["percent-against-events"]
    assert remark.severity is Severity.ERROR
    assert "103/176 = 58.52%" in remark.arithmetic
    assert "fits 128 people" in remark.arithmetic


def test_a_percentage_cut_off_instead_of_rounded_is_a_note() -> None:
    assert found(ResultRow(n=246, events=178, percent=72.3))["percent-against-events"].severity is Severity.NOTE


@pytest.mark.parametrize(
    ("percent", "events", "n", "severity"),
    [
        # 51.85
        (51.86, 56, 108, Severity.WARNING),
        (51.84, 56, 108, Severity.WARNING),
        (33.4, 10, 30, Severity.WARNING),
        (59, 12, 20, Severity.WARNING),
        (51.88, 56, 108, Severity.ERROR),
        # Of so many people another count fits the percentage: one of the two is wrong.
        (59, 180, 300, Severity.ERROR),
    ],
)
def test_a_last_digit_that_is_one_off_is_a_warning_and_does_not_block(
    percent: float, events: int, n: int, severity: Severity
) -> None:
    remark = found(ResultRow(n=n, events=events, percent=percent))["percent-against-events"]
    assert remark.severity is severity


def test_the_printed_decimals_count() -> None:
    coarse = ResultRow(n=200, events=171, percent=85.0)
    assert "percent-against-events" not in found(coarse)
    fine = coarse._replace(provenance=Provenance(printed={"percent": "85.0"}))
    assert "percent-against-events" in found(fine)


@pytest.mark.parametrize(
    ("percent", "n", "severity"),
    [(88.2, 180, Severity.WARNING), (59, 10, Severity.ERROR), (47.3, 171, Severity.NOTE), (81, 1850, Severity.NOTE)],
)
def test_a_percentage_without_a_count_is_tried_on_its_people(percent: float, n: int, severity: Severity) -> None:
    assert found(ResultRow(n=n, percent=percent))["percent-of-whole-people"].severity is severity


def test_people_of_the_arm_replace_missing_people_of_the_result_but_not_of_a_part() -> None:
    arm = ArmRow(n_randomised=25)
    assert found(ResultRow(arm=arm, percent=71))["percent-of-whole-people"].severity is Severity.WARNING
    assert check_numbers(ResultRow(arm=arm, percent=71, part="extrusions")) == []


def test_a_derived_count_must_be_the_only_one() -> None:
    derived = Provenance(events_derived=True)
    assert "derived-count" in found(ResultRow(n=1850, events=1498, percent=81, provenance=derived))
    assert "derived-count" not in found(ResultRow(n=70, events=15, percent=21.4, provenance=derived))


def test_a_mean_of_whole_points_is_a_sum_of_whole_points() -> None:
    assert check_numbers(ResultRow(measure=NRS, n=88, mean=8.58)) == []
    assert "mean-of-whole-points" in found(ResultRow(measure=NRS, n=20, mean=3.47))
    # A hundred people reach every second decimal.
    assert check_numbers(ResultRow(measure=NRS, n=100, mean=3.47)) == []


def test_more_events_than_people() -> None:
    assert "events-beyond-people" in found(ResultRow(n=20, events=21))
