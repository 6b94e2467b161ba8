"""What a thread beside the worker does again and again, whatever becomes of the database."""

import logging
import threading

import pytest
from django.db import InterfaceError, OperationalError
from django.db.utils import Error

from evidence import repeated_work
from evidence.repeated_work import repeat, repeating
from studies.revisions.single_flight import StillComputingError


@pytest.fixture(autouse=True)
def _without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated_work, "close_old_connections", lambda: None)
    monkeypatch.setattr(repeated_work.connections, "close_all", lambda: None)
    # Its own says a line once a minute, whatever other tests have said.
    monkeypatch.setattr(repeated_work, "logger", logging.getLogger("tests.repeated_work"))


@pytest.mark.parametrize("error", [OperationalError("gone\n"), InterfaceError("connection already closed")])
def test_work_goes_on_after_a_database_that_was_lost(error: Error, caplog: pytest.LogCaptureFixture):
    turns, thrice = [], threading.Event()

    def work(ended: threading.Event) -> None:
        turns.append(ended.is_set())
        if len(turns) == 1:
            raise error
        if len(turns) == 3:
            thrice.set()

    with repeating(work, name="beat", pause=0.001, failure="No beat"):
        assert thrice.wait(30)

    assert turns[:3] == [False] * 3
    assert caplog.messages == [f"No beat: {str(error).strip()}"]


def test_no_fault_ends_the_thread_and_its_place_is_in_the_log(caplog: pytest.LogCaptureFixture):
    turns, twice = [], threading.Event()

    def work(ended: threading.Event) -> None:
        turns.append(ended.is_set())
        if len(turns) == 1:
            raise StillComputingError
        twice.set()

    with repeating(work, name="pages", pause=0.001, failure="No pages were warmed"):
        assert twice.wait(30)

    assert caplog.messages == ["No pages were warmed"]
    assert caplog.records[0].exc_info


def test_a_long_turn_hears_of_the_end_and_is_waited_for():
    begun, heard = threading.Event(), []

    def work(ended: threading.Event) -> None:
        begun.set()
        heard.append(ended.wait(30))

    with repeating(work, name="pages", pause=30, failure="No pages"):
        assert begun.wait(30)

    assert heard == [True]


def test_the_first_turn_may_come_later_and_no_connection_is_held_through_a_long_pause(monkeypatch: pytest.MonkeyPatch):
    events: list[float | str] = []

    class Ended(threading.Event):
        """An end that comes in the third pause."""

        def wait(self, timeout: float | None = None) -> bool:
            events.append(timeout or 0.0)
            return sum(isinstance(each, float) for each in events) == 3

    monkeypatch.setattr(repeated_work.connections, "close_all", lambda: events.append("closed"))
    repeat(lambda _: events.append("turn"), Ended(), pause=86_400.0, failure="Nothing", delay=60.0)

    assert events == [60.0, "turn", "closed", 86_400.0, "turn", "closed", 86_400.0, "closed"]
