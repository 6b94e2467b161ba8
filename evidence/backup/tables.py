"""Which tables a backup has, and their rows, read and written with any state of the migrations."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Cast

from evidence.backup.column_kinds import kind_of
from evidence.backup.manifest import TableLayout
from evidence.health.migration_state import MigrationKey, StepLoader
from studies.search.text_schema import TEXT_TABLES

# What a restore must not bring back: people log in anew, and counters go on from where they are.
SESSIONS = "django_session"
NOT_KEPT = frozenset(
    {SESSIONS}
    | {"axes_accessattempt", "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog"}
    | {"studies_dataversion", "studies_openchange", "studies_studychange", "evidence_workerbeat"}
    # The index of the search follows from the rest.
    | {"studies_searchcomparison", "studies_searchdocument", "studies_searchnote", "studies_searchword"}
    | TEXT_TABLES
)
# Few rows at once where one row may have megabytes.
_ROWS_AT_ONCE, _LARGE_ROWS_AT_ONCE = 500, 4
# PostgreSQL takes 65,535 values in a statement; what a statement costs is spread over enough rows before that.
_MOST_VALUES = 20_000

Table = type[models.Model]
Row = Sequence[Any]


def kept_tables(migrations: frozenset[MigrationKey]) -> dict[str, Table]:
    """The tables of a database with these migrations, as models of then, by name."""
    loader = StepLoader(connection)
    known = set(loader.graph.nodes)
    registry = current_apps if migrations >= known else loader.project_state(last_of_each_app(loader, migrations)).apps
    return tables_of(registry)


def tables_of(registry: Apps) -> dict[str, Table]:
    """The tables of these models that a backup has, by name."""
    models_: list[Table] = [*registry.get_models(include_auto_created=True), MigrationRecorder(connection).Migration]
    stored = {model._meta.db_table: model for model in models_ if model._meta.managed and not model._meta.proxy}
    return {name: stored[name] for name in sorted(stored) if name not in NOT_KEPT}


def last_of_each_app(loader: MigrationLoader, migrations: Collection[MigrationKey]) -> list[MigrationKey]:
    """Of these migrations those on which no other of the same app builds."""
    graph = loader.graph
    return sorted(
        key
        for key in migrations
        if key in graph.nodes
        and not any(child.key[0] == key[0] and child.key in migrations for child in graph.node_map[key].children)
    )


def layout_of(table: Table) -> TableLayout:
    columns = tuple((str(field.column), kind_of(field).name) for field in table._meta.local_concrete_fields)
    return TableLayout(table._meta.db_table, columns)


def encoded_rows(table: Table) -> Iterator[list[Any]]:
    """The rows of a table by primary key, as JSON has them."""
    fields = table._meta.local_concrete_fields
    encoders = [kind_of(field).encode for field in fields]
    large = any(field.get_internal_type() == "BinaryField" for field in fields)
    rows: models.QuerySet[Any, Any] = models.QuerySet(table).order_by("pk").values_list(*map(_expression, fields))
    for row in rows.iterator(chunk_size=_LARGE_ROWS_AT_ONCE if large else _ROWS_AT_ONCE):
        yield [
            value if value is None or encode is None else encode(value)
            for value, encode in zip(row, encoders, strict=True)
        ]


def _expression(field: Any) -> Any:
    """A column as it is read: JSON as its text."""
    return Cast(field.attname, models.TextField()) if kind_of(field).name == "json" else field.attname


def insert_rows(table: Table, layout: TableLayout, rows: Sequence[Row]) -> None:
    """Insert rows that JSON had, with the columns in the order of the layout, into a table; their primary keys too."""
    by_column = {field.column: field for field in table._meta.local_concrete_fields}
    fields = [by_column[name] for name, _ in layout.columns]
    at_once = max(1, (connection.features.max_query_params or _MOST_VALUES) // len(fields))
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    line = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            statement = f"INSERT INTO {quote(table._meta.db_table)} ({columns}) VALUES {', '.join([line] * len(some))}"  # noqa: S608 - names of our own tables
            cursor.execute(statement, [value for row in some for value in _database_values(fields, row)])


def _database_values(fields: Sequence[Any], row: Row) -> Iterator[Any]:
    for field, value in zip(fields, row, strict=True):
        kind = kind_of(field)
        if value is None or kind.name == "json":
            yield value
        else:
            yield field.get_db_prep_save(kind.decode(value) if kind.decode else value, connection)
