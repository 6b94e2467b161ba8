"""Studies that may be of the same people say so in every answer of a condition, and one of them is counted."""

from evidence.findings.answer_set import AnswerContext, answer_set
from evidence.synthesis.answers import Answer
from evidence.synthesis.sentences import sentence_of
from studies.reported.rows import ResultRow, StudyRow
from tests.evidence.synthesis.build import answers_of, pain_trial, synthesis_of, two_arms
from tests.rows import a_study


def of_clinic(label: str, n: int, *against: str, **values: object) -> list[ResultRow]:
    study = a_study(label=label, n_randomised=n, cohort_group="one-clinic")
    return pain_trial(arms=two_arms(*against, study=study), **values)


def same_people(answer: Answer) -> list[tuple[str, str]]:
    return [(study.label, other.label) for study, other in answer.same_people]


def test_the_other_rows_of_a_group_name_the_one_that_is_counted() -> None:
    small, large = of_clinic("Small 2016", 60, "laser"), of_clinic("Large 2016", 118, "steroid", "supplement")
    mixture, laser = answers_of(small, large)
    assert (same_people(mixture), same_people(laser)) == ([], [("Small 2016", "Large 2016")])
    assert sentence_of(laser).notes == ("Small 2016 may be the same people as Large 2016.",)


def test_a_value_without_an_interval_says_it_too() -> None:
    _, laser = answers_of(of_clinic("Small 2016", 60, "laser", sd=None), of_clinic("Large 2016", 118, "steroid"))
    assert same_people(laser) == [("Small 2016", "Large 2016")]


def test_within_one_answer_the_exclusion_says_it() -> None:
    (answer,) = answers_of(of_clinic("Small 2016", 60), of_clinic("Large 2016", 118))
    assert (answer.k, same_people(answer)) == (1, [])


def test_a_study_without_figures_in_both_arms_is_no_row() -> None:
    large, other = of_clinic("Large 2016", 118, "steroid")
    answers = answers_of(of_clinic("Small 2016", 60, "laser"), [large], arms=[other.arm])
    assert [same_people(answer) for answer in answers] == [[], []]


def test_studies_of_no_group_are_never_the_same_people() -> None:
    studies: list[StudyRow] = [a_study(n_randomised=n) for n in (60, 118)]
    arms = [two_arms(other, study=study) for other, study in zip(["laser", "prp"], studies, strict=True)]
    answers = answers_of(*(pain_trial(arms=pair) for pair in arms))
    assert [same_people(answer) for answer in answers] == [[], []]


def test_trials_with_a_usable_figure_are_counted_once_a_group() -> None:
    found = synthesis_of(of_clinic("Small 2016", 60, "laser"), of_clinic("Large 2016", 118, "steroid"), pain_trial())
    assert answer_set(found, AnswerContext({}, (), ()), ()).usable_trials == 2
