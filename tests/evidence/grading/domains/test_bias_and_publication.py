"""Suggestions from risk of bias and from small-study effects."""

import pytest

from evidence.grading.domains.publication_bias import PublicationFacts, suggest_publication_bias
from evidence.grading.domains.risk_of_bias_domain import BiasFacts, suggest_risk_of_bias


@pytest.mark.parametrize(
    ("low", "some", "high", "levels"),
    [
        (1.0, 0.0, 0.0, 0),
        (0.51, 0.49, 0.0, 0),
        (0.5, 0.5, 0.0, 1),
        (0.0, 1.0, 0.0, 1),
        (0.75, 0.0, 0.25, 0),
        (0.7, 0.0, 0.3, 1),
        (0.5, 0.0, 0.5, 1),
        (0.49, 0.0, 0.51, 2),
        (0.0, 0.0, 1.0, 2),
    ],
)
def test_risk_of_bias_by_share_of_weight(low: float, some: float, high: float, levels: int) -> None:
    suggestion = suggest_risk_of_bias(BiasFacts(low, some, high, 0.0))
    assert suggestion.levels == levels
    assert "not assessed 0%" in suggestion.arithmetic[0]


@pytest.mark.parametrize(
    ("facts", "levels"),
    [
        # The suggestion does not depend on the missing assessments.
        (BiasFacts(0.9, 0.0, 0.0, 0.1), 0),
        (BiasFacts(0.1, 0.0, 0.8, 0.1), 2),
        (BiasFacts(0.2, 0.6, 0.1, 0.1), 1),
        # The suggestion depends on the missing assessment.
        (BiasFacts(0.0, 0.0, 0.0, 1.0), None),
        (BiasFacts(0.45, 0.0, 0.2, 0.35), None),
        # What two people judge differently may be either.
        (BiasFacts(0.45, 0.0, 0.2, 0.0, 0.35), None),
        (BiasFacts(0.9, 0.0, 0.0, 0.05, 0.05), 0),
    ],
)
def test_suggestion_never_guesses_missing_assessments(facts: BiasFacts, levels: int | None) -> None:
    suggestion = suggest_risk_of_bias(facts)
    assert suggestion.levels == levels
    assert suggestion.reason.startswith("cannot be suggested: ") is (levels is None)


def test_reason_names_the_possible_cost_when_nothing_is_assessed() -> None:
    differing = suggest_risk_of_bias(BiasFacts(0.5, 0.0, 0.0, 0.2, 0.3))
    assert "50% of the weight is not assessed or not agreed" in differing.reason
    assert differing.arithmetic[0].endswith("not assessed 20%, two people differ 30%")
    assert suggest_risk_of_bias(BiasFacts(0.0, 0.0, 0.0, 1.0)).reason == (
        "cannot be suggested: 100% of the weight is not assessed: at low risk of bias it would cost no level, "
        "at high risk two levels"
    )


@pytest.mark.parametrize("k", [1, 2, 9])
def test_fewer_than_ten_studies_are_not_tested(k: int) -> None:
    suggestion = suggest_publication_bias(PublicationFacts(k, unusable=4))
    assert suggestion.levels is None
    assert suggestion.reason.endswith(f"a test of small-study effects needs 10 studies; this answer has {k}")
    assert suggestion.arithmetic == ("Studies that measured it without figures that can be used: 4",)


@pytest.mark.parametrize(("p", "levels"), [(0.0004, 1), (0.099, 1), (0.10, 0), (0.6, 0)])
def test_asymmetry_costs_a_level(p: float, levels: int) -> None:
    suggestion = suggest_publication_bias(PublicationFacts(12, "Egger", p))
    assert suggestion.levels == levels
    assert suggestion.arithmetic[0].startswith("Egger test of 12 studies: P ")


def test_reason_says_why_the_test_was_refused() -> None:
    facts = PublicationFacts(12, refusal="The studies lie exactly on a line: there is no error to test against.")
    assert suggest_publication_bias(facts).reason == (
        "cannot be suggested: the studies lie exactly on a line: there is no error to test against"
    )
