"""The page /safety/ as readers see it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studies.choices import DenominatorKind, Design, Serious, StudyStatus
from studies.models import Condition
from tests.factories import make_arm, make_condition, make_harm, make_measure, make_pool, make_review, make_study

pytestmark = pytest.mark.django_db
PAGE = "/safety/"


def html_of(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def make_harms(condition: Condition) -> None:
    """A trial that counted harm in both arms, a case report, and a review's pooled figure."""
    study = make_study(condition=condition)
    for components in (["ozone"], ["sham"]):
        make_harm(arm=make_arm(study=study, components=components), n_events=0, serious=Serious.YES)
    report = make_study(condition=condition, design=Design.CASE_REPORT)
    make_harm(arm=make_arm(study=report), n_at_risk=None, denominator_kind=DenominatorKind.CASE_REPORT)
    make_pool(review=make_review(condition=condition), measure=make_measure(domain="harm"), controlled=False)


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        html_of(client)
    return len(captured)


def test_number_of_queries_does_not_grow_with_the_data(client: Client) -> None:
    condition = make_condition()
    make_harms(condition)
    few = queries_of(client)
    for _ in range(5):
        make_harms(make_condition(parent=condition))
    assert queries_of(client) == few


def test_empty_page_says_that_missing_reports_are_not_safety(client: Client) -> None:
    html = html_of(client)
    assert "Silence is not safety." in html
    assert html.count("That does not mean that there was none.") == 2


def test_draft_is_never_shown(client: Client) -> None:
    study = make_study(label="Secret 2024", standing=StudyStatus.DRAFT)
    make_harm(arm=make_arm(study=study), event="secret harm")
    html = html_of(client)
    assert "Secret" not in html
    assert "secret harm" not in html


def test_source_text_is_escaped(client: Client) -> None:
    make_harm(arm=make_arm(), event="<script>alert(1)</script>", note="<b>bold</b>")
    html = html_of(client)
    assert "<script>alert" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
