"""What a trial prints in another direction than its number in an answer is said beside the number."""

import pytest

from evidence.synthesis.answers import Answer
from evidence.synthesis.sentences import sentence_of
from evidence.synthesis.trial_directions import TrialDirection
from studies.reported.rows import ArmRow, MeasureRow
from tests.evidence.synthesis.build import a_contrast, answers_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, NRS, ODI, OTHER, OTHER_SUCCESS, POOR, a_study

OVERALL = {"printed_form": "p-only", "outcome_name": "overall outcome", "weeks": 26.07}


def poor_outcomes(stratum: str, *events: int) -> tuple[list[ArmRow], list]:
    """People with a poor outcome in both arms of one stratum at 6 months."""
    arms = two_arms("steroid", stratum=stratum, study=BONETTI)
    return arms, success_trial(*events, arms=arms, measure=POOR, n=80, weeks=26.07)


BONETTI = a_study(label="Bonetti 2005")
# Few poor outcomes in both arms of the disc stratum: not clear; in the other many fewer with ozone.
DISC, DISC_TRIAL = poor_outcomes("disc", 12, 18)
OTHERS, OTHERS_TRIAL = poor_outcomes("non-disc", 7, 20)
PRINTED = [
    a_contrast(*DISC, OTHER_SUCCESS, **OVERALL, direction="favours-ozone", p_value=0.0021, p_relation="="),
    a_contrast(*OTHERS, OTHER_SUCCESS, **OVERALL, direction="no-difference", p_value=0.0992, p_relation="="),
]


def poor_answer(*trials: list, reported: list) -> Answer:
    """The answer on poor outcomes, of all questions that are asked."""
    (found,) = [item for item in answers_of(*trials, reported=reported) if item.question.outcome.key == POOR.slug]
    return found


def test_each_stratum_says_what_it_prints_in_another_direction() -> None:
    answer = poor_answer(DISC_TRIAL, OTHERS_TRIAL, reported=PRINTED)
    assert [(item.printed, item.own) for item in answer.contradictions] == [
        (TrialDirection.FAVOURS_OZONE, TrialDirection.NO_DIFFERENCE),
        (TrialDirection.NO_DIFFERENCE, TrialDirection.FAVOURS_OZONE),
    ]
    assert sentence_of(answer).notes == (
        "Bonetti 2005 prints better with ozone at 6 months (Treatment success: “overall outcome”"
        ", disc, P = 0.0021), where the interval of its number for these patients holds no difference.",
        "Bonetti 2005 prints no difference at 6 months (Treatment success: “overall outcome”"
        ", non disc, P = 0.0992), where the interval of its number for these patients is wholly better with ozone.",
    )
    assert str(sentence_of(answer)).endswith(
        "where the interval of its number for these patients is wholly better with ozone."
    )


def test_the_same_direction_is_no_contradiction() -> None:
    agrees = a_contrast(*OTHERS, OTHER_SUCCESS, **OVERALL, direction="favours-ozone")
    assert poor_answer(OTHERS_TRIAL, reported=[agrees]).contradictions == ()


def test_a_direction_that_is_not_stated_contradicts_nothing() -> None:
    silent = a_contrast(*OTHERS, OTHER_SUCCESS, **OVERALL, direction="not-stated", p_value=0.5)
    assert poor_answer(OTHERS_TRIAL, reported=[silent]).contradictions == ()


@pytest.mark.parametrize(
    ("measure", "values", "contradicts"),
    [
        (NRS, {}, True),
        (NRS, {"weeks": 12}, True),
        # Another domain, another window, baseline, some people only.
        (ODI, {}, False),
        (MACNAB, {}, False),
        (NRS, {"weeks": 26}, False),
        (NRS, {"weeks": 0}, False),
        (NRS, {"part": "extrusions"}, False),
        (OTHER, {"outcome_name": "walking"}, False),
    ],
)
def test_only_the_same_domain_and_window_contradict(
    measure: MeasureRow, values: dict[str, object], contradicts: bool
) -> None:
    arms = two_arms()
    row = a_contrast(*arms, measure, direction="favours-comparator", **values)
    (answer,) = [item for item in answers_of(pain_trial(arms=arms, weeks=4), reported=[row]) if item.k]
    assert bool(answer.contradictions) is contradicts


def test_other_arms_of_the_trial_contradict_nothing() -> None:
    study = a_study()
    sham, steroid = two_arms(study=study), two_arms("steroid", study=study)
    row = a_contrast(*steroid, NRS, direction="favours-comparator")
    (answer,) = [item for item in answers_of(pain_trial(arms=sham), reported=[row], arms=steroid) if item.k]
    assert answer.contradictions == ()


def test_two_things_that_no_column_names_are_not_one_outcome() -> None:
    arms = two_arms()
    walking = success_trial(18, 4, arms=arms, measure=OTHER, outcome_name="walking", higher_is="better")
    row = a_contrast(*arms, OTHER, outcome_name="sleep", direction="favours-comparator")
    (answer,) = [item for item in answers_of(walking, reported=[row]) if item.k]
    assert answer.contradictions == ()
