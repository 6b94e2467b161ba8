"""The home page: every condition with its numbers and headline."""

import re

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from studies.choices import StudyStatus
from studies.models import Condition, Study
from tests.evidence.pages.html_page import Page, markup_errors, read

pytestmark = pytest.mark.usefixtures("real_evidence", "db")


@pytest.fixture
def page(client: Client) -> Page:
    return read(client.get("/"))


def entry(page: Page, name: str, *, until: str) -> str:
    """The text about one condition, from its name to the next."""
    text = page.text
    begin = text.index(f" {name} ")
    return text[begin : text.index(f" {until} ", begin + len(name))]


def test_home_page_counts_back_trials_that_isolate_ozone(page: Page) -> None:
    assert "31 randomised trials isolate ozone in the back, with 3,143 people" in page.text


def test_people_of_trials_that_may_share_patients_are_counted_once(page: Page) -> None:
    # Perri 2016 (517) and Perri 2015 (154) may share patients; the smaller is counted when the larger is hidden.
    Study.objects.filter(row_key="perri2016").update(standing=StudyStatus.DRAFT)
    assert "30 randomised trials isolate ozone in the back, with 2,780 people" in read(Client().get("/")).text
    assert 3143 - 517 + 154 == 2780


def test_each_condition_has_its_plain_name_counts_and_headline(page: Page) -> None:
    words = entry(page, "Lumbar disc herniation", until="Degenerative disc disease")
    assert "slipped disc" in words
    assert re.search(r"18 randomised trials ?, 1,949 people · 51 other studies · newest 2025", words)
    assert "Pain. In one trial of 40 people, pain at 1 month was 5.5 points lower" in words
    assert "14.0 points higher on a scale of 0–100 with intradiscal ozone than with physiotherapy" in words
    assert "40 people of about 265 needed, for chance alone, not bias" in words


def test_headline_uses_the_next_critical_outcome_when_pain_has_no_figure(page: Page) -> None:
    words = entry(page, "Degenerative disc disease", until="Sciatica")
    assert "Treatment success. In one trial of 120 people, an excellent or good outcome (MacNab) at 3 months" in words


def test_headline_without_usable_figures_names_what_was_measured(page: Page) -> None:
    words = entry(page, "Lumbar spinal stenosis", until="Non-specific low back pain")
    assert "Pain. A printed direction or P only (two trials)." in words
    assert "Authors of two trials report:" in words


def test_conditions_without_trials_say_so(page: Page) -> None:
    words = entry(page, "Sacroiliac joint pain", until="Spondylolisthesis")
    assert "no randomised trial" in words
    assert "No study of ozone for this condition is in the set." in words


def test_poor_outcome_headline_is_not_inverted(page: Page) -> None:
    words = entry(page, "Other vertebral disease", until="Cervical disc herniation")
    assert (
        "a poor outcome at 6 months was seen in 8.6% with foraminal or periradicular ozone and 21% with steroid"
        in words
    )
    assert "fewer is better" in words


def test_neck_is_listed_separately_and_not_counted_for_the_back(page: Page) -> None:
    text = page.text
    assert text.index("not counted above") < text.index(" Neck pain ")
    assert "Raeissadat" not in text


def test_draft_is_neither_counted_nor_shown(client: Client) -> None:
    Study.objects.filter(row_key__in=["espahbodind", "jostdiscopathynd"]).update(standing=StudyStatus.DRAFT)
    page = read(client.get("/"))
    assert "29 randomised trials isolate ozone in the back" in page.text
    assert "5.5 points lower" not in page.text
    assert "14.0 points higher" not in page.text
    listed = read(client.get("/studies/"))
    assert "Espahbodi" not in listed.html


def test_every_back_condition_and_every_condition_with_studies_is_linked(page: Page) -> None:
    places = {link["href"] for link in page.links if re.fullmatch(r"/conditions/[-\w]+/", link["href"])}
    shown = Condition.objects.filter(Q(in_back_pain=True) | Q(arms__isnull=False)).distinct()
    # The parent of all conditions of the back is one of the back.
    assert places == {reverse("condition", args=[condition.slug]) for condition in shown}


def test_page_is_valid_answers_head_and_refuses_post(client: Client, page: Page) -> None:
    assert markup_errors(page) == []
    assert (client.head("/").status_code, client.post("/").status_code) == (200, 405)
