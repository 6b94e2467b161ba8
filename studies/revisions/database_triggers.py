"""Database triggers as the code defines them: put in place, found missing, and replaced when their definition changes.

They hold for every kind of write: pages, the admin, a load, bulk writes, cascades, SQL by hand. They are put back after
every migration, since SQLite drops them when a migration rebuilds their table.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

_EXISTING = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgname LIKE %s AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)"
    ),
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger by its table and its name, which tells its definition from an older one."""

    table: str
    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class TriggerSet:
    """Triggers of one purpose, whose names begin with ``prefix``, and the functions that they call on PostgreSQL.

    ``tables`` are those in which others with that beginning are outdated.
    """

    prefix: str
    triggers: tuple[Trigger, ...]
    functions: tuple[str, ...]
    tables: frozenset[str]

    def restore(self, connection: BaseDatabaseWrapper) -> bool:
        """Put every trigger in place where the database has its table; whether any was missing or outdated."""
        expected, existing = self.expected(present_tables(connection)), self._existing(connection)
        missing = sorted(expected.keys() - existing)
        _drop(connection, existing - expected.keys())
        with connection.cursor() as cursor:
            for statement in (*(self.functions if missing else ()), *(expected[key].sql for key in missing)):
                cursor.execute(statement)
        return existing != expected.keys()

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Remove every trigger, until they are put in place again."""
        _drop(connection, self._existing(connection))

    def expected(self, present: Collection[str]) -> dict[tuple[str, str], Trigger]:
        """The triggers of the tables that are present, by table and name."""
        return {(each.table, each.name): each for each in self.triggers if each.table in present}

    def _existing(self, connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
        return {(table, name) for table, name in _triggers(connection, self.prefix) if table in self.tables}


def tables_without_triggers(sets: Iterable[TriggerSet], connection: BaseDatabaseWrapper) -> list[str]:
    """Tables without one of the triggers of these sets, by name: dropped or switched off by hand."""
    present, existing = present_tables(connection), _triggers(connection)
    return sorted({table for each in sets for table, _ in each.expected(present).keys() - existing})


def digest(*parts: str) -> str:
    """What a name gets at its end, so that another definition has another name."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def present_tables(connection: BaseDatabaseWrapper) -> Collection[str]:
    """The names of the tables that a database has."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def _triggers(connection: BaseDatabaseWrapper, prefix: str = "") -> set[tuple[str, str]]:
    """The triggers that are there and switched on, by table and name; those whose names begin so."""
    with connection.cursor() as cursor:
        cursor.execute(_EXISTING[connection.vendor], [f"{prefix}%"])
        return set(cursor.fetchall())


def _drop(connection: BaseDatabaseWrapper, triggers: Collection[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for table, name in sorted(triggers):
            cursor.execute(_drop_statement(connection, table, name))


def _drop_statement(connection: BaseDatabaseWrapper, table: str, name: str) -> str:
    quote = connection.ops.quote_name
    return f"DROP TRIGGER {quote(name)}" + (f" ON {quote(table)}" if connection.vendor == "postgresql" else "")
