"""What a release freezes, how it is served, that no later change reaches it, and what is said of it later."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from evidence.models import FrozenContent, FrozenFile, Release
from evidence.releases.frozen_html import main_part, within_release
from evidence.releases.make_release import make_release
from evidence.releases.stored_files import content_of, damaged_files, is_whole
from studies.models import OutcomeResult, Publication, Study
from tests.evidence.pages.html_page import read
from tests.factories import make_publication, make_study
from tests.shared_records import shared_records
from tests.studies.full_site import ANCHOR, make_trial

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_comparison")]
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def released(one_comparison: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Study]:
    """A trial of a site of which a release was made, once for all tests here."""
    with shared_records(django_db_blocker, make_released_site) as study:
        yield study


def make_released_site() -> Study:
    """A trial, one that is hidden later, one that was retracted before the release, and a draft."""
    study = make_trial(label="Rossi 2020", slug="rossi-2020")
    make_publication(study=study, title="Ozone for backs")
    make_trial(condition=study.condition, label="Verdi 2021", slug="verdi-2021")
    retracted = make_trial(condition=study.condition, label="Neri 2019", slug="neri-2019")
    make_publication(study=retracted, retraction="retracted", retraction_checked_on=AT.date())
    draft = make_trial(condition=study.condition, standing="draft", label="Zyxwv 2020", slug="zyxwv-2020")
    make_publication(study=draft, title="Zyxwv on ozone")
    make_release(by=None, now=AT, note="The first")
    return study


def test_release_holds_every_default_page_its_data_and_the_archive(client: Client, released: Study) -> None:
    slug = released.condition.slug
    base = "/releases/1"
    for path in (f"/conditions/{slug}/", f"/conditions/{slug}/findings/", f"/conditions/{slug}/handout/", "/methods/"):
        live, frozen = read(client.get(path)), read(client.get(base + path))
        assert live.headings[0] == frozen.headings[0]
    assert "Rossi 2020" in client.get(f"{base}/studies/rossi-2020/").content.decode()
    # A page of a finding is made without its view, of rows that are read once for all.
    path = f"/conditions/{slug}/findings/{ANCHOR}/"
    frozen = set(FrozenFile.objects.values_list("path", flat=True)).__contains__
    leads = {"is_frozen": frozen, "prefix": "/releases/1", "site": "", "home": "home/"}
    live = within_release(main_part(client.get(path).content.decode()).html, **leads)
    assert live in client.get(base + path).content.decode()
    live, kept = (client.get(f"{start}/conditions/{slug}.json").json() for start in ("", base))
    assert kept["findings"] == live["findings"]
    sources = [kept["source"], client.get(f"{base}/dose/ozone-v-sham.json").json()["source"]]
    for source, file in zip(sources, (f"/conditions/{slug}.json", "/dose/ozone-v-sham.json"), strict=True):
        assert source["data_of"] == "release 1 of 1 March 2026"
        assert source["citation"].endswith(f"{base}{file}")
    archive = client.get(f"{base}/data.zip")
    assert "ozone-evidence-release-1.zip" in archive["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(archive.content)) as bundle:
        assert "Data of: release 1 of 1 March 2026" in bundle.read("README.md").decode()
    assert client.get(f"{base}/nowhere/").status_code == 404
    # PostgreSQL takes no such sign in a text.
    assert client.get(f"{base}/no%00where").status_code == 404
    assert client.get(f"{base}/conditions/{slug}.json?after=%00").status_code == 404
    assert client.get("/releases/2/").status_code == 404
    page_says_what_it_is_and_leads_within_the_release(client, released)


def page_says_what_it_is_and_leads_within_the_release(client: Client, study: Study) -> None:
    html = client.get(f"/releases/1/conditions/{study.condition.slug}/").content.decode()
    assert "Release 1 of 1 March 2026" in html
    assert f'<a href="/conditions/{study.condition.slug}/">Today\'s page</a>' in html
    assert f'href="/releases/1/conditions/{study.condition.slug}/findings/"' in html
    assert 'href="/releases/1/home/"' in html
    assert "<form" not in html
    assert "frozen.invalid" not in html
    sheets = re.findall(r'rel="stylesheet" href="(/releases/1/styles/[a-z_]+\.css)"', html)
    assert "/releases/1/styles/tokens.css" in sheets
    assert client.get(sheets[0])["Content-Type"].startswith("text/css")
    handout = client.get(f"/releases/1/conditions/{study.condition.slug}/handout/").content.decode()
    assert "Data of: release 1 of 1 March 2026." in handout
    assert f"http://testserver/releases/1/conditions/{study.condition.slug}/handout/" in handout


def test_release_does_not_change_with_the_records(client: Client, released: Study) -> None:
    path = f"/releases/1/conditions/{released.condition.slug}/"
    before = client.get(path).content
    make_study(slug="new-2026")
    assert client.get("/releases/1/studies/new-2026/").status_code == 404
    OutcomeResult.objects.update(mean=9.5)
    Study.objects.filter(pk=released.pk).update(label="Changed 2021")
    again = client.get(path).content
    assert again == before
    assert b"Changed 2021" not in client.get("/releases/1/studies/rossi-2020/").content
    release = Release.objects.get()
    assert is_whole(release)
    assert damaged_files(release) == []


def test_what_two_releases_have_in_common_is_stored_once(client: Client, released: Study) -> None:
    contents = set(FrozenContent.objects.values_list("digest", flat=True))
    second = make_release(by=None, now=LATER, note="What was new")
    new = set(FrozenContent.objects.values_list("digest", flat=True)) - contents
    # What names the release itself: the archive, the handouts and the files of data.
    changed = set(FrozenFile.objects.filter(release=second, content__in=new).values_list("path", flat=True))
    assert {path for path in changed if not path.endswith(("/handout/", ".json"))} == {"data.zip"}
    assert second.number == 2
    html = client.get("/releases/").content.decode()
    assert "What was new" in html
    assert "/releases/2/data.zip" in html
    page = client.get("/releases/2/").content.decode()
    assert "Ozone for back pain: the evidence [web site]. Release 2 of 1 April 2026." in page
    sums = client.get("/releases/2/SHA256SUMS").content.decode()
    assert re.search(r"^[0-9a-f]{64}  /methods/$", sums, re.MULTILINE)


def test_retraction_and_withdrawal_after_the_release_are_told_in_its_band(client: Client, released: Study) -> None:
    page = f"/releases/1/conditions/{released.condition.slug}/"
    assert "Since this release" not in client.get(page).content.decode()
    Publication.objects.filter(study=released).update(retraction="retracted", retraction_checked_on=LATER.date())
    Study.objects.filter(slug="verdi-2021").update(standing="draft")
    html = client.get(page).content.decode()
    assert "Since this release: 1 study retracted, 1 study no longer shown." in html
    assert '<a href="/studies/rossi-2020/">Rossi 2020</a>: retracted' in html
    assert 'href="/releases/1/studies/verdi-2021/"' in html
    gone = client.get("/releases/1/studies/verdi-2021/")
    assert gone.status_code == 200
    # Today's site has no page of it.
    assert "Today's page" not in gone.content.decode()
    assert "Today's page" in client.get("/releases/1/studies/rossi-2020/").content.decode()


@pytest.mark.usefixtures("released")
def test_what_was_retracted_before_a_release_is_not_told_again(client: Client) -> None:
    assert Publication.objects.filter(study__slug="neri-2019", retraction="retracted").exists()
    assert "Since this release:" not in client.get("/releases/1/").content.decode()


@pytest.mark.usefixtures("released")
def test_draft_is_in_no_file_of_a_release() -> None:
    files = FrozenFile.objects.exclude(path="data.zip").select_related("content")
    assert [file.path for file in files if b"yxwv" in content_of(file)] == []
    assert Publication.objects.filter(title__contains="yxwv").exists()
