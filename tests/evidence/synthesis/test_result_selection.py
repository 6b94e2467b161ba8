"""One result per study and question."""

from evidence.synthesis.answers import Answer
from studies.choices import PrintedDirection, Severity
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ArmRow, ResultRow
from studies.reported.score_kinds import ScoreKind
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, NRS, ODI, OTHER, RMDQ, a_query, a_study, an_arm


def chosen_times(answer: Answer) -> list[float | None]:
    return [line.first.weeks for entry in answer.entries for line in entry.lines]


def reasons(answer: Answer) -> list[ContrastExclusion]:
    return [item.reason for item in answer.left_out]


def at(arms: list[ArmRow], *weeks: float, **values: object) -> list[ResultRow]:
    return [
        row for time in weeks for row in pain_trial(arms=arms, weeks=time, timepoint_label=f"{time} weeks", **values)
    ]


def test_the_time_nearest_the_target_answers_and_the_others_are_left_out() -> None:
    answer = answer_of(at(two_arms(), 2.5, 3.5, 12))
    assert chosen_times(answer) == [3.5]
    assert reasons(answer) == [ContrastExclusion.OTHER_RESULT_CHOSEN] * 2
    assert answer.left_out[0].detail == "Pain, visual analogue scale, 3.5 weeks"


def test_of_two_times_equally_near_the_later_answers() -> None:
    assert chosen_times(answer_of(at(two_arms(), 3, 5))) == [5]


def test_the_first_measure_of_the_domain_answers_though_another_is_nearer_the_target() -> None:
    arms = two_arms()
    assert chosen_times(answer_of(at(arms, 12), at(arms, 4, measure=NRS))) == [12]


def test_a_usable_result_answers_though_an_unusable_one_is_nearer() -> None:
    arms = two_arms()
    answer = answer_of(at(arms, 12), at(arms, 4, sd=None))
    assert chosen_times(answer) == [12]
    assert reasons(answer) == [ContrastExclusion.NO_SPREAD]


def test_an_undoubted_result_answers_though_a_doubted_one_is_nearer_and_the_doubt_is_the_reason() -> None:
    arms = two_arms()
    near, far = at(arms, 4), at(arms, 12)
    answer = answer_of(near, far, queries=[a_query(near[0])])
    assert chosen_times(answer) == [12]
    assert [(item.reason, item.detail) for item in answer.left_out] == [(ContrastExclusion.DOUBTED, "implausible")]


def test_the_whole_arm_answers_and_its_parts_are_left_out_as_parts() -> None:
    arms = two_arms()
    answer = answer_of(at(arms, 12), at(arms, 4, part="extrusions"))
    assert chosen_times(answer) == [12]
    assert reasons(answer) == [ContrastExclusion.PART_OF_ARM]


def test_parts_are_listed_each_where_nothing_of_the_whole_arm_is_usable() -> None:
    arms = two_arms()
    parts = [success_trial(arms=arms, part=part) for part in ("extrusions", "protrusions")]
    answer = answer_of(*parts)
    assert answer.k == 0
    assert [line.first.part for line in answer.unpooled[0].lines] == ["extrusions", "protrusions"]


def test_each_stratum_answers_by_its_own_best_time() -> None:
    study = a_study()
    disc, other = two_arms(study=study, stratum="disc"), two_arms(study=study, stratum="non-disc")
    answer = answer_of(at(disc, 4), at(other, 8, 13))
    assert chosen_times(answer) == [4, 8]
    assert answer.k == 1


def test_a_doubted_stratum_leaves_the_sound_one_to_answer_and_says_why() -> None:
    study = a_study()
    disc, other = at(two_arms(study=study, stratum="disc"), 4), at(two_arms(study=study, stratum="non-disc"), 4)
    answer = answer_of(disc, other, queries=[a_query(other[1])])
    assert [line.arm.stratum for line in answer.entries[0].lines] == ["disc"]
    assert reasons(answer) == [ContrastExclusion.DOUBTED]


