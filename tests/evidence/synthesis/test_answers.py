"""What studies that ask one question say together: k = 0, 1, 2, 3 and 5, and what is never joined."""

import pytest

from evidence.statistics.estimates import IntervalMethod
from evidence.statistics.pooling import random_effects
from evidence.statistics.tau2 import Tau2Method
from evidence.synthesis import answers as answering
from evidence.synthesis.answers import Answer, AnswerState, synthesise
from evidence.synthesis.eligibility import judge_evidence
from evidence.synthesis.options import PoolingOptions
from studies.choices import Design, Route, Severity
from studies.numerics.arm_values import Counts
from studies.reported.comparisons import Comparison
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ResultRow
from studies.reported.windows import Window
from tests.evidence.synthesis.build import (
    a_contrast,
    answer_of,
    answers_of,
    evidence_of,
    pain_trial,
    success_trial,
    synthesis_of,
    two_arms,
)
from tests.rows import (
    ANALGESICS,
    MACNAB,
    NOT_OPERATED,
    NRS,
    OPERATED,
    OTHER_SUCCESS,
    POOR,
    RMDQ,
    a_query,
    a_score,
    a_study,
)


def trials(k: int) -> list[list[ResultRow]]:
    """That many trials of pain, each a little different."""
    return [pain_trial(3 + 0.1 * place, 4) for place in range(k)]


def without_figure(**printed: object) -> Answer:
    """The answer of a trial that prints a difference between its arms and no figure of either."""
    arms = two_arms()
    return answer_of([], arms=arms, reported=[a_contrast(*arms, **printed)])


def test_without_a_figure_to_choose_from_nothing_is_chosen_and_nothing_is_pooled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = pain_trial(sd=None)
    expected = answer_of(values).state, answer_of(values).values, answer_of(values).higher_is_better
    for name in ("choose_results_of_all", "pool"):
        monkeypatch.delattr(answering, name)
    found = answer_of(values)
    assert (found.state, found.values, found.higher_is_better) == expected
    assert (found.state, found.higher_is_better, len(found.left_out)) == (
        AnswerState.VALUE_WITHOUT_INTERVAL,
        False,
        len(found.values),
    )


def test_without_a_figure_the_first_of_what_was_printed_gives_the_state() -> None:
    bare, doubted, wrong, retracted = (
        pain_trial(sd=None),
        pain_trial(),
        pain_trial(),
        two_arms(study=a_study(retracted=True)),
    )
    doubt, error = a_query(doubted[0]), a_query(wrong[0], severity=Severity.ERROR)
    beside, directions = pain_trial(arms=retracted), two_arms()
    said = {"arms": directions, "reported": [a_contrast(*directions)]}
    every = [bare, doubted, beside, wrong]
    queries = [doubt, error]

    states = [answer_of(*every[place:], queries=queries, **said).state for place in range(len(every) + 1)]
    assert states == [
        AnswerState.VALUE_WITHOUT_INTERVAL,
        AnswerState.DOUBTED,
        AnswerState.SHOWN_BESIDE,
        AnswerState.LEFT_OUT_FOR_ERROR,
        AnswerState.PRINTED_DIRECTION_ONLY,
    ]


def test_without_a_figure_nothing_is_usable() -> None:
    answer = without_figure()
    assert (answer.k, answer.pooled, answer.is_usable, len(answer.unused)) == (0, None, False, 1)


def test_a_p_value_without_a_side_is_more_than_no_result() -> None:
    p_only = {"printed_form": "p-only", "direction": "not-stated"}
    assert without_figure(**p_only, p_value=0.01).state is AnswerState.PRINTED_DIRECTION_ONLY
    assert without_figure(**p_only).state is AnswerState.NO_RESULT


def test_the_figure_of_one_arm_is_no_result_of_the_comparison() -> None:
    ozone, sham = two_arms()
    assert answer_of([a_score(ozone)], arms=[sham]).state is AnswerState.NO_RESULT


def test_doubted_figures_alone_are_doubted() -> None:
    first, second = pain_trial()
    answer = answer_of([first, second], queries=[a_query(first)])
    assert (answer.state, answer.k, len(answer.unpooled)) == (AnswerState.DOUBTED, 0, 1)
    assert answer.pool_exclusions == (ContrastExclusion.DOUBTED,)


def test_one_study_is_its_own_effect_and_nothing_is_pooled() -> None:
    answer = answer_of(pain_trial())
    assert (answer.state, answer.k, answer.people, answer.pooled) == (AnswerState.SINGLE, 1, 40, None)


def test_two_studies_are_listed_without_a_pool() -> None:
    answer = answer_of(*trials(2))
    assert (answer.state, answer.k, answer.people, answer.pooled) == (AnswerState.SIDE_BY_SIDE, 2, 80, None)


