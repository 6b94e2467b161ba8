"""The beat of a worker ends with it, and the command of the worker starts it."""

import threading

import pytest
from django.core.management import get_commands
from django.db import InterfaceError

from evidence import repeated_work
from evidence.health import worker_beat
from evidence.health.worker_beat import beating


def test_the_beat_of_a_worker_is_removed_when_it_ends_also_without_a_database(monkeypatch: pytest.MonkeyPatch):
    done, has_beaten = [], threading.Event()

    def write(worker: str) -> None:
        done.append(f"beat of {worker}")
        has_beaten.set()

    def remove(worker: str) -> None:
        done.append(f"end of {worker}")
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(worker_beat, "write_beat", write)
    monkeypatch.setattr(worker_beat, "remove_beat", remove)
    monkeypatch.setattr(repeated_work, "close_old_connections", lambda: None)
    monkeypatch.setattr(repeated_work.connections, "close_all", lambda: None)

    with beating("one"):
        assert has_beaten.wait(30)

    assert done == ["beat of one", "end of one"]


def test_the_worker_of_the_site_is_the_one_that_beats():
    assert get_commands()["db_worker"] == "evidence"
