"""What rows say of themselves: people, doses, the scale of a score."""

import pytest

from studies.choices import HigherIs
from studies.reported.rows import ArmRow
from tests.rows import MACNAB, OTHER, SF36, VAS, a_result, a_study, an_arm


@pytest.mark.parametrize(
    ("randomised", "analysed", "n", "most"), [(40, 38, 38, 40), (40, None, 40, 40), (None, 38, 38, 38)]
)
def test_an_effect_uses_the_analysed_and_no_figure_has_more_than_the_randomised(
    randomised: int | None, analysed: int | None, n: int, most: int
) -> None:
    arm = an_arm(n_randomised=randomised, n_analysed=analysed)
    assert (arm.n, arm.most_people) == (n, most)


def test_the_people_of_a_study_are_the_randomised_else_the_analysed() -> None:
    assert a_study(n_randomised=80, n_analysed=76).n == 80
    assert a_study(n_analysed=76).n == 76


def test_one_printed_end_of_a_dose_is_both_ends() -> None:
    assert ArmRow(concentration_low=20, concentration_high=30).concentration_range == (20, 30)
    assert ArmRow(concentration_high=30).concentration_range == (30, 30)
    assert ArmRow(sessions_low=3).sessions_range == (3, 3)
    assert ArmRow().sessions_range is None


def test_the_ends_of_a_scale_are_the_result_s_own_else_the_instrument_s() -> None:
    printed, instrument = a_result(scale_min=0, scale_max=100), a_result()
    assert (printed.low, printed.high) == (0, 100)
    assert (instrument.low, instrument.high) == (0, 10)
    assert (a_result(scale_max=100).low, a_result(scale_max=100).high) == (None, 100)
    assert a_result(measure=MACNAB).high is None


def test_better_direction_is_the_result_s_own_else_the_instrument_s() -> None:
    assert a_result(measure=VAS).less_is_better is True
    assert a_result(measure=SF36).less_is_better is False
    assert a_result(measure=VAS, higher_is=HigherIs.BETTER).scale_direction is HigherIs.BETTER
    assert a_result(measure=OTHER).less_is_better is None
