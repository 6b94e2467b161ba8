"""Answers as plain sentences: what was compared, in whom, how much, which way is better, and no word of rating."""

import re

import pytest

from evidence.synthesis.answers import Answer
from evidence.synthesis.counts import count_studies
from evidence.synthesis.headline import outcome_answers
from evidence.synthesis.measured_outcomes import TrialsRead, critical_outcomes_measured
from evidence.synthesis.sentences import sentence_of
from evidence.synthesis.state_phrases import outcome_state, pool_exclusion_text, studies_text, unused_trials_text
from evidence.synthesis.trial_directions import StudyDirection, TrialDirection
from studies.choices import Allocation, Design, HigherIs, ReadAs, Route, Severity
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import (
    a_contrast,
    answer_of,
    answers_of,
    evidence_of,
    pain_trial,
    success_trial,
    two_arms,
)
from tests.rows import (
    MACNAB,
    NOT_OPERATED,
    ODI,
    OTHER,
    OTHER_SUCCESS,
    POOR,
    RMDQ,
    SF36,
    a_count,
    a_query,
    a_score,
    a_study,
    an_arm,
)

RATING = re.compile(
    r"\b(may|probably|likely|little|slight|large|significant\w*|no effect|ineffective|proven)\b", re.IGNORECASE
)


def sentence_about(*trials: list[ResultRow]) -> str:
    return str(sentence_of(answer_of(*trials)))


def test_one_trial_of_scores_says_how_far_which_way_on_what_scale_and_against_what() -> None:
    arms = two_arms(in_both=["steroid"], study=a_study(n_randomised=40))
    assert sentence_about(pain_trial(1.85, 2.4, arms=arms, sd=0.8, weeks=4.345)) == (
        "In one trial of 40 people, pain at 1 month was 5.5 points lower on a scale of 0–100"
        " with intradiscal ozone on top of steroid than with steroid"
        " (18.5 against 24.0; 95% interval 10.6 to 0.4 lower; lower is better)."
        " Caution: unusually small spread (with a spread of 25 of 100: −5.5 (−21.5 to 10.5))."
    )


def test_a_difference_in_favour_of_the_comparator_is_stated_as_plainly() -> None:
    text = sentence_about(pain_trial(7.5, 6.1, arms=two_arms("physiotherapy"), sd=1))
    assert (
        "pain at 4 weeks was 14.0 points higher on a scale of 0–100 with intradiscal ozone than with physiotherapy"
        in text
    )
    assert "(75.0 against 61.0; 95% interval 7.6 to 20.4 higher; lower is better)" in text


def test_limits_on_both_sides_say_each_its_way() -> None:
    assert "lower to" in sentence_about(pain_trial())
    assert "95% interval 22.8 lower to 2.8 higher" in sentence_about(pain_trial())


def test_an_instrument_is_named_with_its_range() -> None:
    assert "points lower on the Oswestry Disability Index 0–100 with intradiscal ozone" in sentence_about(
        pain_trial(20, 30, measure=ODI)
    )


def test_one_trial_of_counts_gives_both_risks_first_then_the_ratio() -> None:
    assert sentence_about(success_trial(55, 47, n=60, weeks=13.035)) == (
        "In one trial of 120 people, an excellent or good outcome (MacNab) at 3 months was seen in"
        " 92% with intradiscal ozone and 78% with sham injection (133 more per 1,000, 95% interval 4 more to"
        " 262 more; risk ratio 1.17, 95% interval 1.00 to 1.36; more is better)."
    )


def test_fewer_poor_outcomes_are_called_better_and_never_success() -> None:
    text = sentence_about(success_trial(3, 6, measure=POOR))
    assert "a poor outcome at 4 weeks was seen in 15% with intradiscal ozone and 30%" in text
    assert "(150 fewer per 1,000, 95% interval 390 fewer to 111 more; risk ratio 0.50" in text
    assert text.endswith("; fewer is better).")
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
        " 0.72 times as frequent with intradiscal ozone as with steroid (95% interval 0.46 to 1.14; fewer is better)."
    )


def test_parts_are_listed_each_and_never_put_together() -> None:
    arms = two_arms("steroid")
    parts = [success_trial(8, 2, arms=arms, part="extrusions"), success_trial(7, 1, arms=arms, part="protrusions")]
    text = sentence_about(*parts)
    assert (
        "seen in 40% with intradiscal ozone and 10% with steroid (extrusions) and in 35% and 5.0% (protrusions)."
        in text
    )
    assert "ratio" not in text


