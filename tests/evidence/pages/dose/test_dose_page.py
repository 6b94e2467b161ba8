"""The page of one comparison by dose and route, and its files."""

import csv
import io
import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evidence.figures import covariate_plot
from evidence.findings.truncation import truncate
from evidence.pages.dose import dose_rows
from studies.choices import HigherIs, Route
from studies.models import Condition, OutcomeMeasure
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.factories import make_arm, make_condition, make_measure, make_query, make_result, make_study

pytestmark = pytest.mark.django_db
DOSE = "/dose/ozone-v-sham/"


@pytest.fixture
def condition() -> Condition:
    return make_condition(slug="sore-back", in_back_pain=True, name="Sore back")


@pytest.fixture
def pain() -> OutcomeMeasure:
    return make_measure(slug="pain-vas")


def make_dosed(condition: Condition, pain: OutcomeMeasure, label: str, weeks: float = 4, **of_ozone: Any) -> Any:
    study = make_study(condition=condition, label=label)
    scale = {"measure": pain, "scale_min": 0, "scale_max": 10, "higher_is": HigherIs.WORSE, "n": 30, "sd": 1.5}
    ozone = make_arm(study=study, **of_ozone)
    first = make_result(arm=ozone, mean=3.0, weeks=weeks, **scale)
    make_result(arm=make_arm(study=study, components=("sham",)), mean=4.0, weeks=weeks, **scale)
    return first


def page_of(client: Client, query: str = "") -> Page:
    return read(client.get(DOSE + query))


def rows_of(page: Page) -> list[list[str]]:
    (found,) = [table.texts[1:] for table in page.tables if table.texts[0][0] == "Study"]
    return found


def test_page_has_a_figure_for_each_dose_and_route_and_one_table_of_all(client: Client, condition, pain) -> None:
    full = {"concentration_low": 20, "concentration_high": 30, "volume_low": 5, "volume_high": 5, "sessions_low": 3}
    make_dosed(condition, pain, "Full", **full)
    make_dosed(condition, pain, "Epidural", route=Route.EPIDURAL, concentration_low=40)
    make_dosed(condition, pain, "Silent")

    page = page_of(client)

    assert markup_errors(page) == []
    assert page.html.count('<svg class="covariate"') == 4
    assert "<polyline" not in page.html
    assert (
        "3 studies; the texts read state the ozone concentration for 2 studies, the volume for 1 study "
        "and the sessions for 1 study." in page.text
    )
    assert "Epidural, ozone concentration: 1 randomised trial and no line (a line needs 10)." in page.text
    assert {row[0]: row[4:7] for row in rows_of(page)} == {
        "Full": ["25", "5", "3"],
        "Epidural": ["40", "not stated", "not stated"],
        "Silent": ["not stated"] * 3,
    }
    assert {row[2] for row in rows_of(page)} == {"Sore back"}
    assert "no one was randomised to a study" in page.text
    links = [link["href"] for link in page.links if "/contrasts/" in link["href"]]
    assert len(links) == 3
    assert {client.get(link).status_code for link in links} == {200}


def test_time_can_be_chosen_and_goes_with_the_downloads(client: Client, condition, pain) -> None:
    for label in ("A", "B"):
        make_dosed(condition, pain, label, concentration_low=20)
    make_dosed(condition, pain, "Late", weeks=26, concentration_low=20)

    default, late = page_of(client), page_of(client, "?window=intermediate")

    assert {row[0] for row in rows_of(default)} == {"A", "B"}
    assert "intermediate term (1 study)." in default.text
    assert {row[0] for row in rows_of(late)} == {"Late"}
    assert any(link["href"] == "/dose/ozone-v-sham.csv?window=intermediate" for link in late.links)
    rows = list(
        csv.DictReader(io.StringIO(client.get("/dose/ozone-v-sham.csv?window=intermediate").text.lstrip("\ufeff")))
    )
    assert [(row["study"], row["weeks"], row["ozone_ug_per_ml"], row["volume_ml"]) for row in rows] == [
        ("Late", "26.0", "20.0", "")
    ]
    assert [row["state"] for row in rows] == ["in the answer"]


