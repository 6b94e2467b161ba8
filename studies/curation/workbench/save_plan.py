"""Which rows of a form are saved: decided first, written afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from studies.curation.save_rows import RowChange, RowRefusal
from studies.curation.workbench.defaults import complete_arm, complete_result, role_of
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.row_parsing import (
    CellFault,
    ParsedRow,
    TypedRow,
    changed_columns,
    read_row,
    require_place,
)
from studies.curation.workbench.row_tables import RowTable


@dataclass(frozen=True, slots=True)
class SavePlan:
    """Rows to write, in order; each is named by its sheet and key."""

    changes: tuple[RowChange, ...]


def plan_save(form: WorkbenchForm, stored: StoredStudy) -> SavePlan:
    """Every valid row that differs from the stored one; invalid rows get their faults."""
    changes = []
    for sheet in stored.sheets.values():
        for row in form.rows[sheet.name]:
            change = _change(form, stored, sheet, row)
            if change is not None:
                changes.append(change)
    return SavePlan(tuple(changes))


def _change(form: WorkbenchForm, stored: StoredStudy, sheet: RowTable, row: TypedRow) -> RowChange | None:
    before = stored.texts(sheet, row)
    if row.texts == before:
        return None
    read = read_row(row, sheet.columns)
    changed = changed_columns(read, before)
    if not changed and not read.faults:
        return None
    read = require_place(read, sheet, changed)
    if read.faults:
        form.add_faults(sheet.name, row.key, read.faults)
        return None
    numeric = {column.name for column in sheet.columns if column.is_numeric}
    return RowChange(
        key=f"{sheet.name}-{row.key}",
        model=sheet.model,
        pk=row.pk,
        values=_values(stored, sheet, read, changed, is_new=row.pk is None),
        printed={name: read.texts[name] for name in changed if name in numeric and read.texts[name]},
        components=frozenset(read.values["components"]) if "components" in read.values else None,
    )


def _values(
    stored: StoredStudy, sheet: RowTable, read: ParsedRow, changed: Collection[str], *, is_new: bool
) -> dict[str, Any]:
    """Values by field, completed."""
    values = dict(read.values)
    if sheet.name == "results":
        values = complete_result(values, stored.measures.get(values["measure"]), is_new=is_new)
    if sheet.name == "arms":
        others = {arm.slug for arm in stored.study.arms.all() if str(arm.pk) != read.key}
        values = complete_arm(values, condition=stored.study.condition_id, taken=frozenset(others))
        components = values.pop("components")
        if is_new or "components" in changed:
            values["role"] = role_of(components)
    return values


def add_refusals(form: WorkbenchForm, stored: StoredStudy, refused: dict[str, RowRefusal]) -> None:
    """Add the faults of rows that the database refused, at the columns that it names."""
    for name, why in refused.items():
        sheet, _, key = name.partition("-")
        columns = [column.name for column in stored.sheets[sheet].columns if column.name in why.fields] or [""]
        form.add_faults(
            sheet, key, [CellFault(column, f"{why.sentence} Compare with the source.") for column in columns[:1]]
        )


def drop_saved_rows(form: WorkbenchForm, saved: Iterable[str]) -> None:
    """Remove saved rows from the form: they are read again from the records."""
    names = set(saved)
    for sheet, rows in form.rows.items():
        form.rows[sheet] = [row for row in rows if f"{sheet}-{row.key}" not in names]
