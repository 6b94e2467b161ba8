"""Answers as plain sentences: what was compared, in whom, how much, which way is better, and no word of rating."""

import re

import pytest

from evidence.synthesis.answers import Answer
from evidence.synthesis.headline import outcome_answers
from evidence.synthesis.sentences import (
    outcome_state,
    pool_exclusion_text,
    sentence_of,
    studies_text,
    unused_trials_text,
)
from evidence.synthesis.trial_directions import StudyDirection, TrialDirection
from studies.choices import Design, HigherIs
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import answer_of, answers_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, NOT_OPERATED, ODI, OTHER, OTHER_SUCCESS, POOR, RMDQ, SF36, a_query, a_study

RATING = re.compile(
    r"\b(may|probably|likely|little|slight|large|significant\w*|no effect|ineffective|proven)\b", re.IGNORECASE
)


def sentence_about(*trials: list[ResultRow]) -> str:
    return str(sentence_of(answer_of(*trials)))


def test_one_trial_of_scores_says_how_far_which_way_on_what_scale_and_against_what() -> None:
    arms = two_arms(in_both=["steroid"], study=a_study(n_randomised=40))
    assert sentence_about(pain_trial(1.85, 2.4, arms=arms, sd=0.8, weeks=4.345)) == (
        "In one trial of 40 people, pain at 1 month was 5.5 points lower on a scale of 0–100"
        " with ozone on top of steroid than with steroid (95% CI 10.6 to 0.4 lower)."
    )


def test_a_difference_in_favour_of_the_comparator_is_stated_as_plainly() -> None:
    text = sentence_about(pain_trial(7.5, 6.1, arms=two_arms("physiotherapy"), sd=1))
    assert "pain at 4 weeks was 14.0 points higher on a scale of 0–100 with ozone than with physiotherapy" in text
    assert "(95% CI 7.6 to 20.4 higher)" in text


def test_limits_on_both_sides_say_each_its_way() -> None:
    assert "lower to" in sentence_about(pain_trial())
    assert "95% CI 22.8 lower to 2.8 higher" in sentence_about(pain_trial())


def test_an_instrument_is_named_with_its_range() -> None:
    assert "points lower on the Oswestry Disability Index 0–100 with ozone" in sentence_about(
        pain_trial(20, 30, measure=ODI)
    )


def test_one_trial_of_counts_gives_both_risks_first_then_the_ratio() -> None:
    assert sentence_about(success_trial(55, 47, n=60, weeks=13.035)) == (
        "In one trial of 120 people, an excellent or good outcome (MacNab) at 3 months was seen in"
        " 92% with ozone and 78% with sham injection (RR 1.17, 95% CI 1.00 to 1.36)."
    )


def test_fewer_poor_outcomes_are_called_better_and_never_success() -> None:
    text = sentence_about(success_trial(3, 6, measure=POOR))
    assert "a poor outcome at 4 weeks was seen in 15% with ozone and 30%" in text
    assert text.endswith("fewer is better; 150 fewer per 1,000, 95% CI 390 fewer to 111 more).")
    assert "success" not in text


def test_a_definition_of_success_is_quoted() -> None:
    text = sentence_about(success_trial(measure=OTHER_SUCCESS, outcome_name="any improvement"))
    assert "success (“any improvement”) at 4 weeks" in text


def test_more_is_called_better_where_a_score_runs_upwards() -> None:
    assert "higher is better" in sentence_about(pain_trial(60, 50, measure=SF36))


def test_no_way_is_called_better_where_no_source_says_which() -> None:
    assert "better" not in sentence_about(pain_trial(measure=OTHER, outcome_name="bending"))


def test_studies_that_are_not_randomised_are_never_called_trials() -> None:
    text = sentence_about(success_trial(arms=two_arms("discectomy", study=a_study(design=Design.PROSPECTIVE_COHORT))))
    assert text.startswith("In one non-randomised study of 40 people")
    assert "trial" not in text


