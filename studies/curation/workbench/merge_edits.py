"""Two curators at once: a typed form merged with what the other curator saved.

A cell that was left alone takes the saved text. A cell that both changed keeps the typed text and shows the saved
one as a fault. Nothing typed is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studies.curation.workbench.columns import FormColumn
from studies.curation.workbench.concurrent_edits import ConcurrentChange
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.row_parsing import CellFault, Texts, TypedRow, texts_of
from studies.curation.workbench.row_tables import RowTable
from studies.fields import FieldKind
from studies.models import Component
from studies.revisions.versions import line_values

_GONE = "Deleted in the meantime by {who} ({why}). What you typed is now a new row: save it or clear it."
_BOTH = (
    "{who} changed this meanwhile from “{before}” to “{after}” ({why}). You typed “{typed}”: keep it, or take theirs."
)


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One field that another person changed. ``typed`` is the text typed there, '' when it was left alone."""

    row: str
    field: str
    before: str
    after: str
    who: str
    why: str
    when: datetime
    typed: str


def merge_changes(form: WorkbenchForm, stored: StoredStudy, changes: Iterable[ConcurrentChange]) -> list[ChangedCell]:
    """Bring a form up to date with what others saved. Returns the changed cells."""
    cells: list[ChangedCell] = []
    for change in changes:
        sheet = stored.sheets[change.sheet]
        position = _position(form, change)
        if change.was_deleted and position is not None:
            _keep_as_new_row(form, sheet, position, change)
        if change.was_deleted or change.before is None:
            cells.append(_whole_row(sheet, change))
        elif position is not None:
            cells += _merged_row(form, sheet, position, change)
    return cells


def _position(form: WorkbenchForm, change: ConcurrentChange) -> int | None:
    keys = [row.key for row in form.rows[change.sheet]]
    return keys.index(str(change.pk)) if str(change.pk) in keys else None


def _merged_row(form: WorkbenchForm, sheet: RowTable, position: int, change: ConcurrentChange) -> list[ChangedCell]:
    row = form.rows[sheet.name][position]
    before, after = line_texts(change.before, sheet), line_texts(change.after, sheet)
    texts, cells, faults = dict(row.texts), [], []
    for column in sheet.columns:
        old, new, typed = before[column.name], after[column.name], row.texts[column.name]
        if old == new:
            continue
        is_mine = typed not in (old, new)
        cells.append(_cell(change, _title(sheet, after), column, old, new, typed if is_mine else ""))
        if is_mine:
            faults.append(CellFault(column.name, _conflict_sentence(column, change, old, new, typed)))
        else:
            texts[column.name] = new
    form.rows[sheet.name][position] = TypedRow(row.key, texts)
    form.add_faults(sheet.name, row.key, faults)
    return cells


def line_texts(line: Any, sheet: RowTable) -> Texts:
    """The texts of a line of history, as they are typed."""
    several = [column.name for column in sheet.columns if column.holds is FieldKind.SEVERAL]
    plain = [column for column in sheet.columns if column.name not in several]
    values = line_values(line) if several else {}
    names = dict(Component.objects.values_list("pk", "slug")) if several else {}
    return texts_of(line.instance, plain) | {
        name: " ".join(sorted(names[pk] for pk in values[name] if pk in names)) for name in several
    }


def _cell(change: ConcurrentChange, row: str, column: FormColumn, old: str, new: str, typed: str) -> ChangedCell:
    return ChangedCell(
        row=row,
        field=column.label,
        before=column.label_of(old) or "empty",
        after=column.label_of(new) or "empty",
        who=change.who,
        why=change.why,
        when=change.when,
        typed=column.label_of(typed) if typed else "",
    )


def _conflict_sentence(column: FormColumn, change: ConcurrentChange, old: str, new: str, typed: str) -> str:
    labels = {"before": column.label_of(old), "after": column.label_of(new), "typed": column.label_of(typed)}
    return _BOTH.format(who=change.who, why=change.why, **labels)


def _keep_as_new_row(form: WorkbenchForm, sheet: RowTable, position: int, change: ConcurrentChange) -> None:
    """Keep a row that another person deleted as a new row with its texts."""
    row = form.rows[sheet.name].pop(position)
    taken = [int(each.key.removeprefix("new")) for each in form.rows[sheet.name] if each.pk is None]
    key = f"new{max(taken, default=0) + 1}"
    form.rows[sheet.name].append(TypedRow(key, row.texts))
    form.add_faults(sheet.name, key, [CellFault("", _GONE.format(who=change.who, why=change.why))])


def _whole_row(sheet: RowTable, change: ConcurrentChange) -> ChangedCell:
    now = "deleted" if change.was_deleted else "added"
    title = _title(sheet, line_texts(change.after, sheet))
    return ChangedCell(title, "the row", "", now, change.who, change.why, change.when, "")


def _title(sheet: RowTable, texts: Texts) -> str:
    return row_title(sheet, texts) or sheet.title


# The fields that name a row to a person.
_TITLES = {
    "study": ("label",),
    "arms": ("label",),
    "results": ("timepoint_label", "measure", "outcome_name", "part", "arm"),
    "contrasts": ("arm_a", "arm_b", "measure", "outcome_name"),
    "harms": ("event", "arm"),
}


def row_title(sheet: RowTable, texts: Texts) -> str:
    """A title for a row; '' for an empty one."""
    words = (sheet.column(name).label_of(texts.get(name, "")) for name in _TITLES[sheet.name])
    return ", ".join(filter(None, words))
