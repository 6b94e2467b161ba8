"""Values of both arms without any spread are said with the people known."""

from typing import Any

import pytest

from evidence.synthesis.answers import AnswerState
from studies.choices import Severity
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import MeasureRow
from tests.evidence.synthesis.build import answer_of, answers_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, NOT_OPERATED, NRS, ODI, VAS, a_count, a_query, a_score, a_study


def test_means_without_a_spread_are_a_state_of_their_own() -> None:
    answer = answer_of(pain_trial(1.53, 3.82, sd=None, n=60, weeks=13.035))
    (value,) = answer.values
    assert (answer.state, answer.k, answer.unpooled) == (AnswerState.VALUE_WITHOUT_INTERVAL, 0, ())
    assert (value.figure, value.when, value.people_text) == (
        "1.53 with ozone v 3.82 of 10",
        "3 months",
        "60 + 60 people",
    )
    assert value.reason is ContrastExclusion.NO_SPREAD


def test_percentages_without_arm_sizes_are_given_with_the_people_of_the_trial() -> None:
    arms = two_arms(study=a_study(n_randomised=60))
    both = [a_count(arm, events=None, n=None, percent=share) for arm, share in zip(arms, (61, 33), strict=True)]
    (value,) = answer_of(both).values
    assert (value.figure, value.people_text) == ("61% with ozone v 33%", "60 people in all, arm sizes not printed")


@pytest.mark.parametrize(
    ("values", "figure"),
    [
        ({"percent": (80, 40)}, "surgery avoided 80% with ozone v 40%"),
        ({"events": (8, 4)}, "surgery avoided 8 with ozone v 4 people"),
    ],
)
def test_an_event_that_is_shown_as_its_opposite_keeps_its_own_name(values: dict[str, Any], figure: str) -> None:
    ((name, shares),) = values.items()
    both = [
        a_count(arm, NOT_OPERATED, **{"events": None, "n": None} | {name: share})
        for arm, share in zip(two_arms(study=a_study(n_randomised=100)), shares, strict=True)
    ]
    (value,) = answer_of(both).values
    assert value.figure == figure


def test_changes_at_a_time_that_is_not_stated_are_worded_as_changes() -> None:
    arms = two_arms(study=a_study(n_randomised=30))
    (value,) = answer_of(
        pain_trial(-5.6, -2.4, arms=arms, sd=None, n=None, weeks=None, timepoint_label="", is_change=True)
    ).values
    assert (value.is_change, value.figure, value.when) == (True, "−5.6 with ozone v −2.4 of 10", "a time not stated")


@pytest.mark.parametrize(
    ("measure", "values", "figure"),
    [
        (VAS, {"scale_min": 1, "scale_max": 5}, "3 with ozone v 4 on 1 to 5"),
        (VAS, {"scale_min": 0, "scale_max": 100}, "3 with ozone v 4 of 100"),
        (
            VAS._replace(range_min=None, range_max=None),
            {"scale_min": None, "scale_max": None},
            "3 with ozone v 4 points",
        ),
        (ODI, {}, "3 with ozone v 4 of 100"),
    ],
)
def test_the_scale_is_the_printed_one(measure: MeasureRow, values: dict[str, object], figure: str) -> None:
    (value,) = answer_of(pain_trial(measure=measure, sd=None, **values)).values
    assert value.figure == figure


def test_medians_without_quartiles_are_worded_as_medians() -> None:
    (value,) = answer_of(
        [a_score(arm, mean=None, sd=None, median=m) for arm, m in zip(two_arms(), (2, 3), strict=True)]
    ).values
    assert value.figure == "median 2 with ozone v 3 of 10"


def test_counts_without_arm_sizes_are_worded_as_people() -> None:
    (value,) = answer_of([a_count(arm, n=None, events=k) for arm, k in zip(two_arms(), (12, 8), strict=True)]).values
    assert (value.figure, value.people_text) == ("12 with ozone v 8 people", "")


def test_the_value_that_the_rule_selects_is_given_once() -> None:
    arms = two_arms()
    (answer,) = answers_of(
        pain_trial(1, 2, arms=arms, sd=None, weeks=12),
        pain_trial(5, 6, arms=arms, sd=None, weeks=4),
        pain_trial(7, 8, arms=arms, sd=None, weeks=4, measure=NRS),
        pain_trial(-3, -1, arms=arms, sd=None, weeks=4, is_change=True),
    )
    assert [value.figure for value in answer.values] == ["5 with ozone v 6 of 10"]


def test_figures_of_two_kinds_or_scales_are_no_value_of_both_arms() -> None:
    ozone, sham = two_arms()
    scales = [a_score(ozone, sd=None, scale_max=10), a_score(sham, sd=None, scale_max=100)]
    answer = answer_of(scales)
    assert (answer.values, answer.state) == ((), AnswerState.NO_RESULT)


def test_a_value_is_shown_next_to_an_answer_by_other_trials() -> None:
    answer = answer_of(pain_trial(), pain_trial(1, 2, sd=None))
    assert (answer.state, answer.k) == (AnswerState.SINGLE, 1)
    assert [value.figure for value in answer.values] == ["1 with ozone v 2 of 10"]


def test_other_values_of_a_trial_with_a_figure_are_not_shown() -> None:
    arms = two_arms()
    (answer,) = answers_of(pain_trial(arms=arms), pain_trial(1, 2, arms=arms, sd=None, measure=NRS))
    assert answer.values == ()


def test_a_doubted_value_is_not_shown() -> None:
    trial = pain_trial(sd=None)
    answer = answer_of(trial, queries=[a_query(trial[0])])
    assert (answer.values, answer.state) == ((), AnswerState.DOUBTED)


def test_a_value_with_an_error_is_not_shown() -> None:
    trial = pain_trial(sd=None)
    answer = answer_of(trial, queries=[a_query(trial[0], severity=Severity.ERROR)])
    assert (answer.values, answer.state) == ((), AnswerState.LEFT_OUT_FOR_ERROR)


def test_means_stay_where_their_spread_cannot_be_true() -> None:
    (value,) = answer_of(pain_trial(3, 4, sd=None, ci_low=3, ci_high=3, ci_level=95)).values
    assert (value.figure, value.reason) == ("3 with ozone v 4 of 10", ContrastExclusion.IMPOSSIBLE)


def test_a_mean_off_its_scale_and_more_events_than_people_are_no_value() -> None:
    off_scale = pain_trial(30, 40, sd=None, ci_low=3, ci_high=3, ci_level=95)
    assert answer_of(off_scale).values == ()
    assert answer_of(success_trial(30, 8, n=20)).values == ()


def test_a_value_of_a_retracted_trial_is_not_shown() -> None:
    answer = answer_of(pain_trial(sd=None, arms=two_arms(study=a_study(retracted=True))))
    assert answer.values == ()


def test_a_figure_with_a_spread_is_no_value_without_an_interval() -> None:
    assert answer_of(success_trial(measure=MACNAB)).values == ()
