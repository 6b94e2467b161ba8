"""The answer of a condition: each form of its sentence, and its grammar for none, one and many."""

from dataclasses import replace

import pytest

from evidence.synthesis.condition_answer import ConditionAnswer, HarmCounts, QuestionCounts, condition_answer
from evidence.synthesis.serious_harm import PeopleRange, serious_harm
from studies.choices import BiasLevel, Design, Fatal
from studies.reported.rows import HarmRow, ResultRow
from tests.evidence.synthesis.build import a_judged_study, answers_of, pain_trial, success_trial, two_arms
from tests.rows import ODI, VAS, a_harm, a_signal, a_study, an_arm

# A reader finds the question that the sentence is about.
ONE = "One question (pain, against a sham injection)"
NOBODY = PeopleRange(0, 0)
NO_HARM = HarmCounts(NOBODY, NOBODY, NOBODY, is_named=False)
NOTHING = ConditionAnswer(0, 0, 0, QuestionCounts(0, 0, 0, 0, 0, 0), NO_HARM)


def answer_of(*trials: list[ResultRow], harms: list[HarmRow] | None = None, further: int = 0) -> ConditionAnswer:
    """The answer of these trials, and of further ones without a figure."""
    studies = {row.arm.study.id for trial in trials for row in trial}
    harm = serious_harm(harms or [], studies.union(a_study().id for _ in range(further)))
    return condition_answer(answers_of(*trials), harm)


def knowledge(answer: ConditionAnswer) -> str:
    return str(answer).partition(": ")[0]


def trials_clause(answer: ConditionAnswer) -> str:
    return str(answer).partition(": ")[2].partition("; ")[0]


def harm_clause(*harms: HarmRow) -> str:
    return str(condition_answer((), serious_harm(harms, ()))).partition("; ")[2]


def exact(number: int) -> PeopleRange:
    return PeopleRange(number, number)


def large(ozone: float = 3, comparator: float = 4, n: int = 70, **values: object) -> list[ResultRow]:
    """A trial of pain with more than half of the 263 people needed."""
    return pain_trial(ozone, comparator, sd=2.5, n=n, **values)


def test_nothing_on_record_is_said_whole() -> None:
    assert str(NOTHING) == (
        "Too little is known to say whether ozone helps: no randomised trial isolates ozone; "
        "no death and no other serious harm is on record after ozone, which is not safety."
    )


def test_small_trials_apart_are_too_little() -> None:
    answer = answer_of(pain_trial(), success_trial(), further=3)
    assert str(answer) == (
        "Too little is known to say whether ozone helps: of 5 randomised trials that isolate ozone, 2 gave a usable "
        "figure, each for a question of its own; no death and no other serious harm is on record after ozone, which "
        "is not safety."
    )


@pytest.mark.parametrize(
    ("n", "words"),
    [
        # 263 people are needed: 130 are less than half, 132 are more, 264 are enough.
        (65, "Too little is known to say whether ozone helps"),
        (66, f"{ONE} has at least half of the people needed for chance alone, and bias is not judged"),
        (131, f"{ONE} has at least half of the people needed for chance alone, and bias is not judged"),
        (132, f"{ONE} has enough people for chance alone, and bias is not judged"),
    ],
)
def test_half_of_the_people_needed_decides(n: int, words: str) -> None:
    assert knowledge(answer_of(large(n=n))) == words


def test_a_pool_of_few_people_is_told_as_one() -> None:
    answer = answer_of(*(pain_trial(3, 4 + place / 10, n=15) for place in range(3)))
    assert answer.questions.pooled == 1
    assert knowledge(answer) == (
        f"{ONE} is pooled with fewer than half of the people needed for chance alone, and bias is not judged"
    )


def test_several_questions_are_some() -> None:
    enough = answer_of(large(n=132), large(n=132, measure=ODI))
    assert knowledge(enough) == "Some questions have enough people for chance alone, and bias is not judged"
    half = answer_of(large(), large(measure=ODI))
    assert knowledge(half) == (
        "Some questions have at least half of the people needed for chance alone, and bias is not judged"
    )
    pools = [pain_trial(3, 4, n=12, measure=measure) for measure in (ODI, VAS) for _ in range(3)]
    assert knowledge(answer_of(*pools)).startswith("Some questions are pooled with fewer than half")


def test_bias_is_judged_wholly_in_part_or_not() -> None:
    judged, other = (large(arms=two_arms(study=study)) for study in (a_judged_study(BiasLevel.HIGH), a_study()))
    assert knowledge(answer_of(judged)).endswith(" and bias is judged")
    assert knowledge(answer_of(judged, other)).endswith(" and bias is judged of some of their results only")
    assert knowledge(answer_of(other)).endswith(" and bias is not judged")


def test_a_judgement_of_a_question_with_few_people_changes_nothing() -> None:
    few = pain_trial(measure=ODI, arms=two_arms(study=a_judged_study()))
    assert knowledge(answer_of(large(), few)).endswith(" and bias is not judged")


