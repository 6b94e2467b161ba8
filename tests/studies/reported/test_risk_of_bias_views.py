"""Which assessment applies to a result, and the weight at each level."""

import pytest

from studies.choices import BiasLevel, EffectOfInterest, Tool
from studies.reported.risk_of_bias_views import (
    BiasBasis,
    BiasGrade,
    BiasView,
    JudgementRow,
    current_assessment,
    differing_domains,
    grade_of,
    is_critical,
    overall_level,
    views_by_study,
    weight_shares,
    worst_level,
)


def view(pk=1, measure="", weeks=None, overall=BiasLevel.LOW):
    return BiasView(pk, Tool.ROB_2, measure, weeks, (("D1", BiasLevel.LOW), ("overall", overall)))


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


def judgement(study, pk, tool, measure, weeks, domain, level, by=None, effect="", *, is_consensus=False):
    return JudgementRow(study, pk, tool, measure, weeks, effect, by, is_consensus, domain, level)


def test_views_are_read_from_judgements_in_their_order():
    rows = [
        judgement(7, 2, "rob-2", None, None, "D1", "low"),
        judgement(7, 2, "rob-2", None, None, "overall", "high"),
        judgement(8, 3, "robins-i", "pain", 4.0, "overall", "serious"),
        judgement(7, 1, "rob-2", "pain", None, "overall", "low"),
    ]
    found = views_by_study(rows)
    assert [view.id for view in found[7]] == [2, 1]
    assert found[7][0].levels == (("D1", BiasLevel.LOW), ("overall", BiasLevel.HIGH))
    assert found[8] == (BiasView(3, Tool.ROBINS_I, "pain", 4.0, (("overall", BiasLevel.SERIOUS),)),)


LOW, SOME, HIGH = "low", "some-concerns", "high"


def counted(*assessments):
    """What counts of one study, from (person, is consensus, levels of D1, D2 and overall), the latest first."""
    keys = ("D1", "D2", "overall")
    rows = [
        judgement(7, 100 - place, "rob-2", None, None, key, level, by=by, is_consensus=is_consensus)
        for place, (by, is_consensus, levels) in enumerate(assessments)
        for key, level in zip(keys, levels, strict=True)
    ]
    (found,) = views_by_study(rows)[7]
    return found


@pytest.mark.parametrize(
    ("assessments", "basis", "levels", "differing"),
    [
        # One person, and the same person again: the latest counts.
        ([(1, False, (LOW, LOW, LOW))], BiasBasis.ONE_PERSON, (LOW, LOW, LOW), {}),
        ([(1, False, (HIGH, LOW, HIGH)), (1, False, (LOW, LOW, LOW))], BiasBasis.ONE_PERSON, (HIGH, LOW, HIGH), {}),
        # Two people alike; an earlier assessment of one of them differs, and does not count.
        (
            [(2, False, (LOW, SOME, SOME)), (1, False, (LOW, SOME, SOME)), (1, False, (HIGH, SOME, HIGH))],
            BiasBasis.ALIKE,
            (LOW, SOME, SOME),
            {},
        ),
        # Two people differ in one domain and overall: no light there, not even the milder or the later one.
        (
            [(2, False, (LOW, HIGH, HIGH)), (1, False, (LOW, SOME, SOME))],
            BiasBasis.DIFFERENT,
            (LOW, None, None),
            {"D2": (HIGH, SOME), "overall": (HIGH, SOME)},
        ),
        # The consensus counts, whoever assessed last; of two the later.
        (
            [(1, False, (LOW, LOW, LOW)), (3, True, (LOW, SOME, SOME)), (2, True, (HIGH, HIGH, HIGH))],
            BiasBasis.CONSENSUS,
            (LOW, SOME, SOME),
            {},
        ),
    ],
)
def test_the_light_is_the_consensus_else_what_people_say_alike(assessments, basis, levels, differing):
    found = counted(*assessments)
    assert found.basis is basis
    assert tuple(level for _, level in found.levels) == levels
    assert found.overall == levels[-1]
    assert dict(found.differences) == differing
    assert found.levels_given("D2") == differing.get("D2", (levels[1],))
    assert found.levels_given("D9") == ()


def test_levels_of_two_tools_are_never_alike():
    low = [{"D1": "low", "overall": "low"}] * 2
    assert differing_domains(["rob-2", "rob-2"], low) == []
    assert differing_domains(["rob-2", "robins-i"], low) == ["D1", "overall"]
    assert differing_domains(["rob-2", "rob-2"], [{"D1": "low"}, {"D1": "low", "D1b": "low"}]) == ["D1b"]


def test_the_effect_of_assignment_applies_before_that_of_adhering_to_the_same_scope():
    rows = [
        judgement(7, 2, "rob-2", None, None, "overall", HIGH, by=2, effect="adherence"),
        judgement(7, 1, "rob-2", None, None, "overall", LOW, by=1),
    ]
    views = views_by_study(rows)[7]
    assert [(view.effect, view.basis) for view in views] == [
        (EffectOfInterest.ADHERENCE, BiasBasis.ONE_PERSON),
        (EffectOfInterest.ASSIGNMENT, BiasBasis.ONE_PERSON),
    ]
    assert overall_level(views, "pain", 4.0) is BiasLevel.LOW
    assert overall_level(views[:1], "pain", 4.0) is BiasLevel.HIGH


@pytest.mark.parametrize(
    ("levels", "expected"), [(("critical", "serious"), True), (("serious", "low"), False), (("critical",), True)]
)
def test_a_result_that_one_of_two_people_judges_critical_stays_out_of_pools(levels, expected):
    rows = [
        judgement(7, number, "robins-i", None, None, "overall", level, by=number) for number, level in enumerate(levels)
    ]
    assert is_critical(views_by_study(rows)[7], "pain", 4.0) is expected
    assert not is_critical([], "pain", 4.0)
