"""Rows of a condition: which answer each shows, with every rule of the order deciding once, and what stands beside."""

import pytest

from evidence.synthesis.answer_rows import AnswerRow, AnswerRows, Facet, RowSide, answer_rows
from evidence.synthesis.answers import AnswerState
from studies.choices import CriticalOutcome, Design, Route, Severity
from studies.reported.comparisons import Comparison
from studies.reported.rows import ResultRow
from studies.reported.windows import Window
from tests.evidence.synthesis.build import a_contrast, answers_of, pain_trial, success_trial, two_arms
from tests.rows import ANALGESICS, MACNAB, NRS, ODI, OPERATED, OTHER_SUCCESS, POOR, SF36, VAS, a_query, a_study

PAIN = CriticalOutcome.PAIN
COHORT = Design.NON_RANDOMISED_CONTROLLED


def rows_of(*trials: list[ResultRow], **more) -> AnswerRows:
    return answer_rows(answers_of(*trials, **more))


def row_of(*trials: list[ResultRow], **more) -> AnswerRow:
    (row,) = rows_of(*trials, **more).rows
    return row


def by(route: Route, **values) -> list:
    return two_arms(route=route, **values)


def test_a_usable_answer_alone_is_shown_without_ranking_the_others():
    arms = two_arms()
    row = row_of(pain_trial(arms=arms), pain_trial(arms=arms, weeks=52, sd=None))
    assert [item.is_usable for item in row.answers] == [True, False]
    assert row.answer is row.answers[0]
    assert not any("answer_rank" in name for item in row.answers for name in item.derived)


def test_rows_follow_comparisons_and_then_outcomes():
    sham, added = two_arms(), two_arms(in_both=["steroid"])
    measures = [ANALGESICS, OPERATED, OTHER_SUCCESS]
    counts = [success_trial(measure=measure, outcome_name="as printed", arms=sham) for measure in measures]
    scores = [pain_trial(measure=measure, arms=sham) for measure in (SF36, ODI, VAS)]
    of_steroid = pain_trial(arms=two_arms("steroid"))
    keys = [row.key for row in rows_of(of_steroid, pain_trial(arms=added), *counts, *scores).rows]
    comparisons = [Comparison.SHAM] * 6 + [Comparison.ADD_ON_STEROID, Comparison.STEROID]
    assert [key.comparison for key in keys] == comparisons
    assert [key.outcome.value for key in keys[:6]] == [
        *("pain", "disability", "success", "surgery", "quality-of-life", "analgesics")
    ]


def test_comparisons_are_in_the_order_in_which_they_are_asked():
    against = ["sham", "steroid", "exercise", "medication", "discectomy", "laser", "local-anaesthetic"]
    added = ["steroid", "medication", "exercise", "laser"]
    trials = [pain_trial(arms=two_arms(name)) for name in reversed(against)]
    trials += [pain_trial(arms=two_arms(in_both=[name])) for name in added]
    trials.append(pain_trial(arms=two_arms("steroid", "exercise")))
    found = [row.key.comparison for row in rows_of(*trials).rows]
    assert found == [
        Comparison.SHAM,
        Comparison.ADD_ON_STEROID,
        Comparison.ADD_ON_USUAL_CARE,
        Comparison.ADD_ON_PHYSIOTHERAPY,
        Comparison.ADD_ON_PROCEDURE,
        Comparison.STEROID,
        Comparison.PHYSIOTHERAPY,
        Comparison.MEDICATION,
        Comparison.MIXTURE,
        Comparison.DISCECTOMY,
        Comparison.OTHER_PROCEDURE,
        Comparison.LOCAL_ANAESTHETIC,
    ]


def test_two_procedures_have_rows_of_their_own():
    trials = [pain_trial(arms=two_arms(in_both=[name])) for name in ("laser", "radiofrequency")]
    assert [row.key.words.heading for row in rows_of(*trials).rows] == [
        "On top of laser",
        "On top of radiofrequency",
    ]


def test_operations_are_not_compared_where_the_comparator_is_one():
    operated = [
        success_trial(measure=OPERATED, arms=two_arms(*against))
        for against in (["discectomy"], ["discectomy", "steroid"], ["exercise"])
    ]
    assert [row.key.comparison for row in rows_of(*operated).rows] == [Comparison.PHYSIOTHERAPY]
    assert len(rows_of(pain_trial(arms=two_arms("discectomy"))).rows) == 1


def test_a_usable_figure_comes_before_a_value_by_an_earlier_measure():
    arms = two_arms()
    bare, usable = success_trial(measure=MACNAB, n=None, percent=60, arms=arms), success_trial(measure=POOR, arms=arms)
    row = row_of(bare, usable)
    assert (row.answer.question.outcome.key, row.is_usable) == (POOR.slug, True)
    assert [item.question.outcome.key for item in row.unused] == [MACNAB.slug]


def test_the_measure_decides_before_the_window():
    row = row_of(pain_trial(measure=NRS, weeks=4), pain_trial(measure=VAS, weeks=60))
    assert row.answer.question.window.value == "long"


@pytest.mark.parametrize(
    ("weeks", "shown"),
    [((1, 4, 26, 60, 200), "short"), ((1, 26, 60), "intermediate"), ((200, 60, 1), "immediate"), ((200, 60), "long")],
)
def test_the_window_decides_before_the_people(weeks, shown):
    arms = two_arms()
    row = row_of(*(pain_trial(arms=arms, weeks=time, n=20 + time) for time in weeks))
    assert row.answer.question.window.value == shown
    assert [other.facets for other in row.others] == [frozenset({Facet.TIME})] * (len(weeks) - 1)


