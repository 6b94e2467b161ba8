"""What a reader sees when something fails on our side."""

import logging
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings

from evidence.findings import every_overview
from studies.revisions.single_flight import StillComputingError
from tests.evidence.logs.test_database_loss import postgres_error

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """Errors that a test wants are not printed as if it had failed."""
    logger = logging.getLogger("django.request")
    logger.disabled = True
    yield
    logger.disabled = False


def failed_page(monkeypatch: pytest.MonkeyPatch, error: Exception) -> HttpResponse:
    """The first page where reading the records raises an error."""

    def fail(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(every_overview, "read_shared_evidence", fail)
    return Client(raise_request_exception=False).get("/")


def test_a_lost_database_is_a_calm_page_and_a_time_to_come_back(monkeypatch: pytest.MonkeyPatch):
    response = failed_page(monkeypatch, postgres_error("57P01"))
    text = response.content.decode()

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store"
    assert "<h1>The records cannot be reached at the moment</h1>" in text
    assert "Something broke" not in text
    assert response.headers["X-Request-ID"] in text


def test_a_page_that_takes_too_long_is_cut_with_a_sentence(monkeypatch: pytest.MonkeyPatch):
    response = failed_page(monkeypatch, StillComputingError())

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "<h1>This page is still being computed</h1>" in response.content.decode()


@override_settings(CONTACT_EMAIL="editor@example.org")
@pytest.mark.parametrize("error", [ValueError("wrong"), OperationalError("no such table: studies_study")])
def test_a_fault_of_ours_is_an_error_with_the_id_of_the_request(monkeypatch: pytest.MonkeyPatch, error: Exception):
    response = failed_page(monkeypatch, error)
    text = response.content.decode()

    assert response.status_code == 500
    assert "Retry-After" not in response.headers
    assert "<h1>Something broke on our side</h1>" in text
    assert f"<code>{response.headers['X-Request-ID']}</code>" in text
    assert 'href="mailto:editor@example.org"' in text
    assert str(error) not in text


def test_another_host_is_a_refusal_and_no_fault_of_ours():
    logging.getLogger("django.security.DisallowedHost").disabled = True
    try:
        response = Client(raise_request_exception=False).get("/", headers={"Host": "elsewhere.example"})
    finally:
        logging.getLogger("django.security.DisallowedHost").disabled = False

    assert response.status_code == 400
    assert "<h1>This site has another address</h1>" in response.content.decode()


def test_operators_get_a_letter_about_a_fault_without_what_was_sent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", False)
    cache.clear()

    def fail(*arguments: object, **options: object) -> None:
        raise LookupError("a fault that no other test has")

    monkeypatch.setattr(every_overview, "read_shared_evidence", fail)
    with override_settings(ADMINS=[("ops@example.org", "ops@example.org")]):
        response = Client(raise_request_exception=False).get("/", headers={"Cookie": "sessionid=my-session"})

    (letter,) = mail.outbox
    assert letter.subject.startswith("[Ozone for back pain] LookupError at test_server_error.py:")
    assert f"Request: {response.headers['X-Request-ID']} (GET)" in letter.body
    assert "my-session" not in letter.body
