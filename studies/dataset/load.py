"""The whole data set, file by file in the order of their dependence, in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from studies.dataset import publication_tables
from studies.dataset import reference_tables as words
from studies.dataset import review_tables as reviews
from studies.dataset import study_tables as studies
from studies.dataset.bibliography import read_bibliography
from studies.dataset.csv_files import read_rows
from studies.dataset.errors import DataSetError
from studies.dataset.id_map import DeletedReferenceError, IdMap
from studies.dataset.load_report import Report, RowOutcome
from studies.dataset.publication_rows import labels_and_addresses, paper_values, source_extras, with_study
from studies.dataset.row_plan import RowPlan, fault_at, wanted_of
from studies.dataset.table_spec import CsvRow, TableSpec
from studies.dataset.write import write

Extras = Mapping[str, Mapping[str, Any]]
NO_EXTRAS: Extras = {}

_AFTER_PUBLICATIONS = (
    studies.ARMS,
    studies.RESULTS,
    studies.CONTRASTS,
    studies.ADVERSE_EVENTS,
    reviews.APPRAISALS,
    reviews.POOLS,
    reviews.INCLUSIONS,
    reviews.TRIAL_ROWS,
    studies.DATA_QUERIES,
    words.IMPORTANT_CHANGES,
    words.GROUP_THRESHOLDS,
    words.REGISTRATIONS,
)


@transaction.atomic
def load(directory: Path, *, keep: bool) -> Report:
    """Bring the records to what the files of a directory say; with ``keep`` false, undo it all and report alike.

    A record that a person has edited or deleted since it was loaded is reported and left as it is. Raises
    ``DataSetError`` at the first row that cannot be loaded, and nothing is written.
    """
    loading = DataSetLoader(directory)
    for table in (words.CONDITIONS, words.MEASURES):
        loading.bring(table, loading.rows_of(table))
    loading.bring_studies()
    loading.bring_claims()
    for table in _AFTER_PUBLICATIONS:
        loading.bring(table, loading.rows_of(table))
    if not keep:
        transaction.set_rollback(True)
    return loading.report


@dataclass(slots=True)
class DataSetLoader:
    """One run over one directory."""

    directory: Path
    ledger: IdMap = field(default_factory=IdMap)
    report: Report = field(default_factory=Report)

    def rows_of(self, table: TableSpec) -> list[CsvRow]:
        rows = read_rows(self.directory / table.file, columns=table.header)
        self.report.of(table.file).rows = len(rows)
        return rows

    def bring_studies(self) -> None:
        """studies.csv and references.bib, which describe the same works and must agree."""
        rows = self.rows_of(studies.STUDIES)
        papers = [paper_values(row) for row in rows]
        extras, addresses = labels_and_addresses(rows, papers)
        self.bring(studies.STUDIES, rows, extras, addresses)
        entries = read_bibliography(self.directory / publication_tables.PUBLICATIONS.file)
        self.report.of(publication_tables.PUBLICATIONS.file).rows = len(entries)
        entries = with_study(entries, rows)
        self.bring(publication_tables.PUBLICATIONS, entries, source_extras(entries, rows, papers))
        self.bring(publication_tables.PUBLICATION_SOURCES, entries)

    def bring_claims(self) -> None:
        rows = self.rows_of(words.CLAIMS)
        named = {(row.cells["source_title"], row.cells["source_kind"]): row for row in reversed(rows)}
        self.bring(words.CLAIM_SOURCES, list(named.values()))
        self.bring(words.CLAIMS, rows)

    def bring(
        self, table: TableSpec, rows: Sequence[CsvRow], extras: Extras = NO_EXTRAS, once: Extras = NO_EXTRAS
    ) -> None:
        """Bring the records of a table to what its rows ask; ``once`` holds values for records yet to be made."""
        _refuse_repeated_keys(table, rows)
        self.ledger.open(table.model)
        self._note_what_is_only_here(table, rows)
        for generation in _parents_first(table, rows):
            wanted = list(self._wanted(table, generation, extras, once))
            write(wanted, self.ledger, self.report)

    def _wanted(self, table: TableSpec, rows: Sequence[CsvRow], extras: Extras, once: Extras) -> Iterator[RowPlan]:
        for row in rows:
            key = table.row_key(row.cells)
            try:
                if key in self.ledger.deleted[table.model]:
                    raise DeletedReferenceError("it")
                yield wanted_of(table, row, self.ledger, extras.get(key, {}), once.get(key, {}))
            except DeletedReferenceError as gone:
                self.report.of(row.file).note(row.line, RowOutcome.LEFT_ALONE)
                self.report.left_alone.append(f"{row.file}, line {row.line} ({key}): a person deleted {gone}")

    def _note_what_is_only_here(self, table: TableSpec, rows: Sequence[CsvRow]) -> None:
        asked = {table.row_key(row.cells) for row in rows}
        self.report.only_in_database += [
            f"{table.file}: {table.model._meta.verbose_name} {key}"
            for key in sorted(self.ledger.ids[table.model].keys() - asked)
        ]


def _refuse_repeated_keys(table: TableSpec, rows: Sequence[CsvRow]) -> None:
    lines: dict[str, int] = {}
    for row in rows:
        first = lines.setdefault(table.row_key(row.cells), row.line)
        if first != row.line:
            raise fault_at(table, row, table.key[-1], f"a key of its own: line {first} has the same")


def _parents_first(table: TableSpec, rows: Sequence[CsvRow]) -> Iterator[list[CsvRow]]:
    """The rows in as many turns as the tree is deep, every row after those it points at. Raises ``DataSetError``."""
    waiting = {table.row_key(row.cells): row for row in rows}
    while waiting:
        ready = [row for row in waiting.values() if waiting.keys().isdisjoint(_names(table, row))]
        if not ready:
            raise _circle(table, next(iter(waiting.values())), waiting.keys())
        yield ready
        for row in ready:
            del waiting[table.row_key(row.cells)]


def _names(table: TableSpec, row: CsvRow) -> list[str]:
    """Keys of the other rows of the file that a row points at."""
    return [key for column in table.own_references for key in column.keys(row.cells)]


def _circle(table: TableSpec, row: CsvRow, waiting: Collection[str]) -> DataSetError:
    column = next(each for each in table.own_references if not set(waiting).isdisjoint(each.keys(row.cells)))
    return fault_at(table, row, column.name, "a row that does not lead back to this one")
