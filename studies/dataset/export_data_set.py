"""The records written as the files of the data set, from which ``load`` makes the same records in an empty database.

The same records make the same bytes: written, loaded into an empty database and written again, the files are equal.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from studies.choices import Screening, StudyStatus
from studies.dataset import file_models, other_values
from studies.dataset.bibliography import publication_cells
from studies.dataset.bibliography_text import bibliography_entry
from studies.dataset.following_columns import FollowingColumns
from studies.dataset.load_errors import CellError
from studies.dataset.parse_cell import read_cell
from studies.dataset.record_cells import TABLES, RecordCells, header_of, unpublished
from studies.dataset.record_keys import RecordKeys
from studies.dataset.table_spec import Cells, CsvRow, TableSpec
from studies.fields import Field, FieldKind
from studies.models import Publication, Study
from studies.presentation.csv_text import csv_line
from studies.presentation.study_labels import address_words, study_labels, study_slug

Values = Mapping[str, Any]
_NAMING_RECORDS = (FieldKind.RECORD, FieldKind.SEVERAL)


def export_data_set(directory: Path) -> dict[str, int]:
    """Write every file into an empty directory, or none; the number of rows by file, the other values last.

    Call it within one snapshot of the database (``read_snapshot``): it reads table after table. Raises
    ``DataSetError`` where a record cannot be written.
    """
    try:
        return DataSetWriter(directory).write()
    except BaseException:
        for path in directory.iterdir():
            path.unlink()
        raise


class DataSetWriter:
    """One run into one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._keys = RecordKeys(only_visible=False)
        self._cells = RecordCells(self._keys)
        self._following = FollowingColumns()
        self._told: list[tuple[str, str, str, str]] = []
        self._counts: Counter[str] = Counter()

    def write(self) -> dict[str, int]:
        """Write every file."""
        self._following.add_arms(cells for _, cells in self._cells.rows(file_models.ARMS))
        self._following.add_queries(cells for _, cells in self._cells.rows(file_models.DATA_QUERIES))
        self._following.add_results(cells for _, cells in self._cells.rows(file_models.RESULTS))
        self._study_cells: dict[str, Cells] = {}
        for table in TABLES:
            self._write_lines(table.file, header_of(table), self._rows(table))
        self._write_bibliography()
        if self._told:
            self._write_lines(other_values.FILE, other_values.COLUMNS, ([*row] for row in self._told))
        return dict(self._counts)

    def _write_lines(self, file: str, header: Iterable[str], rows: Iterable[list[str]]) -> None:
        with (self._directory / file).open("w", encoding="utf-8", newline="") as out:
            out.write(_line([*header]))
            for row in rows:
                out.write(_line(row))
                self._counts[file] += 1
        self._counts[file] += 0

    def _rows(self, table: TableSpec) -> Iterator[list[str]]:
        header = header_of(table)
        if table is file_models.STUDIES:
            self._study_cells = {cells["key"]: cells for _, cells in self._cells.rows(table)}
            made = _made_names(self._study_cells)
        used: Counter[str] = Counter()
        for record, written in self._cells.rows(table):
            cells = {column: cell.replace("\0", "") for column, cell in written.items()}
            key = table.row_key(cells)
            used[key] += 1
            if used[key] > 1:
                # Two lines of a forest plot can be alike; the second gets a key of its own.
                cells[table.rows.key[-1]] += f" ({used[key]})"
                key = table.row_key(cells)
            expected = self._expected(table, cells) | (made[key] if table is file_models.STUDIES else {})
            self._tell(table, key, record, expected)
            yield [(cells | self._follows(table, cells)).get(column, "") for column in header]

    def _follows(self, table: TableSpec, cells: Cells) -> Cells:
        if table is file_models.STUDIES:
            return {"isolates_ozone": self._following.isolates_ozone(cells["key"])}
        return {"poolable": self._following.poolable(cells)} if table is file_models.RESULTS else {}

    def _expected(self, table: TableSpec, cells: Cells) -> dict[str, Any]:
        """What the loader reads in the cells of a row; a field is missing where it would refuse the cell."""
        values = _defaults(table)
        for field in table.columns:
            if field.kind in _NAMING_RECORDS:
                values.pop(field.name, None)
            elif field.name:
                _read_into(values, field, cells)
        return values

    def _tell(self, table: TableSpec, key: str, record: Any, expected: Values) -> None:
        """Note the values of a record that its row does not say."""
        named = {field.name for field in table.columns if field.kind in _NAMING_RECORDS}
        for name, field in other_values.told_fields(table).items():
            if name in named:
                continue
            related = other_values.related_model(field)
            value = getattr(record, field.attname)
            if related is not None:
                value = None if value is None else self._keys.of(related)[value]
            elif (table.kind, name) == ("study", "standing") and value == StudyStatus.SIGNED_OFF:
                # A sign-off is a person's, who does not leave with it.
                value = StudyStatus.UNVERIFIED.value
            if name not in expected or value != expected[name]:
                self._told.append((table.kind, key, name, other_values.told_cell(value)))

    def _write_bibliography(self) -> None:
        """references.bib: every publication, those without a study too."""
        entries = []
        studies = set(self._keys.of(Study).values())
        for publication, key, texts in self._publications():
            cells = bibliography_entry(publication, key, texts)
            entries.append(cells["raw"])
            self._tell_publication(publication, cells, is_main=key in studies)
        text = "\n\n".join(entries) + "\n" if entries else ""
        (self._directory / file_models.PUBLICATIONS.file).write_text(text, encoding="utf-8", newline="")
        self._counts[file_models.PUBLICATIONS.file] = len(entries)

    def _publications(self) -> Iterator[tuple[Publication, str, list[str]]]:
        """Every publication with its key and the entries that it came in; one for each study without any."""
        keys, studies = self._keys.of(Publication), self._keys.of(Study)
        for publication in Publication.objects.order_by("pk").prefetch_related("sources").iterator(chunk_size=500):
            yield publication, keys[publication.pk], [source.original for source in publication.sources.all()]
        for study in Study.objects.filter(publications=None).order_by("pk"):
            yield unpublished(study), studies[study.pk], []

    def _tell_publication(self, publication: Publication, cells: Cells, *, is_main: bool) -> None:
        """Note what neither the entry of a publication nor the row of its study says."""
        entry = CsvRow(file_models.PUBLICATIONS.file, 1, cells)
        paper = self._study_cells[cells["key"]] if is_main else publication_cells(entry)
        expected = _defaults(file_models.PUBLICATIONS)
        for table, of_table in ((file_models.PUBLICATIONS, cells), (file_models.PAPERS, paper)):
            for field in table.columns:
                if field.name and field.kind not in _NAMING_RECORDS:
                    _read_into(expected, field, of_table)
        screening = Screening.INCLUDED if is_main else Screening.METHODS_SOURCE
        expected |= {"screening": screening.value}
        told = file_models.PUBLICATIONS
        named = [field for field in told.columns if field.name == "study"]
        if not is_main and named and publication.study_id is not None:
            study = self._keys.of(Study)[publication.study_id]
            self._told.append((told.kind, cells["key"], "study", other_values.told_cell(study)))
        self._tell(told, cells["key"], publication, expected)


