"""Where a rising function crosses zero, without its slope."""

from math import exp, inf, tanh

import pytest

from evidence.statistics.roots import find_crossing
from studies.numerics.errors import NotEstimableError


@pytest.mark.parametrize("steepness", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("root", [-29.99, -3.0, 0.0, 1 / 3, 17.25])
def test_crossing_is_exact_however_flat_or_steep_the_function_is(root: float, steepness: float) -> None:
    found = find_crossing(lambda x: tanh(steepness * (x - root)), -30.0, 30.0, within=1e-12)

    assert found == pytest.approx(root, abs=1e-12)


def test_crossing_takes_few_steps_and_never_many_more_than_bisection() -> None:
    points: list[float] = []

    def smooth(x: float) -> float:
        points.append(x)
        return exp(x) - 2.0

    find_crossing(smooth, -1.0, 3.0, within=1e-13)
    assert len(points) < 15

    def step(x: float) -> float:
        points.append(x)
        return -1e-9 if x < 0.1 else 1.0

    points.clear()
    assert find_crossing(step, -1.0, 3.0, within=2.0**-30) == pytest.approx(0.1, abs=2.0**-30)
    assert len(points) <= 2 + 33


def test_large_numbers_end_at_their_own_rounding() -> None:
    assert find_crossing(lambda x: x - 1e9, 0.0, 3e9, within=1e-13) == pytest.approx(1e9, rel=1e-14)


def test_an_end_that_is_the_crossing_is_found_and_no_crossing_is_an_error() -> None:
    assert find_crossing(lambda x: x, 0.0, 1.0, within=1e-9) == 0.0
    assert find_crossing(lambda x: x, -1.0, 0.0, within=1e-9) == 0.0
    for ends in ((1.0, 2.0), (-2.0, -1.0)):
        with pytest.raises(NotEstimableError):
            find_crossing(lambda x: x, *ends, within=1e-9)
    with pytest.raises(NotEstimableError):
        find_crossing(lambda _: inf - inf, 0.0, 1.0, within=1e-9)
