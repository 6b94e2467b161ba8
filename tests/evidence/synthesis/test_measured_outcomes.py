"""What a trial measured: a result, a printed difference or direction, or a count says so; silence says nothing."""

import pytest

from evidence.synthesis.measured_outcomes import (
    TrialsRead,
    critical_outcomes_measured,
    measurements,
    studies_that_measured,
)
from studies.choices import CriticalOutcome, ReadAs
from tests.evidence.synthesis.build import a_contrast, evidence_of, pain_trial, success_trial, two_arms
from tests.rows import OTHER, SF36, a_score, a_study


@pytest.mark.parametrize(
    ("printed_form", "direction"),
    [("direction-only", "no-difference"), ("p-only", "not-stated"), ("means", "favours-comparator")],
)
def test_quality_of_life_printed_as_equal_was_measured(printed_form: str, direction: str) -> None:
    arms = two_arms()
    row = a_contrast(*arms, SF36, printed_form=printed_form, direction=direction)
    evidence = evidence_of([], arms=arms, reported=[row])
    assert critical_outcomes_measured(evidence) == {CriticalOutcome.QUALITY_OF_LIFE: {arms[0].study.id}}
    assert studies_that_measured(evidence) == {arms[0].study.id}


def test_a_figure_of_one_arm_and_a_count_are_measurements() -> None:
    arms = two_arms()
    evidence = evidence_of([a_score(arms[0])], success_trial(arms=arms))
    assert set(critical_outcomes_measured(evidence)) == {CriticalOutcome.PAIN, CriticalOutcome.SUCCESS}


def test_a_score_before_treatment_alone_is_none() -> None:
    arms = two_arms()
    baseline = a_contrast(*arms, SF36, weeks=0)
    evidence = evidence_of(pain_trial(arms=arms, weeks=0, timepoint_label="baseline"), reported=[baseline])
    assert list(measurements(evidence)) == []


def test_what_is_no_critical_outcome_is_measured_too() -> None:
    evidence = evidence_of(pain_trial(measure=OTHER, outcome_name="walking"))
    assert critical_outcomes_measured(evidence) == {}
    assert len(studies_that_measured(evidence)) == 1


def test_only_the_trials_at_hand_are_named() -> None:
    trial, other = a_study(), a_study()
    read = TrialsRead((trial,), {CriticalOutcome.PAIN: {trial.id, other.id}})
    assert read.measured_by(CriticalOutcome.PAIN) == {trial.id}
    assert read.measured_by(CriticalOutcome.DISABILITY) == frozenset()


@pytest.mark.parametrize(
    ("read_as", "in_full"),
    [
        ([], False),
        ([ReadAs.FULL_TEXT], True),
        ([ReadAs.FULL_TEXT, ReadAs.ABSTRACT], False),
        ([ReadAs.FULL_TEXT, None], False),
    ],
)
def test_trials_were_read_in_full_where_every_one_was(read_as: list[ReadAs | None], in_full: bool) -> None:
    trials = tuple(a_study(read_as=each) for each in read_as)
    assert TrialsRead(trials).were_read_in_full is in_full
