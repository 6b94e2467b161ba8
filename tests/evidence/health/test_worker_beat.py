"""The thread that writes the beat of a worker, and the command that starts it."""

import threading

import pytest
from django.core.management import get_commands
from django.db.utils import OperationalError

from evidence.health import worker_beat
from evidence.health.worker_beat import beating


@pytest.fixture
def beats(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the thread does, without a database; the first beat fails as on one that is lost."""
    done: list[str] = []
    thrice = threading.Event()

    def write(worker: str) -> None:
        done.append(f"beat of {worker}")
        if len(done) == 1:
            raise OperationalError("gone")
        if len(done) >= 3:
            thrice.set()

    monkeypatch.setattr(worker_beat, "SECONDS_BETWEEN_BEATS", 0.01)
    monkeypatch.setattr(worker_beat, "write_beat", write)
    monkeypatch.setattr(worker_beat, "remove_beat", lambda worker: done.append(f"end of {worker}"))
    monkeypatch.setattr(worker_beat, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker_beat.connection, "close", lambda: None)
    with beating("one"):
        assert thrice.wait(30)
    return done


def test_a_worker_beats_until_it_ends_also_after_a_lost_database(beats: list[str]):
    assert beats[:3] == ["beat of one"] * 3
    assert beats[-1] == "end of one"


def test_the_worker_of_the_site_is_the_one_that_beats():
    assert get_commands()["db_worker"] == "evidence"
