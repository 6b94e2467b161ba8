"""The fields of a record with their labels, as HTML: a template takes many times as long to write a hundred of them."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from studies.choices import ComponentName, Family
from studies.curation.workbench.cell_view import REQUIREMENT, FormCell
from studies.fields import FieldKind
from studies.presentation.filled_html import filled, filled_if, lines_of

_FIELD = '<div class="field field-{}">\n<label for="c-{}">{}</label>\n{}\n{}\n{}\n</div>'
_HELP = '<p class="note">{}</p>'
# What a field of each kind is: its name, what stands in it, and what else is said of it.
_INPUTS: dict[FieldKind, str] = {
    FieldKind.CHOICE: '<select id="c-{0}" name="{0}"{2}>{1}</select>',
    FieldKind.FLAG: '<input type="checkbox" id="c-{0}" name="{0}" value="1"{1}>',
    # The line break after the tag is dropped by browsers; one that the text begins with is not.
    FieldKind.LONG: '<textarea id="c-{0}" name="{0}" rows="2"{2}>\n{1}</textarea>',
}
_INPUT = '<input id="c-{0}" name="{0}" value="{1}" autocomplete="off"{2}>'
_TICKS = '<fieldset class="ticks">\n<legend>{}{}</legend>\n{}\n</fieldset>'
_GROUP = '<div role="group" aria-label="{0}">\n<span class="detail" aria-hidden="true">{0}</span>\n{1}\n</div>'
_TICK = '<label>\n<input type="checkbox" name="{}" value="{}"{}>\n{}\n</label>'
_CHECKED = SafeString(" checked")


def labelled_fields(row: str, cells: Iterable[FormCell]) -> SafeString:
    """The fields of one record; one with a fault points to the notes of its row."""
    return lines_of(
        _ticks(cell) if cell.column.holds is FieldKind.SEVERAL else _field(cell, f"notes-{row}") for cell in cells
    )


def _field(cell: FormCell, notes: str) -> SafeString:
    column = cell.column
    value: dict[FieldKind, str] = {FieldKind.CHOICE: cell.options, FieldKind.FLAG: _CHECKED if cell.text else ""}
    field = filled(
        _INPUTS.get(column.holds, _INPUT), cell.name, value.get(column.holds, cell.text), _attributes(cell, notes)
    )
    return filled(
        _FIELD,
        column.holds.value,
        cell.name,
        capfirst(column.label),
        filled_if(REQUIREMENT, column.requirement),
        field,
        filled_if(_HELP, column.help_text),
    )


def _attributes(cell: FormCell, notes: str) -> SafeString:
    return SafeString(
        (' inputmode="decimal"' if cell.column.is_numeric else "")
        + (' aria-required="true"' if cell.column.needed else "")
        + (filled(' aria-invalid="true" aria-describedby="{}"', notes) if cell.fault else "")
    )


def _ticks(cell: FormCell) -> SafeString:
    """Every component by family, those in the text ticked."""
    required = SafeString(' <span class="required">(required)</span>') if cell.column.needed else ""
    ticked = set(cell.text.split())
    groups = (filled(_GROUP, family.label, _ticks_of_family(cell.name, family, ticked)) for family in Family)
    return filled(_TICKS, capfirst(cell.column.label), required, lines_of(groups))


def _ticks_of_family(cell: str, family: Family, ticked: set[str]) -> SafeString:
    return lines_of(
        filled(_TICK, cell, name.value, _CHECKED if name.value in ticked else "", name.label)
        for name in ComponentName
        if name.family is family
    )
