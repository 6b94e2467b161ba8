"""A digest of all that is read of each study: it is the same for as long as the evidence of the study is.

It needs no trigger and no number that must be raised: it follows from the rows of which ``read_evidence`` makes
the evidence, by the same queries. Nothing is made of these rows, so it takes little more than the queries themselves.
"""

import marshal
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import QuerySet

from studies.models import AdverseEvent, Arm
from studies.selectors.adverse_events import HARMS
from studies.selectors.arms import values_of_arms
from studies.selectors.confirmations import values_of_confirmations
from studies.selectors.results import (
    CONFIRMED_HERE,
    CONTRASTS,
    MEASURES,
    QUERIES,
    RESULTS,
    EvidenceTables,
    evidence_tables,
)
from studies.selectors.row_reader import ROWS_AT_A_TIME

_Values = tuple[Any, ...]
# Later forms of it write equal values in several ways.
_MARSHAL_VERSION = 2


class _StudyTable(NamedTuple):
    """Rows, and where among their columns the number of the study lies, or that of the arm.

    ``has_order``: they come in an order that says something, such as which assessment is the latest.
    """

    rows: Iterable[_Values]
    place: int
    is_of_arm: bool = False
    has_order: bool = True


def study_digests(conditions: Collection[str]) -> dict[int, bytes]:
    """The digest of each study with an arm of these conditions (slugs), by its number in the database.

    Equal digests mean equal evidence and harms of the whole study. What studies share, the instruments, is in each.
    """
    tables = evidence_tables(studies=Arm.objects.filter(condition__slug__in=conditions).values("study"))
    arms = list(_rows(values_of_arms(tables.arms)))
    study_of_arm = {arm: study for _, arm, study, *_ in arms}
    shared = b"".join(map(_written, _rows(MEASURES.values_of(tables.measures.order_by("id")))))
    digests = {study: blake2b(shared, digest_size=16) for study in study_of_arm.values()}
    for table in (_StudyTable(arms, 2, has_order=False), *_tables(tables)):
        for study, written in _written_by_study(table, study_of_arm).items():
            if study in digests:
                digests[study].update(b"".join(written if table.has_order else sorted(written)) + b"|")
    return {study: digest.digest() for study, digest in digests.items()}


def _tables(tables: EvidenceTables) -> Iterator[_StudyTable]:
    """All but the arms, with the columns that are read of them."""
    yield _StudyTable(_rows(tables.judgements), 0)
    results = RESULTS.as_printed().values_of(tables.results, with_provenance=True)
    yield _StudyTable(_rows(results), 1, is_of_arm=True)
    yield _StudyTable(_rows(CONTRASTS.values_of(tables.reported, with_provenance=True)), 1, is_of_arm=True)
    yield _StudyTable(_rows(QUERIES.values_of(tables.queries)), 1)
    confirmations = values_of_confirmations(tables.confirmations, (*CONFIRMED_HERE, "harm"))
    yield _StudyTable(_rows(confirmations), 3, has_order=False)
    harms = AdverseEvent.objects.filter(arm__in=tables.arms.values("id")).order_by("id")
    yield _StudyTable(_rows(HARMS.values_of(harms, with_provenance=True)), 1, is_of_arm=True)


def _written_by_study(table: _StudyTable, study_of_arm: dict[int, int]) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {}
    for row in table.rows:
        number = row[table.place]
        study = study_of_arm.get(number) if table.is_of_arm else number
        if study is not None:
            found.setdefault(study, []).append(_written(row))
    return found


def _written(row: _Values) -> bytes:
    return marshal.dumps(row, _MARSHAL_VERSION)


def _rows(values: "QuerySet[Any, Any]") -> Iterator[_Values]:
    """The rows of a query as the database gives them."""
    connection = connections[values.db]
    statement, parameters = values.query.get_compiler(connection=connection).as_sql()
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while some := cursor.fetchmany(ROWS_AT_A_TIME):
            yield from some
