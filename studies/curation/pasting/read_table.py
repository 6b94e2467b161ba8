"""A pasted table read into rows: one for each arm, outcome and time that its labels and headings name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studies.curation.pasting.headings import KINDS, Heading, read_heading
from studies.curation.pasting.label_words import label_sentence, notation_sentence
from studies.curation.pasting.name_index import NameIndex
from studies.curation.pasting.notation_words import notation_of_sentence
from studies.curation.pasting.orientation import TableNames, TableOrientation, read_label
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.printed_contrasts import PrintedContrast, printed_contrasts
from studies.curation.pasting.quantities import CHANGES, Quantity
from studies.curation.pasting.read_number import decimal_mark
from studies.curation.pasting.splitting import split_table
from studies.curation.pasting.table_blocks import TableBlock, table_blocks
from studies.curation.pasting.table_frame import PasteOptions, TableFrame, table_frame
from studies.curation.pasting.table_part import TablePart
from studies.curation.pasting.table_parts import refused_cells, table_cells
from studies.curation.pasting.table_reading import CellState, TableReading
from studies.reported.text_keys import name_key

_ONE_LINE = "Only one line. The first line must hold headings, the numbers go below."
_ONE_CELL = "One cell: part the cells by tabs, semicolons or two spaces, and read again."
_BESIDE = "words beside the table"
_AXIS = ("arm", "measure", "outcome_name", "timepoint_label", "weeks", "n", "scale_min", "scale_max")
_TURNED = "Printed without its minus; the sign is turned, to a change from baseline."


@dataclass(frozen=True, slots=True)
class PastedRow:
    """Texts for the fields of one result or printed difference, and the cells that they were read from."""

    typed: dict[str, str]
    cells: tuple[TableReading, ...]


@dataclass(frozen=True, slots=True)
class PastedTable:
    """The rows of a table, results of arms and printed differences, and every cell of it that holds something."""

    rows: tuple[PastedRow, ...] = ()
    contrasts: tuple[PastedRow, ...] = ()
    cells: tuple[TableReading, ...] = ()

    @property
    def unread(self) -> tuple[TableReading, ...]:
        """Cells that were not read, each with the reason."""
        return tuple(cell for cell in self.cells if cell.state is CellState.UNREAD)


def read_table(
    text: str,
    *,
    arms: Sequence[NameIndex],
    measures: Sequence[NameIndex],
    options: PasteOptions | None = None,
    meanings: Mapping[str, TableOrientation] | None = None,
) -> PastedTable:
    """Read a table: arms and measures may be in headings, in labels, or in separate lines above the numbers.

    ``meanings``: what a person says that a label means, by its text. Raises ``TableTooLargeError``. Nothing is lost:
    every filled cell is in a row, a heading or label, or unread with its reason.
    """
    options = options or PasteOptions()
    names = TableNames(tuple(arms), tuple(measures), meanings or {})
    lines = split_table(text, tuple(name for each in (*arms, *measures) for name in each.names))
    decimal = decimal_mark(cell for line in lines if not line.is_section for cell in line.cells)
    tables = [_read_block(block, names, options, decimal) for block in table_blocks(lines, names)]
    return PastedTable(
        rows=tuple(row for table in tables for row in table.rows),
        contrasts=tuple(row for table in tables for row in table.contrasts),
        cells=tuple(cell for table in tables for cell in table.cells),
    )


def _read_block(block: TableBlock, names: TableNames, options: PasteOptions, decimal: str) -> PastedTable:
    frame = table_frame(block, names, options)
    if frame is None:
        return PastedTable(cells=tuple(_without_table(block.lines)))
    cells = table_cells(frame, names, decimal)
    contrasts, unread = printed_contrasts(cells, frame, names)
    read = [part.cell for part in cells.parts] + [cell for each in contrasts for cell in each.cells]
    whole = [*_frame_cells(frame, names), *cells.others, *unread, *read]
    return PastedTable(
        rows=tuple(_rows(cells.parts, options)),
        contrasts=tuple(_contrast_row(each, options) for each in contrasts),
        cells=tuple(sorted(whole, key=lambda cell: (cell.line, cell.column))),
    )


def _without_table(lines: Sequence[PastedLine]) -> Iterator[TableReading]:
    for line in lines:
        why = line.refusal or (_ONE_LINE if len(lines) == 1 else _ONE_CELL)
        for column, cell in line.filled():
            yield TableReading(line.number, column, cell, why, CellState.UNREAD)


def _frame_cells(frame: TableFrame, names: TableNames) -> Iterator[TableReading]:
    """Captions, headings and notes."""
    for line in frame.captions:
        yield from refused_cells(line) if line.refusal else [_caption_cell(line, names)]
    yield from (_note_cell(line) for line in frame.notes)
    headings = frame.headings
    for line in headings.lines:
        for place, text in enumerate(line.cells):
            if text:
                whole = headings.headings[place]
                is_known = place in headings.label_columns or whole.is_understood
                yield _heading_cell(line, place, read_heading(text, names), names, is_known=is_known)


def _caption_cell(line: PastedLine, names: TableNames) -> TableReading:
    """A caption with what it says of the whole table."""
    text = line.cells[0]
    said = label_sentence(read_label(text, names).axis, notation_of_sentence(text), names)
    return TableReading(line.number, 1, text, said or _BESIDE, CellState.HEADING, is_label=True)


def _note_cell(line: PastedLine) -> TableReading:
    """A note with the notation that it explains."""
    said = notation_sentence(notation_of_sentence(line.cells[0]))
    return TableReading(line.number, 1, line.cells[0], said or _BESIDE, CellState.HEADING)


def _heading_cell(line: PastedLine, place: int, own: Heading, names: TableNames, *, is_known: bool) -> TableReading:
    text = line.cells[place]
    if is_known or own.is_understood:
        sentence = label_sentence(own.axis, own.notation, names) or KINDS[own.label]
        return TableReading(line.number, place + 1, text, sentence, CellState.HEADING, is_label=True)
    return TableReading(line.number, place + 1, text, _not_understood(text), CellState.UNREAD, is_label=True)


def _not_understood(text: str) -> str:
    return (
        f"“{text}” names no arm of this study, no outcome, no time and no kind of number. "
        "Where it is an arm, choose it in the rows; else correct the heading and read again."
    )


def _rows(parts: Iterable[TablePart], options: PasteOptions) -> Iterator[PastedRow]:
    """Parts that name the same arm, outcome and time make one row; a row without a number is none."""
    together: dict[TableOrientation, list[TablePart]] = {}
    for part in parts:
        named = replace(part.axis, outcome_name=name_key(part.axis.outcome_name), n="", scale_min="", scale_max="")
        together.setdefault(named, []).append(part)
    for same in together.values():
        if any(part.reading.values for part in same):
            yield from _one_row(same, options)


def _one_row(parts: list[TablePart], options: PasteOptions) -> Iterator[PastedRow]:
    """One row, or more where two cells give the same field of the same row: neither is thrown away."""
    while parts:
        typed: dict[str, str] = {}
        used: list[TablePart] = []
        over: list[TablePart] = []
        for part in parts:
            if part.reading.values.keys() & typed.keys():
                over.append(part)
                continue
            typed |= part.reading.values
            used.append(part)
        yield PastedRow(_typed(used, typed, options), tuple(part.cell for part in used))
        parts = over


def _typed(parts: list[TablePart], values: dict[str, str], options: PasteOptions) -> dict[str, str]:
    axis = parts[0].axis
    for part in parts[1:]:
        axis = axis.filled_from(part.axis)
    texts = {name: text for name in _AXIS if (text := getattr(axis, name).strip())}
    if axis.quantity in CHANGES:
        texts["is_change"] = "1"
    if axis.quantity is Quantity.FALL:
        texts["note"] = _TURNED
    return texts | values | {"quote": _quote(parts), "locator": options.locator, "source_url": options.source_url}


def _quote(parts: list[TablePart]) -> str:
    """The cells as printed, after the labels of their line: "Ozone, baseline: n 30; Mean 7,2"."""
    cells = "; ".join(f"{part.heading} {part.cell.text}".strip() for part in parts)
    return f"{parts[0].labels}: {cells}" if parts[0].labels else cells


def _contrast_row(contrast: PrintedContrast, options: PasteOptions) -> PastedRow:
    placed = {"locator": options.locator, "source_url": options.source_url}
    return PastedRow(contrast.typed | placed, contrast.cells)
