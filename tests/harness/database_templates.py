"""Databases from which many tests start: each is made once for a run of the suite, and every part copies it.

The first part that needs one makes it; another that needs it meanwhile waits. A run names a folder for them, which is
removed with it, like its PostgreSQL server. Without a run, a session has its own and removes what it made.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.harness.runs import FOLDER_OF_TEMPLATES


@contextmanager
def database_templates(own_folder: Path) -> Iterator["DatabaseTemplates"]:
    """Those of the run; without one those of this session, in its own folder."""
    if folder := os.environ.get(FOLDER_OF_TEMPLATES):
        yield DatabaseTemplates(Path(folder))
        return
    templates = DatabaseTemplates(own_folder)
    try:
        yield templates
    finally:
        templates.drop_all()


class DatabaseTemplates:
    """Templates for the kind of database that the settings name, and copies of them for the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """That of now: a thread with the event loop of a browser has another one than before it."""
        return connections[DEFAULT_DB_ALIAS]

    @contextmanager
    def copy(self, records: str = "", make_records: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Use a copy of a database with the tables as migrations make them, and these records, made once."""
        before = self._name_in_use()
        template = self._template(records, make_records)
        self._use(template)
        self._use_clone(f"of_{os.getpid()}")
        try:
            yield
        finally:
            self.connection.creation.destroy_test_db(before, verbosity=0)

    def drop_all(self) -> None:
        """Remove the templates from the database server; a file of SQLite goes with its folder."""
        if self.connection.vendor == "sqlite":
            return
        before = self._name_in_use()
        for made in self.folder.glob(f"{self.connection.vendor}-*.made"):
            self._use(made.read_text())
            self.connection.creation.destroy_test_db(before, verbosity=0)

    def _template(self, records: str, make_records: Callable[[], None]) -> str:
        """The name of the template with these records, which is made if no process has made it yet."""
        made = self.folder / f"{self.connection.vendor}-{records or 'migrated'}.made"
        with made.with_suffix(".lock").open("w") as lock:
            # It is let go when the file is closed, also by the end of the process.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                if records:
                    self._fill(records, make_records)
                else:
                    self._migrate()
                # On PostgreSQL nobody may use what is copied.
                self.connection.close()
                made.write_text(self._name_in_use())
            return made.read_text()

    def _migrate(self) -> None:
        # A server has other databases, of which none has the number of this process.
        name = self.folder / "migrated.sqlite3" if self.connection.vendor == "sqlite" else f"test_{os.getpid()}"
        self.connection.settings_dict["TEST"]["NAME"] = str(name)
        self.connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)

    def _fill(self, records: str, make_records: Callable[[], None]) -> None:
        before = self._name_in_use()
        self._use(self._template("", make_records))
        self._use_clone(records)
        with ExitStack() as on_failure:
            on_failure.callback(self.connection.creation.destroy_test_db, before, verbosity=0)
            make_records()
            on_failure.pop_all()

    def _use_clone(self, suffix: str) -> None:
        self.connection.creation.clone_test_db(suffix, verbosity=0)
        self._use(self.connection.creation.get_test_db_clone_settings(suffix)["NAME"])

    def _use(self, name: str) -> None:
        self.connection.close()
        # Both, as Django does when it makes a database for tests.
        settings.DATABASES[self.connection.alias]["NAME"] = self.connection.settings_dict["NAME"] = name

    def _name_in_use(self) -> str:
        return str(self.connection.settings_dict["NAME"])