def test_three_studies_are_pooled_by_reml_and_a_floored_hartung_knapp_interval() -> None:
    answer = answer_of(*trials(3))
    assert answer.state is AnswerState.POOLED
    pooled = random_effects([entry.effect for entry in answer.entries])
    assert answer.pooled
    assert (answer.pooled.estimate, answer.pooled.low) == (pooled.estimate, pooled.low)
    assert answer.pooled.tau2_method is Tau2Method.REML
    assert answer.pooled.interval_method is IntervalMethod.HKSJ_FLOORED


@pytest.mark.parametrize(("k", "predicts"), [(3, False), (4, False), (5, True)])
def test_a_prediction_is_given_from_five_studies_on(k: int, predicts: bool) -> None:
    answer = answer_of(*trials(k))
    assert answer.pooled
    assert (answer.pooled.prediction is not None) is predicts


def test_every_study_in_a_pool_has_its_weight() -> None:
    weights = [entry.weight for entry in answer_of(*trials(3)).entries]
    assert sum(weight or 0 for weight in weights) == pytest.approx(1)


def test_doubted_and_retracted_studies_are_listed_next_to_a_pool_and_never_in_it() -> None:
    doubted, retracted = pain_trial(1, 9), pain_trial(1, 9, arms=two_arms(study=a_study(retracted=True)))
    answer = answer_of(*trials(3), doubted, retracted, queries=[a_query(doubted[0])])
    assert (answer.k, answer.people) == (3, 120)
    assert [entry.pool_exclusion for entry in answer.unpooled] == [
        ContrastExclusion.DOUBTED,
        ContrastExclusion.RETRACTED,
    ]


def test_results_without_a_time_are_never_pooled_however_many_there_are() -> None:
    found = answers_of(*(pain_trial(weeks=None, timepoint_label="final") for _ in range(4)))
    assert [(answer.k, answer.pooled, answer.question.window) for answer in found] == [(1, None, Window.NOT_STATED)] * 4


def test_of_studies_that_may_share_patients_only_the_largest_is_pooled() -> None:
    small = pain_trial(arms=two_arms(study=a_study(cohort_group="clinic", year=2024)))
    large = pain_trial(arms=two_arms(study=a_study(cohort_group="clinic", label="Large 2019", year=2019)), n=50)
    answer = answer_of(small, large)
    assert [entry.study.label for entry in answer.entries] == ["Large 2019"]
    assert [(entry.pool_exclusion, entry.detail) for entry in answer.unpooled] == [
        (ContrastExclusion.MAY_SHARE_PATIENTS, "Large 2019")
    ]
    assert answer.unused == ()


def test_of_studies_that_may_share_patients_and_are_equally_large_the_latest_is_in() -> None:
    both = [pain_trial(arms=two_arms(study=a_study(cohort_group="clinic", year=year))) for year in (2022, 2015)]
    assert [entry.study.year for entry in answer_of(*both).entries] == [2022]


def test_routes_are_answered_apart() -> None:
    routes = [Route.INTRADISCAL, Route.PARAVERTEBRAL, Route.CAUDAL_EPIDURAL]
    found = answers_of(*(pain_trial(arms=two_arms(route=route)) for route in routes))
    assert [answer.k for answer in found] == [1, 1, 1]


def test_routes_of_one_group_are_answered_together() -> None:
    routes = [Route.EPIDURAL, Route.CAUDAL_EPIDURAL]
    assert answer_of(*(pain_trial(arms=two_arms(route=route)) for route in routes)).k == 2


def test_the_ozone_arms_route_decides() -> None:
    study = a_study()
    ozone, _ = two_arms(study=study, route=Route.INTRADISCAL)
    _, epidural = two_arms(study=study, route=Route.EPIDURAL)
    assert answer_of(pain_trial(arms=[ozone, epidural])).question.route == "intradiscal"


def test_a_route_that_is_not_stated_is_joined_with_nothing_not_even_another_like_it() -> None:
    found = answers_of(*(pain_trial(arms=two_arms(route=Route.OTHER)) for _ in range(3)))
    assert [answer.k for answer in found] == [1, 1, 1]


def test_a_reader_may_ask_for_all_routes_together() -> None:
    evidence = evidence_of(
        *(pain_trial(arms=two_arms(route=route)) for route in (Route.OTHER, Route.FACET, Route.EPIDURAL))
    )
    (answer,) = synthesise(judge_evidence(evidence), PoolingOptions(all_routes=True)).answers
    assert (answer.k, answer.question.route) == (3, None)


def test_randomised_trials_and_other_designs_are_answered_apart_trials_first() -> None:
    others = [
        pain_trial(arms=two_arms(study=a_study(design=design)))
        for design in (Design.QUASI_RCT, Design.NON_RANDOMISED_CONTROLLED, Design.RETROSPECTIVE_COHORT)
    ]
    found = answers_of(*others, pain_trial())
    assert [(answer.question.randomised, answer.k) for answer in found] == [(True, 1), (False, 3)]


