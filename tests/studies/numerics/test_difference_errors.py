"""The standard error of a difference that a source prints as one number."""

import pytest

from studies.numerics.difference_errors import se_from_difference_interval, se_from_difference_p
from studies.numerics.errors import ImpossibleNumberError, NoSpreadError


def test_interval_of_few_people_is_read_by_t() -> None:
    low, high = -15.605, 5.605
    assert se_from_difference_interval(low, high, 0.95).value == pytest.approx(5.411, abs=5e-4)
    assert se_from_difference_interval(low, high, 0.95, df=45).value == pytest.approx(5.265, abs=5e-4)


def test_interval_of_another_level_is_read_by_its_own_quantile() -> None:
    assert se_from_difference_interval(-1.645, 1.645, 0.9).value == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1)])
def test_interval_without_width_is_refused(low: float, high: float) -> None:
    with pytest.raises(ImpossibleNumberError, match="no width"):
        se_from_difference_interval(low, high, 0.95)


def test_exact_p_gives_the_error_by_t_with_the_bounds_of_its_last_digit() -> None:
    # Handbook 6.3.1: MD 3.8, P 0.008, 25 + 22 people, t = 2.78, SE = 1.37.
    found = se_from_difference_p(3.8, 0.008, 0.001, df=45)
    assert found.value == pytest.approx(1.37, abs=5e-3)
    assert found.bounds is not None
    assert found.bounds[0] < found.value < found.bounds[1]


def test_exact_p_of_a_ratio_is_normal() -> None:
    # Handbook 6.3.2: the z of a two-sided P of 0.02 is 2.326.
    assert se_from_difference_p(-0.5, 0.02, 0.001).value == pytest.approx(0.5 / 2.326, abs=1e-4)


@pytest.mark.parametrize(("p", "unit"), [(0.9, 0.1), (0.21, 0.01), (0.0, 0.001), (0.1, 0.1)])
def test_p_that_says_too_little_is_refused(p: float, unit: float) -> None:
    with pytest.raises(NoSpreadError):
        se_from_difference_p(3.8, p, unit, df=45)


def test_difference_of_zero_says_nothing_of_its_error() -> None:
    with pytest.raises(NoSpreadError, match="zero"):
        se_from_difference_p(0, 0.05, 0.01)