def _line(cells: list[str]) -> str:
    """A line that ends as those of the data set; a cell with any line break is in quotes."""
    return csv_line(cells).removesuffix("\r\n") + "\n"


def _defaults(table: TableSpec) -> dict[str, Any]:
    """The values of a new record."""
    return {name: field.get_default() for name, field in other_values.told_fields(table).items()}


def _read_into(values: dict[str, Any], field: Field, cells: Cells) -> None:
    """Put in what the loader reads in the cell of a field; nothing where it would refuse the cell."""
    values.pop(field.name, None)
    with suppress(CellError):
        values[field.name] = read_cell(cells[field.column], field)


def _made_names(studies: Mapping[str, Cells]) -> dict[str, Cells]:
    """The name and address that the loader makes for each study, in the order of the file."""
    years = {key: int(cells["year"]) if cells["year"] else None for key, cells in studies.items()}
    labels = study_labels([(cells["authors"], years[key], cells["country"]) for key, cells in studies.items()])
    taken: set[str] = set()
    made: dict[str, Cells] = {}
    for (key, cells), label in zip(studies.items(), labels, strict=True):
        slug = study_slug(address_words(label, years[key], cells["title"]), taken)
        taken.add(slug)
        made[key] = {"label": label, "slug": slug}
    return made
