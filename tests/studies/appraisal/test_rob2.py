"""RoB 2: every combination of answers compared with tables written from the published figures, path by path.

A table lists, for each path through a figure, the answers that lead along it (Y, N, ? for no information, alternatives
joined, * for any, - for a question that is passed by) and where it ends. Exactly one row must match every complete set
of answers.
"""

import random
import re
from functools import cache
from itertools import product

import pytest

from studies.appraisal.instrument import (
    applicable_answers,
    applicable_questions,
    inapplicable_questions,
    propose_level,
    propose_levels,
    propose_overall_level,
    unanswered_questions,
)
from studies.appraisal.rob2 import ROB_2, SECTIONS
from studies.choices import BiasLevel, SignallingResponse

CODES = {
    SignallingResponse.YES: "Y",
    SignallingResponse.PROBABLY_YES: "Y",
    SignallingResponse.NO: "N",
    SignallingResponse.PROBABLY_NO: "N",
    SignallingResponse.NO_INFORMATION: "?",
    SignallingResponse.NOT_APPLICABLE: "0",
}
LOW, SOME, HIGH = BiasLevel.LOW, BiasLevel.SOME_CONCERNS, BiasLevel.HIGH

D1 = [
    # 1.1  1.2  1.3
    ("Y?   Y    N?", LOW),
    ("Y?   Y    Y", SOME),
    ("N    Y    *", SOME),
    ("*    ?    N?", SOME),
    ("*    ?    Y", HIGH),
    ("*    N    *", HIGH),
]
D2 = [
    # 2.1  2.2  2.3 2.4 2.5  2.6 2.7
    ("N    N    -   -   -    Y   -", LOW),
    ("N    N    -   -   -    N?  N", SOME),
    ("N    N    -   -   -    N?  Y?", HIGH),
    *(
        (f"{aware}   {path} {analysis}", level)
        for aware in ("Y? *", "N Y?")
        for path, level_1 in (
            ("N - -", LOW),
            ("? - -", SOME),
            ("Y N -", SOME),
            ("Y Y? Y", SOME),
            ("Y Y? N?", HIGH),
        )
        for analysis, level_2 in (("Y -", LOW), ("N? N", SOME), ("N? Y?", HIGH))
        for level in [HIGH if HIGH in (level_1, level_2) else LOW if level_1 == level_2 == LOW else SOME]
    ),
]
D3 = [
    # 3.1 3.2 3.3 3.4
    ("Y    -   -   -", LOW),
    ("N?   Y   -   -", LOW),
    ("N?   N   N   -", LOW),
    ("N?   N   Y?  N", SOME),
    ("N?   N   Y?  Y?", HIGH),
]
D4 = [
    # 4.1 4.2 4.3 4.4 4.5
    ("Y    *   -   -   -", HIGH),
    ("N?   Y   -   -   -", HIGH),
    ("N?   N   N   -   -", LOW),
    ("N?   N   Y?  N   -", LOW),
    ("N?   N   Y?  Y?  N", SOME),
    ("N?   N   Y?  Y?  Y?", HIGH),
    ("N?   ?   N   -   -", SOME),
    ("N?   ?   Y?  N   -", SOME),
    ("N?   ?   Y?  Y?  N", SOME),
    ("N?   ?   Y?  Y?  Y?", HIGH),
]
D5 = [
    # 5.1 5.2 5.3
    ("Y    N   N", LOW),
    ("N?   N   N", SOME),
    ("*    N   ?", SOME),
    ("*    ?   N", SOME),
    ("*    ?   ?", SOME),
    ("*    Y   *", HIGH),
    ("*    N?  Y", HIGH),
]
TABLES = dict(zip(("D1", "D2", "D3", "D4", "D5"), (D1, D2, D3, D4, D5), strict=True))
BY_KEY = {section.key: section for section in SECTIONS}


@cache
def complete_sets(section):
    """Every set of answers that answers exactly the questions that apply."""
    return _sets_of(section, lambda question: question.answers)


def some_sets(section):
    """Sets along every path of the figure: of the answers that lead the same way, as yes and probably yes, either."""
    return _sets_of(section, one_of_each_letter)


def one_of_each_letter(question):
    shuffled = random.sample(question.answers, len(question.answers))
    return {CODES[answer]: answer for answer in shuffled}.values()


def _sets_of(section, choices_of):
    sets = [{}]
    for question in section.questions:
        grown = []
        for answers in sets:
            choices = choices_of(question) if question.applies(answers) else (None,)
            grown += [answers if answer is None else {**answers, question.number: answer} for answer in choices]
        sets = grown
    return sets


# For a test with the argument ``sets_of``: of every set, or of some in each run of the suite.
SETS_OF_ANSWERS = pytest.mark.parametrize("sets_of", [some_sets, pytest.param(complete_sets, marks=pytest.mark.long)])


def check_sets(section, table, sets_of):
    signs = {"-": "-", "*": "[^-]"}
    patterns = ["".join(signs.get(cell, f"[{cell}]") for cell in path.split()) for path, _ in table]
    rows = [(re.compile(pattern), level) for pattern, (_, level) in zip(patterns, table, strict=True)]
    for answers in sets_of(section):
        letters = "".join(CODES[answers[each.number]] if each.number in answers else "-" for each in section.questions)
        found = [level for path, level in rows if path.fullmatch(letters)]
        assert len(found) == 1, answers
        assert propose_level(section, answers) is found[0], answers


