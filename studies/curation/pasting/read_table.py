"""A pasted table read into rows: one for each arm, outcome and time that its labels and headings name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from studies.curation.pasting.headings import (
    Heading,
    NameIndex,
    TableOrientation,
    names_change,
)
from studies.curation.pasting.read_number import decimal_mark
from studies.curation.pasting.splitting import split_table
from studies.curation.pasting.table_parts import (
    ONE_CELL,
    PasteOptions,
    TablePart,
    TableReading,
    label_columns,
    read_headings,
    table_parts,
    unread_cell,
)

_WHY_NO_LINES = "Only one line. The first line must hold headings, the numbers go below."


@dataclass(frozen=True, slots=True)
class PastedRow:
    """Texts for the fields of one result, and the cells that they were read from."""

    typed: dict[str, str]
    cells: tuple[TableReading, ...]


@dataclass(frozen=True, slots=True)
class PastedTable:
    """The rows of a table, and every cell of it that was not read."""

    rows: tuple[PastedRow, ...] = ()
    unread: tuple[TableReading, ...] = ()


def read_table(
    text: str, *, arms: Sequence[NameIndex], measures: Sequence[NameIndex], options: PasteOptions | None = None
) -> PastedTable:
    """Read a table: arms and measures may be in headings, in labels, or in separate lines above the numbers.

    Raises ``TableTooLargeError``. Nothing is lost: every filled cell is in a row, or among the unread with its reason.
    """
    options = options or PasteOptions()
    names = (tuple(arms), tuple(measures))
    lines = split_table(text)
    if len(lines) < 2 or len(lines[0].cells) < 2:
        why = _WHY_NO_LINES if len(lines) == 1 else ONE_CELL
        return PastedTable(unread=tuple(unread_cell(line, 0, why) for line in lines))
    headings, body = read_headings(lines, names)
    decimal = decimal_mark(cell for line in body for cell in line.cells)
    parts, unread = table_parts(body, headings, names, options, decimal)
    wrong = [unread_cell(lines[0], place, _not_understood(headings[place])) for place in _odd_columns(headings)]
    return PastedTable(tuple(_rows(parts, options)), (*wrong, *unread))


def _rows(parts: Iterable[TablePart], options: PasteOptions) -> Iterator[PastedRow]:
    """Parts that name the same arm, outcome and time make one row; a row without a number is none."""
    together: dict[TableOrientation, list[TablePart]] = {}
    for part in parts:
        together.setdefault(replace(part.axis, n="", scale_min="", scale_max=""), []).append(part)
    for same in together.values():
        if any(part.reading.values for part in same):
            yield from _one_row(same, options)


def _one_row(parts: list[TablePart], options: PasteOptions) -> Iterator[PastedRow]:
    """One row, or more where two cells give the same field of the same row: neither is thrown away."""
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
    if over:
        yield from _one_row(over, options)


def _typed(parts: list[TablePart], values: dict[str, str], options: PasteOptions) -> dict[str, str]:
    axis = parts[0].axis
    for part in parts[1:]:
        axis = axis.filled_from(part.axis)
    texts = {name: text for name in TableOrientation.__dataclass_fields__ if (text := getattr(axis, name))}
    if names_change(axis.outcome_name):
        texts["is_change"] = "1"
    return texts | values | {"quote": _quote(parts), "locator": options.locator, "source_url": options.source_url}


def _quote(parts: list[TablePart]) -> str:
    """The cells as printed, after the labels of their line: "Ozone, baseline: n 30; Mean 7,2"."""
    cells = "; ".join(f"{part.heading} {part.cell.text}".strip() for part in parts)
    return f"{parts[0].labels}: {cells}" if parts[0].labels else cells


def _odd_columns(headings: list[Heading]) -> list[int]:
    """Columns of numbers whose heading is not understood: they come without an arm or a meaning."""
    labels = label_columns(headings)
    return [
        place for place, each in enumerate(headings) if each.text and place not in labels and not each.is_understood
    ]


def _not_understood(heading: Heading) -> str:
    return (
        f"“{heading.text}” names no arm of this study, no outcome, no time and no kind of number. "
        "Where it is an arm, choose it in the rows; else correct the heading and read again."
    )
