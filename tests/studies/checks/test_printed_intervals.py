"""Intervals, quartiles and ranges compared with the figures next to them."""

import pytest

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import check_numbers
from tests.rows import a_pool
from tests.studies.checks.rows import a_contrast, a_result, a_trial, found_in


def names(**values: object) -> dict[str, CheckFinding]:
    return {found.check: found for found in check_numbers(a_result(**values))}


def test_a_mean_in_the_middle_of_its_interval_is_fine_as_far_as_rounding_tells() -> None:
    # The rows of jostdiscopathynd and biomedicines2025.
    assert names(mean=7.5, ci_low=6.9, ci_high=8.2, ci_level=95) == {}
    assert names(mean=8.17, ci_low=8.102, ci_high=8.231) == {}


def test_a_mean_outside_its_interval() -> None:
    assert "estimate-outside" in names(mean=3.1, ci_low=2.6, ci_high=2.9)


def test_an_interval_that_leans() -> None:
    found = names(mean=3.1, ci_low=1.6, ci_high=3.6)["leaning-interval"]
    assert "the middle is 2.6" in found.arithmetic


@pytest.mark.parametrize(
    "values",
    [
        {"median": 2, "q1": 3, "q3": 5},
        {"mean": 9, "minimum": 1, "maximum": 8},
        {"q1": 1, "q3": 5, "minimum": 2, "maximum": 8},
    ],
)
def test_what_lies_outside_what_holds_it(values: dict[str, float]) -> None:
    assert "estimate-outside" in names(**values)


def test_sd_and_se_of_one_mean_give_each_other() -> None:
    assert names(mean=3, sd=2.1, se=0.33, n=40) == {}
    assert "spreads-disagree" in names(mean=3, sd=2.1, se=0.5, n=40)


def test_sd_and_interval_of_one_mean_give_each_other() -> None:
    assert names(mean=3.4, sd=1.9, n=40, ci_low=2.8, ci_high=4.0, ci_level=95) == {}
    assert "spreads-disagree" in names(mean=3.4, sd=0.3, n=40, ci_low=2.8, ci_high=4.0, ci_level=95)
    # Without its level no spread follows from an interval.
    assert "spreads-disagree" not in names(mean=3.4, sd=0.3, n=40, ci_low=2.8, ci_high=4.0)


def test_smallest_and_largest_value_bound_the_sd() -> None:
    # The row of lehnert2012.
    volume = {"measure": a_result().measure.__class__(), "mean": 17.37, "minimum": 8.12, "maximum": 29.15, "n": 283}
    assert names(sd=4.7, **volume) == {}
    assert "spread-against-range" in names(sd=0.28, **volume)
    assert "spread-against-range" in names(sd=14.7, **volume)


def test_mean_and_median_within_one_sd() -> None:
    assert names(mean=3, median=2, sd=1.5) == {}
    assert "mean-far-from-median" in names(mean=5.5, median=2, sd=1.5)


def test_a_difference_outside_its_interval() -> None:
    inside = a_contrast(estimate=-1.3, ci_low=-2.2, ci_high=-0.4)
    assert "contrast-outside" not in found_in(a_trial(contrasts=(inside,)))
    outside = inside._replace(estimate=-2.4)
    assert found_in(a_trial(contrasts=(outside,)))["contrast-outside"].field == "estimate"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        # Andrade 2019 as printed: even on the logarithmic scale.
        ({"effect_measure": "RR", "estimate": 1.98, "ci_low": 0.46, "ci_high": 8.42}, False),
        ({"effect_measure": "RR", "estimate": 4.44, "ci_low": 0.46, "ci_high": 8.42}, True),
        ({"effect_measure": "SMD", "estimate": -0.28, "ci_low": -0.51, "ci_high": -0.06}, False),
        ({"effect_measure": "SMD", "estimate": -0.28, "ci_low": -0.51, "ci_high": 0.6}, True),
        ({"effect_measure": "SMD", "estimate": -0.82, "ci_low": -0.51, "ci_high": -0.06}, True),
        ({"effect_measure": "RR", "estimate": 1.5, "ci_low": 0.0, "ci_high": 2.0}, False),
    ],
)
def test_a_pool_is_in_the_middle_of_its_interval(values: dict[str, object], wrong: bool) -> None:
    assert ("pool-outside" in found_in(a_trial(pools=(a_pool(**values),)))) is wrong
