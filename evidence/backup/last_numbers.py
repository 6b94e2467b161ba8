"""The last number that a table has given to a row.

A backup keeps it, and a restore never lowers it: the number of a deleted row, which its history still names, must not
be given to another row.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE_LAST = "SELECT seq FROM sqlite_sequence WHERE name = %s"
_POSTGRESQL_SEQUENCE = "SELECT pg_get_serial_sequence(%s, %s)"


def last_number(connection: BaseDatabaseWrapper, table: type[models.Model]) -> int:
    """The last number that was given; 0 where none was, or where the table does not number its rows."""
    if not isinstance(table._meta.pk, models.AutoField):
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return _one(cursor, _SQLITE_LAST, [table._meta.db_table])
        sequence = _sequence(cursor, table)
        return _one(cursor, f"SELECT last_value FROM {sequence} WHERE is_called", [])  # noqa: S608 - PostgreSQL's own quoted name


def raise_last_number(connection: BaseDatabaseWrapper, table: type[models.Model], number: int) -> None:
    """Let the next row have a number above this one, and above every row's."""
    if not isinstance(table._meta.pk, models.AutoField):
        return
    highest = models.QuerySet(table).aggregate(highest=models.Max("pk"))["highest"] or 0
    wanted = max(number, highest, last_number(connection, table))
    if not wanted:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table._meta.db_table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table._meta.db_table, wanted])
        else:
            cursor.execute("SELECT setval(%s, %s)", [_sequence(cursor, table), wanted])


def _sequence(cursor: Any, table: type[models.Model]) -> str:
    """The quoted name of a table's sequence."""
    quoted = f'"{table._meta.db_table}"'
    cursor.execute(_POSTGRESQL_SEQUENCE, [quoted, table._meta.pk.column])
    return str(cursor.fetchone()[0])


def _one(cursor: Any, statement: str, values: list[Any]) -> int:
    cursor.execute(statement, values)
    row = cursor.fetchone()
    return int(row[0]) if row and row[0] is not None else 0
