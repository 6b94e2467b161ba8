"""Putting a backup into a database: all of it or nothing."""

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from typing import IO

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import Error, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from evidence.backup.backup_error import BackupError
from evidence.backup.last_numbers import raise_last_number
from evidence.backup.manifest import BackupAbout, product_version
from evidence.backup.read_backup import BackupReader, open_backup
from evidence.backup.tables import (
    SESSIONS,
    Table,
    insert_rows,
    kept_tables,
    last_of_each_app,
    layout_of,
)
from evidence.backup.write_backup import BackupReport, Tell
from evidence.database_file import make_database_file
from evidence.health.migration_state import MigrationKey, applied_migrations, known_migrations, step_executor
from evidence.releases.frozen_tables import replacing_releases
from studies.disk_full import is_disk_full
from studies.revisions.data_version import advance_version
from studies.revisions.kept_values import forget_values
from studies.search.index_work import rebuild_index

# Rows that code writes into a new database; the backup has its own.
_WRITTEN_BY_CODE = frozenset({"auth_group", "auth_group_permissions", "auth_permission", "django_content_type"}) | {
    "django_migrations",
    "studies_component",
}


def restore_backup(stream: IO[bytes], *, replace: bool, tell: Tell) -> BackupReport:
    """Put a backup into the database, which is empty or, with ``replace``, loses everything that it holds.

    All rows are put in place in one transaction: until it commits, readers see the former ones. A backup of an older
    version is then migrated. ``BackupError`` says why nothing was changed.
    """
    reader = open_backup(stream)
    refuse_other_version(reader.about)
    prepare_tables(reader.about)
    tables = kept_tables(reader.about.migrations)
    refuse_other_columns(reader.about, tables)
    if not replace:
        refuse_with_rows(tables)
    try:
        with transaction.atomic(), replacing_releases(connection):
            fill_tables(reader, tables, tell)
            # A store of kept pages that does not answer is no reason to fail: they have another data version anyway.
            transaction.on_commit(forget_values, robust=True)
    # A value of another kind than its column has is found when it is decoded, or by the driver.
    except (Error, ValueError, TypeError, AttributeError, OverflowError) as error:
        reason = "its disk is full" if is_disk_full(error) else str(error).strip()
        raise BackupError(f"The database did not take the backup and was left as it was: {reason}") from error
    ContentType.objects.clear_cache()
    tell("Bringing the database up to date")
    call_command("migrate", verbosity=0, interactive=False)
    advance_version()
    tell("Indexing for the search")
    rebuild_index()
    rows = reader.rows
    return BackupReport(reader.about, rows.total(), len(tables), rows["studies_documentcontent"])


def refuse_other_version(about: BackupAbout) -> None:
    """Refuse what this code cannot read: a newer version's backup, and made-up studies where real ones belong."""
    if unknown := sorted(about.migrations - known_migrations()):
        raise BackupError(
            f"This backup was made by version {about.version} with migration {'.'.join(unknown[0])}, which this "
            f"version ({product_version()}) does not know. Restore it with the version that made it, or a newer one."
        )
    if about.synthetic != settings.SYNTHETIC:
        kind = "made-up" if about.synthetic else "real"
        raise BackupError(f"This backup holds {kind} studies, but SYNTHETIC requests others.")


def prepare_tables(about: BackupAbout) -> None:
    """Make the tables of a new database as the backup had them; ``BackupError`` where others are there."""
    make_database_file(connection)
    applied = applied_migrations()
    if not applied:
        make_tables(about.migrations)
        applied = applied_migrations()
    if applied != about.migrations:
        raise BackupError(
            f"This backup was made by version {about.version} with other migrations than this database has "
            f"({first_difference(applied, about.migrations)}). Restore it into a new, empty database: make one, name "
            "it in DATABASE_URL, and run this command again. It makes the tables and brings them up to date."
        )


def make_tables(migrations: frozenset[MigrationKey]) -> None:
    """Make the tables of an empty database as they are after these migrations; those of this code at once."""
    if migrations == known_migrations():
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    else:
        executor = step_executor(connection)
        executor.migrate(last_of_each_app(executor.loader, migrations))


def first_difference(applied: Collection[MigrationKey], wanted: Collection[MigrationKey]) -> str:
    return ".".join(min(set(applied) ^ set(wanted)))


def refuse_other_columns(about: BackupAbout, tables: dict[str, Table]) -> None:
    """Refuse a backup whose tables this code knows by other columns; equal migrations make equal columns.

    Their order may be another: models of older migrations have the columns that came later at their end.
    """
    expected = {name: layout_of(table) for name, table in tables.items()}
    found = {layout.name: layout for layout in about.tables}
    for name in sorted(expected.keys() | found.keys()):
        if name not in expected or name not in found or set(expected[name].columns) != set(found[name].columns):
            raise BackupError(f"The table {name} of this backup has other columns than the database.")


def refuse_with_rows(tables: dict[str, Table]) -> None:
    """Refuse a database that holds anything but what the code writes into every new one."""
    for name, table in tables.items():
        if name in _WRITTEN_BY_CODE:
            continue
        if rows := models.QuerySet(table).count():
            raise BackupError(
                f"The database {database_name()} is not empty: {name} has {rows:,} rows. Restore into a new database, "
                f"or put the backup in the place of everything there: --replace {database_name()}"
            )


def database_name() -> str:
    """The name of the database, as a person types it to say that everything in it may go; of SQLite the file's."""
    return str(connection.settings_dict["NAME"]).rsplit("/", 1)[-1]


def fill_tables(reader: BackupReader, tables: dict[str, Table], tell: Tell) -> None:
    """Put the rows of a backup in the place of all rows, within a transaction that an error ends."""
    quote = connection.ops.quote_name
    emptied = sorted({*tables, SESSIONS, MigrationRecorder.Migration._meta.db_table})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Nobody writes meanwhile; who reads goes on, and sees the rows of before.
            cursor.execute(f"LOCK TABLE {', '.join(map(quote, emptied))} IN EXCLUSIVE MODE")
        for name in emptied:
            cursor.execute(f"DELETE FROM {quote(name)}")  # noqa: S608 - names of our own tables
    layouts = {layout.name: layout for layout in reader.about.tables}
    for name, parts in groupby(reader.parts(), key=itemgetter(0)):
        for _, rows in parts:
            insert_rows(tables[name], layouts[name], rows)
        tell(f"{name}: {reader.rows[name]:,} rows")
    for name, table in tables.items():
        raise_last_number(connection, table, reader.manifest.last_numbers.get(name, 0))
    connection.check_constraints()
