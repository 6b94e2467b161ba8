"""Reported numbers as text: everything that was printed, and nothing else."""

from typing import Any

import pytest

from studies.models import Arm, OutcomeResult, ReportedContrast
from studies.presentation.reported_values import (
    difference_text,
    dose_text,
    estimate_text,
    p_of_test_text,
    p_text,
    result_text,
    scale_text,
    time_text,
)

SCORE = {"kind": "continuous"}
COUNT = {"kind": "dichotomous"}


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (SCORE | {"mean": 3.2, "sd": 1.4}, "mean 3.2 (SD 1.4)"),
        (SCORE | {"mean": 2.0, "printed": {"mean": "2.0"}}, "mean 2.0"),
        (SCORE | {"mean": -1.5, "is_change": True}, "mean −1.5, change from baseline"),
        (SCORE | {"mean": 3.0, "se": 0.2}, "mean 3 (SE 0.2)"),
        (SCORE | {"mean": 3.0, "ci_low": 2.5, "ci_high": 3.5, "ci_level": 95.0}, "mean 3 (95% CI 2.5 to 3.5)"),
        (SCORE | {"mean": 3.0, "ci_low": 2.5, "ci_high": 3.5}, "mean 3 (interval of unstated level 2.5 to 3.5)"),
        (SCORE | {"median": 4.0, "q1": 3.0, "q3": 6.0}, "median 4 (quartiles 3 to 6)"),
        (SCORE | {"mean": 4.0, "sd": 1.0, "minimum": 2.0, "maximum": 8.0}, "mean 4 (SD 1); range 2 to 8"),
        (SCORE | {"mean": 4.0, "ci_low": 2.5}, "mean 4 (interval of unstated level 2.5 to ?)"),
        (COUNT | {"events": 58, "n": 77, "percent": 75.3, "events_derived": False}, "58 of 77 (75.3%)"),
        (COUNT | {"events": 0, "n": 20, "events_derived": False}, "0 of 20"),
        (COUNT | {"events": 7, "events_derived": False}, "7"),
        (COUNT | {"percent": 61.0, "n": 30}, "61%"),
        (
            COUNT | {"events": 15, "n": 70, "percent": 21.4, "events_derived": True},
            "15 of 70 (21.4%) (count follows from the percentage)",
        ),
        (SCORE | {"n": 30}, "no figure printed"),
        (COUNT, "no figure printed"),
    ],
)
def test_result_is_formatted_as_printed(values: dict[str, Any], text: str) -> None:
    assert result_text(OutcomeResult(**values)) == text


def test_zero_is_shown_and_missing_is_empty() -> None:
    assert result_text(OutcomeResult(**SCORE, mean=0.0, sd=0.0)) == "mean 0 (SD 0)"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"timepoint_label": "6 months", "clock": "start"}, "6 months"),
        ({"timepoint_label": "6 months", "clock": "end"}, "6 months, counted from the end of treatment"),
        ({}, "time not stated"),
    ],
)
def test_time_is_formatted_as_printed_with_its_reference_point(values: dict[str, Any], text: str) -> None:
    assert time_text(OutcomeResult(**values)) == text


def test_scale_shows_its_range_and_better_direction() -> None:
    assert scale_text(OutcomeResult(scale_min=0, scale_max=10, higher_is="worse")) == "scale 0 to 10; lower is better"
    assert scale_text(OutcomeResult()) == ""


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"p_text": "0.2226", "p_relation": "=", "p_value": 0.2226}, "P = 0.2226"),
        ({"p_text": "<0.01", "p_relation": "<", "p_value": 0.01}, "P <0.01"),
        ({"p_text": "0.000", "p_relation": "<", "p_value": 0.0005}, "P < 0.0005 (printed “0.000”)"),
        ({"p_text": "0.05", "p_relation": "not-stated", "p_value": 0.05}, "P 0.05 (sign not legible)"),
        ({}, ""),
    ],
)
def test_p_is_formatted_as_printed_with_its_sign(values: dict[str, Any], text: str) -> None:
    assert p_text(ReportedContrast(**values)) == text


def test_estimate_is_formatted_with_any_interval() -> None:
    assert estimate_text(ReportedContrast(estimate=1.98, ci_low=0.46, ci_high=8.42)) == "1.98 (0.46 to 8.42)"
    assert estimate_text(ReportedContrast(estimate=-0.28)) == "−0.28"
    assert estimate_text(ReportedContrast()) == ""


INTERVAL = {"ci_low": -18.0, "ci_high": -7.0}


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, ""),
        ({"estimate": -12.5}, "−12.5"),
        ({"estimate": 0.8, "effect_measure": "RR"}, "risk ratio 0.8"),
        (INTERVAL | {"estimate": -12.5, "ci_level": 95.0}, "−12.5 (95% CI −18 to −7)"),
        (INTERVAL | {"estimate": -12.5}, "−12.5 (−18 to −7)"),
        (
            INTERVAL | {"estimate": -12.5, "ci_level": 90.0, "se": 2.8, "effect_measure": "adjusted-MD"},
            "adjusted mean difference −12.5 (90% CI −18 to −7, SE 2.8)",
        ),
        ({"estimate": 1.0, "se": 0.0, "printed": {"estimate": "1.00", "se": "0.0"}}, "1.00 (SE 0.0)"),
        (INTERVAL | {"ci_level": 95.0}, "95% CI −18 to −7"),
    ],
)
def test_difference_is_formatted_with_its_measure_and_precision(values: dict[str, Any], text: str) -> None:
    assert difference_text(ReportedContrast(**values)) == text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"degrees_of_freedom": 38.0, "compares_means": True}, ""),
        ({"p_text": "0.03", "p_relation": "="}, "P = 0.03"),
        ({"p_text": "0.03", "p_relation": "=", "degrees_of_freedom": 38.0}, "P = 0.03, 38 degrees of freedom"),
        (
            {"p_text": "<0.01", "p_relation": "<", "degrees_of_freedom": 37.6, "compares_means": True},
            "P <0.01, 37.6 degrees of freedom, of the means",
        ),
    ],
)
def test_p_is_formatted_with_its_test(values: dict[str, Any], text: str) -> None:
    assert p_of_test_text(ReportedContrast(**values)) == text


def test_dose_is_formatted_as_printed() -> None:
    assert dose_text(Arm(concentration="20-25", volume="3 + 7")) == "20-25 µg/ml, 3 + 7 ml"
    assert dose_text(Arm()) == ""
