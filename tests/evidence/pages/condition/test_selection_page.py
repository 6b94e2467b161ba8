"""The page of a reader's own selection, and the old addresses that lead to it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from evidence.filters import EvidenceFilterForm
from evidence.findings.condition_evidence import read_condition
from studies.models import Arm, Study
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.factories import make_arm, make_condition, make_measure, make_publication, make_result, make_study

DISC = "/conditions/lumbar-disc-herniation/"
CHOSEN = f"{DISC}selection/?window=short"


@pytest.mark.usefixtures("kept_real_pages", "db")
class TestRealEvidence:
    def test_selection_is_above_the_default_answer_and_described_in_words(self, client: Client) -> None:
        page = page_at(client, CHOSEN)
        order = [text for level, text in page.headings if level in ("h1", "h2")]
        assert order[:3] == [
            "Lumbar disc herniation by your own selection",
            "By your selection: Too little is known to say whether ozone helps",
            "The default answer",
        ]
        rows = [row[-8][:20] for table in page.tables_of("answers") for row in table.texts if len(row) >= 8][1:]
        assert [name.split(",")[0] for name in rows] == ["Pain", "Disability", "“total or near-total", "Pain"]
        assert "You chose time: short term" in page.text
        assert markup_errors(page) == []
        assert len(page.ids) == len(set(page.ids))

    def test_every_link_to_a_finding_or_file_of_the_selection_carries_it(self, client: Client) -> None:
        links = [link["href"] for link in page_at(client, CHOSEN).links]
        carrying = [link for link in links if re.search(r"/findings/.|\.csv|\.json", link)]
        assert len(carrying) > 3
        assert {link for link in carrying if not link.endswith("?window=short")} == set()
        assert {client.get(link).status_code for link in carrying} == {200}

    def test_links_of_a_finding_with_a_selection_carry_it(self, client: Client) -> None:
        finding = f"{DISC}findings/add-on-to-steroid-pain-short-epidural/"
        links = [link["href"] for link in page_at(client, f"{finding}?window=short").links]
        carrying = [link for link in links if link.startswith(finding.rstrip("/")) and link != finding]
        assert {link.rpartition("/")[2].partition("?")[0] or "explore" for link in carrying} == {
            *(f"add-on-to-steroid-pain-short-epidural.{ending}" for ending in ("csv", "svg", "zip")),
            "explore",
        }
        assert {link for link in carrying if not link.partition("#")[0].endswith("?window=short")} == set()
        assert f"{DISC}selection/?window=short" in links

    def test_the_default_answer_is_told_in_one_line_with_the_way_to_it(self, client: Client) -> None:
        page = page_at(client, CHOSEN)
        assert "The default answer Too little is known to say whether ozone helps: of 18 randomised trials" in page.text
        assert DISC in [link["href"] for link in page.links]

    def test_old_address_leads_to_the_page_of_the_selection(self, client: Client) -> None:
        response = client.get(f"{DISC}?window=short&risk=low&correlation=0.5&map=routes")
        assert response.status_code == 301
        assert response.headers["Location"] == f"{DISC}selection/?window=short&risk=low"

    def test_page_without_a_choice_shows_the_form_and_the_default_answer(self, client: Client) -> None:
        page = page_at(client, f"{DISC}selection/")
        assert "Nothing is chosen yet" in page.text
        assert '<details class="filter" open>' in page.html
        assert page.tables == []

    def test_condition_page_leads_to_the_page_of_the_selection(self, client: Client) -> None:
        assert f"{DISC}selection/" in [link["href"] for link in page_at(client, DISC).links]

    @pytest.mark.parametrize("path", ["selection/", "findings/add-on-to-steroid-pain-short-epidural/"])
    def test_value_that_is_not_known_is_an_error_with_a_sentence(self, client: Client, path: str) -> None:
        response = client.get(f"{DISC}{path}?window=yesterday")
        assert response.status_code == 400
        assert "Time: Select a valid choice. yesterday is not one of the available choices." in read(response).text

    def test_every_choice_of_the_form_has_a_box_or_an_option(self, client: Client) -> None:
        html = page_at(client, f"{DISC}selection/").html
        condition_evidence = read_condition("lumbar-disc-herniation")
        assert condition_evidence
        form = EvidenceFilterForm(studies=condition_evidence.studies)
        for field in form.multiple_fields:
            values = re.findall(rf'type="checkbox" name="{field.name}" value="([^"]+)"', html)
            assert values == [str(value) for value, _ in field.field.choices]
        assert len(condition_evidence.studies) > 50


def page_at(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return read(response)


@pytest.mark.django_db
def test_empty_fields_of_the_form_lead_to_the_short_address(client: Client) -> None:
    make_condition(slug="sore-back")
    where = reverse("condition-selection", args=["sore-back"])
    sent = client.get(f"{where}?design=&risk=low&ug_from=&ug_to=20&model=random&interval=hksj-floored&year_from=")
    assert sent.status_code == 302
    short = sent.headers["Location"]
    assert short == f"{where}?risk=low&ug_to=20.0"
    assert client.get(short).status_code == 200
    assert client.get(f"{where}?design=&model=random").headers["Location"] == where


@pytest.mark.django_db
def test_studies_without_a_year_are_counted(client: Client) -> None:
    condition = make_condition(slug="sore-back", in_back_pain=True)
    measure = make_measure(slug="pain-vas")
    for year in (2015, None, None):
        study = make_study(condition=condition)
        if year:
            make_publication(study=study, year=year)
        for name in ("ozone", "sham"):
            make_result(arm=make_arm(study=study, components=(name,)), measure=measure)
    page = page_at(client, "/conditions/sore-back/selection/?year_from=2010")
    assert "It holds 1 randomised trial that isolates ozone. 2 trials without a year are left out." in page.text
    (anchor,) = set(re.findall(r"/findings/([-\w]+)/\?year_from=2010", page.html))
    finding = page_at(client, f"/conditions/sore-back/findings/{anchor}/?year_from=2010")
    assert "2 trials without a year are left out." in finding.text


@pytest.mark.django_db
def test_each_of_many_studies_can_be_excluded(client: Client) -> None:
    condition = make_condition(slug="sore-back", in_back_pain=True)
    names = [f"study-{place}" for place in range(101)]
    studies = [Study(slug=name, row_key=name, label=name, design="rct", condition=condition) for name in names]
    arms = [Arm(slug="ozone", study=study, condition=condition) for study in Study.objects.bulk_create(studies)]
    Arm.objects.bulk_create(arms)
    html = page_at(client, "/conditions/sore-back/selection/").html
    assert len(re.findall(r'type="checkbox" name="exclude"', html)) == 101
