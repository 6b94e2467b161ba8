"""Changes that others saved in a study since a page of it was rendered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Model, QuerySet, Value

from studies.curation.workbench.row_tables import SHEET_MODELS
from studies.models import Study
from studies.numerics.whole_number import whole_number
from studies.revisions.versions import changed_fields, line_values, lines_of
from studies.selectors.prepared_query import PreparedQuery

# The last line of history by the name of a sheet and by what it says: that a row was added, changed or deleted.
LastLines = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class PageRevision:
    """The state that a page shows: the study's revision, and the last line of history of each kind of row.

    Every save locks the study, so its lines of history are in order: a line after the last one is a later change.
    """

    revision: int
    lines: tuple[int, ...]

    def __str__(self) -> str:
        return "-".join(map(str, (self.revision, *self.lines)))


@dataclass(frozen=True, slots=True)
class ConcurrentChange:
    """One row that another person changed: the name of its sheet, and the record before and after.

    ``before`` is None for a new row.
    """

    sheet: str
    pk: int
    before: Any
    after: Any
    fields: tuple[str, ...]
    was_deleted: bool
    who: str
    why: str
    when: datetime


def last_lines(study: Study) -> LastLines:
    """The last lines of the study's rows. Read the study first, so that no later change is missed."""
    return {(sheet, type_of_line): line for sheet, type_of_line, line in _LAST_LINES.rows(study.pk)}


def _query_last_lines(study: int) -> "QuerySet[Any]":
    lines = ((sheet, lines_of(model, Study(pk=study)).order_by()) for sheet, model in SHEET_MODELS.items())
    of_sheets = [of.values_list(Value(sheet), "history_type").annotate(Max("history_id")) for sheet, of in lines]
    return QuerySet.union(*of_sheets, all=True)


_LAST_LINES = PreparedQuery(_query_last_lines)


def current_revision(study: Study, last: LastLines) -> PageRevision:
    """The state of a study that was just read."""
    of_sheets = ((line for (name, _), line in last.items() if name == sheet) for sheet in SHEET_MODELS)
    return PageRevision(study.revision, tuple(max(lines, default=0) for lines in of_sheets))


def parse_revision(text: str) -> PageRevision | None:
    """A revision from the text that ``str`` writes; None for any other text."""
    numbers = [number for each in text.split("-") if (number := whole_number(each)) is not None]
    if len(numbers) != len(SHEET_MODELS) + 1 or text.count("-") != len(SHEET_MODELS):
        return None
    revision, *lines = numbers
    return PageRevision(revision, tuple(lines))


def changes_since(study: Study, drawn_from: PageRevision) -> list[ConcurrentChange]:
    """Rows of the study that were changed, added or deleted since the page, in the order of the sheets."""
    return [
        change
        for (sheet, model), line in zip(SHEET_MODELS.items(), drawn_from.lines, strict=True)
        for change in _changes(sheet, model, study, line)
    ]


def _changes(sheet: str, model: type[Model], study: Study, last: int) -> list[ConcurrentChange]:
    lines = lines_of(model, study).select_related("history_user").order_by("history_id")
    newest = {line.id: line for line in lines.filter(history_id__gt=last)}
    known = lines.filter(history_id__lte=last, id__in=list(newest))
    known_lines = {line.id: line for line in known}
    changes = [_change(sheet, known_lines.get(pk), line) for pk, line in newest.items()]
    return [each for each in changes if each.fields or each.was_deleted or each.before is None]


def _change(sheet: str, before: Any, after: Any) -> ConcurrentChange:
    return ConcurrentChange(
        sheet=sheet,
        pk=after.id,
        before=before,
        after=after,
        fields=tuple(changed_fields(line_values(before), line_values(after))) if before else (),
        was_deleted=after.history_type == "-",
        who=after.history_user.get_username() if after.history_user else "unknown person",
        why=after.history_change_reason or "no reason given",
        when=after.history_date,
    )
