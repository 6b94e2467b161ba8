"""Agreement of two assessors, by hand from the judgements that they made."""

import pytest

from studies.choices import Tool
from studies.curation.risk_of_bias.assessor_agreement import AssessedLevel, agreement_by_domain

LOW, SOME, HIGH = "low", "some-concerns", "high"


def judged(*assessments, tool="rob-2"):
    """Rows from (scope, person, level of D1, overall level), the earliest finished first."""
    return [
        AssessedLevel((scope, tool), tool, person, number, key, level)
        for number, (scope, person, *levels) in enumerate(assessments)
        for key, level in zip(("D1", "overall"), levels, strict=True)
    ]


def test_two_people_by_domain_and_overall():
    """D1: low-low, low-some, high-high: 2 of 3; by chance (2 x 1 + 1 x 1) / 9 = 1/3, kappa 1/2. Distances: 1 observed,
    by chance (2 x 1 + 2 x 2 + 2 + 1) / 3 = 3, weighted 2/3. Overall alike, always low: no kappa.
    """
    rows = judged(
        *((1, 7, LOW, LOW), (2, 7, LOW, LOW), (1, 8, LOW, LOW)),
        *((3, 8, HIGH, LOW), (2, 8, SOME, LOW), (3, 9, HIGH, LOW)),
    )
    first, overall = agreement_by_domain(rows)
    assert (first.tool, first.title) == (Tool.ROB_2, "D1 Randomisation process")
    assert (first.agreement.n, first.agreement.same) == (3, 2)
    assert first.agreement.kappa == pytest.approx(1 / 2)
    assert first.weighted == pytest.approx(1 - 3 * 1 / 9)
    assert (overall.agreement.n, overall.agreement.same) == (3, 3)
    assert (overall.agreement.kappa, overall.weighted) == (None, None)


@pytest.mark.parametrize(
    ("assessments", "same"),
    [
        # The first of each person counts, not what they wrote after they could read the other's.
        ([(1, 7, LOW, LOW), (1, 8, HIGH, HIGH), (1, 7, HIGH, HIGH)], 0),
        ([(1, 7, HIGH, HIGH), (1, 7, LOW, LOW), (1, 8, HIGH, HIGH)], 1),
        # A third person enters no pair.
        ([(1, 7, LOW, LOW), (1, 8, LOW, LOW), (1, 9, HIGH, HIGH)], 1),
    ],
)
def test_the_first_assessment_of_the_first_two_people_counts(assessments, same):
    first, _ = agreement_by_domain(judged(*assessments))
    assert (first.agreement.n, first.agreement.same) == (1, same)


def test_one_person_or_two_of_different_scopes_make_no_pair():
    assert agreement_by_domain([]) == []
    assert agreement_by_domain(judged((1, 7, LOW, LOW), (2, 8, LOW, LOW), (1, 7, LOW, LOW))) == []


def test_no_information_has_no_place_among_ordered_levels():
    rows = judged((1, 7, "no-information", LOW), (1, 8, "serious", "moderate"), tool="robins-i")
    first, overall = agreement_by_domain(rows)
    assert (first.agreement.n, first.weighted) == (1, None)
    assert overall.weighted == 0


def test_domains_of_other_versions_follow_in_their_place():
    rows = [row._replace(domain=key) for key in ("overall", "D2", "D1b") for row in judged((1, 7, LOW, LOW))[:1]]
    rows += [row._replace(domain=key, person=8, assessment=1) for key in ("overall", "D2", "D1b") for row in rows[:1]]
    assert [found.title.split()[0] for found in agreement_by_domain(rows)] == ["D1b", "D2", "Overall"]
