"""The tables of the public set: every record that readers see, by the columns of the data set.

Drafts, abstracts, source documents, people and their unfinished work are in none of them. Rows come in the order of
their keys, so the same records make the same files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from studies.choices import PublicationRole, Retraction, StudyStatus
from studies.dataset import file_models
from studies.dataset.dictionary import Column, columns_of
from studies.dataset.record_cells import FOLLOWING, TABLES, RecordCells, header_of
from studies.dataset.record_keys import RecordKeys
from studies.dataset.table_spec import Cells, TableSpec
from studies.fields import FieldKind
from studies.models import Publication, Study
from studies.presentation.study_names import draft_namer

# What readers see of a study beside the columns of the data set.
_STATUS = (
    Column("address", FieldKind.KEY, "address", "what names the study in addresses of the site: /studies/ADDRESS/"),
    Column("name", FieldKind.TEXT, "name", "the name of the study on pages"),
    Column(
        "status",
        FieldKind.CHOICE,
        "status",
        "signed-off: a second person compared its numbers with the source; unverified: nobody has yet",
        words=tuple(each.value for each in StudyStatus if each is not StudyStatus.DRAFT),
    ),
)
_ROLES = tuple(each.value for each in PublicationRole)
_RETRACTION = tuple(each.value for each in Retraction)
_PUBLICATION = (
    Column("key", FieldKind.KEY, "key", "the key of the entry in references.bib"),
    Column("study", FieldKind.RECORD, "study", "the key of its study; empty: a source of methods"),
    Column("role", FieldKind.CHOICE, "role in the study", "what it is to its study", words=_ROLES),
    Column("publication_type", FieldKind.TEXT, "type", "the form of the work"),
    Column("title", FieldKind.LONG, "title", "a title in [brackets] is a description"),
    Column("authors", FieldKind.LONG, "authors", "Family, Given; separated by semicolons; others: list incomplete"),
    Column("year", FieldKind.YEAR, "year", ""),
    *(Column(name, FieldKind.TEXT, name, "") for name in ("journal", "volume", "number", "pages")),
    Column("doi", FieldKind.TEXT, "DOI", ""),
    Column("pmid", FieldKind.TEXT, "PubMed number", ""),
    Column("pmcid", FieldKind.TEXT, "PubMed Central number", ""),
    Column("url", FieldKind.TEXT, "address", ""),
    Column(
        "retraction",
        FieldKind.CHOICE,
        "retraction",
        "what the last check for a retraction found; not-checked: no list of retractions was read",
        words=_RETRACTION,
    ),
    Column("retraction_checked_on", FieldKind.TEXT, "day of the check", "YEAR-MONTH-DAY"),
)
# Those that are values of the record itself.
_OF_PUBLICATION = [each.name for each in _PUBLICATION if each.name not in ("key", "study", "retraction_checked_on")]
# What one row is.
_ROWS = {
    "conditions.csv": "a kind of back pain",
    "outcome_measures.csv": "an outcome with its instrument",
    "synonyms.csv": "a list of terms that mean the same to a search",
    "studies.csv": "a study, with its main publication",
    "publications.csv": "a publication",
    "claims.csv": "a claim of a popular source",
    "arms.csv": "a group of a study and what it received",
    "outcomes.csv": "a result of one group, at one time, as printed",
    "contrasts.csv": "a difference between two groups, as printed",
    "adverse_events.csv": "a harm in one group, as printed",
    "appraisals.csv": "a judgement on bias that a review printed",
    "pooled.csv": "a pooled result that a review printed",
    "included.csv": "a study that a review included",
    "pooled_inputs.csv": "a line of a forest plot that a review printed",
    "data_queries.csv": "a doubt about a reported number",
    "mcid.csv": "a smallest change that matters to one person",
    "between_group.csv": "a band of differences between groups",
    "registrations.csv": "a registered trial without results here",
}
_FREE = (FieldKind.TEXT, FieldKind.LONG)
# Records that are read together.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One file of the set. ``key`` names the columns that make a row unique."""

    file: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    spec: TableSpec | None

    @property
    def name(self) -> str:
        return self.file.removesuffix(".csv")

    @property
    def row(self) -> str:
        """What one row is, in words."""
        return _ROWS[self.file]

    @property
    def model(self) -> type[models.Model]:
        """The records of its rows."""
        return self.spec.model if self.spec else Publication


def public_tables() -> list[PublicTable]:
    """Every table, in the order of their dependence."""
    tables = [_table(spec) for spec in TABLES]
    tables.insert(TABLES.index(file_models.STUDIES) + 1, PublicTable("publications.csv", ("key",), _PUBLICATION, None))
    return tables


def _table(spec: TableSpec) -> PublicTable:
    names = [name for name in header_of(spec) if name not in FOLLOWING]
    more = _STATUS if spec is file_models.STUDIES else ()
    return PublicTable(spec.file, spec.rows.key, (*columns_of(spec, names), *more), spec)


class PublicRows:
    """The rows of every table, of one state of the records."""

    def __init__(self) -> None:
        self.keys = RecordKeys(only_visible=True)
        self._cells = RecordCells(self.keys)
        # A note of a study that readers see can name one that they do not.
        self._name = draft_namer()

    def of(self, table: PublicTable) -> Iterator[list[str]]:
        """The rows of one table, a text for each column."""
        texts = [column.name for column in table.columns if column.kind in _FREE]
        for record in self._in_order(table.model):
            cells = self._publication(record) if table.spec is None else self._row(record, table.spec)
            cells |= {name: self._name(text) for name in texts if (text := cells.get(name))}
            yield [cells.get(column.name, "") for column in table.columns]

    def publications(self) -> Iterator[Publication]:
        """The publications in the order of their keys, with the entries that they came in."""
        return self._in_order(Publication, "sources")

    def _in_order(self, model: type[models.Model], *related: str) -> Iterator[Any]:
        """The records of a model in the order of their keys, some hundred at a time."""
        order = self._order(model)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            found = self.keys.records(model).prefetch_related(*related).in_bulk(batch)
            yield from (found[number] for number in batch)

    def _order(self, model: type[models.Model]) -> list[int]:
        """The numbers of the records by their keys; arms, whose key is a name within a study, by study first."""
        keys = self.keys.of(model)
        if model is not file_models.ARMS.model:
            return sorted(keys, key=lambda number: (keys[number], number))
        studies = self.keys.of(Study)
        study_of = dict(self.keys.records(model).values_list("pk", "study_id"))
        return sorted(keys, key=lambda number: (studies[study_of[number]], keys[number]))

    def _row(self, record: Any, spec: TableSpec) -> Cells:
        cells = self._cells.row(record, spec)
        if spec is file_models.STUDIES:
            return cells | {"address": record.slug, "name": record.label, "status": record.standing}
        return cells

    def _publication(self, record: Publication) -> Cells:
        checked = record.retraction_checked_on
        return {
            **{name: str(getattr(record, name) or "") for name in _OF_PUBLICATION},
            "key": self.keys.of(Publication)[record.pk],
            "study": self.keys.of(Study).get(record.study_id or 0, ""),
            "role": record.role if record.study_id else "",
            "retraction_checked_on": checked.isoformat() if checked else "",
        }
