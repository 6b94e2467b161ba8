"""The summary of findings as a Word document: one table in landscape, whose head is on every page, with footnotes.

The same content makes the same bytes.
"""

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import _Cell, _Row
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from evidence.exports.fixed_zip import without_times
from evidence.exports.summary_of_findings import COLUMNS, NO_ROWS, SummaryOfFindings, SummaryRow
from studies.presentation.data_licence import DATA_AUTHOR

# A4 in landscape; the columns fill it between margins of 1.5 cm.
_WIDTH, _HEIGHT, _MARGIN = Cm(29.7), Cm(21.0), Cm(1.5)
_COLUMN_WIDTHS = (Cm(6.2), Cm(2.9), Cm(2.9), Cm(5.2), Cm(2.8), Cm(3.6), Cm(3.1))
_HEAD_SHADE, _GROUP_SHADE = "E4ECEE", "F3F5F4"
# When it was made says nothing of the data.
_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - the library takes times without a zone


def summary_document(summary: SummaryOfFindings) -> bytes:
    """The document as the bytes of a DOCX file."""
    document = Document()
    _prepare(document, summary.title)
    document.add_heading(_clean(summary.title), level=1)
    for text in (*summary.answer, summary.selection):
        if text:
            document.add_paragraph(_clean(text))
    if summary.groups:
        _add_table(document, summary)
    else:
        document.add_paragraph(NO_ROWS)
    _add_notes(document, "Footnotes", [(f"{letter}", text) for letter, text in summary.footnotes])
    _add_notes(document, "Without a row", [("", text) for text in summary.beside])
    _add_notes(document, "About", list(summary.facts))
    out = io.BytesIO()
    document.save(out)
    return without_times(out.getvalue(), {})


def _prepare(document: DocumentObject, title: str) -> None:
    """Landscape, small letters, British English, and properties that hold no time and no person."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(9)
    style.paragraph_format.space_after = Pt(3)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = _clean(title), DATA_AUTHOR, "", ""
    about.created = about.modified = _NO_TIME


def _add_table(document: DocumentObject, summary: SummaryOfFindings) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    _repeat_on_every_page(table.rows[0])
    # Word reads the widths of cells, LibreOffice those of columns.
    for column, width in zip(table.columns, _COLUMN_WIDTHS, strict=True):
        column.width = width
    for cell, name, width in zip(table.rows[0].cells, COLUMNS, _COLUMN_WIDTHS, strict=True):
        cell.width = width
        _fill(cell, (name,), is_bold=True)
        _shade(cell, _HEAD_SHADE)
    for group in summary.groups:
        _add_group(table, group.comparison)
        for row in group.rows:
            _add_row(table, row)
    for table_row in table.rows:
        _keep_whole(table_row)


def _add_group(table: Any, comparison: str) -> None:
    """A comparison over the whole width, on the same page as its first row."""
    cells = table.add_row().cells
    merged = cells[0].merge(cells[-1])
    merged.width = Length(sum(_COLUMN_WIDTHS))
    _fill(merged, (comparison,), is_bold=True)
    _shade(merged, _GROUP_SHADE)
    merged.paragraphs[0].paragraph_format.keep_with_next = True


def _add_row(table: Any, row: SummaryRow) -> None:
    for place, (cell, lines, width) in enumerate(zip(table.add_row().cells, row.cells, _COLUMN_WIDTHS, strict=True)):
        cell.width = width
        _fill(cell, lines, is_bold=False)
        if place == 0:
            paragraph = cell.paragraphs[0]
            paragraph.runs[0].bold = True
            letters = paragraph.add_run(" ".join(row.letters))
            letters.font.superscript = True


def _fill(cell: _Cell, lines: tuple[str, ...], *, is_bold: bool) -> None:
    """Write a line a paragraph."""
    for place, line in enumerate(lines or ("",)):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(_clean(line)).bold = is_bold


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - the library has no other door


def _repeat_on_every_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - the library has no other door


def _keep_whole(row: _Row) -> None:
    """No row goes over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the library has no other door


def _add_notes(document: DocumentObject, heading: str, notes: list[tuple[str, str]]) -> None:
    if not notes:
        return
    document.add_heading(heading, level=2)
    for name, text in notes:
        paragraph = document.add_paragraph()
        if name:
            paragraph.add_run(f"{_clean(name)}  ").bold = True
        paragraph.add_run(_clean(text))


def _clean(text: str) -> str:
    """A text without the signs that XML has no place for."""
    return str(ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text))
