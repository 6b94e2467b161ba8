"""A form whose session has ended, or whose cookies are gone: what was typed survives and can be sent again."""

from html import unescape

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from evidence.accounts.kept_form import KEPT_FIELD, KeptForm, is_from_this_site, posted_form, read_kept
from studies.models import ImportBatch
from tests.factories import PASSWORD, make_publication, make_result, make_study, make_user
from tests.studies.admin.admin_pages import form_values, page_of

HERE = {"HTTP_ORIGIN": "http://testserver"}
TEXT = 'It was <b>typed</b>,\r\nfor "an hour" & ½'


def fields_of(response) -> dict[str, list[str]]:
    """The fields that the button of the page would send, without the token."""
    kept = response.context["kept"]
    return {name: [value for other, value in kept.fields if other == name] for name, _ in kept.fields}


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ({"note": [TEXT, ""], "csrfmiddlewaretoken": ["x"]}, (("note", TEXT), ("note", ""))),
        ({"password": ["word"], "new_password1": ["word"], "username": ["a"]}, (("username", "a"),)),
        ({KEPT_FIELD: ["x"], "csrfmiddlewaretoken": ["x"]}, None),
        ({"usable_password": ["true"]}, None),
    ],
)
def test_everything_but_tokens_and_passwords_is_kept(posted, kept):
    form = posted_form(RequestFactory().post("/curation/?q=1", posted))

    assert (form.fields if form else None) == kept
    if form:
        assert form.address == "/curation/?q=1"
        assert read_kept(form.signed()) == form


def test_files_are_named_and_what_is_too_large_is_not_carried():
    request = RequestFactory().post("/import/", {"pasted": "x", "files": SimpleUploadedFile("a.bib", b"@")})
    form = posted_form(request)
    assert (form.file_inputs, form.is_multipart) == (("files",), True)

    noise = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(900_000))
    assert KeptForm("/", (("note", noise),)).signed() == ""
    # A grid of 20,000 cells is small enough.
    grid = tuple((f"results-{number}-mean", f"{number}.{number % 97}") for number in range(20_000))
    assert read_kept(KeptForm("/", grid).signed()).fields == grid


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_text_that_is_not_ours_or_leads_elsewhere_is_not_read(address):
    assert read_kept(KeptForm(address, (("a", "b"),)).signed()) is None
    assert read_kept("eyJhIjoxfQ:1abc:def") is None
    assert read_kept("") is None


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_REFERER": "http://testserver/curation/"}, True),
        ({"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "https://testserver"}, False),
        ({"HTTP_ORIGIN": "http://testserver.evil.example"}, False),
        ({"HTTP_ORIGIN": "http://evil.example", "HTTP_REFERER": "http://testserver/"}, False),
        ({"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-site"}, False),
    ],
)
def test_only_forms_of_this_site_are_offered_again(headers, ours):
    assert is_from_this_site(RequestFactory().post("/", **headers)) is ours


