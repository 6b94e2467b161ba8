"""The gap map on the page of a condition's studies."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from studies.choices import Route, RouteGroup, StudyStatus
from studies.models import Condition
from tests.factories import make_arm, make_condition, make_measure, make_result, make_study
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db
MAP = "/conditions/back-pain/studies/"


@pytest.fixture(scope="module")
def conditions(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Condition, ...]]:
    with shared_records(django_db_blocker, make_conditions) as made:
        yield made


def make_conditions() -> tuple[Condition, ...]:
    """Back pain with two conditions below it, of which one has a trial."""
    back = make_condition(slug="back-pain", name="Back pain", order=1)
    sciatica = make_condition(slug="sciatica", name="Sciatica", parent=back, order=2)
    stenosis = make_condition(slug="spinal-stenosis", name="Spinal stenosis", parent=back, order=3)
    pain_trial(sciatica)
    return back, sciatica, stenosis


@pytest.fixture
def back(conditions: tuple[Condition, ...]) -> Condition:
    return conditions[0]


@pytest.fixture
def sciatica(conditions: tuple[Condition, ...]) -> Condition:
    return conditions[1]


@pytest.fixture
def stenosis(conditions: tuple[Condition, ...]) -> Condition:
    return conditions[2]


def pain_trial(condition: Condition, n: int = 60, **study: object) -> None:
    """A randomised trial of ozone against sham with pain at 4 weeks in both arms."""
    trial = make_study(condition=condition, n_randomised=n, **study)
    pain = make_measure()
    for components in (("ozone",), ("sham",)):
        arm = make_arm(study=trial, components=components, route=Route.EPIDURAL)
        make_result(arm=arm, measure=pain, scale_min=0, scale_max=10)


def rows_of(client: Client, address: str) -> dict[str, list[str]]:
    """The cell texts of each row, by its heading."""
    html = client.get(address).content.decode()
    body = re.search(r'<table class="map">.*?<tbody>(.*?)</tbody>', html, re.DOTALL)
    assert body
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in body[1].split("</tr>") if "<th" in row]
    return {text_of(head): [text_of(cell) for cell in rest] for head, *rest in rows}


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_each_condition_is_a_row_under_its_parent(client, back, sciatica, stenosis):
    rows = rows_of(client, MAP)

    assert list(rows) == ["Back pain", "Sciatica", "Spinal stenosis"]
    assert rows["Sciatica"][0] == "1 trial 1 usable 60 people : pain, Sciatica"
    assert rows["Back pain"][0].startswith("1 trial 1 usable 60 people")


def test_unmeasured_outcome_is_an_empty_cell(client, back, sciatica, stenosis):
    rows = rows_of(client, MAP)

    assert all(cell.startswith("0 trials") for cell in rows["Spinal stenosis"])
    assert all(cell.startswith("0 trials") for cell in rows["Sciatica"][1:])


def cell_links(client: Client, address: str) -> list[str]:
    """The addresses of the cells of the map, in order."""
    return [unescape(link) for link in re.findall(r'<td[^>]*>\s*<a href="([^"]+)"', client.get(address).text)]


def test_every_cell_links_to_the_findings_on_its_outcome_or_to_harms(client, sciatica):
    links = cell_links(client, "/conditions/sciatica/studies/")
    pages = {link: client.get(link) for link in links}

    keys = ["pain", "disability", "success", "surgery", "quality-of-life", "analgesics", "imaging", "other"]
    assert [link.rpartition("=")[2] for link in links if "?outcome=" in link] == keys
    assert [link for link in links if "?" not in link] == ["/conditions/sciatica/harms/"] * 2
    assert all(page.status_code == 200 for page in pages.values())
    assert "1 finding." in pages[links[0]].text
    assert "No finding has this." in pages[links[1]].text


def test_rows_by_route_link_to_a_selection_and_their_cells_to_findings(client, back, sciatica):
    rows = rows_of(client, f"{MAP}?map=routes")
    html = client.get(f"{MAP}?map=routes").text
    links = cell_links(client, f"{MAP}?map=routes")

    assert len(rows) == len(RouteGroup)
    assert rows["Epidural"][0].startswith("1 trial 1 usable 60 people")
    assert rows["Intradiscal"][0].startswith("0 trials")
    assert 'href="/conditions/back-pain/selection/?route=epidural"' in html
    place = "/conditions/back-pain/findings/?outcome=pain&route=epidural"
    assert place in links
    assert "1 finding." in client.get(place).text


def test_map_of_a_condition_includes_its_descendants(client, back, sciatica, stenosis):
    assert list(rows_of(client, reverse("condition-studies", args=[back.slug]))) == [
        "Back pain",
        "Sciatica",
        "Spinal stenosis",
    ]
    assert list(rows_of(client, reverse("condition-studies", args=[stenosis.slug]))) == ["Spinal stenosis"]


def test_address_of_a_map_on_the_condition_page_leads_to_the_studies(client, sciatica):
    old, new = (reverse(name, args=[sciatica.slug]) for name in ("condition", "condition-studies"))

    response = client.get(f"{old}?map=routes")

    assert (response.status_code, response["Location"]) == (301, f"{new}?map=routes")
    assert list(rows_of(client, f"{new}?map=routes"))[0] == "Intradiscal"


def test_unknown_kind_of_rows_is_refused_with_a_message(client, sciatica):
    html = client.get(f"{MAP}?map=moons").content.decode()

    assert "The rows of the map are conditions or routes; conditions are shown." in html


def test_neck_is_not_on_the_map_of_the_back(client, sciatica):
    neck = make_condition(slug="neck-pain", name="Neck pain", in_back_pain=False)
    pain_trial(neck)

    assert "Neck pain" not in rows_of(client, MAP)
    assert rows_of(client, reverse("condition-studies", args=[neck.slug]))["Neck pain"][0].startswith("1 trial")


def test_cell_marks_a_trial_without_a_printed_size(client, sciatica):
    pain_trial(sciatica, n=None)

    assert rows_of(client, MAP)["Sciatica"][0].startswith("2 trials 2 usable 60+ people")


def test_drafts_are_hidden(client, sciatica):
    pain_trial(sciatica, standing=StudyStatus.DRAFT)

    assert rows_of(client, MAP)["Sciatica"][0].startswith("1 trial ")


def test_the_number_of_queries_does_not_grow_with_the_data(client, back, sciatica, stenosis):
    def add_trials_and_count_queries() -> list[int]:
        pain_trial(sciatica)
        pain_trial(stenosis)
        counts = []
        for query in ("", "?map=routes"):
            with CaptureQueriesContext(connection) as queries:
                client.get(MAP + query)
            counts.append(len(queries))
        return counts

    add_trials_and_count_queries()
    first = add_trials_and_count_queries()

    assert add_trials_and_count_queries() == first
