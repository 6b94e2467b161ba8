"""Several conditions answered together have the answers that each has alone, and share what is the same."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

import pytest

from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.eligibility import in_conditions, judge_asking, judge_evidence
from evidence.synthesis.shared_answers import SharedAnswers
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import a_contrast, evidence_of, pain_trial, success_trial, two_arms
from tests.rows import NRS, OTHER, a_study

DISC, NECK = "disc", "neck"
BOTH = frozenset({DISC, NECK})


def of_clinic(condition: str, n: int, against: str) -> list[ResultRow]:
    """A trial whose people may be those of the other trials of its clinic."""
    study = a_study(label=f"{n} people", n_randomised=n, cohort_group="one-clinic")
    return pain_trial(arms=two_arms(against, study=study, condition=condition))


def named(condition: str, name: str) -> list[ResultRow]:
    arms = two_arms(condition=condition)
    return success_trial(18, 4, arms=arms, measure=OTHER, outcome_name=name, higher_is="better")


SMALL, LARGE = of_clinic(DISC, 60, "laser"), of_clinic(NECK, 118, "steroid")
CONTRADICTED = two_arms("physiotherapy", condition=DISC)
REPORTED = [a_contrast(*CONTRADICTED, NRS, direction="favours-comparator")]
JUDGED = judge_evidence(
    evidence_of(
        *(SMALL, LARGE, pain_trial(arms=CONTRADICTED), named(NECK, "walking"), named(DISC, "Walking")),
        *(pain_trial(arms=two_arms(condition=condition)) for condition in (DISC, NECK, NECK)),
        reported=REPORTED,
    )
)


def alone(conditions: AbstractSet[str]) -> tuple[Answer, ...]:
    return synthesise(in_conditions(JUDGED, conditions)).answers


@pytest.mark.parametrize("scopes", [(BOTH, {DISC}, {NECK}), ({NECK}, {DISC}, BOTH), ({"elsewhere"},)])
def test_answers_are_those_of_each_alone(scopes: tuple[AbstractSet[str], ...]) -> None:
    shared = SharedAnswers(JUDGED)
    for scope in scopes:
        found, expected = shared.of(scope), alone(scope)
        assert found == expected
        titles = [answer.question.outcome.title for answer in expected]
        assert [answer.question.outcome.title for answer in found] == titles
        assert [answer.contradictions for answer in found] == [answer.contradictions for answer in expected]


def test_answers_need_no_contrast_that_asks_nothing_but_those_of_cohorts() -> None:
    elsewhere = a_study(label="200 people", n_randomised=200, cohort_group="one-clinic")
    mixed = [two_arms("ozone", "steroid", study=study) for study in (elsewhere, a_study())]
    evidence = evidence_of(SMALL, *(pain_trial(arms=arms) for arms in (CONTRADICTED, *mixed)), reported=REPORTED)
    every, asking = judge_evidence(evidence), judge_asking(evidence)

    answers = synthesise(asking).answers
    assert answers == synthesise(every).answers
    assert any(answer.contradictions for answer in answers)
    assert [other.label for answer in answers for _, other in answer.same_people] == ["200 people"]
    assert [item.pair.arms for item in every if item not in asking] == [frozenset(arm.id for arm in mixed[1])]


def test_each_condition_tells_of_what_lies_around_its_answers() -> None:
    shared = SharedAnswers(JUDGED)
    assert [answer.same_people for answer in shared.of({DISC}) if answer.same_people] == []
    (of_both,) = [answer.same_people for answer in shared.of(BOTH) if answer.same_people]
    assert [(study.label, other.label) for study, other in of_both] == [("60 people", "118 people")]
    assert sum(bool(answer.contradictions) for answer in shared.of({DISC})) == 1


def test_a_question_with_the_same_contrasts_is_answered_once() -> None:
    shared = SharedAnswers(JUDGED)
    of_both, of_disc = ({answer.question: answer for answer in shared.of(scope)} for scope in (BOTH, {DISC}))
    shown = [answer for answer in of_disc.values() if answer.contradictions]
    assert len(shown) == 1
    assert all(of_both[answer.question] is answer for answer in shown)
    assert sum(of_both[question] is answer for question, answer in of_disc.items()) < len(of_disc)


def test_answers_alone_are_the_same_without_what_lies_around_them() -> None:
    around, alone_of_both = SharedAnswers(JUDGED).of(BOTH), SharedAnswers(JUDGED, is_alone=True).of(BOTH)

    assert any(answer.contradictions for answer in around)
    assert any(answer.same_people for answer in around)
    assert alone_of_both == tuple(replace(answer, contradictions=(), same_people=()) for answer in around)
