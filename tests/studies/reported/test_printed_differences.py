"""A difference as its trial printed it: one number with its error, or the true reason why not."""

from math import log
from typing import Any

import pytest

from studies.choices import Allocation, PrintedEffectMeasure
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.printed_differences import DifferenceRefusal, PrintedDifference, printed_difference
from studies.reported.rows import ArmRow, MeasureRow
from studies.reported.score_kinds import ScoreKind
from tests.evidence.synthesis.build import contrast_of, contrasts_of, pain_trial, two_arms
from tests.rows import MACNAB, NOT_OPERATED, ODI, RMDQ, VAS, a_contrast, a_study

Found = PrintedDifference | DifferenceRefusal | None


def arms_of(n: int | None = 50, **values: Any) -> list[ArmRow]:
    return two_arms(study=a_study(**values), n_analysed=n)


def found_of(measure: MeasureRow = VAS, arms: list[ArmRow] | None = None, **values: Any) -> Found:
    arms = arms or arms_of()
    plain = {"effect_measure": "MD", "estimate": -1.2, "printed_form": "means"}
    row = a_contrast(*arms, measure, **plain | values)
    return printed_difference(contrast_of(reported=[row], arms=arms))


def number_of(*given: Any, **values: Any) -> PrintedDifference:
    found = found_of(*given, **values)
    assert isinstance(found, PrintedDifference), found
    return found


def reason_of(*given: Any, **values: Any) -> ContrastExclusion:
    found = found_of(*given, **values)
    assert isinstance(found, DifferenceRefusal), found
    return found.reason


INTERVAL = {"ci_low": -2.0, "ci_high": -0.4, "ci_level": 95}


def test_a_mean_difference_joins_the_shown_scale_with_its_error() -> None:
    found = number_of(**INTERVAL)
    assert (found.estimate, found.scale) == (-12, "pain 0–100")
    assert found.se == pytest.approx(16 / (2 * 1.959964), abs=1e-4)
    assert found.rules[-1] == "printed on 0–10, mean and spread times 10"


def test_a_difference_of_raw_points_is_doubled_like_its_scores() -> None:
    arms = arms_of()
    rows = pain_trial(10, 15, arms=arms, measure=ODI, scale_max=50, sd=None)
    row = a_contrast(*arms, ODI, effect_measure="MD", estimate=-5, se=1)
    found = printed_difference(contrast_of(rows, reported=[row]))
    assert isinstance(found, PrintedDifference)
    assert (found.estimate, found.se) == (-10, 2)


def test_arms_printed_in_the_other_order_turn_the_sign() -> None:
    arms = arms_of()
    row = a_contrast(*reversed(arms), VAS, effect_measure="MD", estimate=1.2, se=0.4)
    found = printed_difference(contrast_of(reported=[row], arms=arms))
    assert isinstance(found, PrintedDifference)
    assert found.estimate == -12


@pytest.mark.parametrize("measure", ["RR", "OR", "HR"])
def test_a_ratio_is_held_as_its_logarithm_and_keeps_its_measure(measure: str) -> None:
    found = number_of(MACNAB, effect_measure=measure, estimate=1.5, ci_low=1.1, ci_high=2.05, ci_level=95)
    assert (found.measure, found.scale) == (PrintedEffectMeasure(measure), "")
    assert found.estimate == pytest.approx(log(1.5))
    assert found.se == pytest.approx(log(2.05 / 1.1) / (2 * 1.959964), abs=1e-6)


def test_a_ratio_of_arms_in_the_other_order_is_turned_over() -> None:
    arms = arms_of()
    row = a_contrast(*reversed(arms), MACNAB, effect_measure="RR", estimate=2, se=0.2)
    found = printed_difference(contrast_of(reported=[row], arms=arms))
    assert isinstance(found, PrintedDifference)
    assert found.estimate == pytest.approx(-log(2))


@pytest.mark.parametrize(
    ("n", "values", "df"),
    [
        (12, {}, 22),  # a t test between so few people
        (12, {"degrees_of_freedom": 20}, 20),  # as printed: an analysis of covariance has fewer
        (30, {}, None),
        (None, {}, None),
        (30, {"degrees_of_freedom": 55}, 55),
    ],
)
def test_the_interval_of_few_people_is_of_t(n: int | None, values: dict[str, float], df: float | None) -> None:
    assert number_of(arms=arms_of(n), **INTERVAL, **values).df == df


def test_people_in_both_arms_are_counted_once() -> None:
    assert (number_of(arms=arms_of(10, allocation=Allocation.CROSSOVER), **INTERVAL).n, number_of(**INTERVAL).n) == (
        10,
        100,
    )
    assert number_of(arms=arms_of(10, allocation=Allocation.CROSSOVER), **INTERVAL).df == 9


