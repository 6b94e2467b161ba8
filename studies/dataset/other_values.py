"""Values that no column of the other files holds, in a file of their own, so that a record leaves and returns whole.

A *kind* is that of a row in the table of fields, a *told value* what a row of this file says of one field of a record.
A told value goes before the cell of its column. It is written as JSON: a text, a number, true, false or null; a record
is named by its key, a day as YEAR-MONTH-DAY. The file is absent where there is no such value.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from studies.dataset import file_models
from studies.dataset.csv_files import read_rows
from studies.dataset.load_errors import cell_error
from studies.dataset.row_digests import BOOKKEEPING
from studies.dataset.table_spec import CsvRow, TableSpec

FILE = "other_values.csv"
COLUMNS = ("kind", "row_key", "field", "value")
Told = Mapping[str, Any]
NOTHING: Told = {}
TABLES = {
    table.kind: table
    for table in (
        file_models.CONDITIONS,
        file_models.MEASURES,
        file_models.SYNONYMS,
        file_models.STUDIES,
        file_models.PUBLICATIONS,
        file_models.CLAIM_SOURCES,
        file_models.CLAIMS,
        *file_models.AFTER_STUDIES,
    )
}
# What belongs to people and to this database: it does not leave with the data set.
NOT_TOLD = frozenset(
    {
        *("id", "row_key", "loaded_digest", "printed", "search_text", "revision", "updated_at", "batch"),
        *("extracted_by", "verified_by", "verified_at", "signed_off_by", "signed_off_at"),
    }
)
# A later load leaves these as they are: people and the site go on changing them.
_ONCE = frozenset({"slug", "standing"}) | BOOKKEEPING


def told_fields(table: TableSpec) -> dict[str, Any]:
    """The fields of a record that can be told, by their names."""
    return {field.name: field for field in table.model._meta.concrete_fields if field.name not in NOT_TOLD}


def is_once(name: str) -> bool:
    """Whether a told value is for new records only."""
    return name in _ONCE


class OtherValues:
    """The told values of a directory, by kind of row and its key."""

    def __init__(self, rows: Iterable[CsvRow] = ()) -> None:
        self._told: dict[str, dict[str, dict[str, Any]]] = {}
        self._rows: dict[tuple[str, str], CsvRow] = {}
        for row in rows:
            kind, key, name = (row.cells[column] for column in COLUMNS[:3])
            self._rows.setdefault((kind, key), row)
            self._told.setdefault(kind, {}).setdefault(key, {})[name] = _value(row)

    def of(self, kind: str, key: str) -> Told:
        """What is told of one record, by the names of its fields."""
        return self._told.get(kind, {}).get(key, NOTHING)

    def check_rows(self, kind: str, keys: Iterable[str]) -> None:
        """Raise ``DataSetError`` where a value is told of a row that is not in the files."""
        for key in self._told.get(kind, {}).keys() - set(keys):
            row = self._rows[kind, key]
            expected = f"the key of a row of {TABLES[kind].file}"
            raise cell_error(file=FILE, line=row.line, column="row_key", value=key, expected=expected)


def read_other_values(directory: Path) -> OtherValues:
    """The told values of a directory; none where it has no such file. Raises ``DataSetError``."""
    path = directory / FILE
    return OtherValues(read_rows(path, columns=frozenset(COLUMNS)) if path.exists() else ())


def _value(row: CsvRow) -> Any:
    """The value of a row, as the field takes it; the key of a record stays a key."""

    def refused(column: str, expected: str) -> Exception:
        return cell_error(file=FILE, line=row.line, column=column, value=row.cells[column], expected=expected)

    table = TABLES.get(row.cells["kind"])
    if table is None:
        raise refused("kind", "one of: " + ", ".join(TABLES))
    field = told_fields(table).get(row.cells["field"])
    if field is None:
        raise refused("field", "one of: " + ", ".join(told_fields(table)))
    try:
        value = json.loads(row.cells["value"])
    except ValueError as error:
        raise refused("value", f"a value of {field.verbose_name} as JSON") from error
    if not isinstance(value, str | int | float | bool | None):
        raise refused("value", "a text, a number, true, false or null")
    try:
        return value if field.is_relation else field.to_python(value)
    except (TypeError, ValueError, ValidationError) as error:
        raise refused("value", f"a value of {field.verbose_name} as JSON") from error


def told_cell(value: Any) -> str:
    """A value as the file holds it."""
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)


def related_model(field: Any) -> type[models.Model] | None:
    """The records that a field names by their keys; None of a plain value."""
    return field.related_model if field.is_relation else None
