"""Suggestions of all domains together, the level that follows from decisions, and large effects."""

import pytest

from evidence.choices import RATING_DOWN, RATING_UP, Certainty, GradeDomain
from evidence.grading.domains.certainty_level import (
    GradingFacts,
    domains_to_judge,
    final_level,
    starting_level,
    suggested_level,
    suggestions,
)
from evidence.grading.domains.imprecision import ImprecisionFacts
from evidence.grading.domains.inconsistency import InconsistencyFacts
from evidence.grading.domains.indirectness import IndirectnessFacts
from evidence.grading.domains.publication_bias import PublicationFacts
from evidence.grading.domains.rating_up import LargeEffectFacts, suggest_large_effect
from evidence.grading.domains.risk_of_bias_domain import BiasFacts
from evidence.statistics.information_size import InformationSize
from evidence.statistics.interval import Interval

HIGH, MODERATE, LOW, VERY_LOW = Certainty


@pytest.mark.parametrize(
    ("randomised", "by_robins_i", "start"),
    [(True, False, HIGH), (True, True, HIGH), (False, False, LOW), (False, True, HIGH)],
)
def test_start_is_high_for_randomised_or_robins_i_and_low_otherwise(
    randomised: bool, by_robins_i: bool, start: Certainty
) -> None:
    assert starting_level(randomised=randomised, by_robins_i=by_robins_i) is start


@pytest.mark.parametrize(
    ("start", "judged", "level"),
    [
        (HIGH, [], HIGH),
        (HIGH, [(GradeDomain.RISK_OF_BIAS, 1)], MODERATE),
        (HIGH, [(GradeDomain.RISK_OF_BIAS, 1), (GradeDomain.IMPRECISION, 1)], LOW),
        (HIGH, [(GradeDomain.IMPRECISION, 3)], VERY_LOW),
        (HIGH, [(GradeDomain.RISK_OF_BIAS, 2), (GradeDomain.IMPRECISION, 3)], VERY_LOW),
        (LOW, [(GradeDomain.PUBLICATION_BIAS, 1)], VERY_LOW),
        (LOW, [(GradeDomain.LARGE_EFFECT, 1)], MODERATE),
        (LOW, [(GradeDomain.LARGE_EFFECT, 2)], HIGH),
        (LOW, [(GradeDomain.LARGE_EFFECT, 2), (GradeDomain.DOSE_RESPONSE, 1)], HIGH),
        (LOW, [(GradeDomain.RISK_OF_BIAS, 1), (GradeDomain.LARGE_EFFECT, 1)], LOW),
    ],
)
def test_levels_are_lost_and_gained_within_the_scale(
    start: Certainty, judged: list[tuple[GradeDomain, int]], level: Certainty
) -> None:
    assert final_level(start, judged) is level


def test_only_evidence_that_starts_low_can_rise() -> None:
    assert domains_to_judge(HIGH) == RATING_DOWN
    assert domains_to_judge(LOW) == (*RATING_DOWN, *RATING_UP)
    assert [domain.label for domain in RATING_DOWN] == [
        "risk of bias",
        "inconsistency",
        "indirectness",
        "imprecision",
        "publication bias",
    ]


def test_levels_are_shown_as_circles_and_a_word() -> None:
    assert [(level.circles, level.label) for level in Certainty] == [
        ("●●●●", "High"),
        ("●●●○", "Moderate"),
        ("●●○○", "Low"),
        ("●○○○", "Very low"),
    ]
    assert len({level.meaning for level in Certainty}) == 4


def test_each_domain_has_a_largest_change() -> None:
    assert [domain.most for domain in GradeDomain] == [3, 2, 2, 3, 1, 2, 1, 1]


def facts(start: Certainty, **values: object) -> GradingFacts:
    """Ten studies that agree, at low risk of bias: nothing to lose a level for."""
    interval = Interval(-8, -2)
    plain = {
        "bias": BiasFacts(1.0, 0.0, 0.0, 0.0),
        "inconsistency": InconsistencyFacts((interval,) * 10, interval, 0.0, 0.0, Interval(-9, -1)),
        "indirectness": IndirectnessFacts("a", 0, (("a", 1.0),), (("b", 1.0),), (("c", 1.0),)),
        "imprecision": ImprecisionFacts(
            interval, null=0, is_ratio=False, people=500, thresholds=(-10.0, 10.0), size=InformationSize(100, "")
        ),
        "publication": PublicationFacts(10, "Egger", 0.5),
        "large_effect": LargeEffectFacts(None, None),
    }
    return GradingFacts(start=start, **plain | values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("estimate", "low", "high", "levels"),
    [
        (1.9, 1.5, 2.4, 0),
        (2.0, 1.5, 2.7, 1),
        (0.5, 0.3, 0.8, 1),
        (0.51, 0.3, 0.8, 0),
        (5.0, 3.0, 8.0, 2),
        (0.2, 0.1, 0.4, 2),
        (6.0, 0.9, 40.0, 0),
    ],
)
def test_large_effect_by_risk_ratio(estimate: float, low: float, high: float, levels: int) -> None:
    assert suggest_large_effect(LargeEffectFacts(estimate, Interval(low, high))).levels == levels


def test_scores_have_no_large_effect() -> None:
    assert suggest_large_effect(LargeEffectFacts(None, None)).levels is None


def test_no_concerns_keep_certainty_high() -> None:
    found = suggestions(facts(Certainty.HIGH))
    assert tuple(found) == RATING_DOWN
    assert [suggestion.levels for suggestion in found.values()] == [0, 0, 0, 0, 0]
    assert suggested_level(Certainty.HIGH, found) is Certainty.HIGH


def test_suggested_level_adds_up() -> None:
    found = suggestions(facts(Certainty.HIGH, bias=BiasFacts(0.0, 0.0, 1.0, 0.0)))
    assert suggested_level(Certainty.HIGH, found) is Certainty.LOW


def test_one_domain_without_a_suggestion_means_no_suggested_level() -> None:
    found = suggestions(facts(Certainty.HIGH, publication=PublicationFacts(3)))
    assert suggested_level(Certainty.HIGH, found) is None


def test_evidence_that_starts_low_is_also_judged_by_domains_that_rate_up() -> None:
    effect = LargeEffectFacts(3.0, Interval(2.0, 4.5))
    found = suggestions(facts(Certainty.LOW, large_effect=effect))
    assert tuple(found) == tuple(GradeDomain)
    assert found[GradeDomain.LARGE_EFFECT].levels == 1
    assert found[GradeDomain.DOSE_RESPONSE].levels is None
    assert found[GradeDomain.OPPOSING_CONFOUNDING].levels is None
