"""The import pages: who sees them, and a file from upload to undo."""

import json
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from studies.choices import ImportState, PublicationRole, Screening
from studies.citations.apply import apply_import
from studies.citations.parse.limits import MOST_MEGABYTES
from studies.citations.tasks import AT_ONCE_BYTES
from studies.models import ImportBatch, Publication, ScreeningDecision
from tests.evidence.pages.html_page import read
from tests.factories import make_publication, make_study, make_user
from tests.shared_records import shared_records
from tests.studies.citations.import_factories import now, plan_text

pytestmark = pytest.mark.django_db

ENTRY = """@article{one, author = {Rossi, Anna}, title = {Intradiscal ozone for lumbar disc herniation},
 journal = {Spine}, year = {2015}, doi = {10.1000/one}}
"""
BROKEN = "@article{broken, title = {Never closed\n"


def upload(client, text: str, name: str = "cited.bib"):
    return send(client, SimpleUploadedFile(name, text.encode()))


def send(client, *files: SimpleUploadedFile, follow: bool = True, **values: str):
    """Send files with the other values of the form, and ask for the page of their import."""
    return client.post(reverse("import-list"), {"citation_files": files, **values}, follow=follow)


def apply_text(text: str, *, by: User) -> ImportBatch:
    """An import that is done, for what its pages say afterwards."""
    return apply_import(batch=plan_text(text, by=by), by=by, now=now())


def batch() -> ImportBatch:
    return ImportBatch.objects.latest("pk")


def post_step(client, name: str):
    return client.post(reverse(f"import-{name}", args=[batch().pk]), follow=True)


class TestWho:
    PAGES = ("import-list", "screening-list")

    @pytest.mark.parametrize("page", PAGES)
    def test_anonymous_user_gets_the_login_page(self, client, page):
        response = client.get(reverse(page))

        assert response.status_code == 302
        assert response.url.startswith(reverse("login"))

    def test_user_without_a_role_is_refused_and_cannot_upload(self, client):
        client.force_login(make_user())

        response = client.post(reverse("import-list"), {"citation_files": SimpleUploadedFile("a.bib", ENTRY.encode())})

        assert response.status_code == 403
        assert "for researchers, curators and admins" in response.content.decode()
        assert not ImportBatch.objects.exists()

    @pytest.mark.parametrize("name", ["import", "import-progress", "import-apply", "import-undo", "import-cancel"])
    def test_import_is_visible_only_to_its_owner(self, client, name):
        make_user()
        response = client.post(reverse(name, args=[1])) if "-" in name else client.get(reverse(name, args=[1]))

        assert response.url.startswith(reverse("login"))

    @pytest.mark.parametrize("role", ["researcher", "curator", "admin"])
    def test_staff_can_import_and_see_the_link(self, client, role):
        client.force_login(make_user(role=role))

        assert client.get(reverse("import-list")).status_code == 200
        assert reverse("import-list") in client.get("/glossary/").content.decode()

    def test_a_reader_sees_no_link(self, client):
        assert reverse("import-list") not in client.get("/glossary/").content.decode()