def test_the_people_decide_before_the_order_of_the_list():
    row = row_of(
        pain_trial(arms=by(Route.INTRADISCAL), n=20), *(pain_trial(arms=by(Route.EPIDURAL), n=15) for _ in range(2))
    )
    assert (row.answer.question.route.value, row.answer.people) == ("epidural", 60)


def test_of_two_alike_the_first_listed_is_shown():
    trials = [pain_trial(arms=by(route)) for route in (Route.EPIDURAL, Route.INTRADISCAL)]
    assert row_of(*trials).answer.question.route.value == "intradiscal"


def test_a_time_that_is_not_printed_is_shown_last():
    untimed, late = pain_trial(weeks=None, timepoint_label=""), pain_trial(weeks=200)
    row = row_of(untimed)
    assert (row.state, row.answer.question.window) == (AnswerState.SINGLE, Window.NOT_STATED)
    row = row_of(untimed, pain_trial(weeks=None, timepoint_label=""), late)
    assert row.answer.question.window is Window.LATER
    assert [other.facets for other in row.others] == [frozenset({Facet.TIME})] * 2


def test_two_times_that_are_not_printed_need_not_be_the_same():
    row = row_of(*(pain_trial(weeks=None, timepoint_label="") for _ in range(2)))
    assert (row.answer.k, [other.facets for other in row.others]) == (1, [frozenset({Facet.TIME})])


def test_the_first_state_without_a_figure_gives_the_row_and_counts_its_trials():
    first, second, third, fourth, fifth = (two_arms() for _ in range(5))
    bare, doubted = pain_trial(arms=first, sd=None, weeks=26), pain_trial(arms=second, weeks=4)
    wrong = pain_trial(arms=third, weeks=1)
    directions = [a_contrast(*fourth, weeks=60), a_contrast(*fifth, weeks=200)]
    trials = [bare, doubted, wrong]
    queries = [a_query(doubted[0]), a_query(wrong[0], severity=Severity.ERROR)]
    states = []
    while True:
        row = row_of(*trials, reported=directions, queries=queries, arms=[*fourth, *fifth])
        states.append((row.state.value, len(row.trials), len(row.unused)))
        if not trials:
            break
        trials = trials[1:]
        queries = [query for query in queries if any(query.study == rows[0].arm.study.id for rows in trials)]
    assert states == [
        ("value-without-interval", 1, 4),
        ("doubted", 1, 3),
        ("left-out-for-error", 1, 2),
        ("printed-direction-only", 2, 1),
    ]


def test_a_trial_counts_once_however_many_times_it_prints_a_direction():
    arms = two_arms()
    row = row_of(reported=[a_contrast(*arms, weeks=weeks) for weeks in (4, 26)], arms=arms)
    assert (row.state, len(row.trials)) == (AnswerState.PRINTED_DIRECTION_ONLY, 1)


def test_a_figure_by_the_other_definition_is_on_the_same_side():
    arms = two_arms()
    good = success_trial(90, 40, n=100, measure=MACNAB, arms=arms)
    poor = success_trial(10, 60, n=100, measure=POOR, arms=arms)
    row = row_of(good, poor)
    (other,) = row.others
    assert Facet.DEFINITION in other.facets
    assert (row.side, other.side, row.differs_by) == (RowSide.BETTER, RowSide.BETTER, ())


def test_a_row_names_what_has_another_word_as_shortly_as_it_can():
    disc, spine = by(Route.INTRADISCAL), by(Route.EPIDURAL)
    lower, higher = {"ozone": 2, "comparator": 6}, {"ozone": 6, "comparator": 2}
    shown = pain_trial(**lower, arms=disc, n=90)
    route, time = pain_trial(**higher, arms=spine), pain_trial(**higher, arms=disc, weeks=26)
    both, alike = pain_trial(**higher, arms=spine, weeks=26), pain_trial(**lower, arms=spine)
    assert row_of(shown).differs_by == ()
    assert row_of(shown, alike).differs_by == ()
    assert row_of(shown, route).differs_by == (Facet.ROUTE,)
    assert row_of(shown, time).differs_by == (Facet.TIME,)
    assert row_of(shown, both).differs_by == row_of(shown, alike, both).differs_by == (Facet.ROUTE, Facet.TIME)
    assert row_of(shown, route, both).differs_by == (Facet.ROUTE,)


def test_an_unclear_answer_elsewhere_is_another_word():
    disc = by(Route.INTRADISCAL)
    row = row_of(pain_trial(2, 6, arms=disc, n=90), pain_trial(4, 4, arms=disc, weeks=26))
    assert (row.side, row.others[0].side, row.differs_by) == (RowSide.BETTER, RowSide.NOT_CLEAR, (Facet.TIME,))


def test_other_designs_stand_beside_only_where_randomised_trials_give_no_figure():
    cohorts = [two_arms(study=a_study(design=COHORT)), two_arms("steroid", study=a_study(design=COHORT))]
    trials = [pain_trial(arms=arms) for arms in cohorts]
    found = rows_of(*trials, pain_trial())
    assert [row.key.comparison for row in found.usable] == [Comparison.SHAM]
    assert [item.question.comparison for item in found.not_randomised] == [Comparison.STEROID]
    assert rows_of(*trials, pain_trial(sd=None)).not_randomised == rows_of(*trials).not_randomised != ()
    unprinted = [a_contrast(*cohorts[0])]
    assert rows_of(reported=unprinted, arms=cohorts[0]).not_randomised == ()


def test_rows_of_an_outcome_are_told_apart_by_their_figure():
    found = rows_of(pain_trial(), pain_trial(sd=None, arms=two_arms("steroid")), success_trial())
    assert [row.key.comparison for row in found.without_figure(PAIN)] == [Comparison.STEROID]
    assert len(found.of_outcome(PAIN)) == 2
    assert found.of_outcome(CriticalOutcome.QUALITY_OF_LIFE) == ()
