"""A full disk is recognised in the errors that databases and files really give, and in what they cause."""

import errno
import sqlite3

import psycopg2
import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import IntegrityError, OperationalError

from studies.disk_full import is_disk_full


def full_sqlite() -> sqlite3.Error:
    """What SQLite says when its file cannot grow."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("CREATE TABLE one (text)")
    database.execute("PRAGMA max_page_count = 2")
    try:
        database.execute("INSERT INTO one VALUES (?)", ["x" * 100_000])
    except sqlite3.Error as error:
        return error
    finally:
        database.close()
    raise AssertionError("SQLite wrote more pages than it may")


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("as it says")
    error.sqlite_errorcode = code
    return error


def postgres_error(code: str) -> psycopg2.Error:
    """The class that the driver raises for a code of the server, with that code."""
    kind = psycopg2.errors.lookup(code)
    return type("Coded", (kind,), {"pgcode": code})("as it says")


FULL = [
    full_sqlite(),
    sqlite_error(sqlite3.SQLITE_IOERR_SHMSIZE),
    sqlite_error(sqlite3.SQLITE_IOERR_WRITE),
    postgres_error("53100"),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Quota exceeded"),
    OSError(errno.EFBIG, "File too large"),
]
OTHER = [
    sqlite_error(sqlite3.SQLITE_BUSY),
    sqlite_error(sqlite3.SQLITE_CONSTRAINT_UNIQUE),
    sqlite_error(sqlite3.SQLITE_CANTOPEN),
    postgres_error("57P01"),
    postgres_error("40001"),
    psycopg2.OperationalError("server closed the connection"),
    IntegrityError("database or disk is full"),
    FileNotFoundError(errno.ENOENT, "No such file"),
    None,
]


@pytest.mark.parametrize("error", FULL, ids=repr)
def test_a_full_disk_is_recognised_also_behind_what_it_caused(error: BaseException) -> None:
    assert is_disk_full(error)

    wrapped = OperationalError("as Django says it")
    wrapped.__cause__ = error
    session = SessionInterrupted("the session was deleted")
    session.__context__ = wrapped
    assert is_disk_full(session)


@pytest.mark.parametrize("error", OTHER, ids=repr)
def test_other_errors_are_no_full_disk(error: BaseException | None) -> None:
    assert not is_disk_full(error)


def test_errors_that_name_each_other_are_looked_at_once() -> None:
    first, second = ValueError("first"), ValueError("second")
    first.__context__, second.__context__ = second, first

    assert not is_disk_full(first)
