"""What of a desk is to be saved: decided first, written afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from studies.curation.save_rows import RowChange, RowRefused
from studies.curation.workbench.defaults import filled_arm, filled_result, role_of
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.row_parsing import CellFault, ParsedRow, TypedRow, changed_columns, read_row, with_place
from studies.curation.workbench.row_tables import RowTable
from studies.models import Arm


@dataclass(frozen=True, slots=True)
class SavePlan:
    """Rows to be written, in an order in which they can be; the sheet and key of each by its name in the plan."""

    changes: tuple[RowChange, ...]


def planned(desk: WorkbenchForm, stored: StoredStudy) -> SavePlan:
    """Every row that says something else than what is stored and can be saved; the others get their faults."""
    changes = []
    for sheet in stored.sheets.values():
        for row in desk.rows[sheet.name]:
            change = _change(desk, stored, sheet, row)
            if change is not None:
                changes.append(change)
    return SavePlan(tuple(changes))


def _change(desk: WorkbenchForm, stored: StoredStudy, sheet: RowTable, row: TypedRow) -> RowChange | None:
    before = stored.texts(sheet, row)
    if row.texts == before:
        return None
    read = read_row(row, sheet.columns)
    changed = changed_columns(read, before)
    if not changed and not read.faults:
        return None
    read = with_place(read, sheet, changed)
    if read.faults:
        desk.blame(sheet.name, row.key, read.faults)
        return None
    return RowChange(
        key=f"{sheet.name}-{row.key}",
        model=sheet.model,
        pk=row.pk,
        values=_values(stored, sheet, read, changed, is_new=row.pk is None),
        printed=_printed(sheet, read, changed),
        components=frozenset(read.values["components"]) if "components" in read.values else None,
    )


def _values(
    stored: StoredStudy, sheet: RowTable, read: ParsedRow, changed: Collection[str], *, is_new: bool
) -> dict[str, Any]:
    """Values by field, with what follows from them."""
    values = dict(read.values)
    if sheet.name == "results":
        values = filled_result(values, stored.measures.get(values["measure"]), is_new=is_new)
    if sheet.name == "arms":
        others = {arm.slug for pk, arm in _arms(stored) if str(pk) != read.key}
        values = filled_arm(values, condition=stored.study.condition_id, taken=frozenset(others))
        components = values.pop("components")
        if is_new or "components" in changed:
            values["role"] = role_of(components)
    return values


def _arms(stored: StoredStudy) -> Iterable[tuple[int, Arm]]:
    return ((pk, arm) for pk, arm in stored.records["arms"].items() if isinstance(arm, Arm))


def _printed(sheet: RowTable, read: ParsedRow, changed: Iterable[str]) -> dict[str, str]:
    """Printed forms of the numbers that changed."""
    numeric = {column.name for column in sheet.columns if column.is_numeric}
    return {name: read.texts[name] for name in changed if name in numeric and read.texts[name]}


def blame_refused(desk: WorkbenchForm, stored: StoredStudy, refused: dict[str, RowRefused]) -> None:
    """What the database refused, at the columns that it names."""
    for name, why in refused.items():
        sheet, _, key = name.partition("-")
        columns = [column.name for column in stored.sheets[sheet].columns if column.name in why.fields] or [""]
        desk.blame(
            sheet, key, [CellFault(column, f"{why.sentence} Compare with the source.") for column in columns[:1]]
        )


def without_saved(desk: WorkbenchForm, saved: Iterable[str]) -> None:
    """Take saved rows off the desk: they are drawn from the records again."""
    names = set(saved)
    for sheet, rows in desk.rows.items():
        desk.rows[sheet] = [row for row in rows if f"{sheet}-{row.key}" not in names]
