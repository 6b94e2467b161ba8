"""The migrations of this code, and those that the database has.

Each is counted by itself, never the one that makes all tables of a new database in place of several: whether a
database was made by that or by one after another, it has the same tables and the same list here.
"""

from functools import cache

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# An app's label and a migration's name.
MigrationKey = tuple[str, str]


class StepLoader(MigrationLoader):
    """Django's loader, without migrations that stand for several others."""

    def load_disk(self) -> None:
        super().load_disk()
        self.disk_migrations = {key: one for key, one in self.disk_migrations.items() if not one.replaces}


def step_executor(database: BaseDatabaseWrapper) -> MigrationExecutor:
    """What brings a database to a state between: Django's own goes to the newest only, where it made all at once."""
    executor = MigrationExecutor(database)
    executor.loader = StepLoader(database)
    return executor


@cache
def known_migrations() -> frozenset[MigrationKey]:
    """Every migration of this code; read from the disk once a process."""
    return frozenset(StepLoader(None).graph.nodes)


@cache
def _replacing_migrations() -> frozenset[MigrationKey]:
    return frozenset(MigrationLoader(None).replacements)


def applied_migrations() -> frozenset[MigrationKey]:
    """The migrations that the database has applied; none where it has no tables."""
    return frozenset(MigrationRecorder(connection).applied_migrations()) - _replacing_migrations()
