"""The table of words: FTS5 on SQLite, tsvector on PostgreSQL, a row for each search document, by its number.

It is made after every migration, together with the triggers, since neither is a table of a model.
"""

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from studies.revisions.database_triggers import present_tables, tables_without_triggers
from studies.search.index_triggers import index_triggers

# The abstracts of a study stand in a column of their own, which a public search never names.
_CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS studies_searchtext USING fts5(heading, body, abstract, tokenize = 'ascii')",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS studies_searchtext ("
        "document_id bigint PRIMARY KEY, public tsvector NOT NULL, with_abstract tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS studies_searchtext_public ON studies_searchtext USING gin (public)",
        "CREATE INDEX IF NOT EXISTS studies_searchtext_all ON studies_searchtext USING gin (with_abstract)",
    ),
}
_NOTES_TABLE = "studies_searchnote"
# Names of its own on SQLite: the table, and those in which FTS5 keeps it.
TEXT_TABLES = frozenset(
    f"studies_searchtext{part}" for part in ("", "_data", "_idx", "_content", "_docsize", "_config")
)
_NOTE_ALL = (
    "INSERT INTO studies_searchnote (study_id) "
    "SELECT id FROM studies_study UNION SELECT study_id FROM studies_searchdocument"
)


def restore_index(*, using: str) -> None:
    """Make the table and the triggers where they are missing; then every study is noted: rows may have changed."""
    connection = connections[using]
    with transaction.atomic(using=using):
        if _NOTES_TABLE not in present_tables(connection):
            return
        with connection.cursor() as cursor:
            for statement in _CREATE[connection.vendor]:
                cursor.execute(statement)
        if index_triggers(connection.vendor).restore(connection):
            note_all_studies(connection)


def note_all_studies(connection: BaseDatabaseWrapper) -> None:
    """Note every study that is or was indexed, so that all are indexed again."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE_ALL)


def empty_text_table(connection: BaseDatabaseWrapper) -> None:
    """Remove every row."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM studies_searchtext")


def missing_index_triggers(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Tables whose changes would not be indexed, by name."""
    connection = connections[using]
    return tables_without_triggers([index_triggers(connection.vendor)], connection)
