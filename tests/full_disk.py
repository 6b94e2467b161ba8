"""A database without room: every write fails as on a full disk, reading goes on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

_WRITES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def full_disk(*, room_for: int = 0) -> Iterator[None]:
    """Let so many statements write, and no more."""
    written = 0

    def refuse(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal written
        if sql.startswith(_WRITES):
            written += 1
            if written > room_for:
                cause = sqlite3.OperationalError("database or disk is full")
                cause.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise OperationalError(str(cause)) from cause
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(refuse):
        yield