class TestTheWayOfAFile:
    def test_upload_shows_what_would_happen_and_writes_no_publication(self, client, researcher):
        response = upload(client, ENTRY + BROKEN)

        page = response.content.decode()
        assert response.status_code == 200
        assert "What would happen" in page
        assert "Intradiscal ozone" in page
        assert "never closed" in page
        assert not Publication.objects.exists()
        assert (batch().sent_by, batch().state) == (researcher, ImportState.PLANNED)

    def test_unrecognised_file_shows_why_and_what_to_upload(self, client, researcher):
        page = upload(client, "%PDF-1.7 nothing to cite", "minutes.pdf").content.decode()

        assert ">Refused" in " ".join(page.split()).replace("> ", ">")
        assert "looks like a PDF" in page
        assert "Send another file" in page

    def test_unrecognised_file_is_refused_with_a_message(self, client, researcher):
        page = upload(client, "<html><p>log in first</p></html>", name="export.bib").content.decode()

        assert "This looks like a web page" in page

    def test_empty_file_is_refused_with_a_message(self, client, researcher):
        assert "The file is empty" in upload(client, "").content.decode()

    def test_too_large_file_is_refused_with_the_limit(self, client, researcher):
        file = SimpleUploadedFile("a.bib", b"%" * (MOST_MEGABYTES * 1024 * 1024 + 1))

        response = client.post(reverse("import-list"), {"citation_files": file})

        assert response.status_code == 400
        assert f"the limit is {MOST_MEGABYTES} MB" in response.content.decode()
        assert not ImportBatch.objects.exists()

    def test_file_name_is_escaped(self, client, researcher):
        upload(client, ENTRY, name="<script>alert(1)<script>.bib")

        page = client.get(reverse("import-list")).content.decode()

        assert "<script>alert" not in page
        assert "/" not in batch().file_name

    def test_titles_and_addresses_are_escaped(self, client, researcher):
        hostile = "@misc{x, title = {<script>alert(1)</script> ozone for backs}, url = {javascript:alert(1)}}"
        plan_text(hostile, by=researcher)

        page = post_step(client, "apply").content.decode()

        assert "<script>alert" not in page
        assert Publication.objects.get().url == ""

    def test_number_of_queries_does_not_grow_with_entries(self, client, researcher, django_assert_max_num_queries):
        plan_text("".join(ENTRY.replace("one", f"n{n}") for n in range(20)), by=researcher)

        with django_assert_max_num_queries(16):
            client.get(reverse("import", args=[batch().pk]))

    def test_preview_shows_the_record_and_is_filtered(self, client, researcher):
        entry = ENTRY.replace("doi =", "volume = {24}, number = {3}, pages = {10--19}, pmid = {123}, doi =")
        plan_text(entry + BROKEN, "@misc{two, title = {Ozone without a year}}", by=researcher)

        def listed(**query):
            page = client.get(batch().get_absolute_url(), query).content.decode()
            return {name for name in ("Rossi, Anna", "never closed", "without a year") if name in page}

        page = read(client.get(batch().get_absolute_url())).text
        assert "Rossi, Anna · 2015 · Spine 24(3):10–19 · DOI 10.1000/one · PMID 123" in page
        assert listed() == {"Rossi, Anna", "never closed", "without a year"}
        assert listed(verdict="unreadable") == {"never closed"}
        assert listed(file="2") == listed(remark="warnings") == {"without a year"}
        assert listed(verdict="new", file="1") == listed(entry="1") == {"Rossi, Anna"}
        assert listed(remark="filled") == set()
        assert len(listed(verdict="nothing")) == 3

    def test_receipt_adds_up_and_says_what_was_filled(self, client, researcher):
        title = "Intradiscal ozone for lumbar disc herniation"
        known = make_publication(study=None, doi="10.1000/one", authors="Rossi, Anna", title=title, journal="")
        applied = apply_text(ENTRY + BROKEN + "@misc{two, title = {Ozone without a year}}", by=researcher)

        page = read(client.get(applied.get_absolute_url())).text

        assert "3 entries = 1 added as publications + 1 merged with known ones + 0 waiting for a decision" in page
        assert "+ 1 unreadable." in page
        assert "1 entry filled or replaced fields of known publications" in page
        known.refresh_from_db()
        assert known.journal == "Spine"
        assert "Journal filled with Spine" in page


@pytest.fixture(scope="class")
def plan(signed_in: tuple[User, str], django_db_blocker: DjangoDbBlocker) -> Iterator[ImportBatch]:
    with shared_records(django_db_blocker, lambda: plan_text(ENTRY + BROKEN, by=signed_in[0])) as batch:
        yield batch


@pytest.mark.usefixtures("plan")
class TestAPlan:
    def test_apply_makes_the_receipt(self, client, researcher):
        page = post_step(client, "apply").content.decode()

        assert "Receipt" in page
        assert Publication.objects.get().doi == "10.1000/one"
        assert f"publication {Publication.objects.get().pk}" in page

    def test_cancel_leaves_nothing(self, client, researcher):
        post_step(client, "cancel")

        assert batch().state == ImportState.CANCELLED
        assert "nothing to cancel" in post_step(client, "cancel").content.decode()


