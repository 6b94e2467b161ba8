"""What would be said with every request is said once a minute."""

import logging
from importlib.util import find_spec

import pytest
from django.core.exceptions import DisallowedHost

from evidence.logs.log_settings import LOGGERS_OF_LOOPS
from evidence.logs.quiet_lines import (
    SECONDS_BETWEEN_LINES,
    DatabaseLossFilter,
    IntendedOutageFilter,
    RepeatedLineFilter,
    UnknownHostFilter,
)
from studies.revisions.single_flight import StillComputingError
from tests.evidence.logs.test_database_loss import no_connection


def record_of(error: Exception) -> logging.LogRecord:
    exception = (type(error), error, None)
    return logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Server Error", "/"), exception)


def test_one_line_a_minute_without_a_traceback(monkeypatch: pytest.MonkeyPatch):
    now = 1_000.0
    monkeypatch.setattr("evidence.logs.quiet_lines.time.monotonic", lambda: now)
    only = DatabaseLossFilter()
    first, second, later = (record_of(no_connection()) for _ in range(3))

    assert only.filter(first)
    now += SECONDS_BETWEEN_LINES - 1
    assert not only.filter(second)
    now += 1
    assert only.filter(later)

    assert first.getMessage().startswith("The database cannot be reached (said once a minute): connection to server")
    assert "\n" not in first.getMessage()
    assert first.exc_info is None


def test_other_failures_keep_their_line_and_traceback():
    record = record_of(ValueError("wrong"))

    assert DatabaseLossFilter().filter(record)
    assert record.getMessage() == "Server Error: /"
    assert record.exc_info is not None


def test_an_unknown_host_is_a_warning_once_a_minute():
    only = UnknownHostFilter()
    first, second = (record_of(DisallowedHost("Invalid HTTP_HOST header: 'x'.")) for _ in range(2))

    assert [only.filter(first), only.filter(second)] == [True, False]
    assert first.getMessage() == "A request was refused (said once a minute): Invalid HTTP_HOST header: 'x'."
    assert first.levelno == logging.WARNING
    assert first.exc_info is None


@pytest.mark.parametrize(
    ("status", "error", "passes"),
    [(503, None, False), (500, None, True), (503, ValueError(), True), (503, StillComputingError(), False)],
)
def test_a_503_that_is_meant_is_not_logged_as_a_fault(status: int, error: Exception | None, passes: bool):
    exception = (type(error), error, None) if error else None
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Service Unavailable", (), exception)
    record.status_code = status

    assert IntendedOutageFilter().filter(record) is passes


def test_a_line_of_a_loop_is_written_once_a_minute(monkeypatch: pytest.MonkeyPatch):
    now = 1_000.0
    monkeypatch.setattr("evidence.logs.quiet_lines.time.monotonic", lambda: now)
    only = RepeatedLineFilter()

    def passes(text: str, word: str) -> bool:
        return only.filter(logging.LogRecord("worker", logging.WARNING, "", 0, text, (word,), None))

    assert [passes("no beat: %s", "one"), passes("no beat: %s", "two"), passes("no pages: %s", "x")] == [
        True,
        False,
        True,
    ]
    now += SECONDS_BETWEEN_LINES
    assert passes("no beat: %s", "three")


def test_loops_that_are_quiet_are_named_as_their_modules():
    assert [name for name in LOGGERS_OF_LOOPS if find_spec(name) is None] == []
