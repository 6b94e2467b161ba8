"""Large effects of non-randomised evidence, and the suggestions of all domains together."""

import pytest

from evidence.choices import RATING_DOWN, Certainty, GradeDomain
from evidence.grading.domains.imprecision import ImprecisionFacts
from evidence.grading.domains.inconsistency import InconsistencyFacts
from evidence.grading.domains.indirectness import IndirectnessFacts
from evidence.grading.domains.information_size import InformationSize
from evidence.grading.domains.judgement import Judgement
from evidence.grading.domains.publication_bias import PublicationFacts
from evidence.grading.domains.rating_up import LargeEffectFacts, suggest_large_effect
from evidence.grading.domains.risk_of_bias import BiasFacts
from evidence.grading.domains.suggestion import Suggestion, cannot
from evidence.grading.domains.suggestions import GradingFacts, suggested_level, suggestions
from evidence.statistics.intervals import Interval


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


def test_all_good_stays_high() -> None:
    found = suggestions(facts(Certainty.HIGH))
    assert tuple(found) == RATING_DOWN
    assert [suggestion.levels for suggestion in found.values()] == [0, 0, 0, 0, 0]
    assert suggested_level(Certainty.HIGH, found) is Certainty.HIGH


def test_suggested_level_adds_up() -> None:
    found = suggestions(facts(Certainty.HIGH, bias=BiasFacts(0.0, 0.0, 1.0, 0.0)))
    assert suggested_level(Certainty.HIGH, found) is Certainty.LOW


def test_one_domain_without_a_suggestion_leaves_the_level_to_people() -> None:
    found = suggestions(facts(Certainty.HIGH, publication=PublicationFacts(3)))
    assert suggested_level(Certainty.HIGH, found) is None


def test_evidence_that_starts_low_is_also_asked_what_raises_it() -> None:
    effect = LargeEffectFacts(3.0, Interval(2.0, 4.5))
    found = suggestions(facts(Certainty.LOW, large_effect=effect))
    assert tuple(found) == tuple(GradeDomain)
    assert found[GradeDomain.LARGE_EFFECT].levels == 1
    assert found[GradeDomain.DOSE_RESPONSE].levels is None
    assert found[GradeDomain.OPPOSING_CONFOUNDING].levels is None


@pytest.mark.parametrize(
    ("suggestion", "levels", "differs"),
    [(Suggestion(1, "x"), 1, False), (Suggestion(1, "x"), 0, True), (cannot("x"), 0, True)],
)
def test_a_decision_differs_from_another_suggestion_and_from_none(
    suggestion: Suggestion, levels: int, differs: bool
) -> None:
    assert Judgement(GradeDomain.IMPRECISION, levels, "", suggestion).differs is differs


def test_the_suggestion_speaks_where_no_reason_was_given() -> None:
    assert Judgement(GradeDomain.IMPRECISION, 1, "", Suggestion(1, "few people")).why == "few people"
    assert Judgement(GradeDomain.IMPRECISION, 1, "my own", Suggestion(1, "few people")).why == "my own"
