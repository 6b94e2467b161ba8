"""Everything that lies on a workbench: the rows of every sheet as they are stored, and as they are typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from studies.curation.pasting.read_table import PastedRow
from studies.curation.pasting.table_parts import TableReading
from studies.curation.workbench.row_parsing import CellFault, PostData, Texts, TypedRow, texts_of, typed_rows
from studies.curation.workbench.row_tables import RowTable, Sheets, sheets_of
from studies.models import Arm, Condition, OutcomeMeasure, OutcomeResult, Study

# New rows offered on a page that nobody has typed into.
BLANK_ROWS = {"arms": 1, "results": 3, "contrasts": 1, "harms": 1}
# A study without arms is going to have two at least.
FIRST_ARMS = 2
MORE_ROWS = 10
# A line of history has so many letters for its reason.
MOST_REASON = 100
PASTE_FIELDS = ("table", "arm", "measure", "timepoint_label", "alone", "spread", "pair", "locator")


@dataclass(frozen=True, slots=True)
class StoredStudy:
    """A study with its rows as they are stored, the sheets in which they are typed, and the words to choose from."""

    study: Study
    sheets: Sheets
    measures: Mapping[int, OutcomeMeasure]
    records: Mapping[str, Mapping[int, Model]]

    def texts(self, sheet: RowTable, row: TypedRow) -> Texts:
        """What a row says as stored; of a new row, what its empty form says."""
        record = self.records[sheet.name].get(row.pk or 0)
        return blank_texts(sheet, self.study) if record is None else texts_of(record, sheet.columns)


@dataclass(slots=True)
class WorkbenchForm:
    """The typed rows of every sheet, and what is to be said about them. ``by`` a row: sheet and key."""

    rows: dict[str, list[TypedRow]]
    reason: str = ""
    pasted: Texts = field(default_factory=dict)
    faults: dict[tuple[str, str], list[CellFault]] = field(default_factory=dict)
    readings: dict[str, tuple[TableReading, ...]] = field(default_factory=dict)
    unread: tuple[TableReading, ...] = ()

    def blame(self, sheet: str, key: str, faults: Iterable[CellFault]) -> None:
        self.faults.setdefault((sheet, key), []).extend(faults)


def stored_study(study: Study) -> StoredStudy:
    """A study whose rows are prefetched, with its sheets; two queries more, for measures and conditions."""
    arms: list[Arm] = list(study.arms.all())
    measures = list(OutcomeMeasure.objects.order_by("domain", "order_in_domain", "name"))
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
        sheets=sheets_of(arms, measures, Condition.objects.all()),
        measures={measure.pk: measure for measure in measures},
        records={name: {record.pk: record for record in rows} for name, rows in records.items()},
    )


def desk_of(stored: StoredStudy) -> WorkbenchForm:
    """The desk as it is found: every row as stored, and a few empty ones."""
    desk = WorkbenchForm({name: _stored_rows(stored, sheet) for name, sheet in stored.sheets.items()})
    first = {} if stored.records["arms"] else {"arms": FIRST_ARMS}
    for name, count in (BLANK_ROWS | first).items():
        add_rows(desk, stored, name, [{} for _ in range(count)])
    return desk


def desk_from(sent: PostData, stored: StoredStudy) -> WorkbenchForm:
    """The desk as a browser sent it, with the rows that are stored and were not on that page."""
    pasted = {name: str(sent.get(f"paste-{name}", "")) for name in PASTE_FIELDS}
    rows = {name: typed_rows(sent, sheet) for name, sheet in stored.sheets.items()}
    desk = WorkbenchForm(rows, reason=str(sent.get("reason", "")).strip()[:MOST_REASON], pasted=pasted)
    put_stored(desk, stored)
    return desk


def put_stored(desk: WorkbenchForm, stored: StoredStudy) -> None:
    """Put the rows that are stored and not on the desk in their places; what is typed stays."""
    for name, sheet in stored.sheets.items():
        typed = {row.key: row for row in desk.rows[name]}
        whole = [typed.pop(row.key, row) for row in _stored_rows(stored, sheet)]
        desk.rows[name] = [*whole, *typed.values()]


def add_rows(desk: WorkbenchForm, stored: StoredStudy, sheet: str, rows: Iterable[Texts]) -> list[str]:
    """Put new rows under a sheet, on top of what its empty form says; their keys."""
    taken = [int(row.key.removeprefix("new")) for row in desk.rows[sheet] if row.pk is None]
    blank = blank_texts(stored.sheets[sheet], stored.study)
    new = [TypedRow(f"new{place}", blank | texts) for place, texts in enumerate(rows, max(taken, default=0) + 1)]
    desk.rows[sheet] += new
    return [row.key for row in new]


def add_pasted(desk: WorkbenchForm, stored: StoredStudy, rows: Iterable[PastedRow]) -> None:
    """Put the rows of a pasted table under the results, in place of empty ones."""
    sheet = stored.sheets["results"]
    blank = blank_texts(sheet, stored.study)
    desk.rows["results"] = [row for row in desk.rows["results"] if row.pk is not None or row.texts != blank]
    pasted = list(rows)
    known = {column.name for column in sheet.columns}
    texts = [{name: text for name, text in row.typed.items() if text and name in known} for row in pasted]
    for key, row in zip(add_rows(desk, stored, "results", texts), pasted, strict=True):
        desk.readings[key] = row.cells


def blank_texts(sheet: RowTable, study: Study) -> Texts:
    """The empty form of a new row: the study's own source, and the words for "not stated"."""
    texts = {column.name: column.initial for column in sheet.columns}
    if sheet.name == "arms":
        texts["condition"] = str(study.condition_id)
    return texts | {"source_url": study.source_url}


def _stored_rows(stored: StoredStudy, sheet: RowTable) -> list[TypedRow]:
    return [TypedRow(str(pk), texts_of(record, sheet.columns)) for pk, record in stored.records[sheet.name].items()]
