"""What rules need to know of an instrument, for a file written before there were columns for it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from studies.dataset.csv_files import read_rows
from studies.dataset.file_models import MEASURES
from studies.dataset.parse_cell import keys_in
from studies.dataset.table_spec import Cells, CsvRow

OWN_FOLDER = Path(settings.BASE_DIR) / "fixtures" / "evidence"


def with_younger_cells(rows: Sequence[CsvRow], known: Collection[str]) -> list[CsvRow]:
    """Instruments with the cells of the columns that their file lacks, as the data set of this project has them.

    ``known`` are the slugs of instruments that are recorded already: to these, an absent column says nothing. An
    instrument that this project does not have gets nothing either.
    """
    if not rows or MEASURES.younger_columns <= rows[0].cells.keys():
        return list(rows)
    ours = {row.cells["slug"]: row.cells for row in read_rows(OWN_FOLDER / MEASURES.file, columns=MEASURES.header)}
    slugs = frozenset(row.cells["slug"] for row in rows).union(known)
    return [
        row
        if row.cells["slug"] in known
        else replace(row, cells=_younger(ours.get(row.cells["slug"], {}), slugs) | row.cells)
        for row in rows
    ]


def _younger(cells: Cells, slugs: frozenset[str]) -> Cells:
    """The cells of the younger columns, without the names of instruments that there are none of."""
    named = {each.column: keys_in(each, cells) for each in MEASURES.own_references(cells) if each.column in cells}
    return {
        name: cell
        for name, cell in cells.items()
        if name in MEASURES.younger_columns and slugs.issuperset(named.get(name, ()))
    }
