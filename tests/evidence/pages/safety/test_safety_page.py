"""The page /safety/ as readers see it."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.pages.safety import harm_tables
from studies.choices import DenominatorKind, Design, Serious, StudyStatus
from studies.models import Condition
from studies.presentation import download_parts
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
    for _ in range(2):
        make_harms(make_condition(parent=condition))
    assert queries_of(client) == few


def test_empty_page_says_that_missing_reports_are_not_safety(client: Client) -> None:
    html = html_of(client)
    assert "Silence is not safety." in html
    assert html.count("That does not mean that there was none.") == 2


def test_long_table_shows_the_gravest_harms_and_the_file_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harm_tables, "SHORT_LIST", 2)
    monkeypatch.setattr(download_parts, "LONGEST_PART", 6_500)
    arm = make_arm(study=make_study(condition=make_condition(in_back_pain=True)))
    for number in range(5):
        make_harm(arm=arm, event=f"pain {number}", n_events=1, n_at_risk=60)
    make_harm(arm=arm, event="embolism", n_events=1, n_at_risk=60, serious=Serious.YES)
    html = html_of(client)
    assert [f"pain {number}" in html.lower() for number in range(5)].count(True) == 1
    assert "embolism" in html.lower()
    assert "And 4 more harms." in html
    # What is counted is more than what is shown.
    assert "numbers on harm: all are unverified" in html
    assert "The tables show the gravest harms of each route." in html
    for address in ("/safety.csv", reverse("condition-harms-csv", args=[arm.study.condition.slug])):
        rows = rows_of(client, address)
        assert sorted(row["harm"] for row in rows) == ["embolism", *(f"pain {number}" for number in range(5))]
        assert {row["people_with_harm"] for row in rows} == {"1"}
        assert all(float(row["share_low"]) < 1 / 60 < float(row["share_high"]) for row in rows)


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of all parts of a file, of which there are several."""
    rows: list[dict[str, str]] = []
    parts = 0
    while address:
        rows += csv.DictReader(StringIO(client.get(address).content.decode("utf-8-sig")))
        address, parts = rows[-1]["next_part"], parts + 1
    assert parts > 1
    return rows


def test_draft_is_never_shown(client: Client) -> None:
    study = make_study(label="Secret 2024", standing=StudyStatus.DRAFT)
    make_harm(arm=make_arm(study=study), event="secret harm")
    html = html_of(client) + client.get("/safety.csv").content.decode()
    assert "Secret" not in html
    assert "secret harm" not in html


def test_source_text_is_escaped(client: Client) -> None:
    make_harm(arm=make_arm(), event="<script>alert(1)</script>", note="<b>bold</b>")
    html = html_of(client)
    assert "<script>alert" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
