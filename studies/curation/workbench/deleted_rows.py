"""Rows that were deleted from a study and can be restored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studies.curation.workbench.concurrent_edits import LastLines
from studies.curation.workbench.form_state import StoredStudy
from studies.curation.workbench.merge_edits import row_title
from studies.curation.workbench.row_parsing import texts_of
from studies.curation.workbench.row_tables import SHEET_MODELS, RowTable
from studies.fields import FieldKind
from studies.numerics.whole_number import whole_number
from studies.page_access import name_of
from studies.revisions.versions import DELETED, lines_of

# The rest is in the history of the study.
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class DeletedRow:
    """A deleted row by the last line of its history; ``key`` names the sheet and that line."""

    key: str
    kind: str
    title: str
    who: str
    why: str
    when: datetime


def deleted_rows(stored: StoredStudy, last: LastLines) -> list[DeletedRow]:
    """The rows that were deleted last and are not restored, the newest first; a query for each kind of them."""
    found = [
        _deleted_row(sheet, line)
        for name, sheet in stored.sheets.items()
        if name != "study" and (name, DELETED) in last
        for line in _lines(stored, name)
    ]
    return sorted(found, key=lambda each: each.when, reverse=True)[:MOST_SHOWN]


def deleted_line(stored: StoredStudy, key: str) -> Any:
    """The line of history that ``key`` names; None where this study has no such deleted row."""
    name, _, number_text = key.partition("-")
    number = whole_number(number_text)
    if name not in stored.sheets or name == "study" or number is None:
        return None
    deleted = lines_of(SHEET_MODELS[name], stored.study).filter(history_type=DELETED)
    return deleted.filter(history_id=number).first()


def _lines(stored: StoredStudy, name: str) -> list[Any]:
    lines = lines_of(SHEET_MODELS[name], stored.study).filter(history_type=DELETED).order_by("history_id")
    newest = {line.id: line for line in lines.select_related("history_user")}
    return [line for pk, line in newest.items() if pk not in stored.records[name]]


def _deleted_row(sheet: RowTable, line: Any) -> DeletedRow:
    texts = texts_of(line.instance, [column for column in sheet.columns if column.holds is not FieldKind.SEVERAL])
    return DeletedRow(
        key=f"{sheet.name}-{line.history_id}",
        kind=sheet.title.lower(),
        title=row_title(sheet, texts) or str(line.instance),
        who=name_of(line.history_user) if line.history_user else "unknown person",
        why=line.history_change_reason or "no reason given",
        when=line.history_date,
    )
