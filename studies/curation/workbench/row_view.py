"""Rows of the workbench as they are shown: every cell with its text, choices and notes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from studies.checks.check_finding import CheckFinding
from studies.curation.pasting.table_reading import TableReading
from studies.curation.workbench.cell_view import CellOptions, render_cells, render_columns, render_headings, row_form
from studies.curation.workbench.columns import FormColumn
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm, blank_texts
from studies.curation.workbench.labelled_fields import labelled_fields
from studies.curation.workbench.merge_edits import row_title
from studies.curation.workbench.row_parsing import CellFault, ParsedRow, Texts, TypedRow, cell_name, read_row
from studies.curation.workbench.row_tables import RowTable
from studies.curation.workbench.typed_evidence import row_number

# Rows of a grid that no frame shows at once.
LONG = 40


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell. ``options`` are those of a choice, drawn; ``fault`` says what is wrong with the text."""

    column: FormColumn
    name: str
    text: str
    options: SafeString
    fault: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: ``derived`` are values that follow from it, ``found`` findings, ``readings`` pasted cells."""

    key: str
    id: str
    title: str
    is_new: bool
    cells: tuple[CellView, ...]
    is_open: bool = False
    faults: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    found: tuple[CheckFinding, ...] = ()
    readings: tuple[TableReading, ...] = ()

    @property
    def has_notes(self) -> bool:
        return bool(self.faults or self.derived or self.found or self.readings)

    @property
    def fields(self) -> SafeString:
        """Its cells drawn as labelled fields."""
        return labelled_fields(self.id, self.cells)


# The buttons for ticked rows, each with what it does.
ROW_ACTIONS = (("fill", "Fill from above"), ("copy", "Copy as new"), ("delete", "Delete"))


@dataclass(frozen=True, slots=True)
class RowTableView:
    """One sheet with its rows; ``unused`` are columns that a grid shows on request."""

    sheet: RowTable
    rows: tuple[RowView, ...]
    unused: frozenset[str] = frozenset()

    @property
    def actions(self) -> tuple[tuple[str, str], ...]:
        """The buttons under its grid."""
        return ROW_ACTIONS

    @property
    def heads(self) -> tuple[SafeString, SafeString]:
        """The columns of its grid, and their headings."""
        columns = self.sheet.columns
        return render_columns(columns, self.unused), render_headings(self.sheet.name, columns, self.unused)

    def drawn(self) -> "list[tuple[RowView, SafeString]]":
        """Every row with its cells drawn, as a grid shows them."""
        form = row_form(self.sheet.name, self.sheet.columns, self.unused)
        return [(row, render_cells(form, row.id, row.cells)) for row in self.rows]

    @property
    def is_long(self) -> bool:
        """Whether its grid is higher than the frame in which it scrolls."""
        return len(self.rows) > LONG

    @property
    def width(self) -> int:
        """Columns of its table, the row's own among them."""
        return len(self.sheet.columns) + 1


def sheet_view(
    form: WorkbenchForm,
    stored: StoredStudy,
    sheet: RowTable,
    options: CellOptions,
    found: Mapping[str, tuple[CheckFinding, ...]] | None = None,
    derived: Mapping[int, tuple[str, ...]] | None = None,
) -> RowTableView:
    """A sheet of the form. ``derived`` are sentences by the number of a result."""
    rows = tuple(
        row_view(
            sheet,
            row,
            options,
            faults=form.faults.get((sheet.name, row.key), []),
            found=(found or {}).get(row.key, ()),
            readings=form.readings.get(f"{sheet.name}-{row.key}", ()),
            derived=(derived or {}).get(row_number(row.key), ()),
            is_open=sheet.name in UNFOLDING and _is_open(form, stored, sheet, row),
        )
        for row in form.rows[sheet.name]
    )
    return RowTableView(sheet, rows, _unused_columns(form, sheet, blank_texts(sheet, stored.study)))


def _unused_columns(form: WorkbenchForm, sheet: RowTable, blank: Texts) -> frozenset[str]:
    """The columns in which no row says more than an empty one, but for those that a row is mostly about."""
    used = {name for row in form.rows[sheet.name] for name, text in row.texts.items() if text != blank.get(name, "")}
    faulty = {fault.column for (name, _), faults in form.faults.items() if name == sheet.name for fault in faults}
    return frozenset(column.name for column in sheet.columns if not column.comes_first) - used - faulty


# Sheets whose rows unfold.
UNFOLDING = frozenset({"study", "arms"})


def _is_open(form: WorkbenchForm, stored: StoredStudy, sheet: RowTable, row: TypedRow) -> bool:
    """A record is open when it has typed changes; so are the first arms of a study without arms."""
    is_first = sheet.name == "arms" and not stored.records["arms"]
    return is_first or row.texts != stored.texts(sheet, row)


def row_view(
    sheet: RowTable,
    row: TypedRow,
    options: CellOptions,
    *,
    faults: list[CellFault],
    found: tuple[CheckFinding, ...] = (),
    readings: tuple[TableReading, ...] = (),
    derived: tuple[str, ...] = (),
    is_open: bool = False,
) -> RowView:
    by_column = {fault.column: fault.sentence for fault in reversed(faults)}
    title = row_title(sheet, row.texts)
    return RowView(
        key=row.key,
        id=f"{sheet.name}-{row.key}",
        title=title or "New row",
        is_new=row.pk is None,
        cells=tuple(_cell(sheet, row, column, options, by_column.get(column.name, "")) for column in sheet.columns),
        is_open=is_open or bool(faults),
        faults=tuple(
            f"{sheet.column(fault.column).label}: {fault.sentence}" if fault.column else fault.sentence
            for fault in faults
        ),
        derived=derived,
        found=found,
        readings=readings,
    )


def _cell(sheet: RowTable, row: TypedRow, column: FormColumn, options: CellOptions, fault: str) -> CellView:
    text = row.texts.get(column.name, "")
    return CellView(
        column=column,
        name=cell_name(sheet.name, row.key, column.name),
        text=text,
        options=options.of(column, text),
        fault=fault,
    )


def read_results(form: WorkbenchForm, stored: StoredStudy) -> dict[str, ParsedRow]:
    """The results of a form, read; untouched new rows are skipped."""
    sheet = stored.sheets["results"]
    return {
        row.key: read_row(row, sheet.columns)
        for row in form.rows["results"]
        if row.pk is not None or row.texts != stored.texts(sheet, row)
    }
