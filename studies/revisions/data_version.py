"""The data version: the number of the present state of the rows that pages show, and pages made from one state.

What is computed from rows may be kept under the number of the state that they were read in. Number and rows must come
from one snapshot: a number read before or after the rows could name another state.

The number is always asked of the primary server. A snapshot is taken on the replica, where there is one, if it already
has the state with that number: so who just wrote, or follows somebody who did, never sees an older state.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import local
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, DatabaseError, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteConnection

from studies.revisions.version_sql import NUMBER
from studies.revisions.version_triggers import advance, note_all_studies_changed

# The name in DATABASES of a server that follows the primary one and answers only reads.
REPLICA = "replica"
# How long a replica that failed is not asked again; its failure can take seconds to be seen.
SECONDS_OF_REST = 30
# What a statement of SQLite begins with that writes nothing: a question, or a part of the transaction.
_READS = re.compile(
    r"\s*(SELECT|VALUES|EXPLAIN|WITH(?!.*\b(INSERT|REPLACE\b(?!\s*\()|UPDATE|DELETE)\b)"
    # A savepoint is made, given up (one word more) or rolled back to; a table of that name is written by no such words.
    r"|(ROLLBACK TO |(?!UPDATE)[A-Z]+ )?SAVEPOINT)\b",
    re.IGNORECASE | re.DOTALL,
)


class Snapshot(NamedTuple):
    """The one state that this thread reads: on which server, and its number."""

    alias: str
    number: int | None


class _Thread(local):
    """Connections belong to a thread, and so do their snapshots."""

    snapshot: Snapshot | None = None


_thread = _Thread()
# By the monotonic clock, of this process.
_replica_rests_until = 0.0


def current_version() -> int | None:
    """The number of the newest committed state, or of the open snapshot; None inside any other transaction."""
    if _thread.snapshot is not None:
        return _thread.snapshot.number
    connection = connections[DEFAULT_DB_ALIAS]
    return None if in_transaction(connection) else _read_number_now(connection)


@contextmanager
def read_snapshot() -> Iterator[int | None]:
    """A block in which all queries see one state of the database; it gives the number of that state.

    Within another snapshot it gives that one's number. Inside any other transaction it gives None and changes nothing:
    rows seen there may never be committed, so nothing made of them may be kept. A write in the block is a
    ``DatabaseError`` (on SQLite one by a cursor's ``execute`` or ``executemany``).
    """
    if _thread.snapshot is not None:
        yield _thread.snapshot.number
    elif in_transaction(connections[DEFAULT_DB_ALIAS]):
        yield None
    else:
        with ExitStack() as stack:
            _thread.snapshot = _snapshot_of_replica(stack) or _snapshot_of(DEFAULT_DB_ALIAS, stack)
            try:
                yield _thread.snapshot.number
            finally:
                # The reader who met an error gets a page that says so; the next one is answered by the primary server.
                if server_of_snapshot() == REPLICA and connections[REPLICA].errors_occurred:
                    _let_replica_rest()
                _thread.snapshot = None


def server_of_snapshot() -> str | None:
    """The name in DATABASES of the server that this thread's snapshot is on; None without one."""
    return _thread.snapshot and _thread.snapshot.alias


def advance_version() -> None:
    """Give the present state and each study a new number: after rows were replaced unseen, as by a restore."""
    advance(connections[DEFAULT_DB_ALIAS])
    note_all_studies_changed(connections[DEFAULT_DB_ALIAS])


def in_transaction(connection: BaseDatabaseWrapper) -> bool:
    """Whether this thread has begun a transaction there that is not a snapshot of this module."""
    return connection.in_atomic_block or not connection.get_autocommit()


def read_number(connection: BaseDatabaseWrapper) -> int | None:
    """The number that this connection sees; None without its row, when nothing may be kept."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER)
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _read_number_now(connection: Any) -> int | None:
    """The number, outside of any transaction. The question itself shows whether the connection still holds.

    Django would ask one of its own before the first question of each request (``CONN_HEALTH_CHECKS``); here it does so
    only where ours failed. Its type stubs do not know these attributes.
    """
    is_checked = connection.health_check_done
    connection.health_check_done = True
    try:
        return read_number(connection)
    except Error:
        # A server that crashed and is back gives a plain DatabaseError over a unix socket.
        connection.health_check_done = is_checked
        if is_checked or not connection.health_check_enabled:
            raise
    return read_number(connection)


def _snapshot_of_replica(stack: ExitStack) -> Snapshot | None:
    """A snapshot on the replica, where there is one that answers and is not behind the primary server."""
    if REPLICA not in connections or time.monotonic() < _replica_rests_until:
        return None
    newest = read_number(connections[DEFAULT_DB_ALIAS])
    try:
        with ExitStack() as attempt:
            snapshot = _snapshot_of(REPLICA, attempt)
            if newest is not None and snapshot.number is not None and snapshot.number >= newest:
                stack.enter_context(attempt.pop_all())
                return snapshot
    except Error:
        _let_replica_rest()
    return None


def _let_replica_rest() -> None:
    global _replica_rests_until
    _replica_rests_until = time.monotonic() + SECONDS_OF_REST


def _snapshot_of(alias: str, stack: ExitStack) -> Snapshot:
    stack.enter_context(read_transaction(connections[alias]))
    return Snapshot(alias, read_number(connections[alias]))


@contextmanager
def read_transaction(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A transaction with one snapshot, in which a write is an error."""
    if not isinstance(connection, SQLiteConnection):
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Opening the connection reads its options, the mode of its transactions included.
    connection.ensure_connection()
    with ExitStack() as stack:
        with _without_write_lock(connection):
            stack.enter_context(transaction.atomic(using=connection.alias))
        # Its setting ``query_only`` would refuse them too, but makes it forget all statements that it has translated.
        stack.enter_context(connection.execute_wrapper(_only_reads))
        yield


def _only_reads(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
    """Carry out a statement that writes nothing; any other is an error."""
    if not _READS.match(statement):
        raise DatabaseError(f"Nothing is written while a state is read: {statement[:100]}")
    return execute(statement, *rest)


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
