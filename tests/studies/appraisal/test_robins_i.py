"""ROBINS-I: which questions follow which answers, the proposed judgement, and the overall rule."""

from itertools import product

import pytest

from studies.appraisal.instrument import applicable_questions, propose_level
from studies.appraisal.robins_i import LEVELS, ROBINS_I, SECTIONS
from studies.choices import BiasLevel, SignallingResponse
from tests.shares import A_TENTH, drawn

YES, NO, UNKNOWN = SignallingResponse.YES, SignallingResponse.NO, SignallingResponse.NO_INFORMATION
BY_KEY = {section.key: section for section in SECTIONS}


def numbers(key, **answers):
    given = {name.replace("q", "").replace("_", "."): answer for name, answer in answers.items()}
    return [question.number.partition(".")[2] for question in applicable_questions(BY_KEY[key], given)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"q1_1": NO}, "1"),
        ({"q1_1": YES}, "1 2"),
        ({"q1_1": YES, "q1_2": NO}, "1 2 4 6"),
        ({"q1_1": YES, "q1_2": UNKNOWN}, "1 2 4 6"),
        ({"q1_1": YES, "q1_2": NO, "q1_4": YES}, "1 2 4 5 6"),
        ({"q1_1": YES, "q1_2": YES, "q1_3": NO}, "1 2 3 4 6"),
        ({"q1_1": YES, "q1_2": YES, "q1_3": YES}, "1 2 3 7"),
        ({"q1_1": YES, "q1_2": YES, "q1_3": UNKNOWN, "q1_7": YES}, "1 2 3 7 8"),
    ],
)
def test_confounding_asks_baseline_or_time_varying_questions(answers, expected):
    assert numbers("D1", **answers) == expected.split()


@pytest.mark.parametrize(
    ("key", "answers", "expected"),
    [
        ("D2", {}, "1 4"),
        ("D2", {"q2_1": YES}, "1 2 4"),
        ("D2", {"q2_1": YES, "q2_2": YES}, "1 2 3 4"),
        ("D2", {"q2_1": YES, "q2_2": YES, "q2_3": YES}, "1 2 3 4 5"),
        ("D2", {"q2_4": NO}, "1 4 5"),
        ("D4", {"q4_1": YES}, "1 2"),
        ("D4", {"q4_1": NO}, "1"),
        ("D5", {"q5_1": YES}, "1 2 3"),
        ("D5", {"q5_1": NO}, "1 2 3 4 5"),
        ("D5", {"q5_3": YES}, "1 2 3 4 5"),
        ("D6", {}, "1 2 3 4"),
        ("D7", {}, "1 2 3"),
    ],
)
def test_questions_follow_the_answers_before_them(key, answers, expected):
    assert numbers(key, **answers) == expected.split()


def test_only_an_unconfounded_study_gets_a_level():
    assert propose_level(BY_KEY["D1"], {"1.1": SignallingResponse.PROBABLY_NO}) is BiasLevel.LOW
    assert propose_level(BY_KEY["D1"], {"1.1": YES, "1.2": NO, "1.4": YES, "1.5": YES, "1.6": NO}) is None
    assert propose_level(BY_KEY["D3"], {"3.1": YES, "3.2": YES, "3.3": NO}) is None


@A_TENTH
def test_overall_follows_the_published_rule_for_every_combination(share):
    for levels in drawn(product(LEVELS, repeat=7), share):
        if BiasLevel.CRITICAL in levels:
            expected = BiasLevel.CRITICAL
        elif BiasLevel.SERIOUS in levels:
            expected = BiasLevel.SERIOUS
        elif BiasLevel.NO_INFORMATION in levels:
            expected = BiasLevel.NO_INFORMATION
        else:
            expected = BiasLevel.MODERATE if BiasLevel.MODERATE in levels else BiasLevel.LOW
        assert ROBINS_I.overall({}, dict(zip(BY_KEY, levels, strict=True))) is expected
