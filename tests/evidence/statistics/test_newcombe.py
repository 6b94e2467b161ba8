"""Newcombe's interval against the table of his paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.statistics.newcombe import newcombe_interval
from studies.numerics.arm_values import Counts

COUNTS = st.integers(1, 200).flatmap(lambda n: st.builds(Counts, st.integers(0, n), st.just(n)))


# Newcombe 1998, Statistics in Medicine 17: 873-890, table II, method 10.
@pytest.mark.reference
@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_limits_match_the_paper(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    interval = newcombe_interval(Counts(*first), Counts(*second))
    assert (interval.low, interval.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(COUNTS, COUNTS)
def test_the_interval_holds_the_difference_and_turns_round_with_the_arms(first: Counts, second: Counts) -> None:
    interval, turned = newcombe_interval(first, second), newcombe_interval(second, first)
    assert interval.low - 1e-12 <= first.risk - second.risk <= interval.high + 1e-12
    assert (turned.low, turned.high) == (pytest.approx(-interval.high), pytest.approx(-interval.low))
