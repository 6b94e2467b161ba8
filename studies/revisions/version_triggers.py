"""The database triggers that change the data version, in the same transaction as any visible row.

They hold for every road to a row: pages, the admin, a load, bulk writes, cascades, SQL by hand. They are put back after
every migration, since SQLite drops them when a migration rebuilds their table.

SQLite has one writer at a time: each changed row counts. PostgreSQL has many, and a long import must not hold the
number against the others: a statement only notes its transaction (``OpenChange``), and a deferred trigger on that note
counts when the transaction commits. It queues itself once more first, so that the number is taken after all checks of
foreign keys, which a large commit makes for seconds.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from studies.revisions.version_sql import COUNT, CREATE_NUMBER, EXISTING, FUNCTIONS

# Every trigger and function has this prefix; by it the outdated ones are found.
PREFIX = "data_version_"
VERSION_TABLE = "studies_dataversion"
NOTES_TABLE = "studies_openchange"

# What no public page reads, so that writing it leaves every page as it is. A test holds this list to the pages.
UNVERSIONED = frozenset({VERSION_TABLE, NOTES_TABLE, "studies_contentpiece", "studies_workbenchdraft"})
# Pages name people; when somebody last logged in shows nowhere.
NAMES_OF_PEOPLE = {"auth_user": ("username", "first_name", "last_name")}

Columns = tuple[str, ...]
# Tables, each with the columns whose change counts; none means all.
Tables = Mapping[str, Columns]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger by its table and its name, which tells its definition from an older one."""

    table: str
    name: str
    sql: str


def versioned_tables(app_label: str) -> dict[str, Columns]:
    """Every table of an app that a public page may read: history and links included."""
    models = apps.get_app_config(app_label).get_models(include_auto_created=True)
    return {model._meta.db_table: () for model in models if model._meta.db_table not in UNVERSIONED}


def restore_triggers(tables: Tables, *, using: str, migrated: bool) -> None:
    """Put the triggers of these tables in place as they are defined here, where the database has the tables.

    Where any was missing or outdated, and after a migration, the number changes: rows may have changed unseen.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if VERSION_TABLE not in present:
            return
        cursor.execute(CREATE_NUMBER[connection.vendor])
        wanted = [each for each in triggers(connection.vendor, tables) if each.table in present]
        expected = {(each.table, each.name): each for each in wanted}
        existing = existing_triggers(connection, {*tables, *UNVERSIONED})
        for table, name in sorted(existing - expected.keys()):
            cursor.execute(drop_statement(connection, table, name))
        missing = sorted(expected.keys() - existing)
        functions = FUNCTIONS[connection.vendor] if missing else ()
        for statement in (*functions, *(expected[key].sql for key in missing)):
            cursor.execute(statement)
        if migrated or existing != expected.keys():
            advance(connection)


def advance(connection: BaseDatabaseWrapper) -> None:
    """Give the present state a new number, whether or not a row changed."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT[connection.vendor])


def triggers(vendor: str, tables: Tables) -> Iterator[Trigger]:
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
    name = f"{PREFIX}{table}_{event.lower()}_{_digest(body)}"
    return Trigger(table, name, f'CREATE TRIGGER "{name}" {body}')


def _note_trigger(table: str, columns: Columns) -> Trigger:
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    body = (
        f'AFTER INSERT OR DELETE OR TRUNCATE OR {update} ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}note()"
    )
    name = PREFIX + _digest(body, *FUNCTIONS["postgresql"])
    return Trigger(table, name, f"CREATE TRIGGER {name} {body}")


def _commit_trigger(event: str, function: str) -> Trigger:
    body = (
        f'AFTER {event} ON "{NOTES_TABLE}" DEFERRABLE INITIALLY DEFERRED '
        f"FOR EACH ROW EXECUTE FUNCTION {PREFIX}{function}()"
    )
    name = PREFIX + _digest(body, *FUNCTIONS["postgresql"])
    return Trigger(NOTES_TABLE, name, f"CREATE CONSTRAINT TRIGGER {name} {body}")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def existing_triggers(connection: BaseDatabaseWrapper, tables: Collection[str]) -> set[tuple[str, str]]:
    """The table and name of each trigger of this module on these tables."""
    with connection.cursor() as cursor:
        cursor.execute(EXISTING[connection.vendor], [f"{PREFIX}%"])
        return {(table, name) for table, name in cursor.fetchall() if table in tables}


def drop_statement(connection: BaseDatabaseWrapper, table: str, name: str) -> str:
    quote = connection.ops.quote_name
    return f"DROP TRIGGER {quote(name)}" + (f" ON {quote(table)}" if connection.vendor == "postgresql" else "")