def test_an_exact_p_with_its_degrees_of_freedom_gives_the_error() -> None:
    exact = {"p_relation": "=", "p_value": 0.008, "compares_means": True, "printed": {"p_value": "0.008"}}
    found = number_of(ODI, estimate=-3.8, degrees_of_freedom=45, **exact)
    assert found.se == pytest.approx(1.37, abs=5e-3)


EXACT = {"p_relation": "=", "p_value": 0.008, "printed": {"p_value": "0.008"}}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, ContrastExclusion.DIFFERENCE_ALONE),
        ({"ci_low": -2, "ci_high": -0.4}, ContrastExclusion.LEVEL_NOT_STATED),
        ({"p_relation": "<", "p_value": 0.05}, ContrastExclusion.P_NOT_EXACT),
        ({**EXACT, "degrees_of_freedom": 45}, ContrastExclusion.P_OF_ANOTHER_TEST),
        ({**EXACT, "compares_means": True}, ContrastExclusion.DEGREES_NOT_STATED),
        ({**INTERVAL, "effect_measure": ""}, ContrastExclusion.MEASURE_NOT_STATED),
        ({**INTERVAL, "direction": "favours-comparator"}, ContrastExclusion.DIRECTIONS_DISAGREE),
        ({**INTERVAL, "estimate": 3}, ContrastExclusion.IMPOSSIBLE),
        ({**EXACT, "p_value": 0.9, "compares_means": True, "degrees_of_freedom": 45}, ContrastExclusion.IMPOSSIBLE),
    ],
)
def test_what_gives_no_error_is_refused_with_its_true_reason(values: dict[str, Any], reason: ContrastExclusion) -> None:
    assert reason_of(**values) is reason


@pytest.mark.parametrize("direction", ["favours-ozone", "no-difference", "not-stated"])
def test_a_direction_that_does_not_contradict_is_no_obstacle(direction: str) -> None:
    assert number_of(**INTERVAL, direction=direction).estimate == -12


def test_which_way_is_better_is_that_of_the_instrument() -> None:
    more = {"effect_measure": "RR", "estimate": 1.5, "se": 0.2}
    assert number_of(MACNAB, **more, direction="favours-ozone").estimate > 0
    assert reason_of(MACNAB, **more, direction="favours-comparator") is ContrastExclusion.DIRECTIONS_DISAGREE


def test_a_ratio_of_the_opposite_event_is_not_inverted() -> None:
    assert reason_of(NOT_OPERATED, effect_measure="RR", estimate=0.5, se=0.2) is ContrastExclusion.OPPOSITE_EVENT


@pytest.mark.parametrize("estimate", [0, -1])
def test_a_ratio_that_is_not_above_zero_is_impossible(estimate: float) -> None:
    assert reason_of(MACNAB, effect_measure="RR", estimate=estimate, se=0.2) is ContrastExclusion.IMPOSSIBLE


def test_an_interval_without_level_gives_way_to_an_exact_p() -> None:
    exact = {**EXACT, "compares_means": True, "degrees_of_freedom": 45}
    assert number_of(ODI, estimate=-3.8, ci_low=-6, ci_high=-1, **exact).se == pytest.approx(1.37, abs=5e-3)


def test_of_several_rows_the_one_that_can_be_used_answers() -> None:
    arms = arms_of()
    rows = [
        a_contrast(*arms, RMDQ, effect_measure="MD", estimate=-2),
        a_contrast(*arms, RMDQ, effect_measure="MD", estimate=-3, se=1),
    ]
    for given in (rows, rows[::-1]):
        found = printed_difference(contrast_of(reported=given, arms=arms))
        assert isinstance(found, PrintedDifference)
        assert found.estimate == -3


def test_a_p_alone_is_no_difference() -> None:
    assert found_of(estimate=None, p_relation="=", p_value=0.04) is None


def test_adjusted_differences_ratios_and_figures_are_contrasts_of_their_own() -> None:
    arms = arms_of()
    reported = [
        a_contrast(*arms, effect_measure="adjusted-MD", estimate=-1, se=0.3),
        a_contrast(*arms, effect_measure="RR", estimate=2, se=0.3),
        a_contrast(*arms, effect_measure="MD", estimate=-2, se=0.3),
        a_contrast(*arms, p_relation="=", p_value=0.04),
    ]
    found = contrasts_of(pain_trial(arms=arms), reported=reported)
    figures, ratio, adjusted = found
    assert (figures.score_kind, len(figures.reported)) == (ScoreKind.FINAL, 4)
    assert (ratio.kind, len(ratio.reported), ratio.ozone) == ("dichotomous", 2, None)
    assert adjusted.score_kind is ScoreKind.ADJUSTED_DIFFERENCE
    assert adjusted.scored in (figures.ozone, figures.comparator)
    assert ratio.outcome != figures.outcome == adjusted.outcome
