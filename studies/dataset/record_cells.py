"""Records as the cells of their rows in the data set, by the same table of fields by which rows are loaded."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F

from studies.choices import Screening
from studies.dataset import file_models
from studies.dataset.csv_files import read_header
from studies.dataset.measure_rows import OWN_FOLDER
from studies.dataset.record_keys import RecordKeys
from studies.dataset.table_spec import Cells, TableSpec
from studies.fields import Field, FieldKind
from studies.models import ClaimSource, Publication, Study
from studies.models.base import HasPrintedNumbers
from studies.numerics.number_formatting import plain_number

# Columns that follow from others.
FOLLOWING = frozenset({"isolates_ozone", "poolable"})
# Records that are read together.
_BATCH = 2_000
# One table a file; papers are in the rows of their studies, sources in the rows of their claims.
TABLES = (
    file_models.CONDITIONS,
    file_models.MEASURES,
    file_models.SYNONYMS,
    file_models.STUDIES,
    file_models.CLAIMS,
    *file_models.AFTER_STUDIES,
)
# Other orders than that in which the records were made. A part of an arm is loaded after its whole.
_ORDERS = {"condition": ("order", "slug"), "arm": ("study_id", F("part_of_id").asc(nulls_first=True), "pk")}
_Write = Callable[[Any], str]


def header_of(table: TableSpec) -> list[str]:
    """The columns of a file, in the order in which the data set of this project has them; others follow."""
    columns = list(dict.fromkeys(field.column for field in table.columns))
    known = [name for name in read_header(OWN_FOLDER / table.file) if name in columns]
    return known + [name for name in columns if name not in known]


class RecordCells:
    """The rows of every table of one state of the records; ``keys`` decide which records readers see."""

    def __init__(self, keys: RecordKeys) -> None:
        self.keys = keys
        self._written: dict[str, Mapping[str, _Write]] = {}

    def rows(self, table: TableSpec) -> Iterator[tuple[Any, Cells]]:
        """Each record of a table with its cells, in the order in which the records were made.

        Conditions come in their own order, arms by their studies.
        """
        records = self.keys.records(table.model).order_by(*_ORDERS.get(table.kind, ("pk",)))
        for record in records.iterator(chunk_size=_BATCH):
            yield record, self.row(record, table)

    def row(self, record: Any, table: TableSpec) -> Cells:
        """The cells of one record, with those that its row has of another: a study's paper, a claim's source."""
        return self.cells(record, table) | self._of_others(record, table)

    def cells(self, record: Any, table: TableSpec) -> Cells:
        """The cells of one record."""
        if table.kind not in self._written:
            self._written[table.kind] = self._writers(table)
        return {column: each(record) for column, each in self._written[table.kind].items()}

    def _of_others(self, record: Any, table: TableSpec) -> Cells:
        if table is file_models.STUDIES:
            paper = self._papers.get(record.pk)
            return self.cells(paper or unpublished(record), file_models.PAPERS)
        if table is file_models.CLAIMS:
            return self.cells(self._claim_sources[record.source_id], file_models.CLAIM_SOURCES)
        return {}

    @cached_property
    def _claim_sources(self) -> dict[int, ClaimSource]:
        return self.keys.records(ClaimSource).in_bulk()

    @cached_property
    def _papers(self) -> dict[int, Publication]:
        """The main report of each study, by the number of the study."""
        found: dict[int, Publication] = {}
        publications = Publication.objects.filter(study__isnull=False).defer("search_text")
        for publication in publications.main_report_first():
            found.setdefault(publication.study_id or 0, publication)
        return found

    def _writers(self, table: TableSpec) -> Mapping[str, _Write]:
        """How the cell of each column is written; both ends of a range are written in one column."""
        writers: dict[str, _Write] = {}
        own_key = table.rows.key[0]
        if len(table.rows.key) == 1 and table is not file_models.PAPERS:
            keys = self.keys.of(table.model)
            writers[own_key] = lambda record: keys[record.pk]
        names = {field.name for field in table.columns}
        for field in table.columns:
            if field.within and field.within not in names:
                writers[field.within] = self._study_writer(field)
            if field.name and not field.range_end:
                writers[field.column] = self._writer(table, field)
        for column in (field.column for field in table.columns):
            writers.setdefault(column, _nothing)
        return writers

    def _study_writer(self, field: Field) -> _Write:
        """How the key of the study is written in a row that names its study by its arm alone."""
        studies, arms, attribute = self.keys.of(Study), self._studies_of_arms, f"{field.name}_id"
        return lambda record: studies.get(arms.get(getattr(record, attribute), 0), "")

    @cached_property
    def _studies_of_arms(self) -> dict[int, int]:
        return dict(self.keys.records(file_models.ARMS.model).values_list("pk", "study_id"))

    def _writer(self, table: TableSpec, field: Field) -> _Write:
        if field.kind is FieldKind.SEVERAL:
            return self._several_writer(table.model, field)
        if field.kind is FieldKind.RECORD:
            related: Any = table.model._meta.get_field(field.name).related_model
            keys, attribute = self.keys.of(related), f"{field.name}_id"
            return lambda record: keys.get(getattr(record, attribute), field.no_record)
        return _value_writer(field, has_printed=issubclass(table.model, HasPrintedNumbers))

    def _several_writer(self, model: type[models.Model], field: Field) -> _Write:
        """The keys of the records that a row names, as they were named; for readers in the order of keys."""
        several: Any = model._meta.get_field(field.name)
        ours, theirs = several.m2m_field_name(), several.m2m_reverse_field_name()
        keys = self.keys.of(several.related_model)
        named: dict[int, list[str]] = {}
        pairs = several.remote_field.through.objects.order_by("pk").values_list(f"{ours}_id", f"{theirs}_id")
        for our_id, their_id in pairs:
            if their_id in keys:
                named.setdefault(our_id, []).append(keys[their_id])
        if self.keys.only_visible:
            return lambda record: ";".join(sorted(named.get(record.pk, ())))
        return lambda record: ";".join(named.get(record.pk, ()))


def unpublished(study: Study) -> Publication:
    """What stands for the publication of a study that has none: its name as the title."""
    return Publication(title=study.label, entry_type="article", screening=Screening.INCLUDED)


def _nothing(_: Any) -> str:
    """What follows from other columns is not written."""
    return ""


def _value_writer(field: Field, *, has_printed: bool) -> _Write:
    """How a value of the record itself is written."""
    name = field.name
    if field.kind is FieldKind.FLAG:
        yes, no = field.flags
        return lambda record: "" if (value := getattr(record, name)) is None else yes if value else no
    if field.kind is FieldKind.NUMBER:
        if has_printed:
            return lambda record: record.as_printed(name)
        return lambda record: "" if (value := getattr(record, name)) is None else plain_number(value)
    return lambda record: "" if (value := getattr(record, name)) is None else str(value).strip()
