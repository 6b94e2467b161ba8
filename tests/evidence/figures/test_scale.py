"""The axis: symmetric and wide enough."""

from math import inf, isfinite, log

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.figures.scale import RATIO_TICKS, draw_axis
from tests.extreme_numbers import numbers

DIFFERENCES = st.lists(st.floats(-500, 500).filter(lambda value: abs(value) > 1e-6), min_size=1, max_size=20)
RATIOS = st.lists(st.floats(0.002, 500), min_size=1, max_size=20)


@given(DIFFERENCES)
def test_difference_axis_holds_every_estimate_and_centres_on_zero(values: list[float]) -> None:
    axis = draw_axis(values, [], is_ratio=False)
    assert all(axis.holds(value) for value in values)
    assert axis.position(0) == 50
    assert 5 <= len(axis.ticks) <= 7


@given(RATIOS)
def test_ratio_axis_holds_every_estimate_and_centres_on_one(values: list[float]) -> None:
    axis = draw_axis(values, [], is_ratio=True)
    assert all(axis.holds(value) for value in values)
    assert axis.position(1) == 50
    assert tuple(tick.value for tick in axis.ticks) in RATIO_TICKS


@given(st.floats(0.1, 100))
def test_equal_benefit_and_harm_are_equally_far_from_the_middle(value: float) -> None:
    ratios = draw_axis([value], [], is_ratio=True)
    assert ratios.position(value) + ratios.position(1 / value) == pytest.approx(100, abs=0.011)
    differences = draw_axis([value], [], is_ratio=False)
    assert differences.position(value) + differences.position(-value) == pytest.approx(100, abs=0.011)


@given(DIFFERENCES, st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_larger_values_are_farther_right(values: list[float], one: float, other: float) -> None:
    axis = draw_axis(values, [], is_ratio=False)
    low, high = sorted((one, other))
    assert axis.position(low) <= axis.position(high)


def test_ratio_axis_doubles_equally_far() -> None:
    axis = draw_axis([8], [], is_ratio=True)
    assert axis.position(2) - axis.position(1) == pytest.approx(axis.position(4) - axis.position(2), abs=0.011)
    assert axis.position(2) == pytest.approx(50 + 50 * log(2) / axis.reach, abs=0.006)


def test_ordinary_intervals_fit_on_the_axis() -> None:
    axis = draw_axis([-5.5, 14.0], [(-10.6, -0.4), (4.4, 23.6)], is_ratio=False)
    assert [tick.text for tick in axis.ticks] == ["−30", "−20", "−10", "0", "10", "20", "30"]
    assert all(axis.holds(limit) for limit in (-10.6, -0.4, 4.4, 23.6))


def test_one_unbounded_interval_does_not_compress_the_others() -> None:
    axis = draw_axis([1.5, 1.6, 4.14], [(1.2, 2.0), (1.1, 2.2), (0.0000008, 20_000_000)], is_ratio=True)
    assert [tick.text for tick in axis.ticks] == ["0.05", "0.2", "1", "5", "20"]
    assert not axis.holds(20_000_000)


@pytest.mark.parametrize(
    ("estimate", "outermost"), [(1.0, "1.25"), (2.0, "2"), (2.01, "5"), (10.0, "10"), (90.0, "100"), (900.0, "1000")]
)
def test_ratio_axis_is_the_smallest_that_holds_the_estimate(estimate: float, outermost: str) -> None:
    assert draw_axis([estimate], [], is_ratio=True).ticks[-1].text == outermost


def test_ratio_of_zero_is_outside_every_axis() -> None:
    axis = draw_axis([0.0, 2.0], [(0.0, inf)], is_ratio=True)
    assert not axis.holds(0.0)
    assert axis.ticks[-1].text == "2"


def test_small_differences_keep_their_decimals() -> None:
    assert [tick.text for tick in draw_axis([0.25], [], is_ratio=False).ticks] == [
        "−0.3",
        "−0.2",
        "−0.1",
        "0.0",
        "0.1",
        "0.2",
        "0.3",
    ]


def test_figure_without_any_effect_still_has_an_axis() -> None:
    assert draw_axis([], [], is_ratio=False).ticks
    assert draw_axis([], [], is_ratio=True).ticks


@given(st.lists(numbers, max_size=4), st.lists(st.tuples(numbers, numbers), max_size=4), st.booleans())
@example(estimates=[5e-324], intervals=[], is_ratio=False)  # half of it is zero, which has no logarithm
@example(estimates=[1.7e308], intervals=[], is_ratio=False)  # steps that overflowed
@example(estimates=[1e30], intervals=[(-1e300, 1e300)], is_ratio=False)  # more digits than a decimal number usually has
def test_axis_of_arbitrary_numbers_has_readable_ticks(
    estimates: list[float],
    intervals: list[tuple[float, float]],
    is_ratio: bool,
) -> None:
    axis = draw_axis(estimates, intervals, is_ratio=is_ratio)
    assert 0 < axis.reach < inf
    assert all(isfinite(tick.value) and 0 <= tick.position <= 100 and tick.text for tick in axis.ticks)
