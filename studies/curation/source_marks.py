"""Marks of numbers in their source documents: written by every desk, shown beside every number.

A *mark* says where a field of a row was read: a box on a page of a PDF, or a range of letters of a text, with the words
there. Each person has one mark a field; of several, the newest is shown. A mark changes no number, so it is no revision
of the study and withdraws no sign-off.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from studies.documents.page_stream import kept_letters
from studies.documents.page_words import SIDES
from studies.models import SourceDocument, SourceMark, Study
from studies.models.row_field import ROWS
from studies.revisions.record_change import ActionRefusedError
from studies.selectors.prepared_query import PreparedQuery
from studies.selectors.study_numbers import NUMBER_TABLES

LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True)
class RowField:
    """A field of a row of a study. ``row`` is its kind, one of ``ROWS``, or '' for the study itself, without ``pk``.

    ``field`` is '' where the whole row is meant.
    """

    row: str = ""
    pk: int | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class NewMark:
    """A mark to write. ``document`` is the number of a document of the study; ``box`` or ``letters`` is the place.

    A box is left, top, right and bottom in points from the top left of the page; letters are the first, counted from 0,
    and the one after the last.
    """

    at: RowField
    document: int
    page: int
    quote: str
    box: tuple[float, float, float, float] | None = None
    letters: tuple[int, int] | None = None


def new_mark(at: RowField, values: Mapping[str, Any]) -> NewMark:
    """The mark that a form or a script sent, by the names ``document``, ``page``, ``quote`` and those of its place.

    The place is ``left``, ``top``, ``right``, ``bottom``, or else ``start``, ``end``. A longer quote is cut to 400
    letters. Raises ``ActionRefusedError`` for values that say no place.
    """
    try:
        has_box = values.get("left") not in (None, "")
        left, top, right, bottom = (float(values[side]) for side in SIDES) if has_box else (0, 0, 0, 0)
        start, end = (0, 1) if has_box else (int(values["start"]), int(values["end"]))
        document, page = int(values["document"]), int(values["page"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ActionRefusedError("The place in the document was not understood; select it again.") from error
    is_box = left <= right and top <= bottom and math.isfinite(left + top + right + bottom)
    if not (is_box and 0 <= start < end < 2**31 and 0 < page < 2**31 and 0 < document < 2**63):
        raise ActionRefusedError("The place in the document was not understood; select it again.")
    box = (left, top, right, bottom) if has_box else None
    return NewMark(at, document, page, str(values.get("quote", "")), box, None if has_box else (start, end))


@transaction.atomic
def write_marks(*, study: Study, marks: Sequence[NewMark], by: User, now: datetime) -> list[SourceMark]:
    """Write marks of fields; each replaces the same person's mark of the same field.

    The number of queries does not grow with the marks. Raises ``ActionRefusedError`` when a document or a row is not of
    this study, when the document has no such page, when the record has no such field, or when nothing is quoted.
    """
    documents = SourceDocument.objects.filter(study=study).select_related("content").in_bulk()
    _refuse_unknown_rows(study, {mark.at for mark in marks})
    records = [_record(study, mark, documents, by=by, now=now) for mark in marks]
    replaced = {mark.at for mark in marks}
    before = SourceMark.objects.filter(study=study, made_by=by)
    before.filter(pk__in=[each.pk for each in before if place_of(each) in replaced]).delete()
    return SourceMark.objects.bulk_create(records)


def _record(
    study: Study, mark: NewMark, documents: Mapping[int, SourceDocument], *, by: User, now: datetime
) -> SourceMark:
    document = documents.get(mark.document)
    if document is None:
        raise ActionRefusedError("This document is no longer attached to the study.")
    if mark.page > document.content.n_pages:
        raise ActionRefusedError(f"{document.name} has no page {mark.page}.")
    quote = " ".join(kept_letters(mark.quote).split())[:LONGEST_QUOTE]
    if not quote:
        raise ActionRefusedError("A mark quotes the words at its place; nothing was selected.")
    place: dict[str, Any] = dict(zip(SIDES, mark.box, strict=True)) if mark.box else {}
    if mark.letters:
        place |= {"start": mark.letters[0], "end": mark.letters[1]}
    row = {f"{mark.at.row}_id": mark.at.pk} if mark.at.row else {}
    return SourceMark(
        study=study,
        document=document,
        field=mark.at.field,
        page=mark.page,
        quote=quote,
        made_by=by,
        made_at=now,
        **place,
        **row,
    )


def _refuse_unknown_rows(study: Study, places: Iterable[RowField]) -> None:
    """Raise ``ActionRefusedError`` for a row of another study, or a field that the record does not have."""
    rows: dict[str, set[int]] = {}
    for at in places:
        model = NUMBER_TABLES[at.row or "study"].model
        if at.field and at.field not in {field.name for field in model._meta.concrete_fields}:
            raise ActionRefusedError(f"There is no field “{at.field}” to mark.")
        if at.row:
            rows.setdefault(at.row, set()).add(at.pk or 0)
    for row, numbers in rows.items():
        table = NUMBER_TABLES[row]
        known = QuerySet(table.model).filter(**{table.study: study.pk, "pk__in": numbers}).count()
        if known < len(numbers):
            raise ActionRefusedError("A row to mark is no longer in this study.")


def marks_of(study: Study) -> dict[RowField, SourceMark]:
    """The marks of a study by what they mark, the newest of each field. One query."""
    return {place_of(mark): mark for mark in _MARKS.records(study.pk)}


_MARKS = PreparedQuery(
    lambda study: SourceMark.objects.filter(study=study).select_related("document", "made_by").order_by("pk")
)


def place_of(mark: SourceMark) -> RowField:
    """What a mark marks."""
    for row in ROWS:
        number = getattr(mark, f"{row}_id")
        if number is not None:
            return RowField(row, number, mark.field)
    return RowField("", None, mark.field)
