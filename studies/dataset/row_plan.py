"""A row as a plan for its record: values read, references resolved, limits of the fields checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from studies.dataset.id_map import IdMap
from studies.dataset.load_errors import CellError, DataSetError, cell_error
from studies.dataset.other_values import FILE, NOTHING, Told, is_once, related_model
from studies.dataset.parse_cell import keys_in, read_cell
from studies.dataset.table_spec import CsvRow, TableSpec
from studies.fields import Field, FieldKind
from studies.models.base import FromDataSet, HasPrintedNumbers
from studies.numerics.number_formatting import plain_number

_NAMING_RECORDS = frozenset({FieldKind.RECORD, FieldKind.SEVERAL})


@dataclass(slots=True)
class RowPlan:
    """Values by the name of the attribute (``arm_id``, not ``arm``); ``several`` are ids by many-to-many field.

    ``once`` holds values for a new record only; they are never updated.
    """

    table: TableSpec
    row: CsvRow
    row_key: str
    values: dict[str, Any] = field(default_factory=dict)
    several: dict[str, list[int]] = field(default_factory=dict)
    once: dict[str, Any] = field(default_factory=dict)

    def values_for(self, record: FromDataSet) -> dict[str, Any]:
        """The values of a record that is stored: of a column that the file does not have, printed forms stay too."""
        if not isinstance(record, HasPrintedNumbers):
            return self.values
        told = {field.name for field in self.table.columns_in(self.row.cells)}
        untold = {field.name for field in self.table.columns} - told
        kept = {name: form for name, form in record.printed.items() if name in untold}
        return self.values | {"printed": kept | self.values["printed"]}

    def new_record(self) -> FromDataSet:
        """A new record that is not saved yet."""
        return self.table.model(row_key=self.row_key, **self.values, **self.once)


def cell_error_at(table: TableSpec, row: CsvRow, column: str, expected: str) -> DataSetError:
    return cell_error(file=row.file, line=row.line, column=column, value=row.cells.get(column, ""), expected=expected)


def read_values(table: TableSpec, row: CsvRow, told: Told = NOTHING) -> dict[str, Any]:
    """The values of a row's own columns, references left out; a ``told`` value goes before the cell.

    Raises ``DataSetError``.
    """
    values: dict[str, Any] = {}
    for each in table.columns_in(row.cells):
        if each.kind not in _NAMING_RECORDS:
            value = told[each.name] if each.name in told else _read_value(table, row, each)
            if each.name:
                values[each.name] = value
    _check_limits(table, row, values)
    return values | ({"printed": _printed(table, row, values)} if issubclass(table.model, HasPrintedNumbers) else {})


def _read_value(table: TableSpec, row: CsvRow, column: Field) -> Any:
    try:
        return read_cell(row.cells[column.column], column)
    except CellError as expected:
        raise cell_error_at(table, row, column.column, str(expected)) from expected


def _printed(table: TableSpec, row: CsvRow, values: Mapping[str, Any]) -> dict[str, str]:
    """Printed forms of numbers, where the number alone would lose digits."""
    cells = {
        each.name: row.cells[each.column]
        for each in table.columns_in(row.cells)
        if each.kind is FieldKind.NUMBER and not each.range_end
    }
    return {name: cell for name, cell in cells.items() if cell and cell != plain_number(values[name])}


def _check_limits(table: TableSpec, row: CsvRow, values: Mapping[str, Any]) -> None:
    """Check the values against the model's fields: lengths, choices, addresses, what can be empty."""
    record = table.model(row_key=table.row_key(row.cells), **values)
    others = {field.name for field in record._meta.concrete_fields} - values.keys() - {"row_key"}
    try:
        # Without a query: the database checks constraints.
        record.clean_fields(exclude=others)
    except ValidationError as invalid:
        name, messages = next(iter(invalid.message_dict.items()))
        raise cell_error_at(table, row, table.column_of(name), f"another value: {messages[0]}") from invalid


def plan_row(
    table: TableSpec,
    row: CsvRow,
    id_map: IdMap,
    extra: Mapping[str, Any],
    once: Mapping[str, Any],
    told: Told = NOTHING,
) -> RowPlan:
    """The plan of a row, with ``extra`` values that are in none of its columns, and those that are ``told`` of it.

    Raises ``DataSetError``, and ``DeletedReferenceError`` when it names a record that a person has deleted.
    """
    values = read_values(table, row, told) | dict(extra)
    plan = RowPlan(table, row, table.row_key(row.cells), values, once=dict(once))
    for each in table.columns_in(row.cells):
        if each.kind in _NAMING_RECORDS:
            _resolve_reference(plan, each, id_map)
    for name, value in told.items():
        _tell(plan, name, value, id_map)
    return plan


def _tell(plan: RowPlan, name: str, value: Any, id_map: IdMap) -> None:
    """Put a told value into the plan; the record that it names must be there."""
    related = related_model(plan.table.model._meta.get_field(name))
    if related is not None:
        try:
            value = None if value is None else id_map.id_of(related, value)
        except CellError as expected:
            raise cell_error_at(plan.table, plan.row, plan.table.rows.key[-1], f"in {FILE} {expected}") from expected
        name = f"{name}_id"
    if is_once(name):
        plan.values.pop(name, None)
        plan.once[name] = value
    else:
        plan.values[name] = value


def _resolve_reference(plan: RowPlan, column: Field, id_map: IdMap) -> None:
    table, row = plan.table, plan.row
    target: Any = table.model._meta.get_field(column.name)
    model = target.related_model
    try:
        ids = [id_map.id_of(model, key) for key in keys_in(column, row.cells)]
        if not ids and not (target.null or target.blank):
            raise CellError(f"the key of one of the {model._meta.verbose_name_plural}, not an empty cell")
    except CellError as expected:
        raise cell_error_at(table, row, column.column, str(expected)) from expected
    if column.kind is FieldKind.SEVERAL:
        plan.several[column.name] = ids
    else:
        plan.values[f"{column.name}_id"] = ids[0] if ids else None
