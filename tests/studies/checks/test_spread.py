"""Spreads too small for people."""

import pytest

from studies.reported.reference_values import ReferenceValues
from tests.rows import ODI
from tests.studies.checks.rows import OZONE, STEROID, a_contrast, a_result, a_trial, found_in

# What four other studies print of pain after treatment, as shares of the scale.
PAIN_ELSEWHERE = ReferenceValues(spreads={("pain", False): {"a": 0.15, "b": 0.16, "c": 0.2, "d": 0.21, "trial": 0.01}})


def test_a_spread_below_half_of_the_usual_one() -> None:
    found = found_in(a_trial(a_result(mean=2.0, sd=0.6, n=30)), PAIN_ELSEWHERE)["small-spread"]
    # The study itself is not among the others.
    assert "the median of 4 other studies is 1.8" in found.arithmetic
    assert "an SD of 3.286" in found.arithmetic
    assert "small-spread" not in found_in(a_trial(a_result(mean=2.0, sd=0.95, n=30)), PAIN_ELSEWHERE)


def test_with_too_few_studies_a_twentieth_of_the_scale_decides() -> None:
    few = ReferenceValues(spreads={("pain", False): {"a": 0.4, "b": 0.4}})
    assert "small-spread" not in found_in(a_trial(a_result(mean=2.0, sd=0.6, n=30)), few)
    assert "small-spread" in found_in(a_trial(a_result(mean=2.0, sd=0.4, n=30)), few)


def test_baseline_is_compared_with_baselines() -> None:
    assert "small-spread" not in found_in(a_trial(a_result(mean=8.1, sd=0.8, n=30, weeks=0)), PAIN_ELSEWHERE)


def test_a_standard_error_gives_its_own_spread() -> None:
    assert "small-spread" not in found_in(a_trial(a_result(mean=4.25, se=0.19, n=63)), PAIN_ELSEWHERE)
    assert "small-spread" in found_in(a_trial(a_result(mean=4.25, sd=0.19, n=63)), PAIN_ELSEWHERE)


def test_an_interval_of_unknown_level_is_doubted_as_if_it_were_95_percent() -> None:
    result = a_result(mean=2.81, ci_low=2.75, ci_high=2.87, n=276)
    assert "95% if that is its level" in found_in(a_trial(result), PAIN_ELSEWHERE)["small-spread"].arithmetic


def test_an_impossible_standard_error_is_named() -> None:
    arithmetic = found_in(a_trial(a_result(mean=9.5, sd=0.6, n=30)), PAIN_ELSEWHERE)["small-spread"].arithmetic
    assert "above the largest possible" in arithmetic


@pytest.mark.parametrize(("p", "doubted"), [(0.006, False), (0.5, True)])
def test_a_printed_p_supports_the_sd(p: float, doubted: bool) -> None:
    arms = ((OZONE, 22.3, 4.5), (STEROID, 26.7, 4.9))
    results = [a_result(arm, measure=ODI, mean=mean, sd=sd, n=20) for arm, mean, sd in arms]
    study = a_trial(*results, contrasts=(a_contrast(measure=ODI, p_value=p),))
    assert ("small-spread" in found_in(study)) is doubted


def test_a_third_of_the_other_arms_spread() -> None:
    def study(sd: float) -> set[str]:
        rows = (a_result(mean=3.4, sd=sd, n=40), a_result(STEROID, mean=4.6, sd=2.1, n=38))
        return set(found_in(a_trial(*rows)))

    assert "spread-unlike-its-neighbours" in study(0.6)
    assert "spread-unlike-its-neighbours" not in study(0.9)