def test_strata_are_counted_once_and_named_with_their_time() -> None:
    study = a_study()
    strata = [
        success_trial(13, 18, measure=POOR, n=80, weeks=26.07, arms=two_arms("steroid", study=study, stratum=name))
        for name in ("disc", "non-disc")
    ]
    assert sentence_about(*strata) == (
        "In one trial of 320 people, reported in 2 groups of patients and counted once, a poor outcome at 6 months was"
        " 0.72 times as frequent with ozone as with steroid (95% CI 0.46 to 1.14; fewer is better)."
    )


def test_parts_are_listed_each_and_never_put_together() -> None:
    arms = two_arms("steroid")
    parts = [success_trial(8, 2, arms=arms, part="extrusions"), success_trial(7, 1, arms=arms, part="protrusions")]
    text = sentence_about(*parts)
    assert "seen in 40% with ozone and 10% with steroid (extrusions) and in 35% and 5.0% (protrusions)." in text
    assert "RR" not in text


def test_two_trials_are_described_separately_with_what_was_compared_and_no_joint_figure() -> None:
    first = pain_trial(3, 4, arms=two_arms(in_both=["steroid"], study=a_study(label="Alpha 2001")))
    second = pain_trial(5, 4, arms=two_arms(in_both=["steroid"], study=a_study(label="Beta 2002")))
    assert sentence_about(first, second) == (
        "In two trials of 80 people, pain in the short term was measured on a scale of 0–100 with ozone on top of"
        " steroid and with steroid without ozone; the studies are not pooled."
        " Alpha 2001: 10.0 points lower (95% CI 22.8 lower to 2.8 higher);"
        " Beta 2002: 10.0 points higher (95% CI 2.8 lower to 22.8 higher)."
    )


def test_two_trials_of_counts_side_by_side_say_which_way_is_better() -> None:
    text = sentence_about(success_trial(3, 6, measure=POOR), success_trial(2, 6, measure=POOR))
    assert "RR 0.50 (95% CI" in text
    assert text.endswith("; fewer is better.")


def test_a_pool_says_trials_people_window_comparison_and_interval() -> None:
    text = sentence_about(*(pain_trial(3 + k, 4, arms=two_arms("steroid")) for k in range(3)))
    assert text.startswith("In three trials of 120 people, pain in the short term was 0.0 points")
    assert "on a scale of 0–100 with ozone than with steroid (95% CI 24.8 lower to 24.8 higher)." in text


def test_a_pool_of_counts_says_how_many_times_as_frequent() -> None:
    text = sentence_about(*(success_trial(12, 8) for _ in range(3)))
    assert "was 1.50 times as frequent with ozone as with a sham injection (95% CI" in text


def test_a_pool_across_scales_is_in_standard_deviations() -> None:
    text = sentence_about(pain_trial(3, 4, measure=ODI), pain_trial(3, 4, measure=RMDQ), pain_trial(3, 4, measure=ODI))
    assert (
        "disability in the short term was 0.49 standard deviations lower with ozone than with a sham injection" in text
    )


def test_figures_that_are_not_in_the_text_are_named() -> None:
    assert (
        sentence_about(pain_trial(sd=None), pain_trial(sd=None))
        == "Measured, but the numbers are not in the text read: two trials."
    )


EVERY_KIND = [
    answer_of(pain_trial()),
    answer_of(pain_trial(sd=None)),
    answer_of(pain_trial(), pain_trial()),
    answer_of(*(pain_trial(3 + k, 4) for k in range(5))),
    answer_of(*(success_trial(8 + k, 8) for k in range(3))),
    answer_of(success_trial(10, 10)),
    answer_of(success_trial(part="extrusions")),
    answer_of(success_trial(measure=NOT_OPERATED)),
    answer_of(pain_trial(measure=ODI), pain_trial(measure=RMDQ)),
    answer_of(pain_trial(weeks=None, timepoint_label="final")),
]


@pytest.mark.parametrize("answer", EVERY_KIND, ids=lambda answer: str(sentence_of(answer))[:60])
def test_no_sentence_rates_or_calls_anything_significant_and_each_is_one_sentence(answer: Answer) -> None:
    text = str(sentence_of(answer))
    assert not RATING.search(text)
    assert text.endswith(".")
    assert "  " not in text
    assert ".." not in text