def test_two_trials_are_described_separately_with_what_was_compared_and_no_joint_figure() -> None:
    first = pain_trial(3, 4, arms=two_arms(in_both=["steroid"], study=a_study(label="Alpha 2001")))
    second = pain_trial(5, 4, arms=two_arms(in_both=["steroid"], study=a_study(label="Beta 2002")))
    assert sentence_about(first, second) == (
        "In two trials of 80 people, pain in the short term was measured on a scale of 0–100 with intradiscal ozone on"
        " top of steroid and with steroid without ozone; the studies are not pooled."
        " Alpha 2001: 10.0 points lower (95% interval 22.8 lower to 2.8 higher);"
        " Beta 2002: 10.0 points higher (95% interval 2.8 lower to 22.8 higher); lower is better."
    )


def test_two_trials_of_counts_side_by_side_say_which_way_is_better() -> None:
    text = sentence_about(success_trial(3, 6, measure=POOR), success_trial(2, 6, measure=POOR))
    assert "risk ratio 0.50 (95% interval" in text
    assert text.endswith("; fewer is better.")


def test_a_pool_says_trials_people_window_comparison_and_interval() -> None:
    text = sentence_about(*(pain_trial(3 + k, 4, arms=two_arms("steroid")) for k in range(3)))
    assert text.startswith(
        "In three trials of 120 people, pain in the short term was 0.0 points higher or lower on a scale"
    )
    assert "on a scale of 0–100 with intradiscal ozone than with steroid" in text
    assert "(95% interval 24.8 lower to 24.8 higher; lower is better)." in text


def test_a_pool_of_counts_says_how_many_times_as_frequent() -> None:
    text = sentence_about(*(success_trial(12, 8) for _ in range(3)))
    assert "was 1.50 times as frequent with intradiscal ozone as with a sham injection (95% interval" in text


def test_a_pool_across_scales_is_in_standard_deviations() -> None:
    text = sentence_about(pain_trial(3, 4, measure=ODI), pain_trial(3, 4, measure=RMDQ), pain_trial(3, 4, measure=ODI))
    assert "disability in the short term was 0.49 standard deviations lower with intradiscal ozone than" in text


def test_a_value_without_an_interval_is_given_with_the_known_people() -> None:
    arms = two_arms("oxygen", in_both=["steroid"])
    assert sentence_about(pain_trial(1.53, 3.82, arms=arms, sd=None, n=60, weeks=13.035)) == (
        "In one trial, pain at 3 months was 1.53 with intradiscal ozone on top of steroid"
        " and 3.82 of 10 with steroid and oxygen (60 + 60 people; lower is better; no interval)."
    )


def test_percentages_without_arm_sizes_are_given() -> None:
    arms = two_arms(study=a_study(n_randomised=60))
    both = [
        a_count(arm, measure=OTHER_SUCCESS, outcome_name="pain-free", events=None, n=None, percent=share)
        for arm, share in zip(arms, (61, 33), strict=True)
    ]
    text = sentence_about(both)
    assert (
        "at 4 weeks was seen in 61% with intradiscal ozone and 33% with sham injection (60 people in all, arm" in text
    )
    assert "sizes not printed; more is better; no interval)." in text


def test_immediately_after_treatment_needs_no_preposition() -> None:
    when = {"weeks": None, "timepoint_label": "immediately after"}
    assert "pain immediately after treatment was 10.0 points lower" in sentence_about(pain_trial(3, 4, **when))
    without = sentence_about(pain_trial(3, 4, sd=None, **when))
    assert without.startswith(
        "In one trial, pain immediately after treatment was 3 with intradiscal ozone and 4 of 10 with"
    )


def test_an_instrument_named_by_its_source_gives_its_name_to_the_scale() -> None:
    text = sentence_about(pain_trial(30, 45, measure=OTHER, outcome_name="stiffness", scale_min=0, scale_max=100))
    assert "15.0 points lower on the stiffness 0–100 with intradiscal ozone" in text


