"""The sitemap: every public page once, none that readers may not see, and when its records last changed."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoAssertNumQueries

from evidence.pages.metadata.sitemaps import CONDITION_PAGES, PLAIN_PAGES, StudyPages, changed_conditions
from studies.choices import StudyStatus
from studies.models import Study
from tests.factories import make_arm, make_condition, make_study
from tests.shares import A_TENTH, drawn
from tests.studies.full_site import make_trial
from tests.studies.test_permission_matrix import EXPECTED, OPEN

pytestmark = pytest.mark.django_db
OLD, NEW = datetime(2024, 5, 1, tzinfo=UTC), datetime(2025, 6, 2, tzinfo=UTC)
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# Open addresses without arguments that are no pages to find: files, forms, and what only shows an answer to words.
NOT_LISTED = {
    *("robots", "favicon", "security-txt", "sitemap", "search"),
    *("safety-csv", "study-list-csv", "flow-csv", "compare-csv", "data-zip", "data-xlsx"),
    *("changes-feed", "retractions-feed", "study-list-feed"),
    *("password_reset", "password_reset_done", "password_reset_complete"),
}


def locations(client: Client, address: str) -> dict[str, str]:
    """Each address of a file of the sitemap, without scheme and host, with its day."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    found = {}
    for each in ET.fromstring(response.content):  # noqa: S314 - written by our own site
        location = str(each.findtext(f"{MAPS}loc"))
        assert location.startswith("http://testserver/")
        found[location.removeprefix("http://testserver")] = each.findtext(f"{MAPS}lastmod") or ""
    return found


def everything(client: Client) -> dict[str, str]:
    files = locations(client, "/sitemap.xml")
    assert len(files) >= 4
    return {place: day for file in files for place, day in locations(client, file).items()}


def changed_on(study: Study, day: datetime) -> Study:
    Study.objects.filter(pk=study.pk).update(updated_at=day)
    return study


# About links: the pages themselves are asked on both databases by the permission matrix.
@pytest.mark.one_database
@A_TENTH
def test_every_address_leads_to_a_page(client: Client, share: float) -> None:
    make_trial()
    places = everything(client)

    assert len(places) > len(PLAIN_PAGES) + len(CONDITION_PAGES)
    assert [place for place in drawn(places, share) if client.get(place).status_code != 200] == []


def test_every_open_page_without_arguments_is_listed_or_known() -> None:
    plain = set()
    for name, group in EXPECTED.items():
        # Programs ask the API; what it gives is on the pages.
        if group == OPEN and not name.startswith("api-"):
            try:
                reverse(name)
            except NoReverseMatch:
                continue
            plain.add(name)

    # Programs find the API by its document.
    pages = {name for name in plain - NOT_LISTED if not name.startswith("api-")}
    assert pages == {*PLAIN_PAGES}


def test_day_is_that_of_the_last_change_of_the_records(client: Client) -> None:
    whole = make_condition(slug="whole")
    part = make_condition(slug="part", parent=whole)
    for slug, condition, day in (("old", whole, OLD), ("new", part, NEW)):
        study = make_study(condition=condition, slug=slug)
        make_arm(study=study)
        changed_on(study, day)
    places = everything(client)

    assert (places["/studies/old/"], places["/studies/new/"]) == ("2024-05-01", "2025-06-02")
    # A condition changes with those below it.
    assert (places["/conditions/whole/"], places["/conditions/part/"]) == ("2025-06-02", "2025-06-02")


def test_draft_is_in_no_file_and_moves_no_day(client: Client) -> None:
    shown = make_trial(slug="shown")
    draft = make_trial(slug="hidden-draft", condition=shown.condition, standing=StudyStatus.DRAFT)
    alone = make_trial(slug="other-draft", standing=StudyStatus.DRAFT)
    changed_on(shown, OLD)
    for study in (draft, alone):
        changed_on(study, NEW)
    places = everything(client)

    assert "/studies/shown/" in places
    assert [place for place in places if "draft" in place or alone.condition.slug in place] == []
    assert {places[place] for place in places if shown.condition.slug in place} == {"2024-05-01"}


def test_many_studies_come_in_several_files(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(StudyPages, "limit", 2)
    for _ in range(5):
        make_study()
    files = [file for file in locations(client, "/sitemap.xml") if "studies" in file]

    assert files == ["/sitemap-studies.xml", "/sitemap-studies.xml?p=2", "/sitemap-studies.xml?p=3"]
    assert [len(locations(client, file)) for file in files] == [2, 2, 1]
    assert client.get("/sitemap-studies.xml?p=4").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404
    with django_assert_num_queries(2):
        changed_conditions()


def test_robots_are_told_where_it_is(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode().splitlines()
    with override_settings(SITE_URL="https://evidence.example.org"):
        assert settings.SITE_URL in client.get("/robots.txt").content.decode()
