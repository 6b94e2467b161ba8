"""What trials measured, and what none did."""

from typing import Any

from evidence.synthesis.counts import count_studies
from evidence.synthesis.eligibility import judge_evidence
from evidence.synthesis.gap_map import (
    ANY_HARM,
    COLUMNS,
    GapCell,
    RowScope,
    gap_cells,
    harm_observations,
    measured_observations,
)
from studies.choices import CriticalOutcome, Design, Route, RouteGroup, Serious, Severity
from studies.reported.rows import HarmRow, ResultRow
from tests.evidence.synthesis.build import a_contrast, evidence_of, pain_trial, success_trial, two_arms
from tests.rows import ODI, OTHER, RMDQ, SF36, a_harm, a_query, a_score, a_study, an_arm

ALL = RowScope("all")


def map_of(
    *trials: list[ResultRow], scope: RowScope = ALL, harms: tuple[HarmRow, ...] = (), **more: Any
) -> dict[str, GapCell]:
    evidence = evidence_of(*trials, **more)
    isolating = {study.id for study in count_studies(evidence.arms).isolating}
    seen = [*measured_observations(evidence, judge_evidence(evidence)), *harm_observations(harms, isolating)]
    return {cell.column.key: cell for cell in gap_cells(seen, evidence.arms, scope)}


def trials(cell: GapCell) -> int:
    return len(cell.trials)


def test_critical_outcomes_come_first_and_every_column_is_there_when_nothing_was_measured():
    empty = map_of()

    assert [column.key for column in COLUMNS][: len(CriticalOutcome)] == [outcome.value for outcome in CriticalOutcome]
    assert [trials(empty[column.key]) for column in COLUMNS] == [0] * len(COLUMNS)


def test_a_trial_counts_once_however_often_it_measured():
    arms = two_arms()

    found = map_of(pain_trial(arms=arms), pain_trial(arms=arms, weeks=26), pain_trial(arms=arms, measure=RMDQ))

    assert (trials(found["pain"]), trials(found["disability"])) == (1, 1)


def test_a_printed_direction_is_measured_and_not_usable():
    ozone, sham = two_arms()

    cell = map_of([], arms=[ozone, sham], reported=[a_contrast(ozone, sham)])["pain"]

    assert (trials(cell), cell.usable) == (1, 0)


def test_a_full_result_is_usable():
    assert map_of(pain_trial())["pain"].usable == 1


def test_a_doubted_result_is_measured_and_not_usable():
    trial = pain_trial()

    for severity in (Severity.DOUBT, Severity.ERROR):
        cell = map_of(trial, queries=[a_query(trial[0], severity=severity)])["pain"]
        assert (trials(cell), cell.usable) == (1, 0)


def test_only_randomised_trials_that_isolate_ozone_are_counted():
    cohort = two_arms(study=a_study(design=Design.PROSPECTIVE_COHORT))
    study = a_study()
    confounded = [an_arm("ozone", "supplement", study=study), an_arm("steroid", study=study)]
    both = [an_arm("ozone", study=study), an_arm("ozone", "steroid", study=study)]

    for arms in (cohort, confounded, both):
        assert trials(map_of(pain_trial(arms=arms))["pain"]) == 0


def test_a_printed_equality_is_measured():
    ozone, sham = two_arms()
    equal = a_contrast(ozone, sham, SF36, direction="no-difference")

    assert trials(map_of([], arms=[ozone, sham], reported=[equal])["quality-of-life"]) == 1


def test_a_difference_whose_side_is_not_printed_is_measured():
    ozone, sham = two_arms()
    p_only = a_contrast(ozone, sham, ODI, printed_form="p-only", direction="not-stated")

    assert trials(map_of([], arms=[ozone, sham], reported=[p_only])["disability"]) == 1


def test_a_figure_of_one_arm_is_measured():
    (ozone, sham) = two_arms()

    assert trials(map_of([a_score(ozone)], arms=[sham])["pain"]) == 1


def test_a_result_of_a_third_arm_is_measured_by_its_trial():
    study = a_study()
    ozone, sham = two_arms(study=study, condition="sciatica")
    third = an_arm("ozone", "supplement", study=study, condition="sciatica")

    cell = map_of([a_score(third)], arms=[ozone, sham])["pain"]

    assert (trials(cell), cell.usable) == (1, 0)


def test_baseline_alone_is_no_measurement():
    assert trials(map_of(pain_trial(weeks=0, timepoint_label="baseline"))["pain"]) == 0


def test_what_no_column_names_is_anything_else():
    found = map_of(pain_trial(measure=OTHER, outcome_name="walking"))

    assert trials(found["other"]) == 1


def test_people_are_those_of_the_trials_and_unprinted_sizes_are_named():
    sized, unsized = two_arms(study=a_study(n_randomised=120)), two_arms()

    cell = map_of(success_trial(arms=sized), success_trial(arms=unsized))["success"]

    assert (cell.people, cell.unsized) == (120, 1)


def test_trials_that_may_share_patients_count_once_among_the_people():
    arms = [two_arms(study=a_study(n_randomised=n, cohort_group="one-clinic")) for n in (40, 90)]

    cell = map_of(*(success_trial(arms=pair) for pair in arms))["success"]

    assert (trials(cell), cell.people) == (2, 90)


def test_a_row_holds_its_conditions_and_its_route_alone():
    here = two_arms(condition="sciatica", route=Route.EPIDURAL)
    there = two_arms(condition="neck-pain", route=Route.INTRADISCAL)
    both = [pain_trial(arms=here), pain_trial(arms=there)]

    sciatica = RowScope("Sciatica", conditions=frozenset({"sciatica"}))
    epidural = RowScope("epidural", route=RouteGroup.EPIDURAL)
    for scope in (sciatica, epidural):
        (study,) = map_of(*both, scope=scope)["pain"].trials
        assert study == here[0].study


def test_serious_harm_counts_where_it_was_looked_for_with_ozone():
    arms = two_arms()

    found = map_of(pain_trial(arms=arms), harms=(a_harm(arms[0]),))

    assert (trials(found["serious-harm"]), found["serious-harm"].usable, trials(found[ANY_HARM.key])) == (1, 1, 1)


def test_harm_without_a_rate_is_listed_and_not_usable():
    arms = two_arms()

    cell = map_of(pain_trial(arms=arms), harms=(a_harm(arms[0], n_events=None),))["serious-harm"]

    assert (trials(cell), cell.usable) == (1, 0)


def test_harm_that_is_not_serious_is_any_harm_alone():
    arms = two_arms()

    found = map_of(pain_trial(arms=arms), harms=(a_harm(arms[0], serious=Serious.NO),))

    assert (trials(found["serious-harm"]), trials(found[ANY_HARM.key])) == (0, 1)


def test_harm_of_other_studies_is_not_counted():
    other = two_arms(study=a_study(design=Design.CASE_SERIES))

    assert trials(map_of(pain_trial(), harms=(a_harm(other[0]),))[ANY_HARM.key]) == 0
