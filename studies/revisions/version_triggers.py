"""The database triggers that change the data version, in the same transaction as any visible row.

SQLite has one writer at a time: each changed row counts. PostgreSQL has many, and a long import must not hold the
number against the others: a statement only notes its transaction (``OpenChange``), and a deferred trigger on that note
counts when the transaction commits. It queues itself once more first, so that the number is taken after all checks of
foreign keys, which a large commit makes for seconds.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from studies.revisions.database_triggers import Trigger, TriggerSet, digest, present_tables, tables_without_triggers
from studies.revisions.study_triggers import CHANGES_TABLE, note_statements, study_triggers
from studies.revisions.version_sql import COUNT, CREATE_NUMBER, FUNCTIONS

# Every trigger and function has this prefix; by it the outdated ones are found.
PREFIX = "data_version_"
VERSION_TABLE = "studies_dataversion"
NOTES_TABLE = "studies_openchange"

Columns = tuple[str, ...]
# Tables, each with the columns whose change counts; none means all.
Tables = Mapping[str, Columns]


@dataclass(frozen=True, slots=True)
class AppTables:
    """What of an app is versioned: every table but those that no public page reads, and parts of other apps' tables."""

    label: str
    unread: frozenset[str]
    others: Tables

    def versioned(self) -> dict[str, Columns]:
        """Every versioned table, history and links included."""
        return {table: () for table in self._own() if table not in self.unread} | dict(self.others)

    def all(self) -> set[str]:
        """Every table of the app, versioned or not, and those of other apps."""
        return {*self._own(), *self.others}

    def _own(self) -> list[str]:
        models = apps.get_app_config(self.label).get_models(include_auto_created=True)
        return [model._meta.db_table for model in models]


_versioned_apps: dict[str, AppTables] = {}


def version_app(label: str, *, unread: Collection[str], others: Tables | None = None) -> None:
    """Say what of an app is versioned; ``others``: tables of apps that are not ours."""
    _versioned_apps[label] = AppTables(label, frozenset(unread), others or {})


def versioned_tables() -> dict[str, Columns]:
    """Every versioned table of every app."""
    return {table: columns for app in _versioned_apps.values() for table, columns in app.versioned().items()}


def restore_triggers(*, using: str, migrated: bool) -> None:
    """Put every trigger in place as it is defined here, where the database has its table.

    Where any was missing or outdated, and after a migration, the number changes: rows may have changed unseen.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        present = present_tables(connection)
        if VERSION_TABLE in present:
            cursor.execute(CREATE_NUMBER[connection.vendor])
            if _trigger_set(connection.vendor).restore(connection) or migrated:
                advance(connection)
        if CHANGES_TABLE in present and (study_triggers(connection.vendor).restore(connection) or migrated):
            note_all_studies_changed(connection)


def missing_triggers(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Tables whose changes would not be seen, by name: empty unless triggers were dropped or switched off by hand."""
    connection = connections[using]
    return tables_without_triggers((_trigger_set(connection.vendor), study_triggers(connection.vendor)), connection)


def advance(connection: BaseDatabaseWrapper) -> None:
    """Give the present state a new number, whether or not a row changed."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT[connection.vendor])


def note_all_studies_changed(connection: BaseDatabaseWrapper) -> None:
    """Give each study a new version, whether or not a row changed."""
    with connection.cursor() as cursor:
        for statement in note_statements(connection.vendor):
            cursor.execute(statement)


def _trigger_set(vendor: str) -> TriggerSet:
    tables = frozenset({NOTES_TABLE}.union(*(app.all() for app in _versioned_apps.values())))
    return TriggerSet(PREFIX, tuple(_triggers(vendor, versioned_tables())), FUNCTIONS[vendor], tables)


def _triggers(vendor: str, tables: Tables) -> Iterator[Trigger]:
    """Every trigger of these tables, and on PostgreSQL those of the table of notes."""
    if vendor == "sqlite":
        for table, columns in tables.items():
            yield from (_row_trigger(table, event, columns) for event in ("INSERT", "UPDATE", "DELETE"))
        return
    for table, columns in tables.items():
        yield _note_trigger(table, columns)
    for event, function in (("INSERT", "requeue"), ("UPDATE", "count")):
        yield _commit_trigger(event, function)


def _row_trigger(table: str, event: str, columns: Columns) -> Trigger:
    when = f"{event} OF {', '.join(columns)}" if columns and event == "UPDATE" else event
    body = f'AFTER {when} ON "{table}" BEGIN {COUNT["sqlite"]}; END'
    # Names of triggers are those of the whole database here, and of one table on PostgreSQL.
    name = f"{PREFIX}{table}_{event.lower()}_{digest(body)}"
    return Trigger(table, name, f'CREATE TRIGGER "{name}" {body}')


def _note_trigger(table: str, columns: Columns) -> Trigger:
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    body = (
        f'AFTER INSERT OR DELETE OR TRUNCATE OR {update} ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}note()"
    )
    name = PREFIX + digest(body, *FUNCTIONS["postgresql"])
    return Trigger(table, name, f"CREATE TRIGGER {name} {body}")


def _commit_trigger(event: str, function: str) -> Trigger:
    body = (
        f'AFTER {event} ON "{NOTES_TABLE}" DEFERRABLE INITIALLY DEFERRED '
        f"FOR EACH ROW EXECUTE FUNCTION {PREFIX}{function}()"
    )
    name = PREFIX + digest(body, *FUNCTIONS["postgresql"])
    return Trigger(NOTES_TABLE, name, f"CREATE CONSTRAINT TRIGGER {name} {body}")
