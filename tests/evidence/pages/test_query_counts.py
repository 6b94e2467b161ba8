"""The number of queries of a page does not grow with the number of studies."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from studies.choices import HigherIs, OutcomeDomain, PrintedEffectMeasure
from studies.models import Condition, OutcomeMeasure, OutcomeResult, Study
from tests.evidence.pages.html_page import read
from tests.evidence.releases.small_release import make_small_release
from tests.factories import (
    make_arm,
    make_claim,
    make_condition,
    make_harm,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_query,
    make_registration,
    make_reported_contrast,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
)
from tests.shares import A_TENTH, drawn
from tests.studies.test_permission_matrix import EXPECTED, OPEN, address_of

pytestmark = pytest.mark.django_db
FEW = 2
OPEN_PAGES = sorted(name for name, group in EXPECTED.items() if group == OPEN)


@pytest.fixture
def condition() -> Condition:
    return make_condition(slug="sore-back", in_back_pain=True)


@pytest.fixture
def measures() -> list[OutcomeMeasure]:
    better = {"higher_is": HigherIs.BETTER, "range_min": None, "range_max": None}
    return [
        make_measure(slug="pain-vas"),
        make_measure(slug="disability-odi", domain=OutcomeDomain.DISABILITY, range_max=100),
        make_measure(slug="success-macnab", domain=OutcomeDomain.SUCCESS, **better),
    ]


def make_records(condition: Condition, measures: list[OutcomeMeasure]) -> Study:
    """A trial, with a record of every other kind that open pages show."""
    study = make_trial(condition, measures)[0].arm.study
    review = make_review(condition=condition)
    make_publication(study=review, year=2021)
    make_pool(review=review, condition=condition, measure=measures[2])
    make_inclusion(review=review, study=study, list_complete=True)
    make_harm(study=review)
    make_claim(condition=condition, measure=measures[0], evidence=[study])
    make_registration(condition=condition)
    make_publication(study=None)
    return study


def make_trial(condition: Condition, measures: list[OutcomeMeasure]) -> list[OutcomeResult]:
    """A trial with everything that pages show of one."""
    pain, disability, success = measures
    study = make_study(condition=condition, n_randomised=60)
    make_publication(study=study, year=2020)
    arms = [make_arm(study=study), make_arm(study=study, components=("sham",))]
    scale = {"scale_min": 0, "scale_max": 10, "higher_is": HigherIs.WORSE}
    scores = [make_result(arm=arm, measure=pain, mean=3 + place, **scale) for place, arm in enumerate(arms)]
    for place, arm in enumerate(arms):
        make_result(arm=arm, measure=disability, mean=30 + place)
        make_result(arm=arm, measure=success, events=20 - place)
        make_harm(arm=arm)
    difference = {"weeks": 26, "effect_measure": PrintedEffectMeasure.MD, "estimate": -1, "se": 0.5}
    make_reported_contrast(arm_a=arms[0], arm_b=arms[1], measure=pain, **difference)
    make_query(study=study, measure=disability)
    make_risk_of_bias(study=study)
    return scores


def queries_of(client: Client, where: str) -> int:
    """The queries of a page with an empty cache."""
    cache.clear()
    asked: list[str] = []

    def count(execute: Any, statement: str, *rest: Any) -> Any:
        asked.append(statement)
        return execute(statement, *rest)

    # Django's own list of queries asks SQLite once more for each, to write it with its values.
    with connection.execute_wrapper(count):
        response = client.get(where)
        # A file that is streamed asks while it is read.
        list(response)
    assert response.status_code < HTTPStatus.BAD_REQUEST
    return len(asked)


# Without a contact there is no security.txt.
# As many queries on both databases; the pages themselves are asked on both by the permission matrix.
@pytest.mark.one_database
@A_TENTH
@override_settings(SECURITY_CONTACT="mailto:editor@example.org")
def test_number_of_queries_of_open_pages_does_not_grow_with_records(
    client: Client, condition: Condition, measures: list[OutcomeMeasure], share: float
) -> None:
    study = [make_records(condition, measures) for _ in range(FEW)][0]
    make_small_release()
    places = {name: address_of(name, study) for name in OPEN_PAGES}
    places["own selection"] = f"{places['condition-selection']}?all_routes=on"
    places["search with words"] = f"{places['search']}?q=2020"
    places["question"] = f"{places['ask']}?q=ozone+v+sham&condition=sore-back"
    chosen = drawn(places, share)
    before = {name: queries_of(client, places[name]) for name in chosen}
    # A query for each record would show with one of each kind more.
    make_records(condition, measures)

    assert {name: queries_of(client, places[name]) for name in chosen} == before
    assert len(before) > 80 * share
    parts = ("findings", "unused", "harms", "reviews", "uncontrolled", "studies", "selection")
    assert max(before.get(f"condition-{part}", 0) for part in parts) <= 23


def test_added_data_is_on_the_page(client: Client, condition: Condition, measures: list[OutcomeMeasure]) -> None:
    for _ in range(3):
        make_trial(condition, measures)
    page = read(client.get("/conditions/sore-back/"))
    assert "Of 3 randomised trials that isolate ozone, 3 gave a usable figure" in page.text
    assert re.search(r"Pain , 4 weeks .{1,200} 10.0 lower \(.{1,40}\) 180 3 trials", page.text)


def test_condition_page_needs_nineteen_queries_whatever_reviews_hold(
    client: Client, condition: Condition, measures: list[OutcomeMeasure]
) -> None:
    study = make_trial(condition, measures)[0].arm.study
    reviews = [make_review(condition=condition, label=f"Review {place}") for place in range(2)]
    for review in reviews:
        make_pool(review=review, condition=condition, measure=measures[0])
        make_inclusion(review=review, study=study, list_complete=True)
    assert queries_of(client, "/conditions/sore-back/") == 19
    make_harm(study=reviews[0])
    assert queries_of(client, "/conditions/sore-back/") == 19


def test_finding_page_needs_sixteen_queries_and_two_for_trials_of_reviews(
    client: Client, condition: Condition, measures: list[OutcomeMeasure]
) -> None:
    for _ in range(FEW):
        make_trial(condition, measures)
    finding = "/conditions/sore-back/findings/ozone-v-sham-pain-short-intradiscal/"
    assert queries_of(client, f"{finding}?year_from=2005") == 16
    make_pool(review=make_review(condition=condition), condition=condition, measure=measures[0])
    assert queries_of(client, f"{finding}?year_from=2005") == 18