def test_other_arms_at_the_same_time_by_the_same_measure_come_with_it() -> None:
    study = a_study()
    sham, low, high = an_arm("sham", study=study), an_arm("ozone", study=study), an_arm("ozone", study=study)
    answer = answer_of(at([low, sham], 4), at([high, sham], 4)[:1])
    assert [len(line.contrasts) for line in answer.entries[0].lines] == [2]


def test_a_count_and_a_score_under_one_name_are_not_set_together() -> None:
    scores = [pain_trial(measure=OTHER, outcome_name="walking") for _ in range(2)]
    answer = answer_of(*scores, success_trial(measure=OTHER, outcome_name="walking"))
    assert answer.k == 2
    assert reasons(answer) == [ContrastExclusion.OTHER_KIND]


def test_final_scores_answer_before_changes_whichever_row_comes_first() -> None:
    arms = two_arms()
    final, change = at(arms, 4, ozone=3, comparator=4), at(arms, 4, ozone=-40, comparator=-15, is_change=True)
    for trials in ((final, change), (change, final)):
        answer = answer_of(*trials)
        assert [entry.effect.estimate for entry in answer.entries] == [-10]
        assert reasons(answer) == [ContrastExclusion.OTHER_RESULT_CHOSEN]


def test_final_scores_answer_before_changes_that_are_nearer_the_target() -> None:
    arms = two_arms()
    assert chosen_times(answer_of(at(arms, 4, is_change=True), at(arms, 12))) == [12]


def test_the_first_measure_answers_by_its_changes_though_another_has_final_scores() -> None:
    arms = two_arms()
    answer = answer_of(at(arms, 4, measure=NRS), at(arms, 4, is_change=True))
    assert [line.first.measure.slug for entry in answer.entries for line in entry.lines] == ["pain-vas"]


def test_changes_and_final_scores_are_not_combined_in_the_arms_of_one_study() -> None:
    study = a_study()
    sham, one, other = an_arm("sham", study=study), an_arm("ozone", study=study), an_arm("ozone", study=study)
    scale = {"scale_max": 100, "sd": 20}
    final, change = (
        pain_trial(30, 50, arms=[one, sham], **scale),
        pain_trial(-40, -15, arms=[other, sham], is_change=True, **scale),
    )
    for trials in ((final, change), (change, final)):
        answer = answer_of(*trials)
        assert [entry.effect.estimate for entry in answer.entries] == [-20]
        assert ContrastExclusion.OTHER_RESULT_CHOSEN in reasons(answer)


def test_strata_answer_by_one_kind_of_score() -> None:
    study = a_study()
    disc, other = two_arms(study=study, stratum="disc"), two_arms(study=study, stratum="other")
    answer = answer_of(at(disc, 4), at(disc, 4, is_change=True), at(other, 4, is_change=True))
    assert [line.first.score_kind for entry in answer.entries for line in entry.lines] == [ScoreKind.CHANGE] * 2
    assert reasons(answer) == [ContrastExclusion.OTHER_RESULT_CHOSEN]


def test_a_stratum_without_the_kind_of_score_of_its_study_is_left_out_for_it() -> None:
    study = a_study()
    disc, other = two_arms(study=study, stratum="disc"), two_arms(study=study, stratum="other")
    answer = answer_of(at(disc, 4), at(other, 4, is_change=True))
    assert [line.arm.stratum for entry in answer.entries for line in entry.lines] == ["disc"]
    assert reasons(answer) == [ContrastExclusion.CHANGE_AND_FINAL]


def test_of_two_outcomes_of_one_name_of_measure_the_larger_answers_whichever_row_comes_first() -> None:
    arms = two_arms()
    walking, resting = at(arms, 4, outcome_name="walking"), at(arms, 4, outcome_name="at rest", n=30)
    for trials in ((walking, resting), (resting, walking)):
        answer = answer_of(*trials)
        assert [line.first.outcome_name for entry in answer.entries for line in entry.lines] == ["at rest"]
        assert answer.people == 60


