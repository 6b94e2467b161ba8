"""The file of SQLite: opened where it is, and made where tables are made, and nowhere else.

SQLite makes an empty database of any name that it is asked to open. A file that is moved away while the site runs would
be followed by an empty one, with a log of its own; the true file, put back beside that log, could be damaged.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# Names of databases in memory, which are no files.
_IN_MEMORY = ("file:", ":memory:")


class DatabaseFile(sqlite3.Connection):
    """A connection to a file that exists. Raises ``sqlite3.OperationalError`` ("unable to open") without one."""

    def __init__(self, database: str, **options: Any) -> None:
        name = str(database)
        is_file = not name.startswith(_IN_MEMORY)
        super().__init__(f"{Path(name).absolute().as_uri()}?mode=rw" if is_file else name, **options)


def make_database_file(connection: BaseDatabaseWrapper) -> None:
    """Make an empty database of SQLite where there is none. Where that is not possible, opening it will say so."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not name.startswith(_IN_MEMORY):
        with suppress(OSError):
            Path(name).touch()
