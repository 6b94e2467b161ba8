"""The table of all findings: filtered, sorted, folded where it is long."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from evidence.pages.condition import findings_page
from studies.choices import HigherIs, OutcomeDomain, Route, Severity
from studies.models import Condition, OutcomeMeasure, OutcomeResult
from tests.evidence.pages.html_page import Page, read
from tests.factories import make_arm, make_condition, make_measure, make_query, make_result, make_study
from tests.shared_records import shared_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("condition")]


def make_trial(condition: Condition, measure: OutcomeMeasure, **values: object) -> None:
    """A randomised trial of 60 people: ozone by a route against a comparator, at some time."""
    route, comparator, n, weeks = (
        values.get(name, usual)
        for name, usual in (("route", Route.EPIDURAL), ("comparator", "sham"), ("n", 30), ("weeks", 4))
    )
    study = make_study(condition=condition)
    for place, components in enumerate((("ozone",), (comparator,))):
        arm = make_arm(study=study, components=components, route=route)
        scale = {"scale_min": 0, "scale_max": 10, "higher_is": HigherIs.WORSE}
        make_result(arm=arm, measure=measure, mean=3 + place, sd=2, n=n, weeks=weeks, **scale)


def page_at(client: Client, query: str = "") -> Page:
    return read(client.get(f"{reverse('condition-findings', args=['sore-back'])}{query}"))


def rows(page: Page, name: str) -> list[str]:
    """The cells of one column, down the page."""
    found = []
    for table in page.tables_of("findings"):
        column = table.texts[0].index(name)
        found += [row[column] for row in table.texts[1:] if len(row) > 1]
    return found


@pytest.fixture(scope="module")
def condition(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Condition]:
    with shared_records(django_db_blocker, make_three_trials) as made:
        yield made


def make_three_trials() -> Condition:
    condition, pain = make_condition(slug="sore-back", name="Sore back"), make_measure(domain=OutcomeDomain.PAIN)
    make_trial(condition, pain)
    make_trial(condition, make_measure(domain=OutcomeDomain.DISABILITY), comparator="steroid", n=50, weeks=26)
    make_trial(condition, pain, route=Route.INTRADISCAL, comparator="steroid", n=20)
    return condition


def test_a_finding_is_one_row_that_links_to_its_page(client: Client) -> None:
    page = page_at(client, "?comparison=ozone-v-sham")
    (table,) = page.tables_of("findings")
    (link,) = table.rows[-1][0].links
    assert link == "/conditions/sore-back/findings/ozone-v-sham-pain-short-epidural/"
    assert client.get(link).status_code == 200
    assert "1 of 3 findings." in page.text
    cells = [rows(page, name) for name in ("Time", "Route", "People (trials)")]
    assert cells == [["4 weeks"], ["epidural"], ["60 (1)"]]


# Rows are chosen and sorted in Python.
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("query", "outcomes"),
    [
        ("", ["Pain", "Pain", "Disability"]),
        ("?outcome=pain", ["Pain", "Pain"]),
        ("?comparison=ozone-v-steroid", ["Pain", "Disability"]),
        ("?route=intradiscal&outcome=pain", ["Pain"]),
        ("?window=intermediate", ["Disability"]),
        ("?outcome=quality-of-life", []),
        ("?sort=people", ["Disability", "Pain", "Pain"]),
        ("?sort=time", ["Pain", "Pain", "Disability"]),
        ("?sort=outcome&comparison=ozone-v-sham", ["Pain"]),
    ],
)
def test_an_address_chooses_and_sorts_rows(client: Client, query: str, outcomes: list[str]) -> None:
    assert rows(page_at(client, query), "Outcome") == outcomes


def test_rows_stand_under_what_they_are_sorted_by(client: Client) -> None:
    def headings(query: str) -> list[str]:
        return [
            row[0].text.strip()
            for table in page_at(client, query).tables_of("findings")
            for row in table.rows
            if row[0].attributes.get("scope") == "rowgroup"
        ]

    assert headings("") == ["Against a sham injection", "Instead of a steroid injection"]
    assert headings("?sort=outcome") == ["Pain", "Disability"]
    assert headings("?sort=route") == ["Intradiscal", "Epidural"]
    assert headings("?sort=time") == ["Short term, over 2 to 14 weeks", "Intermediate term, over 14 to under 52 weeks"]
    assert headings("?sort=people") == []


def test_a_doubted_figure_is_marked_and_keeps_its_time(client: Client, condition: Condition) -> None:
    result = OutcomeResult.objects.earliest("pk")
    make_query(
        study=result.arm.study,
        measure=result.measure,
        severity=Severity.DOUBT,
        problem="too good to be true",
        field="mean",
    )

    (row,) = page_at(client, "?comparison=ozone-v-sham").tables_of("findings")[0].texts[2:]

    assert row[:4] == ["Pain", "4 weeks", "epidural", "doubted MD −10.0 (−20.3 to 0.3)"]


def test_only_values_that_some_finding_has_are_offered(client: Client) -> None:
    html = page_at(client, "?outcome=quality-of-life").html
    assert '<option value="pain">' in html
    assert '<option value="quality-of-life" selected>' in html
    assert '<option value="surgery">' not in html
    assert '<option value="ozone-v-physiotherapy">' not in html


def test_an_unknown_value_is_refused_with_a_sentence(client: Client, condition: Condition) -> None:
    response = client.get(reverse("condition-findings", args=[condition.slug]) + "?outcome=luck")
    assert response.status_code == 400
    assert "Outcome: Select a valid choice. luck is not one of the available choices." in response.text


def test_a_long_table_is_folded_by_group_and_a_flat_one_has_pages(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_page, "LONGEST_TABLE", 2)
    folded, first, second = (page_at(client, query) for query in ("", "?sort=people", "?sort=people&page=2"))
    assert folded.html.count('<details class="row-group">') == 2
    assert rows(folded, "Outcome") == ["Pain", "Pain", "Disability"]
    assert (rows(first, "Outcome"), rows(second, "Outcome")) == (["Disability", "Pain"], ["Pain"])
    assert "?sort=people&amp;page=2" in first.html
