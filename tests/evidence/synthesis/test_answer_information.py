"""People there are and people needed, for every answer of randomised trials."""

import pytest

from evidence.statistics.information_size import size_for_means, size_for_risk
from evidence.synthesis.answer_information import AnswerInformation, information_size
from evidence.synthesis.answers import Answer
from studies.choices import Design
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, success_trial, two_arms
from tests.rows import ODI, POOR, RMDQ, a_study


def information_of(answer: Answer) -> AnswerInformation:
    found = information_size(answer)
    assert found
    return found


def test_one_trial_of_a_score_has_its_people_of_about_265() -> None:
    found = information_of(answer_of(pain_trial()))
    assert (found.people, found.size.people) == (40, 263)
    assert found.text == "40 people of about 265 needed, for chance alone, not bias"
    assert found.share == pytest.approx(40 / 263)


def test_a_pool_needs_more_where_trials_differ() -> None:
    answer = answer_of(pain_trial(1), pain_trial(3), pain_trial(6))
    assert answer.pooled
    i2 = answer.pooled.heterogeneity.i2
    assert i2 > 0.5
    assert information_of(answer).size.exact == pytest.approx(size_for_means().exact / (1 - i2))


def test_two_trials_that_are_not_pooled_are_not_divided() -> None:
    assert information_of(answer_of(pain_trial(1), pain_trial(6))).size.people == 263


def test_a_standardised_difference_needs_as_many_as_a_score() -> None:
    assert information_of(answer_of(pain_trial(measure=ODI), pain_trial(measure=RMDQ))).size.people == 263


def test_counts_start_from_the_comparator_s_risk_in_the_better_direction() -> None:
    good, bad = answer_of(success_trial(12, 8)), answer_of(success_trial(12, 8, measure=POOR))
    assert information_of(good).size == size_for_risk(0.4, higher_is_better=True)
    assert information_of(bad).size == size_for_risk(0.4, higher_is_better=False)


def test_an_arm_without_events_has_a_size_too() -> None:
    assert information_of(answer_of(success_trial(0, 8))).size == size_for_risk(0.4, higher_is_better=True)


def test_people_that_are_not_printed_are_stated_as_such() -> None:
    arms = two_arms(stratum="disc")
    found = information_of(answer_of(pain_trial(arms=arms, sd=None, n=None, ci_low=3, ci_high=5, ci_level=95)))
    assert (found.people, found.share) == (None, None)
    assert found.text == "people not printed, about 265 needed, for chance alone, not bias"


def test_values_without_an_interval_have_the_people_known() -> None:
    # 20 + 20 people whose means have no spread.
    found = information_of(answer_of(pain_trial(sd=None)))
    assert (found.people, found.size.people) == (40, 263)


def test_percentages_that_fit_no_count_start_from_the_comparator_s() -> None:
    # 33.3% of 20 is no whole number of people, and nor is 61.7%.
    printed = [
        row._replace(events=None, percent=share) for row, share in zip(success_trial(), (61.7, 33.3), strict=True)
    ]
    found = information_of(answer_of(printed))
    assert (found.people, found.size) == (40, size_for_risk(0.333, higher_is_better=True))


def test_two_values_of_one_trial_may_be_of_the_same_people() -> None:
    study = a_study()
    arms = [two_arms(study=study, stratum=name) for name in ("disc", "stenosis")]
    assert information_of(answer_of(*(pain_trial(arms=pair, sd=None) for pair in arms))).people is None


def test_only_randomised_answers_with_a_figure_or_values_have_one() -> None:
    cohort = pain_trial(arms=two_arms(study=a_study(design=Design.NON_RANDOMISED_CONTROLLED)))
    assert information_size(answer_of(cohort)) is None
    arms = two_arms()
    assert information_size(answer_of(reported=[a_contrast(*arms)], arms=arms)) is None