@pytest.mark.django_db
class TestSessionEnded:
    @pytest.fixture
    def curator(self):
        return make_user(role="curator", username="carla")

    def log_in(self, client, page, password=PASSWORD):
        form = {"username": "carla", "password": password, "next": page.context["next"]}
        return client.post(reverse("login"), form | {KEPT_FIELD: page.context["kept"]}, **HERE)

    def test_text_survives_a_wrong_password_and_is_sent_once_more_by_the_person(self, client, curator):
        study = make_result().arm.study
        address, sent = reverse("extraction", args=[study.slug]), {"read_as": "abstract", "note": TEXT}

        page = client.post(address, sent)
        assert page.status_code == 403
        assert "What you typed is kept on this page" in " ".join(page.content.decode().split())
        again = self.log_in(client, page, password="wrong")
        assert again.context["kept"] == page.context["kept"]
        shown = self.log_in(client, again)

        assert fields_of(shown) == {"read_as": ["abstract"], "note": [TEXT]}
        assert "&lt;b&gt;typed" in shown.content.decode()
        assert "<b>typed" not in shown.content.decode()
        assert not study.extractions.exists()
        assert client.post(shown.context["kept"].address, fields_of(shown)).status_code == 302
        assert study.extractions.get().by == curator

    def test_a_form_of_the_admin_is_kept_too(self, client, curator):
        paper = make_publication()
        client.force_login(curator)
        sent = form_values(client, page_of(paper)) | {"title": "Corrected", "change_reason": "A misprint"}
        client.logout()

        shown = self.log_in(client, client.post(page_of(paper), sent))
        client.post(shown.context["kept"].address, fields_of(shown))

        paper.refresh_from_db()
        assert paper.title == "Corrected"

    def test_files_are_to_be_chosen_again_in_the_same_form(self, client, curator):
        sent = {"pasted": "", "citation_files": SimpleUploadedFile("a.bib", b"@misc{a, title={B}}")}

        shown = self.log_in(client, client.post(reverse("import-list"), sent))

        html = shown.content.decode()
        assert 'enctype="multipart/form-data"' in html
        assert 'name="citation_files"' in html
        assert "Choose the files again" in html
        assert not ImportBatch.objects.exists()

    def test_lockout_page_keeps_it(self, client, curator):
        page = client.post(reverse("extraction", args=[make_study().slug]), {"note": TEXT})
        for _ in range(settings.AXES_FAILURE_LIMIT):
            locked = self.log_in(client, page, password="wrong")
        assert locked.status_code == 429
        assert page.context["kept"] in locked.content.decode()

        back = client.post(reverse("login"), {KEPT_FIELD: page.context["kept"]})
        assert back.context["kept"] == page.context["kept"]

    def test_empty_forms_scripts_and_pages_are_sent_to_the_login(self, client):
        address = reverse("extraction", args=[make_study().slug])
        assert client.post(address).status_code == 302
        assert client.post(address, {"note": TEXT}, HTTP_SEC_FETCH_MODE="cors").status_code == 302
        assert client.get(address).status_code == 302


@pytest.mark.django_db
class TestCookiesGone:
    @pytest.fixture
    def strict(self):
        return Client(enforce_csrf_checks=True)

    def test_text_of_a_person_who_is_logged_in_is_sent_again_with_a_fresh_token(self, strict):
        curator, study = make_user(role="curator"), make_result().arm.study
        address, sent = reverse("extraction", args=[study.slug]), {"read_as": "abstract", "note": TEXT}
        strict.force_login(curator)

        shown = strict.post(address, sent, **HERE)
        assert shown.status_code == 403
        assert not study.extractions.exists()
        token = str(shown.context["csrf_token"])
        assert strict.post(address, fields_of(shown) | {"csrfmiddlewaretoken": token}, **HERE).status_code == 302

        assert study.extractions.get().by == curator

    def test_text_survives_the_loss_of_every_cookie_on_the_way(self, strict):
        make_user(role="curator", username="carla")
        page = strict.post(reverse("extraction", args=[make_study().slug]), {"note": TEXT}, **HERE)
        login = {"username": "carla", "password": PASSWORD, KEPT_FIELD: page.context["kept"]}
        strict.cookies.clear()

        again = strict.post(reverse("login"), login, **HERE)
        assert again.context["kept"] == page.context["kept"]
        shown = strict.post(reverse("login"), login | {"csrfmiddlewaretoken": str(again.context["csrf_token"])}, **HERE)

        assert fields_of(shown) == {"note": [TEXT]}

    @pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}])
    def test_a_form_from_elsewhere_is_never_offered(self, strict, headers):
        strict.force_login(make_user(role="curator"))

        page = strict.post(reverse("extraction", args=[make_study().slug]), {"note": TEXT}, **headers)

        assert page.status_code == 403
        assert "typed" not in unescape(page.content.decode())
        assert page.context.get("kept") is None
        assert "Send it again" not in page.content.decode()
