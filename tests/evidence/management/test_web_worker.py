"""A client that sends half of a request, or does not read, holds a thread for seconds, not for ever."""

import logging
import socket
import sys

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn, ThreadWorker

from evidence.logs.quiet_lines import SilenceFilter
from evidence.management import web_worker
from evidence.management.web_worker import WebWorker, end_after_silence


@pytest.fixture
def ends():
    pair = socket.socketpair()
    yield pair
    for end in pair:
        end.close()


def test_a_connection_in_blocking_mode_ends_after_a_silence(ends) -> None:
    ours, theirs = ends
    end_after_silence(ours, 0.05)
    ours.settimeout(None)  # as gunicorn does
    theirs.sendall(b"GET / HT")

    assert ours.recv(8192) == b"GET / HT"
    with pytest.raises(BlockingIOError):
        ours.recv(8192)
    with pytest.raises(BlockingIOError):
        ours.sendall(bytes(50_000_000))


def test_every_connection_of_the_worker_gets_the_limit_once(ends, monkeypatch) -> None:
    connection = TConn(Config(), ends[0], "a client", "the site")

    def handle(self, conn) -> str:
        conn.init()
        return "answered"

    monkeypatch.setattr(ThreadWorker, "handle", handle)
    limited = []
    monkeypatch.setattr(web_worker, "end_after_silence", lambda *given: limited.append(given))

    worker = object.__new__(WebWorker)
    assert [worker.handle(connection), worker.handle(connection)] == ["answered"] * 2
    assert limited == [(ends[0], web_worker.SECONDS_OF_SILENCE)]


def test_a_silence_is_one_line_of_the_log_and_other_errors_keep_their_traceback() -> None:
    records = []
    for error in (BlockingIOError(11, "unavailable"), ConnectionAbortedError(103, "aborted")):
        try:
            raise error
        except OSError:
            record = logging.makeLogRecord({"levelname": "ERROR", "msg": "Socket", "exc_info": sys.exc_info()})
        assert SilenceFilter().filter(record)
        records.append(record)

    assert [(record.levelname, record.exc_info is None) for record in records] == [("WARNING", True), ("ERROR", False)]
    assert "fell silent" in records[0].getMessage()
