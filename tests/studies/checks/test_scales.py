"""Scales that were mixed up."""

import pytest

from studies.choices import Severity
from tests.rows import ODI
from tests.studies.checks.rows import OZONE, STEROID, a_result, a_trial, found_in


def test_pain_may_be_printed_on_ten_or_on_a_hundred() -> None:
    hundred = a_result(mean=34, scale_min=0, scale_max=100)
    assert "other-scale" not in found_in(a_trial(hundred))
    assert "other-scale" in found_in(a_trial(a_result(mean=3, scale_min=0, scale_max=5)))


def test_raw_oswestry_points_are_a_note_and_another_scale_a_warning() -> None:
    def severity(top: float) -> Severity:
        row = a_result(measure=ODI, mean=20.9, scale_min=0, scale_max=top)
        return found_in(a_trial(row))["other-scale"].severity

    assert severity(50) is Severity.NOTE
    assert severity(45) is Severity.WARNING


@pytest.mark.parametrize(
    ("odi", "pain", "raw"), [(22.5, 7.1, True), (28.5, 8.1, True), (46.2, 7.1, False), (22.5, 4.0, False)]
)
def test_low_disability_together_with_strong_pain_is_doubted(odi: float, pain: float, raw: bool) -> None:
    rows = (a_result(measure=ODI, mean=odi, weeks=0), a_result(mean=pain, weeks=0), a_result(measure=ODI, mean=12.0))
    assert ("looks-like-raw-points" in found_in(a_trial(*rows))) is raw


def test_a_hundred_points_of_which_ten_are_used() -> None:
    scale = {"scale_min": 0, "scale_max": 100}
    rows = (a_result(mean=7.1, weeks=0, **scale), a_result(mean=2.9, **scale))
    assert found_in(a_trial(*rows))["looks-like-centimetres"].severity is Severity.DOUBT
    # Little pain after treatment is no mistake.
    assert "looks-like-centimetres" not in found_in(a_trial(a_result(mean=71, weeks=0, **scale), rows[1]))
    assert "looks-like-centimetres" not in found_in(a_trial(rows[1]))


def test_a_decimal_point_that_slipped_is_found_in_the_row_where_it_did() -> None:
    scale = {"scale_min": 0, "scale_max": 100}
    rows = [
        a_result(arm, mean=mean, weeks=weeks, **scale)
        for arm, weeks, mean in ((OZONE, 0, 71), (STEROID, 0, 70), (OZONE, 4, 3.4), (STEROID, 4, 34))
    ]
    found = found_in(a_trial(*rows))["slip-of-the-point"]
    assert (found.result, found.sentence) == (3, "The mean is a tenth of the other arm's at this time.")
