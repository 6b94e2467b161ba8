"""The health of each part, and what the two addresses answer."""

import shutil
from collections import namedtuple
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence.health import readiness
from evidence.health.worker_beat import FORGOTTEN_AFTER, remove_beat, seconds_since_beat, write_beat
from evidence.middleware import health_answers
from evidence.models import WorkerBeat
from studies.models import SearchNote

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", "total used free")


def ready() -> tuple[int, str, dict[str, str]]:
    """The status, its word, and the state of each part."""
    # A health checker asks by the address of the machine, without TLS.
    with override_settings(ALLOWED_HOSTS=["evidence.example.org"], SECURE_SSL_REDIRECT=True):
        response = Client().get("/health/ready", headers={"Host": "10.0.0.7:8000"})
    found = response.json()
    return response.status_code, found["status"], {name: part["state"] for name, part in found["parts"].items()}


def test_a_whole_site_is_ready():
    write_beat("one")

    status, word, parts = ready()

    assert (status, word) == (200, "ready")
    assert set(parts.values()) == {"ok"}
    assert {"database", "migrations", "worker", "cache", "disk"} <= parts.keys()


def test_both_addresses_answer_any_host_without_tls_and_are_not_kept():
    with override_settings(ALLOWED_HOSTS=["evidence.example.org"], SECURE_SSL_REDIRECT=True):
        answers = [Client().get(f"/health/{name}", headers={"Host": "10.0.0.7"}) for name in ("live", "ready")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert all(not answer.cookies for answer in answers)


def test_they_only_read():
    assert Client().post("/health/ready").status_code == 405
    assert Client().head("/health/live").status_code == 200


def test_a_live_process_asks_no_database(django_assert_num_queries: DjangoAssertNumQueries):
    with django_assert_num_queries(0):
        assert Client().get("/health/live").json() == {"status": "live"}


def test_a_lost_database_is_down_and_says_no_more(monkeypatch: pytest.MonkeyPatch):
    def refuse() -> None:
        raise OperationalError('connection to server at "10.1.2.3", user "reader" failed')

    monkeypatch.setattr(connection, "cursor", refuse)

    status, word, parts = ready()
    text = Client().get("/health/ready").content.decode()

    assert (status, word) == (503, "down")
    assert parts["database"] == "down"
    assert parts["migrations"] == parts["worker"] == "unknown"
    assert "10.1.2.3" not in text
    assert "reader" not in text


def test_a_migration_that_is_not_applied_is_down():
    MigrationRecorder(connection).record_unapplied("evidence", "0002_plain_texts")

    status, word, parts = ready()

    assert (status, word) == (503, "down")
    assert parts["database"] == "ok"
    assert parts["migrations"] == "down"
    # What follows may need tables that are not there yet.
    assert parts["worker"] == "unknown"


def test_a_table_whose_changes_are_not_noticed_is_down(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(readiness, "missing_triggers", lambda: ["studies_study"])

    status, word, parts = ready()

    assert (status, word) == (503, "down")
    assert [name for name, state in parts.items() if state == "down"] == ["data version"]


def test_a_release_that_can_be_changed_degrades(monkeypatch: pytest.MonkeyPatch):
    write_beat("one")
    monkeypatch.setattr(readiness, "unfrozen_tables", lambda: ["evidence_release"])

    status, word, parts = ready()

    assert (status, word) == (200, "degraded")
    assert [name for name, state in parts.items() if state != "ok"] == ["releases"]


@pytest.mark.parametrize("age", [None, timedelta(minutes=5), timedelta(hours=-1)])
def test_without_a_live_worker_readers_are_still_answered(age: timedelta | None):
    """None: no worker ever ran; negative: the clock was put back since its last beat."""
    if age is not None:
        WorkerBeat.objects.create(worker="gone", at=timezone.now() - age)

    status, word, parts = ready()

    assert (status, word) == (200, "degraded")
    assert [name for name, state in parts.items() if state != "ok"] == ["worker"]


def test_studies_that_wait_long_to_be_indexed_degrade_the_search(monkeypatch: pytest.MonkeyPatch):
    write_beat("one")
    SearchNote.objects.bulk_create(SearchNote(study_id=number) for number in (1, 1, 2, 3))
    monkeypatch.setattr(readiness, "MOST_WAITING", 3)
    assert ready()[1] == "ready"
    monkeypatch.setattr(readiness, "MOST_WAITING", 2)

    status, word, parts = ready()

    assert (status, word) == (200, "degraded")
    assert [name for name, state in parts.items() if state != "ok"] == ["search"]


@pytest.mark.parametrize("fault", ["forgets", "fails"])
def test_a_lost_cache_degrades(monkeypatch: pytest.MonkeyPatch, fault: str):
    def fail(*args: object, **options: object) -> None:
        if fault == "fails":
            raise ConnectionError

    write_beat("one")
    monkeypatch.setattr(cache, "get", fail)

    status, word, parts = ready()

    assert (status, word) == (200, "degraded")
    assert [name for name, state in parts.items() if state != "ok"] == ["cache"]


def test_a_beat_of_a_clock_that_was_ahead_is_forgotten_by_the_next():
    WorkerBeat.objects.create(worker="killed", at=timezone.now() + timedelta(days=365))
    assert ready()[2]["worker"] == "degraded"
    write_beat("one")

    assert ready()[2]["worker"] == "ok"


def test_little_room_on_the_disk_degrades(monkeypatch: pytest.MonkeyPatch):
    write_beat("one")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(10**9, 10**9, 30 * 1024 * 1024))

    response = Client().get("/health/ready")

    assert response.status_code == 200
    assert response.json()["parts"]["disk"] == {"state": "degraded", "detail": "30 MB of disk space are left."}


def test_asking_takes_a_handful_of_queries(django_assert_num_queries: DjangoAssertNumQueries):
    ready()
    with django_assert_num_queries(11):
        ready()


def test_all_who_ask_within_a_second_share_one_answer(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
):
    now = 1_000.0
    monkeypatch.setattr(health_answers, "time", SimpleNamespace(monotonic=lambda: now))
    client = Client()
    client.get("/health/ready")
    with django_assert_num_queries(0):
        assert {client.get("/health/ready").json()["status"] for _ in range(5)} == {"degraded"}
    write_beat("one")
    now += health_answers.SECONDS_TO_SHARE

    assert client.get("/health/ready").json()["status"] == "ready"


def test_a_worker_that_ends_is_forgotten_and_one_that_was_killed_after_a_day():
    WorkerBeat.objects.create(worker="killed", at=timezone.now() - FORGOTTEN_AFTER - timedelta(seconds=1))
    write_beat("one")
    write_beat("one")

    assert list(WorkerBeat.objects.values_list("worker", flat=True)) == ["one"]
    assert seconds_since_beat() == 0
    remove_beat("one")
    assert seconds_since_beat() is None
