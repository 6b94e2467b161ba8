"""The arithmetic of one effect, checked by doing it again from the numbers that the steps print."""

import re
from math import exp, log, sqrt

import pytest

from evidence.synthesis.arithmetic import arithmetic_steps
from evidence.synthesis.study_effects import ContrastEffect
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial, two_arms
from tests.rows import ODI, RMDQ


def line_of(*trials: list[object]) -> ContrastEffect:
    return answer_of(*trials).entries[0].lines[0]


def numbers(text: str) -> list[float]:
    """Every number of a step, true minus signs included."""
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))]


def test_a_mean_difference_is_written_with_both_errors_and_its_interval() -> None:
    rows = pain_trial(22.3, 26.7, measure=ODI, arms=two_arms(in_both=["steroid"]), sd=4.8)
    assert arithmetic_steps(line_of(rows)) == [
        "MD = 22.30 − 26.70 = −4.40",
        "standard error = √(4.80² / 20 + 4.80² / 20) = 1.52",
        "t at 38.0 degrees of freedom (Welch-Satterthwaite) = 2.02",
        "95% interval = −4.40 ± 2.02 × 1.52 = −7.5 to −1.3",
    ]


def test_a_mean_difference_of_intervals_is_written_with_their_errors() -> None:
    rows = pain_trial(75, 61, measure=ODI, sd=None, n=None, ci_low=50, ci_high=70, ci_level=95)
    _, error, interval = arithmetic_steps(line_of(rows))
    assert error == "standard error = √(5.10² + 5.10²) = 7.22"
    assert "± 1.96 × 7.22" in interval


def test_a_risk_ratio_is_written_so_that_a_pocket_calculator_follows() -> None:
    ratio, error, interval = arithmetic_steps(line_of(success_trial(55, 47, n=60)))
    assert ratio == "RR = (55 / 60) / (47 / 60) = 1.17"
    a, n1, c, n2 = 55, 60, 47, 60
    se = sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2)
    assert numbers(error)[-1] == pytest.approx(se, abs=0.0005)
    low, high = numbers(interval)[-2:]
    assert low == pytest.approx(exp(log(a / c) - 1.96 * se), abs=0.005)
    assert high == pytest.approx(exp(log(a / c) + 1.96 * se), abs=0.005)


@pytest.mark.parametrize(("a", "c"), [(0, 5), (5, 0)])
def test_an_arm_without_events_says_that_half_a_person_is_added(a: int, c: int) -> None:
    answer = answer_of(success_trial(a, c), success_trial(12, 8), success_trial(11, 9))
    first, second = arithmetic_steps(answer.entries[0].lines[0])
    assert "half a person is added" in first
    assert numbers(second)[0] == pytest.approx((a + 0.5) / (c + 0.5), abs=0.006 * (a + 0.5) / (c + 0.5) + 0.005)


def test_an_arm_in_which_everyone_had_the_event_needs_no_correction() -> None:
    assert arithmetic_steps(line_of(success_trial(20, 10)))[0] == "RR = (20 / 20) / (10 / 20) = 2.00"


def test_one_trial_without_events_in_an_arm_is_written_by_peto_and_exactly() -> None:
    expected, odds_ratio, exact = arithmetic_steps(line_of(success_trial(0, 5)))
    assert expected == (
        "expected with ozone if risks were equal: E = 5 × 20 / 40 = 2.500; "
        "observed − expected = −2.500, variance V = 1.122"
    )
    assert numbers(odds_ratio)[2] == pytest.approx(exp(-2.5 / 1.1217), abs=0.005)
    assert exact.startswith("given how many had the event in all: odds ratio 0, at most 0.72")


def test_a_standardised_difference_names_its_rule() -> None:
    (step,) = arithmetic_steps(line_of(pain_trial(measure=ODI), pain_trial(measure=RMDQ)))
    assert step.startswith("Hedges' g, exact J")