@pytest.mark.parametrize(
    ("events", "sizes", "said"),
    [
        (
            (0, 0),
            (20, 18),
            "0 of 20 with intradiscal ozone and 0 of 18 with sham injection (20 + 18 people; fewer is better; up",
        ),
        (
            (5, 3),
            (5, 3),
            "5 of 5 with intradiscal ozone and 3 of 3 with sham injection (5 + 3 people; fewer is better; no",
        ),
        # An odds ratio of e to the power 1,000 cannot be written.
        (
            (1, 0),
            (1, 1000),
            "1 of 1 with intradiscal ozone and 0 of 1000 with sham injection (1 + 1000 people; fewer is better",
        ),
    ],
)
def test_counts_that_give_a_ratio_nothing_are_said_as_printed(
    events: tuple[int, int], sizes: tuple[int, int], said: str
) -> None:
    pairs = zip(two_arms(), events, sizes, strict=True)
    text = sentence_about([a_count(arm, measure=POOR, events=k, n=n) for arm, k, n in pairs])
    assert f"a poor outcome at 4 weeks was seen in {said}" in text


def test_people_of_a_crossover_are_counted_once_without_an_interval_too() -> None:
    arms = two_arms(study=a_study(allocation=Allocation.CROSSOVER))
    found = answer_of(pain_trial(3, 4, arms=arms, sd=None))
    assert [value.people for value in found.values] == [20]
    assert "(20 people, each in both arms; lower is better; no interval)." in str(sentence_of(found))


def test_what_both_arms_had_is_told_of_both() -> None:
    study = a_study()
    arms = [an_arm("ozone", "exercise", study=study), an_arm("exercise", "sham", study=study)]
    assert "lower on a scale of 0–100 with intradiscal ozone and exercise than with " in sentence_about(
        pain_trial(arms=arms)
    )
    assert "3 with intradiscal ozone and exercise and 4 of 10 with " in sentence_about(pain_trial(arms=arms, sd=None))


def test_a_value_without_an_interval_carries_its_assumptions() -> None:
    arms = two_arms(route=Route.OTHER)
    text = sentence_about(pain_trial(3, 4, arms=arms, sd=None, weeks=33.9, timepoint_label="mean 7.8 months"))
    assert text.endswith("Assumed: the time is a mean or median follow-up; the route of ozone is other or not stated.")


def test_a_change_without_an_interval_is_worded_as_a_change() -> None:
    text = sentence_about(pain_trial(-5.6, -2.4, sd=None, n=None, weeks=None, timepoint_label="", is_change=True))
    assert text.startswith(
        "In one trial, the change in pain at a time not stated was −5.6 with intradiscal ozone and −2.4 of 10 with"
    )


def test_values_of_several_trials_are_listed_and_never_put_together() -> None:
    first, second = two_arms(study=a_study(label="Yang 2023")), two_arms(study=a_study(label="Wu 2020"))
    assert sentence_about(pain_trial(arms=first, sd=None), pain_trial(1, 2, arms=second, sd=None)) == (
        "In two trials, pain was printed without an interval: Yang 2023: 3 with ozone v 4 of 10 "
        "at 4 weeks (20 + 20 people); "
        "Wu 2020: 1 with ozone v 2 of 10 at 4 weeks (20 + 20 people)."
    )


