"""Figures for Prometheus: what is counted, over all processes, and what is read from the database."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest

from evidence.health.worker_beat import write_beat
from evidence.metrics.counters import count_request, listen
from evidence.metrics.state_figures import StateCollector
from evidence.middleware.request_metrics import RequestMetricsMiddleware
from evidence.warming.warm_pages import WARMING
from studies.models import SearchNote
from studies.revisions.kept_values import value_computed, value_kept
from tests.factories import PASSWORD, make_user


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_an_answer_is_counted_by_its_address_and_where_it_came_from():
    response = HttpResponse(status=200)
    response.kept = "kept"  # type: ignore[attr-defined]
    request = RequestFactory().get("/conditions/back-pain/")
    request.resolver_match = SimpleNamespace(view_name="condition")  # type: ignore[assignment]
    figures = [
        ("http_requests_total", {"method": "GET", "status": "200"}),
        ("http_request_duration_seconds_count", {"handler": "condition"}),
        ("evidence_page_lookups_total", {"result": "kept"}),
    ]
    before = [counted(name, **labels) for name, labels in figures]

    RequestMetricsMiddleware(lambda _: response)(request)

    assert [counted(name, **labels) for name, labels in figures] == [each + 1 for each in before]


def test_a_kept_page_is_a_kind_of_its_own_and_the_worker_is_no_reader():
    response = HttpResponse()
    response.kept = "304"  # type: ignore[attr-defined]
    before = counted("http_request_duration_seconds_count", handler="kept")
    for environment in ({}, {WARMING: True}):
        RequestMetricsMiddleware(lambda _: response)(RequestFactory().get("/", **environment))

    assert counted("http_request_duration_seconds_count", handler="kept") == before + 1


def test_whoever_invents_methods_and_addresses_makes_no_new_figures():
    before = counted("http_requests_total", method="other", status="404")
    for number in range(3):
        count_request(RequestFactory().generic(f"X{number}", f"/{number}/"), HttpResponse(status=404), 0.1)

    assert counted("http_requests_total", method="other", status="404") == before + 3
    assert "X1" not in generate_latest(REGISTRY).decode()


@pytest.mark.django_db
def test_a_failed_login_is_counted_and_no_other():
    make_user(username="somebody")
    listen()
    before = counted("evidence_login_failures_total")
    for password in ("wrong", PASSWORD):
        Client().post("/login/", {"username": "somebody", "password": password})

    assert counted("evidence_login_failures_total") == before + 1


def test_kept_values_and_computing_are_counted_by_kind_and_not_by_name():
    listen()
    figures = [
        ("evidence_value_hits_total", {"kind": "summary-of-test"}),
        ("evidence_computation_seconds_sum", {"kind": "summary-of-test"}),
    ]
    value_kept.send(sender=None, name="summary-of-test back-pain")
    value_computed.send(sender=None, name="summary-of-test/sciatica", seconds=1.5)

    assert [counted(name, **labels) for name, labels in figures] == [1, 1.5]


COUNT_IN_TWO_PROCESSES = """
import os
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from evidence.metrics.counters import LOGIN_FAILURES
from evidence.metrics.metrics_folder import empty_metrics_folder
for _ in range(2):
    child = os.fork()
    if not child:
        LOGIN_FAILURES.inc(2)
        os._exit(0)
    os.waitpid(child, 0)
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
empty_metrics_folder()
"""


def test_processes_count_together_and_a_new_start_begins_at_nothing(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", COUNT_IN_TWO_PROCESSES],
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stderr == ""
    assert "evidence_login_failures_total 4.0" in done.stdout.splitlines()
    assert list(tmp_path.iterdir()) == []


def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    # A connection of the test is not its own to close.
    monkeypatch.setattr(connection, "close", lambda: None)
    registry = CollectorRegistry()
    registry.register(StateCollector())
    lines = generate_latest(registry).decode().splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


@pytest.mark.django_db
def test_the_queue_and_the_worker_are_read_from_the_database(monkeypatch: pytest.MonkeyPatch):
    waiting = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x", backend_name="default", run_after=timezone.now()
    )
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - timedelta(minutes=2))
    write_beat("one")
    SearchNote.objects.bulk_create(SearchNote(study_id=number) for number in (1, 1, 2))

    figures = state(monkeypatch)

    assert figures["evidence_database_up"] == "1.0"
    assert figures["evidence_search_waiting_studies"] == "2.0"
    assert figures['evidence_tasks{state="ready"}'] == "1.0"
    assert figures['evidence_tasks{state="failed"}'] == "0.0"
    assert 120 <= float(figures["evidence_oldest_waiting_task_seconds"]) < 180
    assert figures['evidence_imports{state="applied"}'] == "0.0"
    assert float(figures["evidence_worker_beat_age_seconds"]) < 60


@pytest.mark.django_db
def test_a_lost_database_is_a_figure_too(monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)

    assert state(monkeypatch) == {"evidence_database_up": "0.0"}
