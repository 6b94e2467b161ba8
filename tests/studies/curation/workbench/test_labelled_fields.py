"""How a field of a record and a heading of a grid are drawn: what assistive programs and readers are told of it."""

from dataclasses import dataclass

import pytest
from django.utils.safestring import SafeString

from studies.curation.workbench.cell_view import render_columns, render_headings, render_options
from studies.curation.workbench.columns import FormColumn
from studies.curation.workbench.labelled_fields import labelled_fields
from studies.fields import FieldKind

EITHER = (("a", "One & all"), ("b", "Other"))


@dataclass(frozen=True)
class Cell:
    column: FormColumn
    text: str = ""
    fault: str = ""

    @property
    def name(self) -> str:
        return f"row-{self.column.name}"

    @property
    def options(self) -> SafeString:
        return render_options(self.column, self.text)


def field_of(cell: Cell) -> str:
    return "".join(line.strip() for line in labelled_fields("row", [cell]).splitlines())


def in_frame(kind: str, label: str, field: str, *, mark: str = "", note: str = "") -> str:
    return f'<div class="field field-{kind}"><label for="c-row-x">{label}</label>{mark}{field}{note}</div>'


@pytest.mark.parametrize(
    ("cell", "drawn"),
    [
        (
            Cell(FormColumn("x", "title", FieldKind.TEXT, help_text="As <printed>."), '"Ozone"'),
            in_frame(
                "text",
                "Title",
                '<input id="c-row-x" name="row-x" value="&quot;Ozone&quot;" autocomplete="off">',
                note='<p class="note">As &lt;printed&gt;.</p>',
            ),
        ),
        (
            Cell(FormColumn("x", "mean", FieldKind.NUMBER, needed=True), "3,2", fault="no number"),
            in_frame(
                "number",
                "Mean",
                '<input id="c-row-x" name="row-x" value="3,2" autocomplete="off" inputmode="decimal" '
                'aria-required="true" aria-invalid="true" aria-describedby="notes-row">',
                mark='<span class="required">required</span>',
            ),
        ),
        (
            Cell(FormColumn("x", "note", FieldKind.LONG), "</textarea>"),
            in_frame("long", "Note", '<textarea id="c-row-x" name="row-x" rows="2">&lt;/textarea&gt;</textarea>'),
        ),
        (
            Cell(FormColumn("x", "kind", FieldKind.CHOICE, choices=EITHER, needed=True), "a"),
            in_frame(
                "choice",
                "Kind",
                '<select id="c-row-x" name="row-x" aria-required="true"><option value="">–</option>'
                '<option value="a" selected>One &amp; all</option><option value="b">Other</option></select>',
                mark='<span class="required">required</span>',
            ),
        ),
        (
            Cell(FormColumn("x", "derived", FieldKind.FLAG), "1"),
            in_frame("flag", "Derived", '<input type="checkbox" id="c-row-x" name="row-x" value="1" checked>'),
        ),
    ],
    ids=lambda value: value.column.holds.value if isinstance(value, Cell) else "",
)
def test_a_field_says_its_label_its_need_and_its_fault(cell: Cell, drawn: str) -> None:
    assert field_of(cell) == drawn


def test_the_place_of_a_number_is_marked_as_needed_with_it() -> None:
    drawn = field_of(Cell(FormColumn("locator", "place", FieldKind.TEXT)))
    assert '<span class="required">with a number</span>' in drawn
    assert "aria-required" not in drawn


def test_components_are_ticked_by_family() -> None:
    column = FormColumn("components", "components", FieldKind.SEVERAL, needed=True)
    drawn = field_of(Cell(column, "ozone steroid"))
    assert drawn.startswith(
        '<fieldset class="ticks"><legend>Components <span class="required">(required)</span></legend>'
        '<div role="group" aria-label="'
    )
    assert '<label><input type="checkbox" name="row-components" value="ozone" checked>ozone</label>' in drawn
    assert drawn.count(" checked>") == 2


def test_columns_that_hold_nothing_are_marked() -> None:
    columns = [FormColumn("n", "n", FieldKind.WHOLE), FormColumn("quote", "quote", FieldKind.TEXT)]
    headings, cols = (
        "".join(line.strip() for line in html.splitlines())
        for html in (render_headings("results", columns, {"n"}), render_columns(columns, {"n"}))
    )
    assert headings == (
        '<th scope="col" class="unused"><span id="h-results-n">n</span></th>'
        '<th scope="col"><span id="h-results-quote">quote</span><span class="required">with a number</span></th>'
    )
    assert cols == '<col class="col-whole col-n unused"><col class="col-text col-quote">'
