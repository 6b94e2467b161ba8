"""AMSTAR 2: the overall rating for every pattern of weaknesses."""

from itertools import combinations

import pytest

from studies.appraisal.amstar2 import AMSTAR_2, confidence
from studies.appraisal.instrument import propose_overall_level
from studies.choices import ReviewConfidence, SignallingResponse

NUMBERS = [str(number) for number in range(1, 17)]
CRITICAL = ["2", "4", "7", "9", "11", "13", "15"]


def test_every_pattern_of_weaknesses_is_rated_by_the_published_rule():
    """Every choice of up to three of the 16 items, and all of them: the rule counts up to two of a kind."""
    for weak in (NUMBERS, *(weak for number in range(4) for weak in combinations(NUMBERS, number))):
        flaws = sum(number in CRITICAL for number in weak)
        others = len(weak) - flaws
        if flaws >= 2:
            expected = ReviewConfidence.CRITICALLY_LOW
        elif flaws == 1:
            expected = ReviewConfidence.LOW
        elif others >= 2:
            expected = ReviewConfidence.MODERATE
        else:
            expected = ReviewConfidence.HIGH
        answers = {number: SignallingResponse.NO if number in weak else SignallingResponse.YES for number in NUMBERS}
        assert confidence(answers) is expected


@pytest.mark.parametrize("answer", [SignallingResponse.PARTIAL_YES, SignallingResponse.NOT_APPLICABLE])
def test_partly_met_or_no_meta_analysis_is_not_a_weakness(answer):
    answers = {q.number: answer if answer in q.answers else SignallingResponse.YES for q in AMSTAR_2.questions}
    assert answer in answers.values()
    assert confidence(answers) is ReviewConfidence.HIGH


def test_items_offer_the_answers_of_the_instrument():
    offered = {question.number: question.answers for question in AMSTAR_2.questions}
    assert list(offered) == NUMBERS
    assert [n for n in NUMBERS if SignallingResponse.PARTIAL_YES in offered[n]] == ["2", "4", "7", "8", "9"]
    assert [n for n in NUMBERS if SignallingResponse.NOT_APPLICABLE in offered[n]] == ["11", "12", "15"]


def test_a_review_is_rated_once_all_items_are_answered():
    answers = dict.fromkeys(NUMBERS, SignallingResponse.YES)
    assert propose_overall_level(AMSTAR_2, answers, {}) is ReviewConfidence.HIGH
    del answers["16"]
    assert propose_overall_level(AMSTAR_2, answers, {}) is None


def test_not_applicable_is_labelled_no_meta_analysis():
    item = AMSTAR_2.questions[10]
    assert [item.label_of(answer) for answer in item.answers] == ["Yes", "No", "No meta-analysis"]
