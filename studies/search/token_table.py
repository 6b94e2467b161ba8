"""The words of search documents in their table: written, removed and looked up, each document by its number."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db import connections
from django.db.models import BooleanField, F, Func

from studies.search.search_query import SearchQuery
from studies.search.study_texts import StudyTexts
from studies.search.text_language import SearchedColumns, fts5_query, tsquery, tsvector

Row = TypeVar("Row")
_NUMBER = {"sqlite": "rowid", "postgresql": "document_id"}
# A number may be given a second time after the tables were emptied: then the row is replaced.
_INSERT = {
    "sqlite": "INSERT OR REPLACE INTO studies_searchtext (rowid, heading, body, abstract) VALUES {rows}",
    "postgresql": (
        "INSERT INTO studies_searchtext (document_id, public, with_abstract) VALUES {rows} ON CONFLICT (document_id) "
        "DO UPDATE SET public = EXCLUDED.public, with_abstract = EXCLUDED.with_abstract"
    ),
}
_ROW = {"sqlite": "(%s, %s, %s, %s)", "postgresql": "(%s, %s::tsvector, %s::tsvector)"}
# An older SQLite takes 999 values in a statement.
_ROWS_AT_ONCE = 200


def remove_texts(documents: Sequence[int], *, using: str) -> None:
    """Remove the words of these documents; of those that have none, nothing."""
    connection = connections[using]
    number = _NUMBER[connection.vendor]
    with connection.cursor() as cursor:
        for some in _batches(documents):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM studies_searchtext WHERE {number} IN ({marks})", some)  # noqa: S608 - a constant


def insert_texts(texts: Sequence[tuple[int, StudyTexts]], *, using: str) -> None:
    """Add the words of documents, each with its number."""
    vendor = connections[using].vendor
    columns = _fts5_row if vendor == "sqlite" else _tsvector_row
    with connections[using].cursor() as cursor:
        for some in _batches(texts):
            statement = _INSERT[vendor].format(rows=", ".join([_ROW[vendor]] * len(some)))
            values: list[Any] = [value for number, each in some for value in (number, *columns(each))]
            cursor.execute(statement, values)


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + _ROWS_AT_ONCE] for start in range(0, len(rows), _ROWS_AT_ONCE))


def _fts5_row(texts: StudyTexts) -> tuple[str, ...]:
    return " ".join(texts.heading), " ".join(texts.body), " ".join(texts.abstract)


def _tsvector_row(texts: StudyTexts) -> tuple[str, ...]:
    return tsvector(texts.heading, texts.body), tsvector(texts.heading, texts.body, texts.abstract)


class WordMatch(Func):
    """Whether a search document has the words of a query, in some columns: a condition on ``SearchDocument``."""

    output_field = BooleanField()

    def __init__(self, query: SearchQuery, columns: SearchedColumns) -> None:
        self._query, self._columns = query, columns
        super().__init__(F("id"))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The words looked up by FTS5."""
        return self._compiled(
            compiler,
            connection,
            "%(expressions)s IN (SELECT rowid FROM studies_searchtext WHERE studies_searchtext MATCH %%s)",
            fts5_query(self._query, self._columns),
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The words looked up by the index of the column of tsvectors."""
        column = "with_abstract" if self._columns is SearchedColumns.WITH_ABSTRACT else "public"
        return self._compiled(
            compiler,
            connection,
            f"%(expressions)s IN (SELECT document_id FROM studies_searchtext WHERE {column} @@ %%s::tsquery)",  # noqa: S608 - a constant
            tsquery(self._query, self._columns),
        )

    def _compiled(self, compiler: Any, connection: Any, template: str, words: str) -> Any:
        sql, parameters = super().as_sql(compiler, connection, template=template)
        return sql, [*parameters, words]
