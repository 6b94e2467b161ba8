"""Which outcome makes the headline, and what it is made of."""

from evidence.synthesis.headline import OutcomeAnswer, headline, outcome_answer, outcome_answers
from evidence.synthesis.measured_outcomes import TrialsRead, critical_outcomes_measured
from studies.choices import CriticalOutcome, Design
from studies.reported.comparisons import Comparison
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import (
    a_contrast,
    answers_of,
    evidence_of,
    pain_trial,
    success_trial,
    two_arms,
)
from tests.rows import ANALGESICS, OPERATED, RMDQ, SF36, a_query, a_score, a_study

RETRACTED = a_study(retracted=True)


def headline_of(*trials: list[ResultRow]) -> OutcomeAnswer | None:
    return headline(outcome_answers(answers_of(*trials)))


def test_critical_outcomes_are_in_order_without_serious_harm_which_harms_answer() -> None:
    order = [item.outcome for item in outcome_answers(())]
    assert [outcome.value for outcome in order] == [
        "pain",
        "disability",
        "success",
        "surgery",
        "quality-of-life",
        "analgesics",
    ]
    assert [*CriticalOutcome][3] is CriticalOutcome.SERIOUS_HARM


def test_the_first_critical_outcome_with_a_usable_figure_makes_the_headline() -> None:
    found = headline_of(success_trial(), pain_trial(sd=None), pain_trial(measure=RMDQ))
    assert found
    assert found.outcome is CriticalOutcome.DISABILITY


def test_without_a_usable_figure_the_first_that_was_measured_makes_the_headline() -> None:
    found = headline_of(success_trial(n=None), pain_trial(measure=SF36, sd=None))
    assert found
    assert (found.outcome, found.usable) == (CriticalOutcome.SUCCESS, ())


def test_where_nothing_was_measured_there_is_no_headline() -> None:
    assert headline_of() is None


def test_other_designs_make_no_headline() -> None:
    assert headline_of(pain_trial(arms=two_arms(study=a_study(design=Design.NON_RANDOMISED_CONTROLLED)))) is None


def test_every_usable_comparison_of_the_outcome_and_window_is_named_in_order() -> None:
    others = [two_arms(*names) for names in (["discectomy"], ["medication"], ["exercise"], ["steroid"], ["laser"])]
    added = [two_arms(in_both=[name]) for name in ("exercise", "laser", "medication", "steroid")]
    found = headline_of(*(pain_trial(arms=arms) for arms in (*others, *added, two_arms())))
    assert found
    assert [item.question.comparison for item in found.usable] == [
        Comparison.SHAM,
        Comparison.ADD_ON_STEROID,
        Comparison.ADD_ON_USUAL_CARE,
        Comparison.ADD_ON_PHYSIOTHERAPY,
        Comparison.ADD_ON_PROCEDURE,
        Comparison.STEROID,
        Comparison.PHYSIOTHERAPY,
        Comparison.MEDICATION,
        Comparison.DISCECTOMY,
        Comparison.OTHER_PROCEDURE,
    ]


def test_short_comes_before_intermediate_and_both_before_all_others() -> None:
    arms = two_arms()
    for weeks, later in (([1, 4, 26, 60], "short"), ([1, 26, 60], "intermediate"), ([1, 60, 200], "immediate")):
        found = headline_of(*(pain_trial(arms=arms, weeks=time) for time in weeks))
        assert found
        assert [item.question.window.value for item in found.usable] == [later]


def test_doubted_figures_make_no_headline_but_are_listed() -> None:
    first, second = pain_trial()
    (answer,) = answers_of([first, second], queries=[a_query(first)])
    found = outcome_answer(CriticalOutcome.PAIN, [answer])
    assert (found.usable, found.unpooled, found.was_measured) == ((), (answer,), True)


def test_a_comparison_without_a_usable_figure_has_one_value_without_an_interval() -> None:
    added, sham, steroid = two_arms(in_both=["steroid"]), two_arms(), two_arms("steroid")
    values = [pain_trial(arms=added, sd=None, weeks=weeks) for weeks in (1, 4, 26)]
    of_sham = pain_trial(arms=sham, sd=None), pain_trial(arms=sham, weeks=26)
    answers = answers_of(*values, *of_sham, pain_trial(arms=steroid))
    found = outcome_answer(CriticalOutcome.PAIN, answers)
    assert [(item.question.comparison, item.question.window.value) for item in found.values] == [
        (Comparison.ADD_ON_STEROID, "short"),
    ]
    assert found.unused == ()


def test_values_without_an_interval_are_in_reading_order() -> None:
    sham, added = two_arms(), two_arms(in_both=["steroid"])
    trials = [pain_trial(arms=arms, sd=None, weeks=weeks) for weeks in (26, 4) for arms in (added, sham)]
    found = outcome_answer(CriticalOutcome.PAIN, answers_of(*trials))
    assert [(item.question.comparison, item.question.window.value) for item in found.values] == [
        (Comparison.SHAM, "short"),
        (Comparison.ADD_ON_STEROID, "short"),
    ]


def test_a_trial_that_measured_an_outcome_in_one_arm_alone_measured_it() -> None:
    arms = two_arms()
    evidence = evidence_of([a_score(arms[0])], arms=arms)
    read = TrialsRead((arms[0].study,), critical_outcomes_measured(evidence))
    pain, disability, *_ = outcome_answers((), read)
    assert (pain.was_measured, disability.was_measured) == (True, False)


def test_a_trial_shown_for_one_time_is_not_summed_as_unused_for_another() -> None:
    arms = two_arms()
    answers = answers_of(pain_trial(arms=arms), reported=[a_contrast(*arms, weeks=26)])
    assert outcome_answer(CriticalOutcome.PAIN, answers).unused == ()


def test_surgery_and_pain_medicine_are_critical_under_their_own_names() -> None:
    answers = answers_of(success_trial(measure=OPERATED), success_trial(measure=ANALGESICS, outcome_name="opioids"))
    found = {item.outcome: len(item.usable) for item in outcome_answers(answers)}
    assert found[CriticalOutcome.SURGERY] == found[CriticalOutcome.ANALGESICS] == 1