@pytest.fixture(scope="class")
def applied(plan: ImportBatch, signed_in: tuple[User, str], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with shared_records(django_db_blocker, lambda: apply_import(batch=plan, by=signed_in[0], now=now())):
        yield


@pytest.mark.usefixtures("applied")
class TestAnAppliedImport:
    def test_the_list_says_how_many_entries_a_file_had(self, client, researcher):
        assert '<td class="num" data-label="Entries">2</td>' in client.get(reverse("import-list")).content.decode()

    def test_undo_takes_it_back(self, client, researcher):
        page = post_step(client, "undo").content.decode()

        assert not Publication.objects.exists()
        assert "undone" in page

    def test_refused_undo_shows_the_reason(self, client, researcher):
        Publication.objects.update(study=make_study())

        page = post_step(client, "undo").content.decode()

        assert "people or later imports have worked on its publications" in page
        assert Publication.objects.exists()


class TestLargeFile:
    def test_waiting_for_a_worker_is_shown(self, client, researcher):
        text = ENTRY + "%" * AT_ONCE_BYTES

        page = upload(client, text).content.decode()

        assert batch().state == ImportState.WAITING
        assert "waiting to be read" in page
        progress = json.loads(client.get(reverse("import-progress", args=[batch().pk])).content)
        assert progress == {
            "state": "waiting",
            "label": "waiting to be read",
            "done": 0,
            "expected": 0,
            "in_progress": True,
        }

    def test_dead_worker_is_reported(self, client, researcher):
        page = upload(client, ENTRY + "%" * AT_ONCE_BYTES).content.decode()
        assert "No worker has reported progress" not in page
        ImportBatch.objects.update(sent_at="2020-01-01T00:00:00+00:00")

        page = client.get(batch().get_absolute_url()).content.decode()

        assert "No worker has reported progress" in page
        assert post_step(client, "resume").status_code == 200


class TestScreening:
    def test_unscreened_publications_are_listed_and_can_be_decided(self, client, researcher):
        publication = make_publication(study=None, title="Ozone for cats")
        assert "Ozone for cats" in client.get(reverse("screening-list")).content.decode()
        address = reverse("screening-detail", args=[publication.pk])
        assert client.get(address).status_code == 200

        assert client.post(address, {"action": "excluded", "reason": ""}).status_code == 400
        client.post(address, {"action": "excluded", "reason": "no people"})

        publication.refresh_from_db()
        assert publication.screening == Screening.EXCLUDED
        assert ScreeningDecision.objects.get().reason == "no people"

    def test_a_further_report_needs_its_study_and_a_curator(self, client, researcher):
        publication, study = make_publication(study=None), make_study()
        address = reverse("screening-detail", args=[publication.pk])
        assert "further report" not in client.get(address).content.decode()
        assert client.post(address, {"action": "report", "study": study.slug}).status_code == 400
        client.force_login(make_user(role="curator"))
        assert "further report" in client.get(address).content.decode()

        assert client.post(address, {"action": "report"}).status_code == 400
        client.post(address, {"action": "report", "study": study.slug})

        publication.refresh_from_db()
        assert (publication.study, publication.role) == (study, PublicationRole.FURTHER_REPORT)

    def test_new_study_form_is_prefilled_from_the_publication(self, client):
        curator = make_user(role="curator")
        client.force_login(curator)
        apply_text(ENTRY, by=curator)

        page = client.get(reverse("screening-detail", args=[Publication.objects.get().pk])).content.decode()
        start = page.index(reverse("workbench-new"))
        address = page[start : page.index('"', start)].replace("&amp;", "&")

        form = client.get(address).content.decode()
        assert 'value="Rossi 2015"' in form
        assert "https://doi.org/10.1000/one" in form