def test_long_lists_end_with_their_number_and_the_file_has_all(client: Client, condition, pain, monkeypatch) -> None:
    for label in ("A", "B"):
        make_dosed(condition, pain, label, concentration_low=20)
    monkeypatch.setattr(dose_rows, "truncate", partial(truncate, longest=1))
    monkeypatch.setattr(covariate_plot, "MOST_NAMED", 1)

    page = page_of(client)

    assert [row[0] for row in rows_of(page)] == ["A"]
    assert "The first 1 of 2 rows; all are in the CSV" in page.text
    assert "2 studies; the 1 most precise show their names." in page.text
    assert page.html.count("<circle") == page.html.count('<path class="study"') == 1
    assert markup_errors(page) == []
    rows = csv.DictReader(io.StringIO(client.get("/dose/ozone-v-sham.csv").text.lstrip("\ufeff")))
    assert [row["study"] for row in rows] == ["A", "B"]


def test_json_has_the_studies_and_the_panels(client: Client, condition, pain) -> None:
    make_dosed(condition, pain, "A", concentration_low=20)
    found = client.get("/dose/ozone-v-sham.json").json()
    assert (found["comparison"], found["window"]) == ("ozone-v-sham", None)
    (outcome,) = found["outcomes"]
    assert outcome["studies"][0]["estimate"] == pytest.approx(-10)
    (panel,) = outcome["panels"]
    assert (panel["route"], panel["randomised"]["against"]) == ("intradiscal", "concentration")
    assert panel["randomised"]["points"][0]["value"] == 20


def test_doubted_study_is_in_the_table_and_not_drawn(client: Client, condition, pain) -> None:
    make_dosed(condition, pain, "Firm", concentration_low=20)
    doubted = make_dosed(condition, pain, "Doubted", concentration_low=40)
    make_query(study=doubted.arm.study, arm=doubted.arm, measure=pain)
    page = page_of(client)
    (row,) = [row for row in rows_of(page) if row[0] == "Doubted"]
    assert row[-1].startswith("not drawn: ")
    titles = re.findall(r"<title>\s*(\w+)\s*</title>", page.html)
    assert "Firm" in titles
    assert "Doubted" not in titles


def test_marks_of_a_number_go_with_it(client: Client, condition, pain) -> None:
    make_dosed(condition, pain, "Unclear", route=Route.OTHER)
    (row,) = rows_of(page_of(client))
    assert row[-1] == "the route of ozone is other or not stated"
    (record,) = csv.DictReader(io.StringIO(client.get("/dose/ozone-v-sham.csv").text))
    assert record["marks"] == "the route of ozone is other or not stated"
    (outcome,) = client.get("/dose/ozone-v-sham.json").json()["outcomes"]
    assert outcome["studies"][0]["marks"] == record["marks"]


def test_unknown_time_is_refused_with_a_sentence(client: Client, condition, pain) -> None:
    make_dosed(condition, pain, "A", concentration_low=20)
    page = page_of(client, "?window=yesterday")
    assert "There is no such time." in page.text
    assert len(rows_of(page)) == 1
    for ending in ("csv", "json"):
        response = client.get(f"/dose/ozone-v-sham.{ending}?window=yesterday")
        assert response.status_code == 400
        assert "There is no such time." in response.text


def test_trials_that_randomised_people_to_doses_are_named(client: Client, condition, pain) -> None:
    labels = ("Dose trial", "Same dose", "Half stated")
    trial, same, half = (make_study(condition=condition, label=label) for label in labels)
    for study, doses in ((trial, (20, 40)), (same, (20, 20)), (half, (20, None))):
        for dose in doses:
            make_result(arm=make_arm(study=study, concentration_low=dose, concentration_high=dose), measure=pain)
    page = page_of(client)
    assert "Trials with ozone in both arms and another dose in each: Dose trial" in page.text
    assert any(link["href"] == reverse("study", args=[trial.slug]) for link in page.links)
    assert not any(label in page.text for label in labels[1:])


def test_comparison_without_records_says_so(client: Client, condition) -> None:
    assert "No study of this comparison has a figure" in page_of(client).text
    assert client.get("/dose/ozone-v-sham.csv").status_code == 200


@pytest.mark.parametrize("name", ["no-such", "confounded", "ozone-both-arms"])
def test_what_does_not_isolate_ozone_has_no_page(client: Client, name: str) -> None:
    assert client.get(f"/dose/{name}/").status_code == 404


def test_pages_of_findings_and_of_methods_link_here(client: Client, condition, pain) -> None:
    make_dosed(condition, pain, "A")
    for where in (reverse("condition-findings", args=["sore-back"]), reverse("methods")):
        assert f'href="{DOSE}"' in client.get(where).text
