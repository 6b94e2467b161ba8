"""The page of an explored finding and its JSON."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from studies.models import OutcomeResult
from tests.evidence.pages.finding.explored_trials import ANCHOR, make_trials
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.factories import make_query
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db


def explore(client: Client, query: str = "") -> Page:
    return read(client.get(reverse("finding-explore", args=["sore-back", ANCHOR]) + query))


def explored(client: Client, query: str = "") -> dict[str, Any]:
    response = client.get(reverse("finding-explore-json", args=["sore-back", ANCHOR]) + query)
    assert response.status_code == 200
    return json.loads(response.content)


def table(page: Page, first_heading: str) -> list[list[str]]:
    (found,) = [table.texts for table in page.tables if table.texts[0][0] == first_heading]
    return found


@pytest.mark.parametrize("k", [1, 2, 3, 9])
def test_fewer_than_ten_studies_have_points_without_a_line_and_reasons(client: Client, k: int) -> None:
    make_trials(k)
    page = explore(client)
    assert "<polyline" not in page.html
    assert (
        f"A line needs 10 studies that state it (Handbook 10.11.5.1); there {'is' if k == 1 else 'are'} {k}."
        in page.text
    )
    assert f"with fewer than 10 studies a test is not informative ({k} here)" in page.text
    assert ("Nothing is pooled here" in page.text) is (k < 3)
    assert "Every effect equally likely before" in page.text


def test_a_finding_with_a_doubted_figure_alone_says_that_there_is_nothing_to_explore(client: Client) -> None:
    make_trials(1)
    result = OutcomeResult.objects.earliest("pk")
    make_query(study=result.arm.study, arm=result.arm, measure=result.measure)

    page = explore(client)

    assert "No study has a figure here that a pool could use, so there is nothing to explore." in page.text
    assert "Subgroups" not in page.text
    assert explored(client)["k"] == 0
    finding = client.get(reverse("finding", args=["sore-back", ANCHOR]))
    assert finding.status_code == 200
    assert "/explore/" not in finding.text


class Explored(NamedTuple):
    """A finding of twelve trials as it is explored by default."""

    page: Page
    data: dict[str, Any]


def make_twelve_trials() -> Explored:
    make_trials(12)
    client = Client()
    return Explored(explore(client), explored(client))


@pytest.fixture(scope="class")
def twelve(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Explored]:
    with shared_records(django_db_blocker, make_twelve_trials) as made:
        yield made


class TestTwelveTrials:
    def test_twelve_studies_have_every_part(self, twelve: Explored) -> None:
        page = twelve.page
        assert markup_errors(page) == []
        assert [text for level, text in page.headings if level == "h2"][:6] == [
            "Subgroups",
            "Against a number of each study",
            "Influence of each study",
            "Small studies",
            "In how many settings the effect would be larger than a threshold",
            "Bayesian answers",
        ]
        assert [row[:2] for row in table(page, "Guidance")] == [
            ["Guidance", "Studies"],
            ["CT", "6"],
            ["fluoroscopy", "6"],
        ]
        assert "Test between groups with one variance between studies: F" in page.text
        assert "With each µg/ml more the effect changes by" in page.text
        assert "With each session more the effect changes by" in page.text
        assert page.html.count('<polyline class="slope"') == 3
        assert [row[0] for row in table(page, "Test")] == ["Test", "Egger", "Rank correlation"]
        trimmed = table(page, "Estimator")
        assert [row[0] for row in trimmed] == ["Estimator", "L0", "R0"]
        assert trimmed[1][3] == "–"
        assert re.fullmatch(r"0\.\d+", trimmed[2][3])
        assert [len(table.rows) for table in page.tables if table.texts[0][0] == "Study"] == [13] * 4

    def test_every_figure_has_its_numbers_in_a_table_with_a_link_to_the_contrast(self, twelve: Explored) -> None:
        rows = [table for table in twelve.page.tables if "Ozone concentration, µg/ml" in table.texts[0]]
        assert [[cell.links[0].split("/")[3] for cell in row[:1]] for row in rows[0].rows[1:]] == [["contrasts"]] * 12
        assert rows[0].texts[1][1:4] == ["4 weeks", "20", "−10.0 (−17.8 to −2.2)"]

    def test_selection_is_explored_and_named(self, twelve: Explored, client: Client) -> None:
        page = explore(client, "?guidance=ct")
        assert "You chose guided by: CT" in page.text
        assert "In six trials of 360 people" in page.text
        assert explored(client, "?guidance=ct")["k"] == 6
        links = [link["href"] for link in page.links if "guidance=ct" in link["href"]]
        assert {link.split("?")[0].rsplit("/", 2)[-1] for link in links} >= {"", "explore.json"}

    def test_selection_without_an_answer_says_so(self, twelve: Explored, client: Client) -> None:
        assert "Nothing in your selection answers this question" in explore(client, "?guidance=ultrasound").text
        assert explored(client, "?guidance=ultrasound")["k"] == 0

    def test_priors_of_the_address_are_used_and_kept_with_the_selection(self, twelve: Explored, client: Client) -> None:
        page = explore(client, "?guidance=ct&tau_scale=3&effect_sd=2")
        assert "half-normal with scale 3 in the unit of the effect (chosen by you)" in page.text
        assert 'name="guidance" value="ct"' in page.html
        assert 'name="tau_scale" value="3"' in page.html
        wide, narrow = twelve.data["bayes"], explored(client, "?tau_scale=0.5&effect_sd=1")["bayes"]
        assert (wide["priors"]["tau_scale"], narrow["priors"]["tau_scale"]) == (12.5, 0.5)
        assert narrow["posteriors"][1]["ci"][0] > wide["posteriors"][1]["ci"][0]

    def test_impossible_prior_is_refused_with_a_sentence(self, twelve: Explored, client: Client) -> None:
        page = explore(client, "?tau_scale=nan")
        assert "The priors of the address were not used." in page.text
        assert "Scale of the prior of τ: This is" in page.text
        assert "half-normal with scale 12.5" in page.text
        response = client.get(reverse("finding-explore-json", args=["sore-back", ANCHOR]) + "?tau_scale=nan")
        assert response.status_code == 400
        assert response.json()["errors"][0].startswith("Scale of the prior of τ: This is")

    def test_json_has_the_numbers_of_the_page(self, twelve: Explored) -> None:
        found = twelve.data
        assert (found["condition"], found["finding"], found["k"], found["measure"]) == ("sore-back", ANCHOR, 12, "MD")
        assert [item["by"] for item in found["subgroups"]] == [
            *("route", "guidance", "dose-band", "risk-of-bias", "design", "condition")
        ]
        assert [item["against"] for item in found["covariates"]] == ["concentration", "sessions", "year"]
        assert len(found["covariates"][0]["slope"]["line"]) == 21
        assert len(found["influence"]["studies"]) == 12
        assert [test["test"] for test in found["small_studies"]["tests"]] == ["Egger", "Rank correlation"]
        assert sum(band["studies"] for band in found["small_studies"]["contours"]) == 12
        assert [posterior["prior"] for posterior in found["bayes"]["posteriors"]] == ["uniform", "sceptical"]
        assert "12 of 12 are not" in found["bayes"]["no_probability"]

    def test_exploration_of_an_unknown_finding_is_not_found(self, twelve: Explored, client: Client) -> None:
        assert client.get(reverse("finding-explore", args=["sore-back", "no-such-finding"])).status_code == 404
