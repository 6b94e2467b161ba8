"""The migrations of this code, and those that the database has."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# An app's label and a migration's name.
MigrationKey = tuple[str, str]


@cache
def known_migrations() -> frozenset[MigrationKey]:
    """Every migration of this code; read from the disk once a process."""
    return frozenset(MigrationLoader(None).graph.nodes)


def applied_migrations() -> frozenset[MigrationKey]:
    """The migrations that the database has applied; none where it has no tables."""
    return frozenset(MigrationRecorder(connection).applied_migrations())
