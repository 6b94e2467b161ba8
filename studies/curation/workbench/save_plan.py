"""Which rows of a form are saved: decided first, written afterwards."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studies.curation.save_rows import RowChange, RowRefusal
from studies.curation.workbench.defaults import complete_arm, complete_result, role_of
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.merge_edits import row_title
from studies.curation.workbench.row_contradictions import identity_columns, kind_faults, repeated_rows
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
    """Every valid row that differs from the stored one and repeats no other; invalid rows get their faults."""
    changes: list[RowChange] = []
    for sheet in stored.sheets.values():
        found = {row.key: _change(form, stored, sheet, row) for row in form.rows[sheet.name]}
        changed = {key: change for key, change in found.items() if change is not None}
        repeated = _repeated(form, stored, sheet, changed)
        for key, first in repeated.items():
            form.add_faults(sheet.name, key, [CellFault("", _repetition_sentence(form, sheet, first))])
        changes += [change for key, change in changed.items() if key not in repeated]
    return SavePlan(tuple(changes))


def _repeated(
    form: WorkbenchForm, stored: StoredStudy, sheet: RowTable, changed: Mapping[str, RowChange]
) -> dict[str, str]:
    """The changed rows that say what another row says, each with the key of that row."""
    identity = identity_columns(sheet)
    altered = {
        row.key: stored_values(stored, sheet, row)
        for row in form.rows[sheet.name]
        if row.key in changed and (row.pk is None or _differs(row, stored.texts(sheet, row), identity))
    }
    if not altered:
        return {}
    kept = [row for row in form.rows[sheet.name] if row.pk is not None and row.key not in altered]
    return repeated_rows(((row.key, stored_values(stored, sheet, row)) for row in kept), altered.items(), sheet)


def _differs(row: TypedRow, before: Mapping[str, str], columns: Iterable[str]) -> bool:
    return any(row.texts.get(name) != before.get(name) for name in columns)


def stored_values(stored: StoredStudy, sheet: RowTable, row: TypedRow) -> dict[str, Any]:
    """The values of a row as they are stored, a result with the ends of its scale."""
    values = read_row(row, sheet.columns).values
    if sheet.name != "results":
        return values
    return complete_result(values, stored.measures.get(values.get("measure") or 0), is_new=True)


def _repetition_sentence(form: WorkbenchForm, sheet: RowTable, first: str) -> str:
    texts = next(row.texts for row in form.rows[sheet.name] if row.key == first)
    title = row_title(sheet, texts) or "another row"
    return f"It repeats the row “{title}”: all it says stands there already. Change it, or delete it."


def _change(form: WorkbenchForm, stored: StoredStudy, sheet: RowTable, row: TypedRow) -> RowChange | None:
    before = stored.texts(sheet, row)
    if row.texts == before:
        return None
    read = read_row(row, sheet.columns)
    changed = changed_columns(read, before)
    if not changed and not read.faults:
        return None
    read = require_place(read, sheet, changed)
    if sheet.name == "study":
        read = replace(read, faults=(*read.faults, *kind_faults(read.values)))
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
    form.marks = [mark for mark in form.marks if f"{mark.sheet}-{mark.key}" not in names]
