"""The records written as CSV files of the data set, by the same table of fields by which these are loaded.

Columns that follow from others (``isolates_ozone``, ``poolable``) stay empty. Drafts are written too.
"""

import csv
from pathlib import Path
from typing import Any

from django.db import models

from studies.dataset import file_models
from studies.dataset.table_spec import Cells, TableSpec
from studies.fields import Field, FieldKind
from studies.models.base import HasPrintedNumbers
from studies.numerics.number_formatting import plain_number
from studies.presentation.study_sources import main_report

# One table a file; papers are in the rows of their studies, sources in the rows of their claims.
EXPORTED = (
    file_models.CONDITIONS,
    file_models.MEASURES,
    file_models.SYNONYMS,
    file_models.STUDIES,
    file_models.CLAIMS,
    *file_models.AFTER_STUDIES,
)


def export_data_set(directory: Path) -> dict[str, int]:
    """Write every CSV file into a directory; the number of rows by file."""
    written = {}
    for table in EXPORTED:
        rows = rows_of(table)
        with (directory / table.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, dict.fromkeys(field.column for field in table.columns), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        written[table.file] = len(rows)
    return written


def rows_of(table: TableSpec) -> list[Cells]:
    """The cells of every record of a table, in the order in which the records were made."""
    named = [field for field in table.columns if field.kind is FieldKind.RECORD]
    related = [f"{field.name}__study" if field.within else field.name for field in named]
    several = [field.name for field in table.columns if field.kind is FieldKind.SEVERAL]
    # Related records are fetched table by table: PostgreSQL has no statistics of rows that were just loaded, and its
    # plan for a join of seven such tables ran for minutes.
    records: models.QuerySet[Any] = models.QuerySet(table.model).prefetch_related(*related, *several)
    if table is file_models.STUDIES:
        records = records.prefetch_related("publications")
    return [_row(record, table) for record in records.order_by("pk")]


def _row(record: Any, table: TableSpec) -> Cells:
    cells = cells_of(record, table)
    if table is file_models.STUDIES:
        paper = main_report(record)
        cells |= cells_of(paper, file_models.PAPERS) if paper else {}
    if table is file_models.CLAIMS:
        cells |= cells_of(record.source, file_models.CLAIM_SOURCES)
    return cells


def cells_of(record: Any, table: TableSpec) -> Cells:
    """A record by the columns of its table."""
    cells = {table.rows.key[0]: key_of(record)} if len(table.rows.key) == 1 else {}
    for field in table.columns:
        # Both ends of a range are written in one column.
        if field.name and not field.range_end:
            cells[field.column] = _cell(record, field)
        if field.within and getattr(record, field.name):
            cells[field.within] = key_of(getattr(record, field.name).study)
    return cells


def key_of(record: Any) -> str:
    """The key of a record, else its short name; of rows that have neither, one made of the number."""
    return getattr(record, "row_key", "") or getattr(record, "slug", "") or f"typed-{record.pk}"


def _cell(record: Any, field: Field) -> str:
    value = getattr(record, field.name)
    if field.kind is FieldKind.SEVERAL:
        return ";".join(key_of(each) for each in value.all())
    if value is None:
        return field.no_record
    if field.kind is FieldKind.RECORD:
        return value.slug if field.within else key_of(value)
    if field.kind is FieldKind.FLAG:
        return field.flags[0] if value else field.flags[1]
    if field.kind is FieldKind.NUMBER:
        return record.as_printed(field.name) if isinstance(record, HasPrintedNumbers) else plain_number(value)
    return str(value)
