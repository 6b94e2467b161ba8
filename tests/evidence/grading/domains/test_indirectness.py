"""Suggestions from population, route and comparator."""

from dataclasses import replace

import pytest

from evidence.grading.domains.indirectness import IndirectnessFacts, Shares, suggest_indirectness
from studies.numerics.errors import NoInformationError

HERNIATION, STENOSIS = "Lumbar disc herniation", "Lumbar stenosis"
DIRECT = IndirectnessFacts(HERNIATION, 0, ((HERNIATION, 1.0),), (("intradiscal", 1.0),), (("steroid", 1.0),))
HALVES: Shares = (("one", 0.5), ("other", 0.5))
MOSTLY: Shares = (("one", 0.6), ("other", 0.4))


@pytest.mark.parametrize(
    ("facts", "levels"),
    [
        (DIRECT, 0),
        (replace(DIRECT, routes=MOSTLY, comparators=MOSTLY), 0),
        (replace(DIRECT, routes=HALVES), 1),
        (replace(DIRECT, comparators=HALVES), 1),
        (replace(DIRECT, routes=HALVES, comparators=HALVES), 2),
        (replace(DIRECT, condition="Back pain", descendants=5), 1),
        (replace(DIRECT, condition="Back pain", descendants=5, routes=HALVES, comparators=HALVES), 2),
        (replace(DIRECT, condition="Back pain", descendants=5, populations=((HERNIATION, 0.9), (STENOSIS, 0.1))), 0),
        # With a single child condition, the page asks about that one.
        (replace(DIRECT, condition="Back pain", descendants=1), 0),
        # The condition asked about, reported as itself.
        (replace(DIRECT, descendants=5), 0),
    ],
)
def test_each_aspect_that_differs_from_the_question_costs_a_level(facts: IndirectnessFacts, levels: int) -> None:
    assert suggest_indirectness(facts).levels == levels


def test_reason_names_the_population_and_the_number_of_conditions() -> None:
    suggestion = suggest_indirectness(replace(DIRECT, condition="Back pain", descendants=5))
    assert suggestion.reason == "all people studied have lumbar disc herniation, one of 5 conditions below back pain"
    assert suggestion.arithmetic == (
        "Population: Lumbar disc herniation 100%",
        "Route: intradiscal 100%",
        "Comparator: steroid 100%",
    )


def test_unstated_route_has_no_suggestion() -> None:
    suggestion = suggest_indirectness(replace(DIRECT, route_stated=False))
    assert suggestion.levels is None
    assert suggestion.reason == "cannot be suggested: the text read does not say by which route ozone was given"


def test_empty_list_of_studies_is_refused() -> None:
    with pytest.raises(NoInformationError):
        replace(DIRECT, routes=())
