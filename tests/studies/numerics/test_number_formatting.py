"""Texts of numbers that the examples in the module do not already show."""

from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studies.numerics import number_formatting
from tests.extreme_numbers import numbers, sizes

FINITE = st.floats(min_value=-1e9, max_value=1e9)
SHARES = st.floats(min_value=0, max_value=1)


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_number_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="written"):
        number_formatting.number(value, digits=1)
    with pytest.raises(ValueError, match="written"):
        number_formatting.ratio(value)


def test_negative_ratio_is_refused() -> None:
    with pytest.raises(ValueError, match="ratio"):
        number_formatting.ratio(-0.5)


@pytest.mark.parametrize("value", [-0.01, 1.01, nan])
def test_p_outside_zero_to_one_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        number_formatting.p_value(value)


@given(FINITE, st.integers(0, 4))
def test_formatted_number_is_within_half_a_unit_and_never_minus_zero(value: float, digits: int) -> None:
    text = number_formatting.number(value, digits=digits)
    read = float(text.replace(",", "").replace(number_formatting.MINUS, "-"))
    assert abs(read - value) <= 0.5 * 10**-digits * 1.0001
    assert "-" not in text
    assert read != 0 or not text.startswith(number_formatting.MINUS)


@given(numbers, sizes, st.integers(0, 31))
@example(1e30, 1e30, 3)  # more digits than a decimal number usually has
def test_number_of_any_size_is_formatted(value: float, size: float, digits: int) -> None:
    read = float(number_formatting.number(value, digits=digits).replace(",", "").replace("\u2212", "-"))
    assert read == pytest.approx(value, rel=1e-12, abs=0.5001 * 10**-digits)
    assert float(number_formatting.ratio(size).replace(",", "")) == pytest.approx(size, rel=0.06, abs=1e-300)
    assert number_formatting.weeks_text(size)


@given(st.floats(min_value=1e-12, max_value=1e12))
def test_ratio_keeps_two_significant_digits_and_never_uses_an_exponent(value: float) -> None:
    text = number_formatting.ratio(value)
    assert "e" not in text.lower()
    assert float(text.replace(",", "")) == pytest.approx(value, rel=0.051)


@pytest.mark.parametrize(
    ("value", "text"),
    [(9.994, "9.99"), (9.996, "10.0"), (99.96, "100"), (0.095, "0.095"), (0.0996, "0.10"), (0.05, "0.05"), (1, "1.00")],
)
def test_ratio_changes_its_precision_at_round_numbers(value: float, text: str) -> None:
    assert number_formatting.ratio(value) == text


@given(st.floats(min_value=0, max_value=1))
def test_p_is_never_written_as_zero_or_one(value: float) -> None:
    text = number_formatting.p_value(value)
    assert float(text.lstrip("<> ")) > 0
    assert float(text.lstrip("<> ")) < 1


@given(st.floats(min_value=1e-6, max_value=1 - 1e-6))
def test_proportion_between_zero_and_one_is_never_written_as_either(share: float) -> None:
    assert number_formatting.percent(share) not in {"0%", "100%", "0.0%", "100.0%"}


@given(SHARES)
def test_people_per_thousand_are_whole_numbers(share: float) -> None:
    assert "." not in number_formatting.per_thousand(share)


def test_risk_difference_shows_its_sign() -> None:
    assert number_formatting.percent(-0.125, digits=1) == "−12.5%"


@pytest.mark.parametrize(
    ("weeks", "text"),
    [
        (0.142857, "1 day"),
        (8.571, "60 days"),
        (3, "3 weeks"),
        (48, "48 weeks"),
        (8.69, "2 months"),
        (78.21, "18 months"),
        (521.4, "10 years"),
    ],
)
def test_times_of_the_data_set_are_formatted(weeks: float, text: str) -> None:
    assert number_formatting.weeks_text(weeks) == text


@pytest.mark.parametrize("weeks", [-1, nan, inf])
def test_invalid_time_is_refused(weeks: float) -> None:
    with pytest.raises(ValueError, match="time"):
        number_formatting.weeks_text(weeks)
