"""A lost database is told from other errors of a database, whatever it causes."""

import sqlite3

import psycopg2
import pytest
from django.db.utils import DataError, InterfaceError, OperationalError, ProgrammingError

from evidence.logs.database_loss import is_database_lost


def raised(error: Exception, cause: Exception) -> Exception:
    """The error as Django raises it from one of the driver."""
    error.__cause__ = cause
    return error


def sqlite_error(code: int) -> Exception:
    cause = sqlite3.OperationalError("told by its code")
    cause.sqlite_errorcode = code
    return raised(OperationalError("told by its code"), cause)


class WithCode(psycopg2.OperationalError):
    """psycopg2 lets nobody set the code of its own classes."""

    def __init__(self, pgcode: str) -> None:
        super().__init__("told by its code")
        self.code = pgcode

    pgcode = property(lambda self: self.code)  # type: ignore[assignment]


def postgres_error(code: str) -> Exception:
    return raised(OperationalError("told by its code"), WithCode(code))


def no_connection() -> Exception:
    try:
        psycopg2.connect(host="127.0.0.1", port=1, dbname="x", connect_timeout=2)
    except psycopg2.OperationalError as cause:
        return raised(OperationalError(*cause.args), cause)
    raise AssertionError


def wrapped(error: Exception) -> Exception:
    return raised(ValueError("a page that could not be made"), error)


LOST = [
    no_connection(),
    *(postgres_error(code) for code in ("08006", "57P01", "57P02", "57P03", "53300")),
    raised(InterfaceError("connection already closed"), psycopg2.InterfaceError("connection already closed")),
    # Busy, one of its extended codes, and no file.
    *(sqlite_error(code) for code in (5, 261, 6, 14)),
    wrapped(postgres_error("57P01")),
]
OTHERS = [
    # A query that was cancelled, a deadlock, a full disk.
    *(postgres_error(code) for code in ("57014", "40P01", "53100")),
    raised(InterfaceError("cursor already closed"), psycopg2.InterfaceError("cursor already closed")),
    # No such table, a read-only file, an error of the disk, a full one.
    *(sqlite_error(code) for code in (1, 8, 10, 13)),
    raised(ProgrammingError("no such column"), psycopg2.ProgrammingError("no such column")),
    raised(DataError("too long"), psycopg2.DataError("too long")),
    OperationalError("raised by nobody"),
    ValueError("connection already closed"),
]


@pytest.mark.parametrize("error", LOST, ids=repr)
def test_a_lost_database_is_recognised(error: Exception):
    assert is_database_lost(error)


@pytest.mark.parametrize("error", OTHERS, ids=repr)
def test_another_error_is_not_taken_for_it(error: Exception):
    assert not is_database_lost(error)


def test_no_error_is_no_loss():
    assert not is_database_lost(None)
