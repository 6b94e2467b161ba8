"""Values that the instrument cannot give, and spreads that its range does not allow."""

import pytest

from studies.checks.ranges import largest_sd
from studies.checks.registry import check_numbers
from studies.choices import Severity
from tests.rows import ODI
from tests.studies.checks.rows import a_result, a_trial, found_in


def names(**values: object) -> set[str]:
    return {found.check for found in check_numbers(a_result(**values))}


@pytest.mark.parametrize("value", [0, 10, 3.4])
def test_the_ends_of_a_scale_are_on_it(value: float) -> None:
    assert names(mean=value) == set()


@pytest.mark.parametrize("field", ["mean", "median", "q1", "q3", "minimum", "maximum"])
def test_a_value_beyond_the_scale_is_an_error(field: str) -> None:
    found = check_numbers(a_result(**{field: 34}))[0]
    assert (found.check, found.severity) == ("outside-the-scale", Severity.ERROR)
    assert "3.4, would be on the scale: millimetres for centimetres?" in found.arithmetic


def test_a_limit_beyond_the_scale_is_a_warning_for_the_normal_quantile_may_pass_it() -> None:
    found = check_numbers(a_result(mean=0.4, ci_low=-0.1, ci_high=0.9))
    assert [(each.check, each.severity, each.field) for each in found] == [
        ("outside-the-scale", Severity.WARNING, "ci_low")
    ]


def test_the_scale_of_the_result_goes_before_that_of_the_instrument() -> None:
    assert names(mean=34, scale_min=0, scale_max=100) == set()


def test_a_change_reaches_as_far_as_the_scale_is_long() -> None:
    assert names(mean=-9, is_change=True) == set()
    assert names(mean=-9) == {"outside-the-scale"}
    assert names(mean=-11, is_change=True) == {"outside-the-scale"}


def test_without_a_scale_nothing_is_outside() -> None:
    assert names(mean=99, measure=a_result().measure.__class__()) == set()


def test_largest_sd_is_half_of_the_people_at_each_end() -> None:
    assert largest_sd(a_result(mean=5)) == pytest.approx(5)
    # The row of hashemi2014: 3.92 at mean 8.1 of 0 to 10.
    assert largest_sd(a_result(mean=8.1)) == pytest.approx(3.92, abs=0.005)
    assert largest_sd(a_result(mean=5, n=2)) == pytest.approx(5 * 2**0.5)


def test_an_sd_as_large_as_possible_is_allowed_and_a_larger_one_is_not() -> None:
    assert names(mean=5, sd=5.0) == set()
    assert names(mean=5, sd=6.2) == {"spread-beyond-the-scale"}


def test_an_sd_in_the_column_of_errors_is_seen() -> None:
    found = check_numbers(a_result(mean=3.4, se=1.9, n=40))[0]
    assert (found.check, found.field) == ("spread-beyond-the-scale", "se")
    assert "as an SE it is an SD of 12.02" in found.arithmetic


@pytest.mark.parametrize("field", ["sd", "se"])
def test_no_spread_at_all(field: str) -> None:
    assert names(**{field: 0}) == {"no-spread"}


def test_a_percentage_scale_lets_pass_what_a_ten_point_scale_does_not() -> None:
    assert names(mean=46.2, sd=14.1, measure=ODI) == set()
    assert "outside-the-scale" in found_in(a_trial(a_result(mean=46.2)))
