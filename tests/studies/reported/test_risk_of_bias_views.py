"""Which assessment applies to a result, and the weight at each level."""

import pytest

from studies.choices import BiasLevel, Tool
from studies.reported.risk_of_bias_views import (
    BiasGrade,
    FinishedAssessment,
    current_assessment,
    grade_of,
    overall_level,
    views_by_study,
    weight_shares,
    worst_level,
)


def view(pk=1, measure="", weeks=None, overall=BiasLevel.LOW):
    return FinishedAssessment(pk, Tool.ROB_2, measure, weeks, (("D1", BiasLevel.LOW), ("overall", overall)))


WHOLE, PAIN, PAIN_AT_4 = view(1), view(2, "pain"), view(3, "pain", 4.0)


@pytest.mark.parametrize(
    ("measure", "weeks", "expected"),
    [
        ("pain", 4.0, PAIN_AT_4),
        ("pain", 12.0, PAIN),
        ("pain", None, PAIN),
        ("disability", 4.0, WHOLE),
    ],
)
def test_the_narrowest_scope_that_includes_the_result_applies(measure, weeks, expected):
    assert current_assessment([WHOLE, PAIN, PAIN_AT_4], measure, weeks) is expected
    assert current_assessment([PAIN_AT_4, PAIN, WHOLE], measure, weeks) is expected


def test_the_latest_assessment_of_a_scope_applies():
    latest = view(9, "pain", overall=BiasLevel.HIGH)
    assert overall_level([latest, PAIN, WHOLE], "pain", 12.0) is BiasLevel.HIGH


def test_an_assessment_of_another_outcome_or_time_says_nothing():
    assert current_assessment([PAIN_AT_4], "pain", 12.0) is None
    assert overall_level([PAIN], "disability", 4.0) is None
    assert overall_level([], "pain", 4.0) is None


def test_shares_of_weight_by_hand():
    weighted = [
        (BiasLevel.HIGH, 0.3),
        (BiasLevel.SERIOUS, 0.1),
        (BiasLevel.SOME_CONCERNS, 0.4),
        (BiasLevel.LOW, 0.15),
        (None, 0.05),
    ]
    assert weight_shares(weighted) == pytest.approx(dict(zip(BiasGrade, (0.15, 0.4, 0.4, 0, 0.05), strict=True)))
    assert weight_shares([(level, 10 * weight) for level, weight in weighted]) == pytest.approx(weight_shares(weighted))


def test_no_weight_has_no_shares():
    assert set(weight_shares([]).values()) == {0}


def test_every_level_has_a_grade():
    assert {grade_of(level) for level in BiasLevel} == set(BiasGrade)
    assert grade_of(None) is BiasGrade.NOT_KNOWN


def test_critical_is_a_separate_grade_and_serious_is_high():
    assert grade_of(BiasLevel.CRITICAL) is BiasGrade.CRITICAL
    assert grade_of(BiasLevel.SERIOUS) is BiasGrade.HIGH
    shares = weight_shares([(BiasLevel.CRITICAL, 1.0), (BiasLevel.SERIOUS, 3.0)])
    assert (shares[BiasGrade.CRITICAL], shares[BiasGrade.HIGH]) == (0.25, 0.75)


def test_a_study_with_several_results_is_at_its_worst_level():
    assert worst_level([BiasLevel.LOW, BiasLevel.HIGH, BiasLevel.SOME_CONCERNS]) is BiasLevel.HIGH
    assert worst_level([BiasLevel.MODERATE, BiasLevel.CRITICAL]) is BiasLevel.CRITICAL
    assert worst_level([BiasLevel.LOW, None]) is None
    assert worst_level([]) is None
    assert worst_level(list(BiasLevel)) is BiasLevel.CRITICAL


def test_views_are_read_from_judgements_in_their_order():
    rows = [
        (7, 2, "rob-2", None, None, "D1", "low"),
        (7, 2, "rob-2", None, None, "overall", "high"),
        (8, 3, "robins-i", "pain", 4.0, "overall", "serious"),
        (7, 1, "rob-2", "pain", None, "overall", "low"),
    ]
    found = views_by_study(rows)
    assert [view.id for view in found[7]] == [2, 1]
    assert found[7][0].levels == (("D1", BiasLevel.LOW), ("overall", BiasLevel.HIGH))
    assert found[8] == (FinishedAssessment(3, Tool.ROBINS_I, "pain", 4.0, (("overall", BiasLevel.SERIOUS),)),)
