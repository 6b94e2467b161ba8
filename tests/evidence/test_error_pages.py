"""A full disk is said in words, whatever it hits; nothing saved is lost, and a typed form can be sent again."""

import logging
from html import unescape

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from evidence.error_pages import bad_request
from studies.models import ImportBatch, OutcomeResult, Study
from tests.factories import PASSWORD, make_study, make_user
from tests.full_disk import full_disk
from tests.studies.curation.workbench.post_data import address, made_trial, page_as_sent, row_of

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}
TITLE = "<h1>The disk of this site is full</h1>"


@pytest.fixture
def curator() -> Client:
    """Shows error pages instead of raising what led to them."""
    client = Client(raise_request_exception=False)
    client.force_login(make_user(role="curator", username="carla"))
    return client


def test_a_workbench_that_cannot_be_saved_comes_back_to_be_sent_again(curator: Client, caplog) -> None:
    study = made_trial()
    result = row_of(study, "ozone")
    sent = page_as_sent(study) | {f"results-{result.pk}-mean": "2.75"}
    with full_disk(), caplog.at_level(logging.ERROR):
        answer = curator.post(address(study), sent, **HERE)

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (507, "120", "no-store")
    assert TITLE in page
    assert f'name="results-{result.pk}-mean" value="2.75"' in page
    assert f'action="{address(study)}"' in page
    assert "Make room" in caplog.text
    assert OutcomeResult.objects.get(pk=result.pk).mean == 3.0
    assert Study.objects.get(pk=study.pk).revision == study.revision

    again = dict(answer.context["kept"].fields) | {"do": "save"}
    again |= {name: value for name, value in sent.items() if name.endswith("-rows")}
    assert curator.post(address(study), again, **HERE).status_code == 302
    assert OutcomeResult.objects.get(pk=result.pk).mean == 2.75


@pytest.mark.parametrize("room_for", [1, 3, 5])
def test_a_save_that_runs_out_of_room_midway_saves_no_part(curator: Client, room_for: int) -> None:
    study = made_trial()
    means = {row.pk: 1.25 for row in OutcomeResult.objects.all()}
    sent = page_as_sent(study) | {f"results-{pk}-mean": str(mean) for pk, mean in means.items()}
    with full_disk(room_for=room_for):
        answer = curator.post(address(study), sent, **HERE)

    assert answer.status_code == 507
    assert set(OutcomeResult.objects.values_list("mean", flat=True)) == {3.0}
    assert Study.objects.get(pk=study.pk).revision == study.revision


def test_a_form_of_another_site_and_one_with_a_password_are_not_shown_again(curator: Client) -> None:
    study = make_study()
    with full_disk():
        foreign = curator.post(address(study), {"reason": "typed", "do": "keep"}, HTTP_ORIGIN="https://evil.example")
        login = Client(raise_request_exception=False).post(
            reverse("login"), {"username": "carla", "password": PASSWORD}, **HERE
        )

    for answer in (foreign, login):
        assert (answer.status_code, TITLE in answer.content.decode()) == (507, True)
        assert "<form" not in answer.content.decode()
    assert PASSWORD not in login.content.decode()


def test_a_session_that_cannot_be_saved_is_no_deleted_session(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore()
    request.session.create()
    request.session["note"] = "new"
    middleware = SessionMiddleware(lambda request: HttpResponse())
    with full_disk(), pytest.raises(SessionInterrupted) as raised:
        middleware.process_response(request, HttpResponse())

    assert bad_request(request, raised.value).status_code == 507
    assert bad_request(request, SessionInterrupted("deleted in another window")).status_code == 400


def test_an_import_and_a_document_without_room_are_refused_in_words_and_leave_nothing(curator: Client) -> None:
    study = make_study()
    citation = SimpleUploadedFile("a.bib", b"@article{a, title={Ozone for discs}, year={2001}}")
    with full_disk():
        imported = curator.post(reverse("import-list"), {"citation_files": citation}, **HERE)
        document = curator.post(reverse("documents", args=[study.slug]), {"pasted": "words " * 40}, **HERE)

    assert (imported.status_code, document.status_code) == (507, 507)
    assert "Choose the files again" in unescape(imported.content.decode())
    assert not ImportBatch.objects.exists()
    assert not study.documents.exists()


@override_settings(CONTACT_EMAIL="editor@example.org")
def test_pages_are_read_as_before_and_the_page_names_whom_to_write_to(curator: Client) -> None:
    study = make_study()
    with full_disk():
        assert curator.get(reverse("home")).status_code == 200
        assert curator.get(address(study)).status_code == 200
        refused = curator.post(address(study), {"do": "keep"})

    page = refused.content.decode()
    assert "editor@example.org" in page
    assert f"<code>{refused['X-Request-ID']}</code>" in page
