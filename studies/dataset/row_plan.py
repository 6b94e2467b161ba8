"""What a row asks of a record: values read, references found, limits of the fields held."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from studies.dataset.errors import CellError, DataSetError, damaged_cell
from studies.dataset.id_map import IdMap
from studies.dataset.parse_cell import number
from studies.dataset.table_spec import ColumnSpec, CsvRow, ReferenceSpec, TableSpec
from studies.models.base import FromDataSet, HasPrintedNumbers, plain_number


@dataclass(slots=True)
class RowPlan:
    """Values by the name of the attribute (``arm_id``, not ``arm``); ``several`` are ids by many-to-many field.

    ``once`` is given when the record is made and left as it is ever after.
    """

    table: TableSpec
    row: CsvRow
    row_key: str
    values: dict[str, Any] = field(default_factory=dict)
    several: dict[str, list[int]] = field(default_factory=dict)
    once: dict[str, Any] = field(default_factory=dict)

    def fresh(self) -> FromDataSet:
        """A record not yet saved."""
        return self.table.model(row_key=self.row_key, **self.values, **self.once)


def fault_at(table: TableSpec, row: CsvRow, column: str, expected: str) -> DataSetError:
    return damaged_cell(file=row.file, line=row.line, column=column, value=row.cells.get(column, ""), expected=expected)


def read_values(table: TableSpec, row: CsvRow) -> dict[str, Any]:
    """The values of a row's own columns, references left out. Raises ``DataSetError``."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if isinstance(column, ColumnSpec):
            value = _read_cell(table, row, column)
            if column.field:
                values[column.field] = value
    _check_limits(table, row, values)
    return values | ({"printed": _printed(table, row, values)} if issubclass(table.model, HasPrintedNumbers) else {})


def _read_cell(table: TableSpec, row: CsvRow, column: ColumnSpec) -> Any:
    try:
        return column.read(row.cells[column.name])
    except CellError as expected:
        raise fault_at(table, row, column.name, str(expected)) from expected


def _printed(table: TableSpec, row: CsvRow, values: Mapping[str, Any]) -> dict[str, str]:
    """The printed form of each number that the number alone would lose."""
    cells = {
        each.field: row.cells[each.name]
        for each in table.columns
        if isinstance(each, ColumnSpec) and each.read is number
    }
    return {name: cell for name, cell in cells.items() if name and cell and cell != plain_number(values[name])}


def _check_limits(table: TableSpec, row: CsvRow, values: Mapping[str, Any]) -> None:
    """Hold the values against what the fields themselves say: lengths, choices, addresses, what may be empty."""
    record = table.model(row_key=table.row_key(row.cells), **values)
    others = {field.name for field in record._meta.concrete_fields} - values.keys() - {"row_key"}
    try:
        # No query: constraints are the database's to hold.
        record.clean_fields(exclude=others)
    except ValidationError as invalid:
        name, messages = next(iter(invalid.message_dict.items()))
        raise fault_at(table, row, table.column_of(name), f"another value: {messages[0]}") from invalid


def wanted_of(
    table: TableSpec, row: CsvRow, ledger: IdMap, extra: Mapping[str, Any], once: Mapping[str, Any]
) -> RowPlan:
    """What a row asks of a record, with ``extra`` values that no column of it says.

    Raises ``DataSetError``, and ``DeletedReferenceError`` when it names a record that a person has deleted.
    """
    wanted = RowPlan(table, row, table.row_key(row.cells), read_values(table, row) | dict(extra), once=dict(once))
    for column in table.columns:
        if isinstance(column, ReferenceSpec):
            _refer(wanted, column, ledger)
    return wanted


def _refer(wanted: RowPlan, column: ReferenceSpec, ledger: IdMap) -> None:
    table, row = wanted.table, wanted.row
    target = table.model._meta.get_field(column.field)
    try:
        ids = [ledger.id_of(column.model, key) for key in column.keys(row.cells)]
        if not ids and not (target.null or target.blank):  # type: ignore[union-attr]
            raise CellError(f"the key of one of the {column.model._meta.verbose_name_plural}, not an empty cell")
    except CellError as expected:
        raise fault_at(table, row, column.name, str(expected)) from expected
    if column.several:
        wanted.several[column.field] = ids
    else:
        wanted.values[f"{column.field}_id"] = ids[0] if ids else None
