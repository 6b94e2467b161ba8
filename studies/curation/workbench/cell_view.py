"""Cells of a grid as HTML. A template is too slow for 200 rows of 31 cells."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString

from studies.curation.workbench.columns import FormColumn
from studies.fields import FieldKind
from studies.presentation.filled_html import filled, filled_if, lines_of


class FormCell(Protocol):
    """How a cell is drawn."""

    @property
    def column(self) -> FormColumn: ...
    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def options(self) -> SafeString: ...
    @property
    def fault(self) -> str: ...


@dataclass(slots=True)
class CellOptions:
    """The choices of a column with one of them chosen, drawn once for all the cells that show the same."""

    drawn: dict[tuple[str, str], SafeString] = field(default_factory=dict)

    def of(self, column: FormColumn, text: str) -> SafeString:
        if column.holds is not FieldKind.CHOICE:
            return SafeString("")
        known = self.drawn.get((column.name, text))
        if known is None:
            known = self.drawn[column.name, text] = render_options(column, text)
        return known


def render_options(column: FormColumn, text: str) -> SafeString:
    """The options of a select; a text that is not one of them is added, so that it is not lost."""
    choices = column.choices if text in dict(column.choices) or not text else ((text, text), *column.choices)
    pairs = (("", "–"), *(each for each in choices if each[0]))
    return SafeString(
        "".join(filled(_OPTION, value, _SELECTED if value == text else "", label) for value, label in pairs)
    )


_OPTION = '<option value="{}"{}>{}</option>'
_SELECTED = SafeString(" selected")


REQUIREMENT = '<span class="required">{}</span>'
# What a cell of each kind is, with its column's words filled in; a cell is named by its column's heading and its row's.
_FORMS: dict[FieldKind, str] = {
    FieldKind.CHOICE: '<td><select name="{row}-NAME" LABEL>{options_NAME}</select></td>',
    FieldKind.FLAG: '<td><input type="checkbox" name="{row}-NAME" value="1"{ticked_NAME} LABEL></td>',
    # The line break after the tag is dropped by browsers; one that the text begins with is not.
    FieldKind.LONG: '<td><textarea name="{row}-NAME" rows="1" LABEL>\n{text_NAME}</textarea></td>',
}
_INPUT = '<td><input name="{row}-NAME" value="{text_NAME}" class="is-HOLDS" autocomplete="off" LABEL></td>'
_LABEL = 'aria-labelledby="h-SHEET-NAME r-{row}"REQUIRED{fault_NAME}'
# A cell with a fault points to the notes of its row.
_FAULT = ' aria-invalid="true" aria-describedby="notes-{}"'
_NOTHING = SafeString("")
_COLUMN = '<col class="col-{} col-{}{}">'
_HEADING = '<th scope="col"{}>\n<span id="h-{}-{}">{}</span>\n{}\n</th>'
_UNUSED = SafeString(' class="unused"')


def render_columns(columns: Iterable[FormColumn], unused: Container[str]) -> SafeString:
    """The columns of a grid, as its styles know them."""
    return lines_of(
        filled(_COLUMN, column.holds.value, column.name, " unused" if column.name in unused else "")
        for column in columns
    )


def render_headings(sheet: str, columns: Iterable[FormColumn], unused: Container[str]) -> SafeString:
    """The headings of a grid, each by the name by which the cells below say what they hold."""
    return lines_of(
        filled(
            _HEADING,
            _UNUSED if column.name in unused else "",
            sheet,
            column.name,
            column.label,
            filled_if(REQUIREMENT, column.requirement),
        )
        for column in columns
    )


def row_form(sheet: str, columns: Iterable[FormColumn], unused: Container[str] = ()) -> str:
    """The cells of any row of a sheet as a format string, without any typed text; ``unused`` columns are marked."""
    return "".join(
        _FORMS.get(column.holds, _INPUT)
        .replace("<td", '<td class="unused"' if column.name in unused else "<td")
        .replace("LABEL", _LABEL)
        .replace("REQUIRED", ' aria-required="true"' if column.needed else "")
        .replace("SHEET", sheet)
        .replace("NAME", column.name)
        .replace("HOLDS", column.holds.value)
        for column in columns
    )


def render_cells(form: str, row: str, cells: Iterable[FormCell]) -> SafeString:
    """The cells of one row as table cells, every text escaped."""
    places: dict[str, str] = {}
    for cell in cells:
        name = cell.column.name
        places[f"fault_{name}"] = format_html(_FAULT, row) if cell.fault else _NOTHING
        if cell.column.holds is FieldKind.CHOICE:
            places[f"options_{name}"] = cell.options
        elif cell.column.holds is FieldKind.FLAG:
            places[f"ticked_{name}"] = SafeString(" checked") if cell.text else _NOTHING
        else:
            places[f"text_{name}"] = cell.text
    return format_html(form, row=row, **places)
