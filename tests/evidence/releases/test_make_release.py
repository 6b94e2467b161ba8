"""A release: what it freezes, how it is served, that nothing changes it, and what is said of it later."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from evidence.models import FrozenContent, FrozenFile, Release, ReleaseRequest
from evidence.releases import default_pages, release_files
from evidence.releases.frozen_html import main_part, within_release
from evidence.releases.make_release import make_release
from evidence.releases.release_obstacles import ReleaseObstacle
from evidence.releases.release_task import ReleaseProgress, request_release, take_up_release, work_on_request
from evidence.releases.stored_files import content_of, damaged_files, is_whole
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from studies.models import OutcomeResult, Publication, Study
from studies.permissions import ADMIN
from studies.reported.comparisons import Comparison
from studies.revisions.record_change import ActionRefusedError
from tests.evidence.pages.html_page import read
from tests.evidence.releases.small_release import make_small_release
from tests.factories import make_publication, make_study, make_user
from tests.studies.full_site import anchor_of, make_trial

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of doses of one comparison, not of all thirteen, which would be as empty and take as long."""
    for module in (default_pages, release_files):
        monkeypatch.setattr(module, "COMPARISON_WORDS", {Comparison.SHAM: COMPARISON_WORDS[Comparison.SHAM]})


@pytest.fixture
def study() -> Study:
    study = make_trial(label="Rossi 2020", slug="rossi-2020")
    make_publication(study=study, title="Ozone for backs")
    return study


def freeze(note: str = "", now: datetime = AT) -> Release:
    return make_release(by=None, now=now, note=note)


