"""The tables of records that the API lists: what readers may see of each, in the order of lasting names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Model, Prefetch, QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse

from evidence.api.data_answers import JsonObject, KeyedItem
from evidence.api.record_values import ARM_ID, printed_forms, record_data, record_id, remark_texts
from studies.models import (
    AdverseEvent,
    Arm,
    DataQuery,
    NumberConfirmation,
    OutcomeResult,
    QueryReply,
    ReportedContrast,
    ReportedPool,
    Study,
)
from studies.presentation.query_texts import QueryView, queries_about_arm, queries_about_result, query_view
from studies.presentation.study_names import StudyNamer, study_namer
from studies.reported.reported_numbers import NumberShare
from studies.reported.row_keys import row_address
from studies.selectors.confirmations import read_confirmations
from studies.selectors.study_numbers import shares_of_records

Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class RecordTable:
    """One table of rows of studies. ``study`` is the path to the study, ``place`` what names a row on its page.

    ``key`` is the lasting name as the database has it; ``related`` and ``several`` are read with the rows.
    """

    name: str
    kind: str
    model: type[Model]
    study: str
    place: str
    key: Combinable = field(default_factory=lambda: F("row_key"))
    related: tuple[str, ...] = ()
    several: tuple[str, ...] = ()

    def rows(self, studies: "QuerySet[Study]", after: str, most: int) -> list[Any]:
        """The rows of these studies after a key, in the order of keys."""
        rows: QuerySet[Any] = QuerySet(self.model).filter(**{f"{self.study}__in": studies.values("pk")})
        rows = rows.annotate(lasting_key=self.key)
        if after:
            rows = rows.filter(lasting_key__gt=after)
        rows = rows.select_related(self.study, *self.related).prefetch_related(*self.several)
        return list(rows.order_by("lasting_key")[:most])

    def study_of(self, row: Model) -> Study:
        """The study of a row."""
        found: Any = row
        for name in self.study.split("__"):
            found = getattr(found, name)
        assert isinstance(found, Study)  # noqa: S101 - mypy does not know where the path leads
        return found


ARMS = RecordTable("arms", "arm", Arm, "study", "arm", ARM_ID, ("condition", "part_of__study"), ("components",))
RESULTS = RecordTable("results", "result", OutcomeResult, "arm__study", "result", related=("arm__condition", "measure"))
DIFFERENCES = RecordTable(
    "differences",
    "contrast",
    ReportedContrast,
    "study",
    "reported",
    related=("arm_a__study", "arm_b__study", "measure"),
)
HARMS = RecordTable("harms", "harm", AdverseEvent, "study", "harm", related=("arm__study",))
QUERIES = RecordTable(
    "queries",
    "query",
    DataQuery,
    "study",
    "",
    related=("arm__study", "measure"),
)
POOLS = RecordTable("pools", "pool", ReportedPool, "review", "pool", related=("condition", "measure"))
TABLES = (ARMS, RESULTS, DIFFERENCES, HARMS, QUERIES)


def row_items(table: RecordTable, rows: Sequence[Any], absolute: Absolute) -> list[KeyedItem]:
    """The rows with their studies, doubts and confirmed numbers; by a number of queries that does not grow."""
    studies = {table.study_of(row).pk for row in rows}
    shares = _shares(table, rows, studies)
    doubts, naming = _doubts(table, rows, studies), study_namer(remark_texts(rows))
    return [
        KeyedItem(
            record_id(row),
            _row(table, row, absolute, naming)
            | _numbers(shares.get((table.kind, row.pk)))
            | ({"doubts": doubts[row.pk]} if row.pk in doubts else {}),
        )
        for row in rows
    ]


def _row(table: RecordTable, row: Any, absolute: Absolute, naming: StudyNamer) -> JsonObject:
    study = table.study_of(row)
    place = f"#{table.place}-{row_place(row)}" if table.place else ""
    page = absolute(f"{reverse('study', args=[study.slug])}{place}")
    of_study = {"id": record_id(row), "study": study.slug, "study_label": study.label, "standing": study.standing}
    ends = {"printed": printed_forms(row), "page": page}
    data = record_data(table.kind, row, naming)
    return of_study | {name: value for name, value in data.items() if name != "study"} | ends


def row_place(row: Any) -> str:
    """What names a row on the page of its study."""
    return str(row.slug) if isinstance(row, Arm) else row_address(row.row_key or "")


def _numbers(share: NumberShare | None) -> JsonObject:
    return {"numbers": share.total, "numbers_confirmed": share.confirmed} if share else {}


def _shares(table: RecordTable, rows: Sequence[Any], studies: Iterable[int]) -> Mapping[tuple[str, int], NumberShare]:
    """How many numbers of each row are confirmed; none of rows that hold no numbers of a study."""
    if table is QUERIES:
        return {}
    confirmations = read_confirmations(NumberConfirmation.objects.filter(study__in=studies), [table.kind])
    return dict(shares_of_records({table.kind: rows}, confirmations))


def _doubts(table: RecordTable, rows: Sequence[Any], studies: Iterable[int]) -> dict[int, list[JsonObject]]:
    """Open queries about each arm or result, by the number of the row; of other tables none is about one row."""
    about: Mapping[str, Callable[[Any, Iterable[QueryView]], Iterable[QueryView]]] = {
        "arm": queries_about_arm,
        "result": queries_about_result,
    }
    if table.kind not in about:
        return {}
    views: dict[int, list[QueryView]] = {}
    # Who answered a query is told with the query itself.
    replies = Prefetch("replies", QueryReply.objects.none())
    queries = DataQuery.objects.filter(study__in=studies).select_related("arm", "measure").prefetch_related(replies)
    for query in queries.order_by("row_key"):
        views.setdefault(query.study_id, []).append(query_view(query, str))
    return {
        row.pk: [
            {"query": view.query.row_key, "severity": view.query.severity, "problem": view.query.problem}
            for view in about[table.kind](row, views.get(table.study_of(row).pk, ()))
        ]
        for row in rows
    }