@pytest.mark.parametrize(
    ("trials", "usable", "shared", "clause"),
    [
        (0, 0, 0, "no randomised trial isolates ozone"),
        (1, 0, 0, "the one randomised trial that isolates ozone gave no usable figure"),
        (1, 1, 0, "the one randomised trial that isolates ozone gave a usable figure"),
        (2, 0, 0, "of 2 randomised trials that isolate ozone, none gave a usable figure"),
        (2, 1, 0, "of 2 randomised trials that isolate ozone, 1 gave a usable figure"),
        (
            1200,
            2,
            0,
            "of 1,200 randomised trials that isolate ozone, 2 gave a usable figure, each for a question of its own",
        ),
        (
            4,
            3,
            1,
            "of 4 randomised trials that isolate ozone, 3 gave a usable figure, and one question has two or more",
        ),
        (
            9,
            8,
            3,
            "of 9 randomised trials that isolate ozone, 8 gave a usable figure, and 3 questions have two or more",
        ),
    ],
)
def test_trials_in_every_number(trials: int, usable: int, shared: int, clause: str) -> None:
    questions = replace(NOTHING.questions, shared=shared)
    assert trials_clause(replace(NOTHING, trials=trials, usable_trials=usable, questions=questions)) == clause


def test_trials_that_may_be_of_the_same_people_are_told_apart_and_add_up() -> None:
    of_one_clinic = [
        pain_trial(measure=measure, arms=two_arms(study=a_study(cohort_group="clinic"))) for measure in (ODI, VAS)
    ]
    answer = answer_of(pain_trial(), *of_one_clinic, further=1)
    assert (answer.trials, answer.usable_trials, answer.repeated_trials) == (4, 2, 1)
    assert "of 4 randomised trials that isolate ozone, 2 gave a usable figure (1 more may be" in trials_clause(answer)


def test_two_trials_of_one_question_share_it() -> None:
    assert trials_clause(answer_of(pain_trial(), pain_trial())).endswith(", and one question has two or more")


def test_studies_that_are_not_randomised_count_for_nothing() -> None:
    cohort = large(n=500, arms=two_arms(study=a_study(design=Design.NON_RANDOMISED_CONTROLLED)))
    answer = condition_answer(answers_of(cohort), serious_harm((), ()))
    assert (answer.usable_trials, answer.questions) == (0, NOTHING.questions)


def test_no_direction_is_told_whatever_the_figures() -> None:
    for ozone, comparator in ((1, 6), (6, 1)):
        text = str(answer_of(large(ozone, comparator), large(ozone, comparator)))
        assert not any(word in text for word in ("lower", "higher", "better", "worse", "fewer with", "more with"))
    assert str(answer_of(large(1, 6), large(1, 6))) == str(answer_of(large(6, 1), large(6, 1)))


@pytest.mark.parametrize(
    ("died", "others", "unstated", "clause"),
    [
        (exact(1), NOBODY, NOBODY, "1 death is on record after ozone"),
        (exact(2), NOBODY, NOBODY, "2 deaths are on record after ozone"),
        (NOBODY, exact(1), NOBODY, "no death and serious harm of 1 person are on record after ozone"),
        (NOBODY, exact(5), NOBODY, "no death and serious harm of 5 people are on record after ozone"),
        (exact(1), exact(1), NOBODY, "1 death and serious harm of 1 other person are on record after ozone"),
        (exact(2), exact(1200), NOBODY, "2 deaths and serious harm of 1,200 other people are on record after ozone"),
        (
            NOBODY,
            exact(1),
            exact(1),
            "serious harm of 1 person is on record after ozone, and whether this person died is not stated",
        ),
        (
            NOBODY,
            exact(4),
            exact(4),
            "serious harm of 4 people is on record after ozone, and whether any of them died is not stated",
        ),
        (
            exact(1),
            exact(4),
            exact(3),
            "1 death and serious harm of 4 other people are on record after ozone, and whether 3 of the others died "
            "is not stated",
        ),
        (
            NOBODY,
            PeopleRange(2, None),
            NOBODY,
            "no death and serious harm of at least 2 people are on record after ozone",
        ),
        (
            PeopleRange(1, 2),
            PeopleRange(0, 1),
            NOBODY,
            "at least 1 and at most 2 deaths and serious harm of at most 1 other person are on record after ozone",
        ),
    ],
)
def test_harm_in_every_number(died: PeopleRange, others: PeopleRange, unstated: PeopleRange, clause: str) -> None:
    found = replace(NOTHING, harm=HarmCounts(died, others, unstated, is_named=False))
    assert str(found).partition("; ")[2] == f"{clause}."


def test_people_of_a_harm_without_a_number_may_be_any_number() -> None:
    died = a_signal(event="sepsis", fatal=Fatal.YES)
    clause = harm_clause(died, a_signal(n_events=None, fatal=Fatal.NO))
    assert clause == "1 death and serious harm of an unknown number of other people are on record after ozone."


def test_the_dead_are_not_counted_again_among_the_others() -> None:
    died = a_signal(event="sepsis", fatal=Fatal.YES)
    others = a_signal(event="stroke", n_events=3, fatal=Fatal.NO)
    assert harm_clause(died, others) == "1 death and serious harm of 3 other people are on record after ozone."


def test_harm_of_people_who_had_no_ozone_is_not_told() -> None:
    arms = two_arms("steroid")
    rows = [a_harm(arms[0], fatal=Fatal.NO), a_harm(arms[1], n_events=4, fatal=Fatal.YES)]
    assert harm_clause(*rows).startswith("no death and no other serious harm is on record")


def test_a_harm_that_nobody_counted_is_not_none_on_record() -> None:
    named = "serious harm is named on record after ozone without a number of people."
    assert harm_clause(a_signal(n_events=None)) == named
    assert harm_clause(a_harm(n_events=None)) == named
    assert harm_clause(a_harm(an_arm("steroid"), n_events=None)) != named
