"""A database that cannot be reached, recognised in the error that it causes."""

from typing import Any

from django.db.utils import InterfaceError, OperationalError

from studies.error_chain import error_chain

# PostgreSQL: connection exceptions, too many connections, and a server that stops, crashed or is starting.
_POSTGRES_CLASS = "08"
_POSTGRES_CODES = frozenset({"53300", "57P01", "57P02", "57P03", "57P05"})
# SQLite's primary codes: a lock that was not had in 20 seconds (busy, locked), and a file that cannot be opened.
_SQLITE_CODES = frozenset({5, 6, 14})
# A file that was moved or removed while a connection has it open: a kind of the code of files that are read only.
_SQLITE_MOVED = 1032


def is_database_lost(error: BaseException | None) -> bool:
    """Whether an error, or one that caused it, says that the database does not answer.

    A faulty query, a refused row and a full disk say nothing of the kind.
    """
    return any(_says_lost(each) for each in error_chain(error, with_hidden=True))


def _says_lost(error: BaseException) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    # Django raises its own class from the driver's, which holds the code.
    cause: Any = error.__cause__
    if hasattr(cause, "sqlite_errorcode"):
        return cause.sqlite_errorcode & 0xFF in _SQLITE_CODES or cause.sqlite_errorcode == _SQLITE_MOVED
    if isinstance(error, InterfaceError):
        return "connection already closed" in str(error)
    if not hasattr(cause, "pgcode"):
        return False
    # psycopg2 gives no code where the server said nothing: the connection failed, or broke.
    return cause.pgcode is None or cause.pgcode.startswith(_POSTGRES_CLASS) or cause.pgcode in _POSTGRES_CODES
