"""The state of a workbench form: the rows of every sheet, as stored and as typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_table import PastedTable
from studies.curation.pasting.table_reading import TableReading
from studies.curation.workbench.inherited_texts import with_places, with_weeks
from studies.curation.workbench.pasted_meanings import posted_meanings
from studies.curation.workbench.row_parsing import CellFault, PostData, Texts, TypedRow, posted_rows, texts_of
from studies.curation.workbench.row_tables import RowTable, Sheets, sheets_of
from studies.curation.workbench.typed_cells import with_cells
from studies.curation.workbench.typed_marks import TypedMark, mark_values, posted_marks
from studies.models import Arm, OutcomeMeasure, OutcomeResult, Study
from studies.selectors.all_conditions import read_conditions
from studies.selectors.prepared_query import PreparedQuery

# Empty rows on a page that is opened.
BLANK_ROWS = {"arms": 1, "results": 3, "contrasts": 1, "harms": 1}
# A study without arms needs at least two.
FIRST_ARMS = 2
MORE_ROWS = 10
# The most letters of a reason in the history.
MOST_REASON = 100
PASTE_FIELDS = ("table", "arm", "measure", "timepoint_label", "alone", "spread", "pair", "locator", "mark")


@dataclass(frozen=True, slots=True)
class StoredStudy:
    """A study with its stored rows, the sheets in which they are typed, and the records to choose from."""

    study: Study
    sheets: Sheets
    measures: Mapping[int, OutcomeMeasure]
    records: Mapping[str, Mapping[int, Model]]

    def texts(self, sheet: RowTable, row: TypedRow) -> Texts:
        """The stored texts of a row; for a new row, those of the empty form."""
        record = self.records[sheet.name].get(row.pk or 0)
        return blank_texts(sheet, self.study) if record is None else texts_of(record, sheet.columns)


@dataclass(slots=True)
class WorkbenchForm:
    """The typed rows of every sheet. Faults are listed by sheet and key of the row."""

    rows: dict[str, list[TypedRow]]
    reason: str = ""
    pasted: Texts = field(default_factory=dict)
    # What a number after ± or in brackets is, in a cell typed as printed: sd, se or not said.
    spread: str = ""
    faults: dict[tuple[str, str], list[CellFault]] = field(default_factory=dict)
    readings: dict[str, tuple[TableReading, ...]] = field(default_factory=dict)
    unread: tuple[TableReading, ...] = ()
    # Places selected in source documents, for rows that are not saved yet.
    marks: list[TypedMark] = field(default_factory=list)
    # A table that was read and is shown before it becomes rows, and what a person says of its words.
    preview: PastedTable | None = None
    meanings: dict[str, TableOrientation] = field(default_factory=dict)
    # New rows that took their place in the source from the row above, or from the study.
    n_places_taken: int = 0

    def add_faults(self, sheet: str, key: str, faults: Iterable[CellFault]) -> None:
        self.faults.setdefault((sheet, key), []).extend(faults)


_MEASURES = PreparedQuery(
    lambda _: OutcomeMeasure.objects.select_related("complement_of").order_by("domain", "order_in_domain", "name")
)


def stored_study(study: Study) -> StoredStudy:
    """A study with its sheets; its rows are prefetched. Two more queries, for measures and conditions."""
    arms: list[Arm] = list(study.arms.all())
    measures = _MEASURES.records()
    results: list[OutcomeResult] = [result for arm in arms for result in arm.results.all()]
    records: dict[str, Iterable[Any]] = {
        "study": [study],
        "arms": arms,
        "results": results,
        "contrasts": study.reported_contrasts.all(),
        "harms": study.adverse_events.all(),
    }
    return StoredStudy(
        study=study,
        sheets=sheets_of(arms, measures, read_conditions()),
        measures={measure.pk: measure for measure in measures},
        records={name: {record.pk: record for record in rows} for name, rows in records.items()},
    )


def stored_form(stored: StoredStudy) -> WorkbenchForm:
    """The form of a page that is opened: every row as stored, and a few empty ones."""
    form = WorkbenchForm({name: _stored_rows(stored, sheet) for name, sheet in stored.sheets.items()})
    first = {} if stored.records["arms"] else {"arms": FIRST_ARMS}
    for name, count in (BLANK_ROWS | first).items():
        add_rows(form, stored, name, [{} for _ in range(count)])
    return form


def posted_form(posted: PostData, stored: StoredStudy) -> WorkbenchForm:
    """The form as posted, with stored rows that were not on the page."""
    pasted = {name: str(posted.get(f"paste-{name}", "")) for name in PASTE_FIELDS}
    rows = {name: posted_rows(posted, sheet) for name, sheet in stored.sheets.items()}
    form = WorkbenchForm(
        rows,
        reason=str(posted.get("reason", "")).replace("\x00", "").strip()[:MOST_REASON],
        pasted=pasted,
        meanings=posted_meanings(posted),
    )
    form.spread = str(posted.get("spread", ""))
    form.marks = posted_marks(posted)
    add_stored_rows(form, stored)
    for sheet in stored.sheets.values():
        _complete_rows(form, stored, sheet)
    return form


def _complete_rows(form: WorkbenchForm, stored: StoredStudy, sheet: RowTable) -> None:
    """Fill in what typed rows take over."""
    timed = [TypedRow(row.key, with_weeks(row.texts, stored.texts(sheet, row))) for row in form.rows[sheet.name]]
    if sheet.name == "results":
        timed = [TypedRow(row.key, with_cells(row.texts, Notation(spread=form.spread))) for row in timed]
    form.rows[sheet.name], n_taken = with_places(timed, blank_texts(sheet, stored.study), stored.study.locator)
    form.n_places_taken += n_taken


def add_stored_rows(form: WorkbenchForm, stored: StoredStudy) -> None:
    """Add stored rows that the form lacks, in their order; typed rows stay."""
    for name, sheet in stored.sheets.items():
        typed = {row.key: row for row in form.rows[name]}
        whole = [typed.pop(row.key, row) for row in _stored_rows(stored, sheet)]
        form.rows[name] = [*whole, *typed.values()]


def add_rows(form: WorkbenchForm, stored: StoredStudy, sheet: str, rows: Iterable[Texts]) -> list[str]:
    """Add new rows to a sheet, filled in over the empty form. Returns their keys."""
    taken = [int(row.key.removeprefix("new")) for row in form.rows[sheet] if row.pk is None]
    blank = blank_texts(stored.sheets[sheet], stored.study)
    new = [TypedRow(f"new{place}", blank | texts) for place, texts in enumerate(rows, max(taken, default=0) + 1)]
    form.rows[sheet] += new
    return [row.key for row in new]


def add_pasted(form: WorkbenchForm, stored: StoredStudy, table: PastedTable) -> None:
    """Add the rows of a pasted table to the results and the printed differences, in place of empty ones."""
    place = mark_values(form.pasted.get("mark", ""))
    for name, pasted in (("results", table.rows), ("contrasts", table.contrasts)):
        if not pasted:
            continue
        drop_blank_rows(form, stored, name)
        known = {column.name for column in stored.sheets[name].columns}
        texts = [{field: text for field, text in row.typed.items() if text and field in known} for row in pasted]
        keys = add_rows(form, stored, name, texts)
        form.readings |= {f"{name}-{key}": row.cells for key, row in zip(keys, pasted, strict=True)}
        form.marks += [TypedMark(name, key, "", place) for key in keys if place]


def drop_blank_rows(form: WorkbenchForm, stored: StoredStudy, sheet: str) -> None:
    """Drop the new rows of a sheet in which nothing is typed."""
    blank = blank_texts(stored.sheets[sheet], stored.study)
    form.rows[sheet] = [row for row in form.rows[sheet] if row.pk is not None or row.texts != blank]


def blank_texts(sheet: RowTable, study: Study) -> Texts:
    """The empty form of a new row, with the study's own source."""
    texts = {column.name: column.initial for column in sheet.columns}
    if sheet.name == "arms":
        texts["condition"] = str(study.condition_id)
    return texts | {"source_url": study.source_url}


def _stored_rows(stored: StoredStudy, sheet: RowTable) -> list[TypedRow]:
    return [TypedRow(str(pk), texts_of(record, sheet.columns)) for pk, record in stored.records[sheet.name].items()]