def test_without_a_value_the_state_is_given_with_its_trials() -> None:
    arms, doubted, wrong = two_arms(), pain_trial(sd=None), pain_trial()
    assert str(sentence_of(answer_of([], arms=arms, reported=[a_contrast(*arms)]))) == (
        "A printed direction or P only (one trial)."
    )
    assert str(sentence_of(answer_of([a_score(arms[0])], arms=arms))) == "A figure of one arm only (one trial)."
    silent = a_contrast(*arms, direction="not-stated")
    assert str(sentence_of(answer_of([], arms=arms, reported=[silent]))) == "No result in the text read (one trial)."
    assert str(sentence_of(answer_of(doubted, queries=[a_query(doubted[0])]))) == (
        "Measured, but the figure is doubted (one trial)."
    )
    assert str(sentence_of(answer_of(wrong, queries=[a_query(wrong[0], severity=Severity.ERROR)]))) == (
        "Left out for an error in print (one trial)."
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


def test_no_reason_says_significant_or_no_effect() -> None:
    assert [reason for reason in ContrastExclusion if re.search(r"significan|no effect", reason.label)] == []


def lean(*ways: TrialDirection) -> list[StudyDirection]:
    return [StudyDirection(a_study(), way) for way in ways]


@pytest.mark.parametrize(
    ("unused", "is_further", "text"),
    [
        ([], True, ""),
        (lean(TrialDirection.NOT_STATED), False, ""),
        (
            lean(TrialDirection.NOT_STATED),
            True,
            "The authors of 1 further trial report: no direction; no number could be used.",
        ),
        (
            lean(TrialDirection.NO_DIFFERENCE),
            False,
            "The authors of one trial report: no difference; no number could be used.",
        ),
        (
            lean(TrialDirection.FAVOURS_COMPARATOR),
            True,
            "The authors of 1 further trial report: better with the comparator; no number could be used.",
        ),
        (
            lean(TrialDirection.MIXED),
            False,
            "The authors of one trial report: mixed directions; no number could be used.",
        ),
        (
            lean(*[TrialDirection.FAVOURS_OZONE] * 4, *[TrialDirection.NO_DIFFERENCE] * 2),
            True,
            "Authors of 6 further trials report: 4 better with ozone, 2 no difference; no number could be used.",
        ),
        (
            lean(TrialDirection.FAVOURS_OZONE, TrialDirection.NOT_STATED),
            False,
            "Authors of two trials report: 1 better with ozone, 1 no direction; no number could be used.",
        ),
    ],
)
def test_directions_of_trials_that_could_not_be_used_are_reported(
    unused: list[StudyDirection], is_further: bool, text: str
) -> None:
    assert unused_trials_text(unused, is_further=is_further) == text


def test_directions_of_other_studies_are_never_attributed_to_trials() -> None:
    text = unused_trials_text(lean(TrialDirection.FAVOURS_OZONE), is_further=True, randomised=False)
    assert text == "The authors of 1 further non-randomised study report: better with ozone; no number could be used."


def states(*trials: list[ResultRow], **more: list[object]) -> str:
    """The unknowns listed for pain."""
    evidence = evidence_of(*trials, **more)
    read = TrialsRead(count_studies(evidence.arms).isolating, critical_outcomes_measured(evidence))
    pain, *_ = outcome_answers(answers_of(*trials, **more), read)
    return outcome_state(pain)


def test_the_kinds_of_not_knowing_are_distinguished() -> None:
    first, second = pain_trial()
    arms = two_arms()
    assert states() == "No randomised trial here isolates ozone."
    assert states(pain_trial(sd=None)) == states(pain_trial()) == ""
    assert (
        states([first, second], queries=[a_query(first)]) == "Measured, but every figure that could be used is doubted."
    )
    error = a_query(first, severity=Severity.ERROR)
    assert states([first, second], queries=[error]) == "Left out for an error in print: every figure of one trial."
    assert states([], arms=arms, reported=[a_contrast(*arms)]) == "A printed direction or P only (one trial)."
    assert states([a_score(arms[0])], arms=arms) == "A figure of one arm only (one trial)."
    silent = a_contrast(*arms, direction="not-stated")
    assert states([], arms=arms, reported=[silent]) == "No result in the text read (one trial)."


@pytest.mark.parametrize(
    ("read_as", "said"),
    [
        ((ReadAs.ABSTRACT, ReadAs.ABSTRACT), "No result in the text read (two trials)."),
        ((ReadAs.FULL_TEXT, ReadAs.ABSTRACT), "No result in the text read (two trials)."),
        ((ReadAs.FULL_TEXT, None), "No result in the text read (two trials)."),
        ((ReadAs.FULL_TEXT, ReadAs.FULL_TEXT), "Not measured: the full text was read of two trials that could have."),
    ],
)
def test_not_measured_is_stated_only_where_every_full_text_was_read(read_as: tuple[ReadAs | None], said: str) -> None:
    trials = [pain_trial(arms=two_arms(study=a_study(read_as=each)), measure=RMDQ) for each in read_as]
    assert states(*trials) == said


def test_a_printed_equality_was_measured_also_where_every_full_text_was_read() -> None:
    arms = two_arms(study=a_study(read_as=ReadAs.FULL_TEXT))
    equal = a_contrast(*arms, direction="no-difference")
    assert states([], arms=arms, reported=[equal]) == "A printed direction or P only (one trial)."


def test_figures_not_pooled_for_other_reasons_are_not_called_doubted() -> None:
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
