"""Comparators, doses, and arms that differ from the start."""

import pytest

from studies.checks.check_finding import CheckFinding
from studies.choices import ComponentName, Severity
from studies.reported.reference_values import ReferenceValues
from studies.reported.rows import MeasureRow
from tests.rows import MACNAB, OPERATED
from tests.studies.checks.rows import OZONE, STEROID, a_contrast, a_result, a_trial, found_in

RATES = ReferenceValues(control_rates={"a": 0.33, "b": 0.6, "c": 0.7, "trial": 0.02})


@pytest.mark.parametrize(("events", "doubted"), [(9, True), (17, False)])
def test_success_a_tenth_as_frequent_as_elsewhere(events: int, doubted: bool) -> None:
    found = found_in(a_trial(a_result(STEROID, measure=MACNAB, events=events, n=260)), RATES)
    assert ("rare-success" in found) is doubted


def test_rare_success_is_checked_in_comparators_with_enough_people() -> None:
    few = a_result(STEROID, measure=MACNAB, events=0, n=10)
    ozone = a_result(OZONE, measure=MACNAB, events=9, n=260)
    assert "rare-success" not in found_in(a_trial(few, ozone), RATES)


def test_with_too_few_studies_nothing_is_rare() -> None:
    row = a_result(STEROID, measure=MACNAB, events=9, n=260)
    assert "rare-success" not in found_in(a_trial(row), ReferenceValues(control_rates={"a": 0.6, "b": 0.7}))


def test_surgery_is_not_an_outcome_where_the_comparator_is_surgery() -> None:
    surgery = STEROID._replace(components=frozenset({ComponentName.DISCECTOMY}))
    contrast = a_contrast(arm_b=surgery, measure=OPERATED)
    assert "outcome-of-the-comparator" in found_in(a_trial(arms=(OZONE, surgery), contrasts=(contrast,)))
    assert "outcome-of-the-comparator" not in found_in(a_trial(contrasts=(contrast._replace(arm_b=STEROID),)))


def test_ozone_in_every_arm_is_a_note() -> None:
    both = STEROID._replace(components=frozenset({ComponentName.OZONE, ComponentName.STEROID}))
    assert found_in(a_trial(arms=(OZONE, both)))["ozone-in-every-arm"].severity is Severity.NOTE
    assert "ozone-in-every-arm" not in found_in(a_trial())
    assert "ozone-in-every-arm" not in found_in(a_trial(arms=(OZONE,)))


def baselines(first: float, second: float, **values: float | None) -> dict[str, CheckFinding]:
    printed = {"measure": MeasureRow(slug="odi", range_min=0, range_max=50), "weeks": 0, "sd": 9.9, "n": 33} | values
    return found_in(a_trial(a_result(OZONE, mean=first, **printed), a_result(STEROID, mean=second, **printed)))


@pytest.mark.parametrize(("second", "severity"), [(22.4, None), (25.2, Severity.NOTE), (29.0, Severity.WARNING)])
def test_arms_apart_before_treatment(second: float, severity: Severity | None) -> None:
    found = baselines(20.9, second).get("unlike-at-baseline")
    assert (found.severity if found else None) is severity


def test_without_spread_a_tenth_of_the_scale_is_apart() -> None:
    assert "unlike-at-baseline" in baselines(20.0, 25.1, sd=None)
    assert "unlike-at-baseline" not in baselines(20.0, 24.0, sd=None)


def test_a_standard_error_is_a_spread_of_the_arms_before_treatment() -> None:
    by_error = baselines(20.9, 29.0, sd=None, se=9.9 / 33**0.5)["unlike-at-baseline"]
    assert by_error.arithmetic == baselines(20.9, 29.0)["unlike-at-baseline"].arithmetic


@pytest.mark.parametrize(("low", "high", "odd"), [(1, 80, False), (0.1, 0.1, True), (30, 300, True)])
def test_concentrations_that_people_are_given(low: float, high: float, odd: bool) -> None:
    arm = OZONE._replace(concentration_low=low, concentration_high=high)
    assert ("concentration" in found_in(a_trial(arms=(arm, STEROID)))) is odd


def test_a_concentration_in_an_arm_without_ozone() -> None:
    arm = STEROID._replace(concentration_low=30, concentration_high=30)
    assert found_in(a_trial(arms=(OZONE, arm)))["concentration"].arm == STEROID.id