def test_windows_comparisons_and_outcomes_are_answered_apart() -> None:
    found = answers_of(
        pain_trial(),
        pain_trial(weeks=26),
        pain_trial(arms=two_arms("steroid")),
        pain_trial(measure=RMDQ),
        success_trial(),
    )
    assert len(found) == 5


def test_each_definition_of_success_is_a_separate_question() -> None:
    found = answers_of(
        success_trial(measure=MACNAB),
        success_trial(measure=OTHER_SUCCESS, outcome_name="excellent"),
        success_trial(measure=OTHER_SUCCESS, outcome_name="any improvement"),
        success_trial(measure=POOR, outcome_name="poor outcome"),
    )
    assert [answer.k for answer in found] == [1, 1, 1, 1]


def test_pain_by_two_instruments_is_one_question() -> None:
    assert answer_of(pain_trial(), pain_trial(measure=NRS)).k == 2


def test_operated_and_not_operated_are_one_question_that_counts_who_was_operated() -> None:
    answer = answer_of(success_trial(3, 6, measure=OPERATED), success_trial(17, 14, measure=NOT_OPERATED))
    assert (answer.question.outcome.title, answer.higher_is_better) == ("Surgery required", False)
    assert [entry.lines[0].ozone.value for entry in answer.entries] == [Counts(3, 20), Counts(3, 20)]


def test_a_risk_ratio_of_surgery_avoided_is_worded_as_that_of_surgery() -> None:
    """The ratio of those spared (1.07) hides what the same table says of those operated (0.39)."""
    spared = answer_of(success_trial(173, 162, n=180, measure=NOT_OPERATED))
    operated = answer_of(success_trial(7, 18, n=180, measure=OPERATED))
    assert spared.entries[0].effect == operated.entries[0].effect
    assert spared.entries[0].effect.reader() == pytest.approx(0.39, abs=0.005)


def test_a_poor_outcome_stays_a_poor_outcome_of_which_fewer_is_better() -> None:
    answer = answer_of(success_trial(3, 6, measure=POOR))
    assert (answer.question.outcome.title, answer.higher_is_better) == ("Poor outcome", False)
    assert answer.entries[0].lines[0].ozone.value == Counts(3, 20)


def test_use_of_pain_medicine_has_its_question_under_any_name() -> None:
    answer = answer_of(success_trial(measure=ANALGESICS, outcome_name="opioids"))
    assert answer.question.outcome.key == "analgesic-use: opioids"


def test_what_isolates_no_ozone_asks_no_question() -> None:
    found = synthesis_of(pain_trial(arms=two_arms("steroid", in_both=["ozone"])))
    assert found.answers == ()
    assert [item.reason for item in found.unclassified_contrasts] == [ContrastExclusion.OZONE_BOTH_ARMS]


def test_nothing_printed_of_two_arms_is_listed_though_it_asks_no_question() -> None:
    found = synthesis_of(arms=two_arms())
    assert [item.reason for item in found.unclassified_contrasts] == [ContrastExclusion.NOTHING_READ]


def test_every_contrast_is_in_an_answer_next_to_one_or_among_the_exclusions() -> None:
    arms = two_arms()
    rows = [*pain_trial(arms=arms), *pain_trial(arms=arms, weeks=8), *pain_trial(sd=None), *success_trial(part="x")]
    found = synthesis_of(rows, pain_trial(arms=two_arms("exercise", "steroid")), reported=[a_contrast(*arms, weeks=26)])
    placed = [line.contrasts for answer in found.answers for e in answer.all_entries for line in e.lines]
    left_out = [item for answer in found.answers for item in answer.left_out]
    assert len(placed) + len(left_out) + len(found.unclassified_contrasts) == 6


def test_answers_are_sorted_by_comparison_then_outcome_then_window() -> None:
    found = answers_of(
        success_trial(),
        pain_trial(weeks=26),
        pain_trial(arms=two_arms("exercise")),
        pain_trial(arms=two_arms("steroid")),
        pain_trial(arms=two_arms(in_both=["steroid"])),
        pain_trial(),
    )
    assert [(answer.question.comparison, answer.question.outcome.key, answer.question.window) for answer in found] == [
        (Comparison.SHAM, "pain", "short"),
        (Comparison.SHAM, "pain", "intermediate"),
        (Comparison.SHAM, "success-macnab", "short"),
        (Comparison.ADD_ON_STEROID, "pain", "short"),
        (Comparison.STEROID, "pain", "short"),
        (Comparison.PHYSIOTHERAPY, "pain", "short"),
    ]


def test_people_are_not_counted_where_one_study_does_not_print_them() -> None:
    unsized = pain_trial(sd=None, n=None, ci_low=3, ci_high=5, ci_level=95)
    assert answer_of(pain_trial(), unsized).people is None