@pytest.mark.parametrize("reason", [*ContrastExclusion])
def test_no_reason_says_significant_or_no_effect(reason: ContrastExclusion) -> None:
    assert not re.search(r"significan|no effect", reason.label)


def lean(*ways: TrialDirection) -> list[StudyDirection]:
    return [StudyDirection(a_study(), way) for way in ways]


@pytest.mark.parametrize(
    ("unused", "is_further", "text"),
    [
        ([], True, ""),
        (lean(TrialDirection.NO_DIFFERENCE), False, "One trial could not be used; it found no difference."),
        (
            lean(TrialDirection.FAVOURS_COMPARATOR),
            True,
            "1 further trial could not be used; it favours the comparator.",
        ),
        (lean(TrialDirection.MIXED), False, "One trial could not be used; it prints mixed directions."),
        (
            lean(TrialDirection.NO_DIFFERENCE, TrialDirection.NO_DIFFERENCE, TrialDirection.FAVOURS_COMPARATOR),
            True,
            "3 further trials could not be used: 0 favour ozone, 2 found no difference and 1 favours the comparator.",
        ),
        (
            lean(TrialDirection.FAVOURS_OZONE, TrialDirection.NOT_STATED),
            False,
            "Two trials could not be used: 1 favours ozone, 0 found no difference, 0 favour the comparator"
            " and 1 prints no direction.",
        ),
    ],
)
def test_directions_of_trials_that_could_not_be_used_are_reported(
    unused: list[StudyDirection], is_further: bool, text: str
) -> None:
    assert unused_trials_text(unused, is_further=is_further) == text


def test_directions_of_other_studies_are_never_attributed_to_trials() -> None:
    text = unused_trials_text(lean(TrialDirection.FAVOURS_OZONE), is_further=True, randomised=False)
    assert text == "1 further non-randomised study could not be used; it favours ozone."


def states(*trials: list[ResultRow], **more: list[object]) -> str:
    """The unknowns listed for pain."""
    pain, *_ = outcome_answers(answers_of(*trials, **more))
    return outcome_state(pain)


def test_the_three_kinds_of_not_knowing_are_distinguished() -> None:
    first, second = pain_trial()
    assert states() == "Not measured by any included trial that isolates ozone, according to the texts read."
    assert states(pain_trial(sd=None)) == "Measured, but the numbers are not in the text read."
    assert (
        states([first, second], queries=[a_query(first)]) == "Measured, but every figure that could be used is doubted."
    )
    assert states(pain_trial()) == ""


def test_figures_not_pooled_for_other_reasons_are_not_called_doubted() -> None:
    assert states(pain_trial(weeks=None, timepoint_label="final")).endswith("could be used has no printed time.")
    assert states(pain_trial(part="extrusions")).endswith("could be used is of some people of each arm only.")
    assert states(pain_trial(arms=two_arms(study=a_study(retracted=True)))).endswith("could be used was retracted.")


def test_several_reasons_not_to_pool_are_joined() -> None:
    assert (
        pool_exclusion_text([ContrastExclusion.DOUBTED, ContrastExclusion.PART_OF_ARM])
        == "is doubted or is of some people of each arm only"
    )


def test_numbers_of_studies_are_words_below_ten() -> None:
    assert [studies_text(k, randomised=True) for k in (1, 9, 10)] == ["one trial", "nine trials", "10 trials"]


def test_a_reversed_scale_is_described_by_its_own_direction() -> None:
    turned = pain_trial(40, 30, measure=RMDQ, sd=20, higher_is=HigherIs.BETTER)
    answer = answer_of(pain_trial(30, 40, measure=ODI, sd=20), turned, pain_trial(30, 40, measure=ODI, sd=20))
    assert "0.49 standard deviations lower" in str(sentence_of(answer))


def test_macnab_keeps_its_name() -> None:
    assert "excellent or good outcome (MacNab)" in sentence_about(success_trial(measure=MACNAB))
