"""The figures of a row: in points of 100 and people of 100, with figures worked out by hand."""

import pytest

from evidence.statistics.newcombe import newcombe_interval
from evidence.synthesis.row_figures import RowFigure, RowUnit, row_figures
from studies.numerics.arm_values import Counts
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, ODI, RMDQ, VAS, a_score, an_arm


def only(*trials, **more) -> RowFigure:
    (figure,) = row_figures(answer_of(*trials, **more))
    return figure


def test_one_trial_of_scores_has_both_means_and_the_difference() -> None:
    figure = only(pain_trial(2, 6, sd=2.5, n=50))
    assert (figure.without, figure.with_ozone, figure.difference) == (60, 20, -40)
    assert (figure.unit, figure.per_point, figure.scale_points, figure.is_pooled) == (RowUnit.POINTS, 1, None, False)
    # SE √(25²/50 + 25²/50) = 5, Welch's t on 98 degrees of freedom 1.984.
    assert (figure.interval.low, figure.interval.high) == pytest.approx((-49.92, -30.08), abs=0.01)


def test_a_scale_of_other_points_keeps_them_in_words_and_is_drawn_as_points_of_100() -> None:
    figure = only(pain_trial(8, 10, measure=RMDQ, sd=6))
    assert (figure.difference, figure.scale_points) == (-2, pytest.approx(24))
    assert figure.per_point == pytest.approx(100 / 24)


def test_an_unusually_small_spread_brings_a_second_interval() -> None:
    small, usual = only(pain_trial(sd=0.5)), only(pain_trial(sd=2.5))
    assert small.usual
    assert small.usual.low < small.interval.low < small.interval.high < small.usual.high
    assert usual.usual is None


def test_one_trial_of_counts_has_people_of_100_as_observed() -> None:
    figure = only(success_trial(30, 20, n=40))
    limits = newcombe_interval(Counts(30, 40), Counts(20, 40))
    assert (figure.without, figure.with_ozone, figure.difference) == (50, 75, 25)
    assert (figure.interval.low, figure.interval.high) == pytest.approx((100 * limits.low, 100 * limits.high))
    assert (figure.unit, figure.is_drawn) == (RowUnit.PEOPLE, True)


def test_a_printed_ratio_without_counts_stays_a_ratio_and_is_not_drawn() -> None:
    arms = two_arms()
    printed = {"effect_measure": "RR", "ci_level": 95, "direction": "not-stated"}
    row = a_contrast(*arms, MACNAB, estimate=1.5, ci_low=1.1, ci_high=2.0, **printed)
    figure = only(reported=[row], arms=arms)
    assert (figure.unit, figure.difference, figure.without, figure.is_drawn) == (RowUnit.RATIO, 1.5, None, False)


def test_a_pool_of_scores_starts_from_the_median_of_the_comparators() -> None:
    figure = only(*(pain_trial(other - 2, other, n=40) for other in (5, 6, 9)))
    assert figure.is_pooled
    assert (figure.without, figure.with_ozone, figure.difference) == pytest.approx((60, 40, -20))


def test_a_pool_of_counts_takes_its_ratio_at_the_comparators_risk() -> None:
    figure = only(*(success_trial(30, 20, n=100) for _ in range(3)))
    assert figure.unit is RowUnit.PEOPLE
    assert (figure.without, figure.with_ozone, figure.difference) == pytest.approx((20, 30, 10))


def test_a_pool_whose_limit_would_be_more_than_everybody_stays_a_ratio() -> None:
    figure = only(*(success_trial(30, 20, n=40) for _ in range(3)))
    assert figure.interval.high > 2
    assert (figure.unit, figure.without, figure.with_ozone, figure.is_drawn) == (RowUnit.RATIO, 50, None, False)


def test_changes_are_no_means_before_and_after() -> None:
    trials = [pain_trial(-4, -2, is_change=True) for _ in range(3)]
    assert only(*trials).without is None
    assert only(trials[0]).is_change


def test_two_trials_are_two_figures() -> None:
    figures = row_figures(answer_of(pain_trial(2, 4), pain_trial(3, 6)))
    assert [figure.difference for figure in figures] == [-20, -30]
    assert all(figure.study for figure in figures)


def test_standardised_differences_are_not_drawn() -> None:
    figures = row_figures(answer_of(pain_trial(40, 50, measure=ODI), pain_trial(8, 10, measure=RMDQ)))
    assert {figure.unit for figure in figures} == {RowUnit.DEVIATIONS}
    assert not any(figure.is_drawn for figure in figures)


def test_strata_of_a_trial_have_one_difference_and_no_single_mean() -> None:
    study = an_arm().study
    arms = [two_arms(study=study, stratum=stratum) for stratum in ("young", "old")]
    rows = [row for pair in arms for row in (a_score(pair[0], VAS, mean=3), a_score(pair[1], VAS, mean=5))]
    figure = only(rows)
    assert (figure.without, figure.with_ozone) == (None, None)
    assert figure.difference == pytest.approx(-20)


def test_nothing_follows_without_a_usable_figure() -> None:
    assert row_figures(answer_of(pain_trial(sd=None))) == ()