@SETS_OF_ANSWERS
@pytest.mark.parametrize("key", TABLES)
def test_proposal_matches_the_published_figure_for_every_combination_of_answers(key, sets_of):
    check_sets(BY_KEY[key], TABLES[key], sets_of)


@pytest.mark.parametrize(("key", "sets"), [("D1", 125), ("D3", 2 + 3 * (2 + 2 * (2 + 3 * 5))), ("D5", 125)])
def test_all_combinations_are_generated(key, sets):
    """Counted by hand: 5 answers to each of 3 questions; for D3, 4 to question 3.2 alone."""
    assert len(complete_sets(BY_KEY[key])) == sets


@pytest.mark.parametrize("key", TABLES)
def test_nothing_is_proposed_while_a_question_that_applies_is_open(key):
    section = BY_KEY[key]
    for answers in some_sets(section)[::3]:
        for number in answers:
            fewer = {other: answer for other, answer in answers.items() if other != number}
            assert unanswered_questions(section, fewer)
            assert propose_level(section, fewer) is None


def test_answer_to_a_question_that_no_longer_applies_is_ignored():
    section = BY_KEY["D3"]
    answers = {
        "3.1": SignallingResponse.YES,
        "3.2": SignallingResponse.NO,
        "3.3": SignallingResponse.YES,
        "3.4": SignallingResponse.YES,
    }
    assert applicable_answers(section, answers) == {"3.1": SignallingResponse.YES}
    assert [question.number for question in applicable_questions(section, answers)] == ["3.1"]
    assert propose_level(section, answers) is LOW


def test_overall_is_the_worst_domain_for_every_combination():
    answers = {question.number: SignallingResponse.YES for question in ROB_2.questions}
    for levels in product((LOW, SOME, HIGH), repeat=5):
        expected = HIGH if HIGH in levels else SOME if SOME in levels else LOW
        judged = dict(zip(BY_KEY, levels, strict=True))
        assert propose_overall_level(ROB_2, answers, judged) is expected


def test_overall_waits_for_every_domain():
    answers = {question.number: SignallingResponse.YES for question in ROB_2.questions}
    judged = dict.fromkeys(BY_KEY, LOW)
    assert propose_overall_level(ROB_2, answers, judged) is LOW
    assert propose_overall_level(ROB_2, answers, {"D1": LOW}) is None
    assert propose_overall_level(ROB_2, {}, judged) is None


def test_a_question_says_when_it_applies():
    by_number = {question.number: question for question in ROB_2.questions}
    assert by_number["1.1"].condition == ""
    assert (
        by_number["2.3"].condition
        == "2.1 is yes or probably yes or no information; or 2.2 is yes or probably yes or no information"
    )
    assert by_number["4.3"].condition == (
        "4.1 is probably no or no or no information and 4.2 is probably no or no or no information"
    )


def test_the_questions_are_numbered_as_in_the_tool():
    assert [len(section.questions) for section in SECTIONS] == [3, 7, 4, 5, 3]
    for index, section in enumerate(SECTIONS, 1):
        assert [question.number for question in section.questions] == [
            f"{index}.{number}" for number in range(1, len(section.questions) + 1)
        ]


def test_provisional_proposal_follows_the_answers_so_far():
    yes = dict.fromkeys(("1.1", "1.2", "1.3"), SignallingResponse.YES)
    assert propose_levels(ROB_2, yes, {}) == {"D1": SOME}
    full = yes | {
        **{
            "2.1": SignallingResponse.NO,
            "2.2": SignallingResponse.NO,
            "2.6": SignallingResponse.YES,
            "3.1": SignallingResponse.YES,
        },
        **{"4.1": SignallingResponse.NO, "4.2": SignallingResponse.NO, "4.3": SignallingResponse.NO},
        **{"5.1": SignallingResponse.YES, "5.2": SignallingResponse.NO, "5.3": SignallingResponse.NO},
    }
    low = dict.fromkeys(("D2", "D3", "D4", "D5"), LOW)
    assert propose_levels(ROB_2, full, {}) == {"D1": SOME, **low, "overall": SOME}
    assert propose_levels(ROB_2, full, {"D1": HIGH}) == {"D1": SOME, **low, "overall": HIGH}


def test_questions_close_once_their_condition_cannot_hold():
    section = BY_KEY["D2"]
    assert inapplicable_questions(section, {}) == set()
    assert inapplicable_questions(section, {"2.1": SignallingResponse.NO}) == set()
    assert inapplicable_questions(section, {"2.1": SignallingResponse.NO, "2.2": SignallingResponse.NO}) == {
        "2.3",
        "2.4",
        "2.5",
    }
    assert inapplicable_questions(
        section, {"2.1": SignallingResponse.YES, "2.3": SignallingResponse.NO, "2.6": SignallingResponse.YES}
    ) == {"2.4", "2.5", "2.7"}
