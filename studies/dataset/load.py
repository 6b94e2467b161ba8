"""The whole data set, file by file in the order of their dependence, in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from studies.dataset import file_models
from studies.dataset.bibliography import read_bibliography
from studies.dataset.csv_files import read_rows
from studies.dataset.id_map import DeletedReferenceError, IdMap
from studies.dataset.load_report import Report, RowOutcome
from studies.dataset.measure_rows import with_younger_cells
from studies.dataset.other_values import OtherValues, read_other_values
from studies.dataset.parse_cell import keys_in
from studies.dataset.publication_rows import labels_and_addresses, paper_values, source_extras, with_study_keys
from studies.dataset.row_plan import RowPlan, cell_error_at, plan_row
from studies.dataset.table_spec import CsvRow, TableSpec
from studies.dataset.write import write
from studies.models import OutcomeMeasure

Extras = Mapping[str, Mapping[str, Any]]
NO_EXTRAS: Extras = {}


@transaction.atomic
def load(directory: Path, *, keep: bool) -> Report:
    """Load the files of a directory; with ``keep`` false, report the same and undo everything.

    A record that a person has edited or deleted since it was loaded is reported and not changed. Raises
    ``DataSetError`` at the first row that cannot be loaded, and nothing is written.
    """
    loader = DataSetLoader(directory, read_other_values(directory))
    loader.load_table(file_models.CONDITIONS, loader.rows_of(file_models.CONDITIONS))
    loader.load_measures()
    loader.load_synonyms()
    loader.load_studies()
    loader.load_claims()
    for table in file_models.AFTER_STUDIES:
        loader.load_table(table, loader.rows_of(table))
    if not keep:
        transaction.set_rollback(True)
    return loader.report


@transaction.atomic
def load_synonyms(directory: Path) -> None:
    """Load the synonyms of a directory alone. Raises ``DataSetError``."""
    DataSetLoader(directory).load_synonyms()


@dataclass(slots=True)
class DataSetLoader:
    """One run over one directory."""

    directory: Path
    others: OtherValues = field(default_factory=OtherValues)
    id_map: IdMap = field(default_factory=IdMap)
    report: Report = field(default_factory=Report)

    def rows_of(self, table: TableSpec) -> list[CsvRow]:
        rows = read_rows(self.directory / table.file, columns=table.header, can_be_absent=table.younger_columns)
        self.report.of(table.file).rows = len(rows)
        return rows

    def load_measures(self) -> None:
        self.id_map.open(OutcomeMeasure)
        rows = with_younger_cells(self.rows_of(file_models.MEASURES), self.id_map.ids[OutcomeMeasure])
        self.load_table(file_models.MEASURES, rows)

    def load_synonyms(self) -> None:
        if (self.directory / file_models.SYNONYMS.file).exists():
            self.load_table(file_models.SYNONYMS, self.rows_of(file_models.SYNONYMS))

    def load_studies(self) -> None:
        """studies.csv and references.bib, which describe the same works and must agree."""
        rows = self.rows_of(file_models.STUDIES)
        papers = [paper_values(row, self.others) for row in rows]
        extras, addresses = labels_and_addresses(rows, papers)
        self.load_table(file_models.STUDIES, rows, extras, addresses)
        entries = read_bibliography(self.directory / file_models.PUBLICATIONS.file)
        self.report.of(file_models.PUBLICATIONS.file).rows = len(entries)
        entries = with_study_keys(entries, rows)
        self.load_table(file_models.PUBLICATIONS, entries, source_extras(entries, rows, papers, self.others))
        self.load_table(file_models.PUBLICATION_SOURCES, entries)

    def load_claims(self) -> None:
        rows = self.rows_of(file_models.CLAIMS)
        named = {(row.cells["source_title"], row.cells["source_kind"]): row for row in reversed(rows)}
        self.load_table(file_models.CLAIM_SOURCES, list(named.values()))
        self.load_table(file_models.CLAIMS, rows)

    def load_table(
        self, table: TableSpec, rows: Sequence[CsvRow], extras: Extras = NO_EXTRAS, once: Extras = NO_EXTRAS
    ) -> None:
        """Load the rows of a table; ``once`` holds values for new records only."""
        _refuse_repeated_keys(table, rows)
        self.others.check_rows(table.kind, (table.row_key(row.cells) for row in rows))
        self.id_map.open(table.model)
        self._report_missing_rows(table, rows)
        for generation in _parents_first(table, rows):
            plans = list(self._plans(table, generation, extras, once))
            write(plans, self.id_map, self.report)

    def _plans(self, table: TableSpec, rows: Sequence[CsvRow], extras: Extras, once: Extras) -> Iterator[RowPlan]:
        for row in rows:
            key = table.row_key(row.cells)
            try:
                if key in self.id_map.deleted[table.model]:
                    raise DeletedReferenceError("it")
                told = self.others.of(table.kind, key)
                yield plan_row(table, row, self.id_map, extras.get(key, {}), once.get(key, {}), told)
            except DeletedReferenceError as deleted:
                self.report.of(row.file).note(row.line, RowOutcome.LEFT_ALONE)
                self.report.left_alone.append(f"{row.file}, line {row.line} ({key}): a person deleted {deleted}")

    def _report_missing_rows(self, table: TableSpec, rows: Sequence[CsvRow]) -> None:
        keys_in_file = {table.row_key(row.cells) for row in rows}
        self.report.only_in_database += [
            f"{table.file}: {table.model._meta.verbose_name} {key}"
            for key in sorted(self.id_map.loaded[table.model] - keys_in_file)
        ]


def _refuse_repeated_keys(table: TableSpec, rows: Sequence[CsvRow]) -> None:
    lines: dict[str, int] = {}
    for row in rows:
        first = lines.setdefault(table.row_key(row.cells), row.line)
        if first != row.line:
            raise cell_error_at(table, row, table.rows.key[-1], f"its own key: line {first} has the same")


def _parents_first(table: TableSpec, rows: Sequence[CsvRow]) -> Iterator[list[CsvRow]]:
    """The rows generation by generation, every row after those that it names. Raises ``DataSetError``."""
    waiting = {table.row_key(row.cells): row for row in rows}
    while waiting:
        ready = [row for row in waiting.values() if not _waits_for(table, row, waiting)]
        if not ready:
            row = next(iter(waiting.values()))
            column = _waits_for(table, row, waiting)[0]
            raise cell_error_at(table, row, column, "a row that does not lead back to this one")
        yield ready
        for row in ready:
            del waiting[table.row_key(row.cells)]


def _waits_for(table: TableSpec, row: CsvRow, waiting: Collection[str]) -> list[str]:
    """The columns in which a row names rows of its file that are not written yet."""
    named = table.own_references(row.cells)
    return [each.column for each in named if any(key in waiting for key in keys_in(each, row.cells))]
