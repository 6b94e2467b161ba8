"""What changed between two states of the data, change by change."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from evidence.api.data_answers import JsonObject, KeyedItem, page_answer
from evidence.api.endpoint import endpoint
from evidence.api.query_fields import PAGE_FIELDS, QueryField, page_limit, page_start
from evidence.api.schema_base import ApiSchema, page_schema
from evidence.changes.changes_page import period_differences, period_of
from evidence.changes.differences import EstimateChange, RatingChange, RecordChange, StateDifferences

CHANGE_FIELDS = (
    QueryField(
        "since",
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{1,18}$"},
        "A day (2026-03-01), the number of a release, or a data version. Left out: the last release",
    ),
    QueryField("from", {"type": "integer", "minimum": 1, "maximum": 100_000}, "The number of the first release"),
    QueryField("to", {"type": "integer", "minimum": 1, "maximum": 100_000}, "The number of the last release"),
)
# What a cursor can hold.
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9_./-]+")
_LONGEST_ID = 380


class ChangeSchema(ApiSchema):
    """One change: of a record, of what a finding says, or of a rating of certainty."""

    id: Annotated[str, Field(description="Its name within this list.")]
    of: Annotated[str, Field(description="“record”, “estimate” or “rating”.")]
    event: Annotated[
        str,
        Field(description="Of a record study-in, study-out, retracted, row-in, row-out, cell; of a rating how."),
    ]
    conditions: list[str]
    study: Annotated[str | None, Field(description="The id of a study.")]
    finding: Annotated[str | None, Field(description="The id of a finding.")]
    kind: Annotated[str | None, Field(description="The kind of row.")]
    row: Annotated[str | None, Field(description="The id of a row.")]
    name: Annotated[str, Field(description="What it is of, in words.")]
    field: str | None
    before: Annotated[str | None, Field(description="As written; null: nothing was there.")]
    after: str | None
    causes: Annotated[list[str], Field(description="Of an estimate: ids of the changes of its records.")]


_PERIOD: dict[str, Any] = {
    "period": (Annotated[str | None, Field(description="In words; null: there is no release to compare with.")], ...),
    "remark": (Annotated[str | None, Field(description="What was taken for what was asked.")], ...),
}


@endpoint(
    "/changes/",
    "api-changes",
    page_schema(ChangeSchema, "ChangePage", **_PERIOD),
    tag="About",
    query=(*CHANGE_FIELDS, *PAGE_FIELDS),
)
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since a day, a release or a data version, or from one release to another."""
    period, after = period_of(request), page_start(request.GET)
    found = period_differences(period) if period else StateDifferences((), (), ())
    items = sorted(_items(found), key=lambda item: item.key)
    return page_answer(
        request,
        (item for item in items if item.key > after),
        page_limit(request.GET),
        period=period.words if period else None,
        remark=(period.remark or None) if period else None,
    )


def _items(found: StateDifferences) -> Iterator[KeyedItem]:
    for change in found.records:
        yield _item(record_change_id(change), "record", change.event, _record(change))
    for estimate in found.estimates:
        yield _item(_id("estimate", estimate.condition, estimate.anchor), "estimate", "moved", _estimate(estimate))
    for rating in found.ratings:
        yield _item(_id("rating", rating.condition, rating.anchor), "rating", rating.event, _rating(rating))


def record_change_id(change: RecordChange) -> str:
    """The name of a change of a record within its list."""
    return _id("record", change.study, change.kind, change.key, change.field, change.event)


def _id(*words: str) -> str:
    return _NOT_IN_AN_ID.sub("-", "/".join(filter(None, words)))[:_LONGEST_ID]


def _item(key: str, of: str, event: str, data: JsonObject) -> KeyedItem:
    nothing = dict.fromkeys(("study", "finding", "kind", "row", "field"))
    return KeyedItem(key, {"id": key, "of": of, "event": str(event), **nothing, "causes": [], **data})


def _record(change: RecordChange) -> JsonObject:
    return {
        "conditions": sorted(change.conditions),
        "study": change.study or None,
        "kind": change.kind or None,
        "row": change.key or None,
        "name": ": ".join(filter(None, (change.label, change.row))),
        "field": change.field or None,
        "before": change.before or None,
        "after": change.after or None,
    }


def _estimate(change: EstimateChange) -> JsonObject:
    causes = [record_change_id(cause) for cause in change.causes]
    return _of_finding(change) | {"name": "; ".join((change.title, *change.facts)), "causes": causes}


def _rating(change: RatingChange) -> JsonObject:
    return _of_finding(change) | {"name": change.title}


def _of_finding(change: EstimateChange | RatingChange) -> JsonObject:
    return {
        "conditions": [change.condition],
        "finding": change.anchor,
        "before": change.before or None,
        "after": change.after or None,
    }
