"""The printed directions of trials that are in no answer, each trial once."""

from evidence.synthesis.trial_directions import (
    StudyDirection,
    TrialDirection,
    count_directions,
    directions_across_questions,
)
from studies.choices import PrintedDirection
from studies.reported.rows import ArmRow
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, two_arms
from tests.rows import NRS, a_study, an_arm

OZONE, NONE, OTHER, SILENT = (
    PrintedDirection.FAVOURS_OZONE,
    PrintedDirection.NO_DIFFERENCE,
    PrintedDirection.FAVOURS_COMPARATOR,
    PrintedDirection.NOT_STATED,
)


def directions(arms: list[ArmRow], *printed: tuple[float, PrintedDirection]) -> list[TrialDirection]:
    """How the trials lean that print these directions of pain at these weeks."""
    rows = [a_contrast(*arms, weeks=weeks, direction=direction) for weeks, direction in printed]
    return [item.direction for item in answer_of([], arms=arms, reported=rows).unused]


def test_a_trial_is_counted_once_by_the_time_that_the_rule_picks() -> None:
    assert directions(two_arms(), (3, NONE), (4.5, OTHER), (12, OZONE)) == [TrialDirection.FAVOURS_COMPARATOR]


def test_a_trial_that_prints_no_direction_is_counted_so() -> None:
    assert directions(two_arms(), (4, SILENT)) == [TrialDirection.NOT_STATED]


def test_the_first_measure_of_the_domain_represents_the_trial() -> None:
    arms = two_arms()
    rows = [a_contrast(*arms, NRS, direction=OZONE), a_contrast(*arms, weeks=12, direction=NONE)]
    assert [item.direction for item in answer_of([], arms=arms, reported=rows).unused] == [TrialDirection.NO_DIFFERENCE]


def test_a_trial_in_the_answer_is_not_counted_again_among_directions() -> None:
    arms = two_arms()
    answer = answer_of(pain_trial(arms=arms), reported=[a_contrast(*arms, weeks=12)])
    assert (answer.k, len(answer.left_out), answer.unused) == (1, 1, ())


def test_strata_or_arms_that_differ_make_a_trial_mixed() -> None:
    study = a_study()
    disc, other = two_arms(study=study, stratum="disc"), two_arms(study=study, stratum="non-disc")
    rows = [a_contrast(*disc, direction=OZONE), a_contrast(*other, direction=NONE)]
    answer = answer_of([], arms=[*disc, *other], reported=rows)
    assert [item.direction for item in answer.unused] == [TrialDirection.MIXED]
    assert answer.unused is answer.unused


def test_one_direction_next_to_a_silent_arm_is_that_direction() -> None:
    study = a_study()
    sham, low, high = an_arm("sham", study=study), an_arm("ozone", study=study), an_arm("ozone", study=study)
    rows = [a_contrast(low, sham, direction=OZONE), a_contrast(high, sham, direction=SILENT)]
    answer = answer_of([], arms=[sham, low, high], reported=rows)
    assert [item.direction for item in answer.unused] == [TrialDirection.FAVOURS_OZONE]


def test_over_several_questions_each_trial_counts_once_and_is_mixed_where_they_differ() -> None:
    same, differs, silent = a_study(), a_study(), a_study()
    first = [StudyDirection(same, TrialDirection.NO_DIFFERENCE), StudyDirection(differs, TrialDirection.FAVOURS_OZONE)]
    second = [
        StudyDirection(same, TrialDirection.NO_DIFFERENCE),
        StudyDirection(differs, TrialDirection.NO_DIFFERENCE),
        StudyDirection(silent, TrialDirection.NOT_STATED),
    ]
    found = [item.direction for item in directions_across_questions([first, second])]
    assert found == [TrialDirection.NO_DIFFERENCE, TrialDirection.MIXED, TrialDirection.NOT_STATED]


def test_over_several_questions_a_trial_in_any_answer_is_not_summed() -> None:
    study = a_study()
    assert directions_across_questions([[StudyDirection(study, TrialDirection.FAVOURS_OZONE)]], [study]) == ()


def test_the_report_names_the_directions_that_are_printed_and_no_other() -> None:
    printed = [
        StudyDirection(a_study(), found)
        for found in (TrialDirection.NO_DIFFERENCE, TrialDirection.NO_DIFFERENCE, TrialDirection.NOT_STATED)
    ]
    assert count_directions(printed) == [
        (TrialDirection.NO_DIFFERENCE, 2),
        (TrialDirection.NOT_STATED, 1),
    ]
