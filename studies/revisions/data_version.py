"""The data version: the number of the present state of the rows that pages show, and pages made from one state.

What is computed from rows may be kept under the number of the state that they were read in. Number and rows must come
from one snapshot: a number read before or after the rows could name another state.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteConnection

from studies.revisions.version_sql import NUMBER
from studies.revisions.version_triggers import advance

# The number of the snapshot that is open on a connection; each thread has its own connections.
_open_snapshots: WeakKeyDictionary[BaseDatabaseWrapper, int | None] = WeakKeyDictionary()


def current_version(*, using: str = DEFAULT_DB_ALIAS) -> int | None:
    """The number of the newest committed state, or of the open snapshot; None inside any other transaction."""
    connection = connections[using]
    if connection in _open_snapshots:
        return _open_snapshots[connection]
    return None if in_transaction(connection) else read_number(connection)


@contextmanager
def read_snapshot(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[int | None]:
    """A block in which all queries see one state of the database; it gives the number of that state.

    Within another snapshot it gives that one's number. Inside any other transaction it gives None and changes nothing:
    rows seen there may never be committed, so nothing made of them may be kept. A write in the block is a
    ``DatabaseError``.
    """
    connection = connections[using]
    if connection in _open_snapshots:
        yield _open_snapshots[connection]
    elif in_transaction(connection):
        yield None
    else:
        with read_transaction(connection):
            _open_snapshots[connection] = number = read_number(connection)
            try:
                yield number
            finally:
                del _open_snapshots[connection]


def in_transaction(connection: BaseDatabaseWrapper) -> bool:
    """Whether this thread has begun a transaction there that is not a snapshot of this module."""
    return connection.in_atomic_block or not connection.get_autocommit()


def advance_version(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Give the present state a new number: after rows were replaced where no trigger saw it, as by a restore."""
    advance(connections[using])


def read_number(connection: BaseDatabaseWrapper) -> int | None:
    """The number that this connection sees; None without its row, when nothing may be kept."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER)
        row = cursor.fetchone()
    return int(row[0]) if row else None


@contextmanager
def read_transaction(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A transaction with one snapshot, in which a write is an error."""
    if not isinstance(connection, SQLiteConnection):
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with ExitStack() as stack:
        with _without_write_lock(connection):
            stack.enter_context(transaction.atomic(using=connection.alias))
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = 1")
            try:
                yield
            finally:
                cursor.execute("PRAGMA query_only = 0")


@contextmanager
def _without_write_lock(connection: Any) -> Iterator[None]:
    """While a transaction begins: those of this site begin as writers, and a reader must not wait for one.

    The type stubs of Django do not know the attribute.
    """
    usual = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual
