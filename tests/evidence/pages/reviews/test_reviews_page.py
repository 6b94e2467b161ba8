"""The page /reviews/ as readers see it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studies.choices import HigherIs, OutcomeDomain, StudyStatus
from studies.models import Condition, OutcomeMeasure
from tests.factories import (
    make_arm,
    make_condition,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
)

pytestmark = pytest.mark.django_db
PAGE = "/reviews/"


def html_of(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def make_everything(condition: Condition, success: OutcomeMeasure) -> None:
    """A review with pools, inclusions and a judgement, and a trial whose answer is compared with its pool."""
    review = make_review(condition=condition, secondary_conditions=[make_condition()])
    make_publication(study=review, year=2020)
    make_pool(review=review, measure=success)
    make_pool(review=review, measure=success, controlled=False)
    make_inclusion(review=review, list_complete=True)
    make_inclusion(review=review, study=None, citation="one more", list_complete=True)
    make_risk_of_bias(study=review, judged_by=make_review())
    study = make_study(condition=condition)
    for components in (["ozone"], ["sham"]):
        arm = make_arm(study=study, components=components)
        values = {"weeks": 13.035, "higher_is": HigherIs.BETTER}
        make_result(arm=arm, measure=success, events=10 if "ozone" in components else 5, **values)


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        html_of(client)
    return len(captured)


def test_number_of_queries_does_not_grow_with_the_data(client: Client) -> None:
    success = make_measure(domain=OutcomeDomain.SUCCESS, higher_is=HigherIs.BETTER)
    for _ in range(2):
        make_everything(make_condition(), success)
    few = queries_of(client)
    for _ in range(4):
        make_everything(make_condition(), success)
    assert queries_of(client) == few


def test_page_without_any_review_says_so(client: Client) -> None:
    assert "No review" in html_of(client)


def test_draft_is_never_shown(client: Client) -> None:
    secret = make_review(label="Secret 2024", standing=StudyStatus.DRAFT)
    make_pool(review=secret)
    make_inclusion(study=make_study(label="Secret trial", standing=StudyStatus.DRAFT), citation="a trial")
    assert "Secret" not in html_of(client)


def test_uncontrolled_pool_is_labelled_next_to_its_number(client: Client) -> None:
    make_pool(controlled=False, estimate=79.7, ci_low=None, ci_high=None)
    html = html_of(client)
    cell = html.partition("<b>79.7</b>")[2].partition("</td>")[0]
    assert "nothing was compared" in cell
    assert '<table class="forest"' not in html
