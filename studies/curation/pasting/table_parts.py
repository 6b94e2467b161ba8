"""A pasted table read into rows: one for each arm, outcome and time that its labels and headings name."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from studies.curation.pasting.headings import (
    LABELS,
    NOT_READ,
    Heading,
    NameIndex,
    TableOrientation,
    looks_like_numbers,
    read_heading,
    read_label,
)
from studies.curation.pasting.read_cell import FIELDS_UNDER, CellReading, Notation, UnreadableCellError, read_cell
from studies.curation.pasting.splitting import PastedLine

# Words of a label that name nothing by themselves.
_IDLE = frozenset(
    {"at", "after", "score", "scores", "group", "arm", "in", "the", "of", "follow-up", "post", "treatment"}
)


ONE_CELL = "One cell: part the cells by tabs, semicolons or two spaces, and read again."


@dataclass(frozen=True, slots=True)
class PasteOptions:
    """What a person says about a table: its subject, the meaning of its marks, and its place in the source."""

    about: TableOrientation = field(default_factory=TableOrientation)
    notation: Notation = field(default_factory=Notation)
    locator: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class TableReading:
    """One cell with its place, its text, and a sentence on how it was read, or why it was not."""

    line: int
    column: int
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TablePart:
    """One cell of numbers with what its labels say."""

    axis: TableOrientation
    reading: CellReading
    cell: TableReading
    labels: str
    heading: str


def read_headings(
    lines: list[PastedLine], names: tuple[tuple[NameIndex, ...], ...]
) -> tuple[list[Heading], list[PastedLine]]:
    """Headings by column and the lines below; a second line of headings reads under the first."""
    first = [_heading(text, names) for text in lines[0].cells]
    second = [_heading(text, names) for text in lines[1].cells]
    below = [each for each in second if each.text]
    if len(below) < 2 or not all(each.notation != Notation() for each in below):
        return first, lines[1:]
    return [_under(over, each) for over, each in zip(_spread_right(first), second, strict=True)], lines[2:]


def _heading(text: str, names: tuple[tuple[NameIndex, ...], ...]) -> Heading:
    return read_heading(text, arms=names[0], measures=names[1])


def _spread_right(headings: list[Heading]) -> Iterator[Heading]:
    """An empty cell right of a heading belongs under it: merged cells are pasted so."""
    latest = Heading("")
    for heading in headings:
        latest = heading if heading.text else latest
        yield heading if heading.text or latest.label else latest


def _under(over: Heading, each: Heading) -> Heading:
    if not each.text:
        return over
    text = f"{over.text} {each.text}".strip()
    return replace(
        each, text=text, axis=each.axis.filled_from(over.axis), notation=each.notation.filled_from(over.notation)
    )


def table_parts(
    lines: list[PastedLine],
    headings: list[Heading],
    names: tuple[tuple[NameIndex, ...], ...],
    options: PasteOptions,
    decimal: str,
) -> tuple[list[TablePart], list[TableReading]]:
    """Cells of numbers with their labels, and the cells that were not read."""
    parts: list[TablePart] = []
    unread: list[TableReading] = []
    section = TableOrientation()
    columns = label_columns(headings)
    for line in lines:
        if line.is_section:
            named, rest = read_label(line.cells[0], arms=names[0], measures=names[1])
            section = _with_words(named, rest).filled_from(section)
            continue
        labels = _labels(line, headings, columns, names)
        for place, cell in enumerate(line.cells):
            if place in columns or not cell:
                continue
            axis = headings[place].axis.filled_from(labels).filled_from(section).filled_from(options.about)
            try:
                parts.append(_part(line, place, headings[place], axis, options, decimal, columns))
            except UnreadableCellError as why:
                unread.append(unread_cell(line, place, str(why)))
    return parts, unread


def label_columns(headings: list[Heading]) -> tuple[int, ...]:
    """Columns that label their lines; the first, unless its heading names a kind of number."""
    named = [place for place, heading in enumerate(headings) if heading.label in LABELS]
    first = [] if headings[0].notation != Notation() or headings[0].label in NOT_READ else [0]
    return tuple(dict.fromkeys(first + named))


def _labels(
    line: PastedLine, headings: list[Heading], columns: tuple[int, ...], names: tuple[tuple[NameIndex, ...], ...]
) -> TableOrientation:
    labels = TableOrientation()
    for place in columns:
        text = line.cells[place]
        unit = headings[place].text.strip().lower()
        # Under "weeks" a bare number is a number of weeks.
        if text and unit in ("week", "weeks", "month", "months") and looks_like_numbers(text):
            text = f"{text} {unit}"
        named, rest = read_label(text, arms=names[0], measures=names[1])
        takes_words = headings[place].label in ("", "outcome")
        labels = labels.filled_from(
            _with_words(named, rest) if takes_words else _as_labelled(named, rest, headings[place])
        )
    return labels


def _with_words(axis: TableOrientation, rest: str) -> TableOrientation:
    """Unknown words of a label are the name of its outcome, unless all of them are fillers."""
    words = [word for word in rest.split() if word.lower().strip(".:,") not in _IDLE]
    return replace(axis, outcome_name=rest if words else "")


def _as_labelled(axis: TableOrientation, rest: str, heading: Heading) -> TableOrientation:
    """A time in words ("discharge") is used as printed."""
    return replace(axis, timepoint_label=rest) if heading.label == "time" and not axis.timepoint_label else axis


def _part(
    line: PastedLine,
    place: int,
    heading: Heading,
    axis: TableOrientation,
    options: PasteOptions,
    decimal: str,
    columns: tuple[int, ...],
) -> TablePart:
    """Raises ``UnreadableCellError``."""
    if heading.label in NOT_READ:
        raise UnreadableCellError(NOT_READ[heading.label])
    text = line.cells[place]
    reading = read_cell(text, heading.notation.filled_from(options.notation), decimal=decimal)
    _refuse_unheaded(heading, reading)
    omitted = f"; the mark {reading.footnotes} was left out" if reading.footnotes else ""
    cell = TableReading(line.number, place + 1, text, f"{reading.sentence}{omitted}")
    labels = " ".join(filter(None, (line.cells[column] for column in columns)))
    return TablePart(axis, reading, cell, labels, heading.text)


def _refuse_unheaded(heading: Heading, reading: CellReading) -> None:
    """Raises ``UnreadableCellError`` where a cell holds other numbers than its heading names."""
    headed = heading.notation.alone or heading.notation.pair
    other = reading.values.keys() - FIELDS_UNDER.get(headed, reading.values.keys() if not headed else {headed})
    if other:
        raise UnreadableCellError(
            f"Headed “{heading.text}”, but it reads as {reading.sentence}: type the right numbers into the row."
        )


def unread_cell(line: PastedLine, place: int, why: str) -> TableReading:
    """A cell that was not read, with the reason."""
    return TableReading(line.number, place + 1, line.cells[place], why)
