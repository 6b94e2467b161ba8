"""What a row asks of a record: values read, references found, limits of the fields held."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from studies.dataset.errors import Damaged, Expected, damaged_cell
from studies.dataset.id_map import Ledger
from studies.dataset.parse_cell import number
from studies.dataset.table_spec import Column, Reference, Row, Table
from studies.models.base import Loaded, Printed, plain_number


@dataclass(slots=True)
class Wanted:
    """Values by the name of the attribute (``arm_id``, not ``arm``); ``several`` are ids by many-to-many field.

    ``once`` is given when the record is made and left as it is ever after.
    """

    table: Table
    row: Row
    row_key: str
    values: dict[str, Any] = field(default_factory=dict)
    several: dict[str, list[int]] = field(default_factory=dict)
    once: dict[str, Any] = field(default_factory=dict)

    def fresh(self) -> Loaded:
        """A record not yet saved."""
        return self.table.model(row_key=self.row_key, **self.values, **self.once)


def fault_at(table: Table, row: Row, column: str, expected: str) -> Damaged:
    return damaged_cell(file=row.file, line=row.line, column=column, value=row.cells.get(column, ""), expected=expected)


def read_values(table: Table, row: Row) -> dict[str, Any]:
    """The values of a row's own columns, references left out. Raises ``Damaged``."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if isinstance(column, Column):
            value = _read_cell(table, row, column)
            if column.field:
                values[column.field] = value
    _check_limits(table, row, values)
    return values | ({"printed": _printed(table, row, values)} if issubclass(table.model, Printed) else {})


def _read_cell(table: Table, row: Row, column: Column) -> Any:
    try:
        return column.read(row.cells[column.name])
    except Expected as expected:
        raise fault_at(table, row, column.name, str(expected)) from expected


def _printed(table: Table, row: Row, values: Mapping[str, Any]) -> dict[str, str]:
    """The printed form of each number that the number alone would lose."""
    cells = {
        each.field: row.cells[each.name] for each in table.columns if isinstance(each, Column) and each.read is number
    }
    return {name: cell for name, cell in cells.items() if name and cell and cell != plain_number(values[name])}


def _check_limits(table: Table, row: Row, values: Mapping[str, Any]) -> None:
    """Hold the values against what the fields themselves say: lengths, choices, addresses, what may be empty."""
    record = table.model(row_key=table.row_key(row.cells), **values)
    others = {field.name for field in record._meta.concrete_fields} - values.keys() - {"row_key"}
    try:
        # No query: constraints are the database's to hold.
        record.clean_fields(exclude=others)
    except ValidationError as invalid:
        name, messages = next(iter(invalid.message_dict.items()))
        raise fault_at(table, row, table.column_of(name), f"another value: {messages[0]}") from invalid


def wanted_of(table: Table, row: Row, ledger: Ledger, extra: Mapping[str, Any], once: Mapping[str, Any]) -> Wanted:
    """What a row asks of a record, with ``extra`` values that no column of it says.

    Raises ``Damaged``, and ``Gone`` when it names a record that a person has deleted.
    """
    wanted = Wanted(table, row, table.row_key(row.cells), read_values(table, row) | dict(extra), once=dict(once))
    for column in table.columns:
        if isinstance(column, Reference):
            _refer(wanted, column, ledger)
    return wanted


def _refer(wanted: Wanted, column: Reference, ledger: Ledger) -> None:
    table, row = wanted.table, wanted.row
    target = table.model._meta.get_field(column.field)
    try:
        ids = [ledger.id_of(column.model, key) for key in column.keys(row.cells)]
        if not ids and not (target.null or target.blank):  # type: ignore[union-attr]
            raise Expected(f"the key of one of the {column.model._meta.verbose_name_plural}, not an empty cell")
    except Expected as expected:
        raise fault_at(table, row, column.name, str(expected)) from expected
    if column.several:
        wanted.several[column.field] = ids
    else:
        wanted.values[f"{column.field}_id"] = ids[0] if ids else None