def test_a_second_row_of_one_arm_and_time_is_left_out_and_does_not_vanish() -> None:
    arms = two_arms()
    first, second = at(arms, 4, sd=2), at(arms, 4, sd=3, n=15)
    for trials in ((first, second), (second, first)):
        answer = answer_of(*trials)
        assert answer.people == 40
        assert reasons(answer) == [ContrastExclusion.OTHER_RESULT_CHOSEN]


def test_a_study_with_both_offers_the_kind_that_most_studies_have_across_scales() -> None:
    finals = [pain_trial(measure=ODI), pain_trial(measure=RMDQ)]
    arms = two_arms()
    both = (pain_trial(-20, -10, measure=ODI, is_change=True, arms=arms), pain_trial(20, 30, measure=ODI, arms=arms))
    for trials in (both, reversed(both)):
        answer = answer_of(*finals, *trials)
        assert (answer.measure, answer.k) == ("SMD", 3)
        assert reasons(answer) == [ContrastExclusion.OTHER_RESULT_CHOSEN]


def test_changes_are_shared_across_scales_where_most_studies_have_them() -> None:
    arms = two_arms()
    both = [*pain_trial(measure=ODI, arms=arms), *pain_trial(measure=ODI, is_change=True, arms=arms)]
    changes = [pain_trial(measure=ODI, is_change=True), pain_trial(measure=RMDQ, is_change=True)]
    answer = answer_of(both, *changes)
    assert answer.k == 3
    assert {line.first.score_kind for entry in answer.entries for line in entry.lines} == {ScoreKind.CHANGE}


def test_studies_that_end_on_one_scale_may_mix_final_scores_and_changes() -> None:
    finals = [pain_trial(measure=ODI) for _ in range(2)]
    change, other = pain_trial(measure=ODI, is_change=True), pain_trial(measure=RMDQ, is_change=True)
    answer = answer_of(*finals, change, other)
    assert (answer.measure, answer.k) == ("MD", 3)
    assert reasons(answer) == [ContrastExclusion.OTHER_SCALE]


def test_a_study_with_counts_and_scores_offers_what_most_studies_have() -> None:
    arms = two_arms()
    both = [
        *pain_trial(measure=OTHER, outcome_name="walking", arms=arms),
        *success_trial(measure=OTHER, outcome_name="walking", arms=arms),
    ]
    counts = [success_trial(measure=OTHER, outcome_name="walking") for _ in range(2)]
    assert (answer_of(both, *counts).measure, answer_of(both, *counts).k) == ("RR", 3)


def test_changes_and_final_scores_are_not_mixed_across_scales() -> None:
    finals = [pain_trial(measure=ODI), pain_trial(measure=RMDQ)]
    answer = answer_of(*finals, pain_trial(-20, -10, measure=ODI, is_change=True))
    assert answer.k == 2
    assert reasons(answer) == [ContrastExclusion.CHANGE_AND_FINAL]


def test_changes_and_final_scores_may_be_mixed_on_one_scale() -> None:
    answer = answer_of(pain_trial(), pain_trial(-2, -1, is_change=True))
    assert answer.k == 2
    assert answer.left_out == ()


def test_a_doubted_figure_on_another_scale_changes_no_answer() -> None:
    sound, doubted = [pain_trial(measure=ODI) for _ in range(3)], pain_trial(measure=RMDQ)
    answer = answer_of(*sound, doubted, queries=[a_query(doubted[0])])
    assert (answer.measure, answer.k) == ("MD", 3)
    assert reasons(answer) == [ContrastExclusion.OTHER_SCALE]


def test_a_result_with_an_error_never_answers_though_its_direction_is_reported() -> None:
    arms = two_arms()
    rows = success_trial(arms=arms)
    printed = a_contrast(*arms, MACNAB, direction=PrintedDirection.FAVOURS_COMPARATOR)
    answer = answer_of(rows, reported=[printed], queries=[a_query(rows[0], severity=Severity.ERROR)])
    assert (answer.k, reasons(answer)) == (0, [ContrastExclusion.ERROR])
    assert [item.direction for item in answer.unused] == ["favours-comparator"]
