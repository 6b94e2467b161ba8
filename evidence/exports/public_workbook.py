"""The public set as one workbook for Excel and LibreOffice: a sheet for each table, after one that says what it is.

Numbers are numbers, all else is text: no cell is a formula, whatever it begins with. Rows are written one by one. The
same records with the same origin make the same bytes.
"""

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from evidence.data_citation import SITE_TITLE
from evidence.exports.data_origin import DataOrigin
from evidence.exports.fixed_zip import without_times
from evidence.exports.public_tables import PublicRows, PublicTable, public_tables
from evidence.exports.public_texts import dictionary_rows
from studies.fields import FieldKind
from studies.presentation.data_licence import LICENCE_SENTENCE
from studies.presentation.data_notice import DATA_NOTICE

Cell = str | float | int | None
# What Excel holds in one cell.
LONGEST_CELL = 32_767
_LONGER = "… [longer than a cell; whole in the CSV files]"
_CORE = "docProps/core.xml"
# When it was made and by whom says nothing of the data: both are left out.
_CORE_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>\n'
)
_SHEET_WIDTHS = {"README": (14, 110), "dictionary": (22, 24, 10, 26, 90, 50)}
_WIDTHS = {FieldKind.LONG: 50, FieldKind.TEXT: 24, FieldKind.KEY: 28, FieldKind.RECORD: 22, FieldKind.SEVERAL: 24}
# The library takes a text that begins so for a formula, or for an error.
_READ_OTHERWISE = ("=", "#")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]?\d+)?", re.ASCII)


def write_public_workbook(origin: DataOrigin) -> bytes:
    """Every table that readers see, as the bytes of an XLSX file.

    Call it within one snapshot of the database (``read_snapshot``): it reads table after table.
    """
    book, rows, tables = Workbook(write_only=True), PublicRows(), public_tables()
    _write_sheet(book, "README", ("", ""), _about(origin))
    for table in tables:
        widths = [_WIDTHS.get(column.kind, 12) for column in table.columns]
        names = [column.name for column in table.columns]
        _write_sheet(book, table.name, names, _typed(table, rows.of(table)), widths)
    _write_sheet(book, "dictionary", *dictionary_rows(tables))
    out = io.BytesIO()
    book.save(out)
    return without_times(out.getvalue(), {_CORE: _CORE_PROPERTIES.format(SITE_TITLE).encode()})


def _about(origin: DataOrigin) -> list[tuple[str, str]]:
    return [
        ("Title", SITE_TITLE),
        ("Notice", DATA_NOTICE),
        ("Data of", origin.state),
        ("Search", origin.searched),
        ("Licence", LICENCE_SENTENCE),
        ("To cite", origin.citation),
        ("From", origin.address),
        ("Columns", "The last sheet, dictionary, says what each column means. An empty cell: not in the text read."),
    ]


def _typed(table: PublicTable, rows: Iterable[list[str]]) -> Iterable[list[Cell]]:
    """The rows with numbers as numbers and empty cells as none."""
    is_number = [column.is_number for column in table.columns]
    for row in rows:
        yield [number_of(text) if number else text for text, number in zip(row, is_number, strict=True)]


def number_of(text: str) -> Cell:
    """The number that a text is; the text where it is none.

    >>> number_of("85.0"), number_of("12"), number_of("1e-07"), number_of(""), number_of("n/a")
    (85.0, 12, 1e-07, '', 'n/a')
    """
    if not _NUMBER.fullmatch(text):
        return text
    return int(text) if text.lstrip("-").isdigit() and len(text) <= 15 else float(text)


def _write_sheet(
    book: Workbook, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int] = ()
) -> None:
    """A sheet with a head that stays in sight."""
    sheet = book.create_sheet(name)
    for place, width in enumerate(widths or _SHEET_WIDTHS[name], 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    if any(head):
        sheet.freeze_panes = "A2"
        bold = [WriteOnlyCell(sheet, name) for name in head]
        for cell in bold:
            cell.font = Font(bold=True)
        sheet.append(bold)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> object:
    """A value as a cell; a text is always text, never a formula, and holds no sign that XML has no place for."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - len(_LONGER)] + _LONGER
    if not text.startswith(_READ_OTHERWISE):
        return text or None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