def test_release_holds_every_default_page_its_data_and_the_archive(client: Client, study: Study) -> None:
    slug, anchor = study.condition.slug, anchor_of(study)
    release = freeze("The first")
    base = f"/releases/{release.number}"
    for path in (f"/conditions/{slug}/", f"/conditions/{slug}/findings/", f"/conditions/{slug}/handout/", "/methods/"):
        live, frozen = read(client.get(path)), read(client.get(base + path))
        assert live.headings[0] == frozen.headings[0]
    assert "Rossi 2020" in client.get(f"{base}/studies/rossi-2020/").content.decode()
    # A page of a finding is made without its view, of rows that are read once for all.
    path = f"/conditions/{slug}/findings/{anchor}/"
    frozen = set(FrozenFile.objects.values_list("path", flat=True)).__contains__
    leads = {"is_frozen": frozen, "prefix": "/releases/1", "site": "", "home": "home/"}
    live = within_release(main_part(client.get(path).content.decode()).html, **leads)
    assert live in client.get(base + path).content.decode()
    live, frozen = (client.get(f"{start}/conditions/{slug}.json").json() for start in ("", base))
    assert frozen["findings"] == live["findings"]
    sources = [frozen["source"], client.get(f"{base}/dose/ozone-v-sham.json").json()["source"]]
    for source, path in zip(sources, (f"/conditions/{slug}.json", "/dose/ozone-v-sham.json"), strict=True):
        assert source["data_of"] == "release 1 of 1 March 2026"
        assert source["citation"].endswith(f"{base}{path}")
    archive = client.get(f"{base}/data.zip")
    assert "ozone-evidence-release-1.zip" in archive["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(archive.content)) as bundle:
        assert "Data of: release 1 of 1 March 2026" in bundle.read("README.md").decode()
    assert client.get(f"{base}/nowhere/").status_code == 404
    assert client.get("/releases/2/").status_code == 404
    page_says_what_it_is_and_leads_within_the_release(client, study)


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


def test_release_does_not_change_with_the_records(client: Client, study: Study) -> None:
    release = freeze()
    path = f"/releases/1/conditions/{study.condition.slug}/"
    before = client.get(path).content
    make_study(slug="new-2026")
    assert client.get("/releases/1/studies/new-2026/").status_code == 404
    OutcomeResult.objects.update(mean=9.5)
    Study.objects.update(label="Changed 2021")
    again = client.get(path).content
    assert again == before
    assert b"Changed 2021" not in client.get("/releases/1/studies/rossi-2020/").content
    assert is_whole(release)
    assert damaged_files(release) == []


def test_what_two_releases_have_in_common_is_stored_once(client: Client, study: Study) -> None:
    assert "No release has been made yet" in client.get("/releases/").content.decode()
    freeze("What was new")
    contents = set(FrozenContent.objects.values_list("digest", flat=True))
    second = freeze(now=LATER)
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


@pytest.mark.parametrize("table", [Release, FrozenFile, FrozenContent])
def test_database_refuses_to_change_a_release(table: type[Release]) -> None:
    make_small_release()
    changed = {Release: {"note": "Another"}, FrozenFile: {"title": "Another"}, FrozenContent: {"size": 1}}[table]
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        table.objects.update(**changed)


def test_number_of_a_release_follows_the_last_one() -> None:
    make_small_release()
    first = Release.objects.get()
    for number in (1, 3):
        first.pk, first.number = None, number
        with pytest.raises(DatabaseError), transaction.atomic():
            first.save(force_insert=True)
    assert make_small_release(note="The second").number == 2


def test_damaged_release_says_so(client: Client) -> None:
    release = make_small_release()
    FrozenFile.objects.filter(release=release, path="data.zip").delete()
    assert not is_whole(release)
    assert "This release is damaged" in client.get("/releases/1/").content.decode()
    with pytest.raises(CommandError, match="damaged"):
        call_command("release", check=1)


def test_retraction_and_withdrawal_after_the_release_are_told_in_its_band(client: Client, study: Study) -> None:
    other = make_trial(condition=study.condition, label="Verdi 2021", slug="verdi-2021")
    freeze()
    page = f"/releases/1/conditions/{study.condition.slug}/"
    assert "Since this release" not in client.get(page).content.decode()
    Publication.objects.filter(study=study).update(retraction="retracted", retraction_checked_on=LATER.date())
    Study.objects.filter(pk=other.pk).update(standing="draft")
    html = client.get(page).content.decode()
    assert "Since this release: 1 study retracted, 1 study no longer shown." in html
    assert '<a href="/studies/rossi-2020/">Rossi 2020</a>: retracted' in html
    assert 'href="/releases/1/studies/verdi-2021/"' in html
    gone = client.get("/releases/1/studies/verdi-2021/")
    assert gone.status_code == 200
    # Today's site has no page of it.
    assert "Today's page" not in gone.content.decode()
    assert "Today's page" in client.get("/releases/1/studies/rossi-2020/").content.decode()


def test_draft_is_in_no_file_and_what_was_retracted_before_is_not_told_again(client: Client, study: Study) -> None:
    Publication.objects.filter(study=study).update(retraction="retracted", retraction_checked_on=AT.date())
    draft = make_trial(condition=study.condition, standing="draft", label="Zyxwv 2020", slug="zyxwv-2020")
    make_publication(study=draft, title="Zyxwv on ozone")
    release = freeze()
    assert "Since this release:" not in client.get("/releases/1/").content.decode()
    for file in FrozenFile.objects.filter(release=release).select_related("content"):
        if file.path != "data.zip":
            assert b"yxwv" not in content_of(file), file.path


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    obstacle = ReleaseObstacle("Pain: the headline rests on Rossi 2020, which is retracted.", "/studies/", forbids=True)
    for where in ("make_release", "release_request_page"):
        monkeypatch.setattr(f"evidence.releases.{where}.release_obstacles", lambda: [obstacle])


def test_what_cannot_be_released_is_said_before_and_at_making(client: Client, forbidden: None) -> None:
    client.force_login(make_user(role=ADMIN))
    page = client.get("/releases/new/").content.decode()
    assert "What must be put right first" in page
    assert "which is retracted" in page
    with pytest.raises(ActionRefusedError, match="Nothing was released.*retracted"):
        freeze()
    assert not Release.objects.exists()
    assert not FrozenContent.objects.exists()


def test_empty_site_cannot_be_released() -> None:
    with pytest.raises(CommandError, match="no study to release"):
        call_command("release")


def test_admin_requests_a_release_that_the_worker_makes(client: Client, study: Study) -> None:
    admin = make_user(role=ADMIN)
    client.force_login(admin)
    client.post("/releases/new/", {"note": "As of March"})
    request = ReleaseRequest.objects.get()
    assert (request.requested_by, request.note) == (admin, "As of March")
    progress = ReleaseProgress(request.pk)
    assert work_on_request(request, progress, now=AT) == "Release 1 of 1 March 2026"
    release = Release.objects.get()
    assert (release.made_by, release.note, request.is_open) == (admin, "As of March", False)
    assert "Made:" in client.get("/releases/new/").content.decode()


def test_one_release_is_made_at_a_time_and_its_progress_is_told(client: Client) -> None:
    admin = make_user(role=ADMIN)
    request = request_release(by=admin, now=AT, note="")
    with pytest.raises(ActionRefusedError, match="being made already"):
        request_release(by=admin, now=AT, note="")
    progress = ReleaseProgress(request.pk)
    progress.tell(3, 10)
    progress.save()
    client.force_login(admin)
    page = read(client.get("/releases/new/"))
    assert "A release is being made : 3 of about 10 steps" in page.text.replace("made:", "made :")
    assert take_up_release(now=timezone.now()) == 0
    # A worker that was killed: the request is begun again.
    assert take_up_release(now=timezone.now() + timedelta(minutes=1)) == 1


def test_failure_of_a_release_is_written_on_its_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**values: object) -> Release:
        raise MemoryError

    monkeypatch.setattr("evidence.releases.release_task.make_release", fail)
    request = request_release(by=make_user(role=ADMIN), now=AT, note="")
    with pytest.raises(MemoryError):
        work_on_request(request, ReleaseProgress(request.pk), now=AT)
    request.refresh_from_db()
    assert (request.is_open, request.error) == (
        False,
        "An error of this site (MemoryError) stopped it. Nothing was released.",
    )
