"""One statement for a page of hits: how many there are of each kind, and those of the page in their order.

Written by hand, since the words are looked up once for both, which two statements of the ORM would do four times.
"""

from typing import Any, NamedTuple

from django.db import connections

from studies.models import SearchDocument
from studies.search.search_query import SearchQuery
from studies.search.text_language import SearchedColumns, fts5_query, tsquery

_HITS = """
WITH hit AS (
    SELECT d.study_id, d.design, d.condition_id, d.year, d.people, d.weight, d.slug, {in_heading} AS in_heading
    FROM studies_searchtext JOIN studies_searchdocument AS d ON d.id = studies_searchtext.{number}
    WHERE {found} AND d.study_id NOT IN (SELECT study_id FROM studies_searchnote)
)
SELECT 0 AS part, 0 AS study_id, 0 AS in_heading, COUNT(*) AS weight, year, condition_id AS people, design AS slug
FROM hit GROUP BY design, condition_id, year
UNION ALL
SELECT part, study_id, in_heading, weight, year, people, slug FROM (
    SELECT 1 AS part, study_id, in_heading, weight, year, people, slug FROM hit
    WHERE {narrowing} ORDER BY {order}, weight DESC, slug COLLATE {by_bytes} LIMIT %s OFFSET %s
) AS page
"""


class HitRow(NamedTuple):
    """One line of the answer: a hit, or with ``part`` 0 how many (``weight``) have a year, condition and design."""

    part: int
    study_id: int
    in_heading: int
    weight: int
    year: int
    people: int
    slug: str


class HitRange(NamedTuple):
    """Which of the hits a page shows: a condition on ``hit`` with its values, an order, and from where how many."""

    narrowing: str
    values: tuple[Any, ...]
    order: str
    start: int
    size: int


def hit_rows(query: SearchQuery, columns: SearchedColumns, wanted: HitRange, *, by_heading: bool) -> list[HitRow]:
    """The lines of a query. ``by_heading``: the order needs to know whether the words are in what names a study."""
    connection = connections[SearchDocument.objects.all().db]
    words = fts5_query if connection.vendor == "sqlite" else tsquery
    parts = _sqlite_parts() if connection.vendor == "sqlite" else _postgresql_parts(columns)
    heading = [words(query, SearchedColumns.HEADING)] if by_heading else []
    statement = _HITS.format(
        **(parts if by_heading else {**parts, "in_heading": "0"}), narrowing=wanted.narrowing, order=wanted.order
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*heading, words(query, columns), *wanted.values, wanted.size, wanted.start])
        return list(map(HitRow._make, cursor.fetchall()))


def _sqlite_parts() -> dict[str, str]:
    found = "studies_searchtext MATCH %s"
    return {
        "number": "rowid",
        "found": found,
        "in_heading": f"d.id IN (SELECT rowid FROM studies_searchtext WHERE {found})",  # noqa: S608 - a constant
        "by_bytes": "BINARY",
    }


def _postgresql_parts(columns: SearchedColumns) -> dict[str, str]:
    column = "with_abstract" if columns is SearchedColumns.WITH_ABSTRACT else "public"
    return {
        "number": "document_id",
        "found": f"{column} @@ %s::tsquery",
        "in_heading": "CASE WHEN public @@ %s::tsquery THEN 1 ELSE 0 END",
        "by_bytes": '"C"',
    }
