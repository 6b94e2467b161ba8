"""The worker outlives what passes by itself: a database that is lost, a disk that is full."""

import logging
from contextlib import nullcontext

import pytest
from django.db import InterfaceError, OperationalError
from django_tasks_db.management.commands import db_worker as library

from evidence.management.commands import db_worker
from tests.studies.test_disk_full import full_sqlite

OPTIONS = {"worker_id": "w", "reload": False}


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """The pauses of a worker that writes no beat and does nothing beside."""
    slept: list[float] = []
    monkeypatch.setattr(db_worker.time, "sleep", slept.append)
    monkeypatch.setattr(db_worker, "beating", lambda worker: nullcontext())
    for beside in ("stopped_work_taken_up", "expired_records_deleted", "notes_merged", "indexing", "warming"):
        monkeypatch.setattr(db_worker, beside, nullcontext)
    # Its own says such lines once a minute, whatever other tests have said.
    monkeypatch.setattr(db_worker, "logger", logging.getLogger("tests.worker"))
    monkeypatch.setattr(db_worker.connection, "close", lambda: None)
    return slept


def let_queue_fail(monkeypatch, *errors: Exception) -> None:
    """Let the library's worker end with these errors, one after the other, and then as it should."""
    left = list(errors)

    def handle(self: object, **options: object) -> None:
        if left:
            raise left.pop(0)

    monkeypatch.setattr(library.Command, "handle", handle)


def test_worker_waits_and_goes_on_after_a_lost_database_and_a_full_disk(monkeypatch, pauses, caplog) -> None:
    full = OperationalError("database or disk is full")
    full.__cause__ = full_sqlite()
    unmigrated = OperationalError("no such table: django_tasks_database_dbtaskresult")
    let_queue_fail(monkeypatch, full, InterfaceError("connection already closed"), unmigrated)
    with caplog.at_level(logging.ERROR):
        db_worker.Command().handle(batch=False, **OPTIONS)

    assert pauses == [db_worker.SECONDS_TO_RECOVER] * 3
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "The disk is full",
        "The database does not answer",
        "The queue cannot be read or written",
    ]


def test_other_errors_and_a_worker_that_ends_with_the_queue_are_told_at_once(monkeypatch, pauses) -> None:
    let_queue_fail(monkeypatch, ValueError("a fault of the code"))
    with pytest.raises(ValueError, match="fault"):
        db_worker.Command().handle(batch=False, **OPTIONS)
    let_queue_fail(monkeypatch, OperationalError("lost"))
    with pytest.raises(OperationalError):
        db_worker.Command().handle(batch=True, **OPTIONS)

    assert pauses == []
