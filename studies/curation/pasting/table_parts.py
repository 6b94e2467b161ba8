"""The cells of a table with what headings and labels say of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from studies.curation.pasting.change_signs import check_signs
from studies.curation.pasting.counts_on_scales import separate_counts
from studies.curation.pasting.headings import KINDS, Heading, read_heading
from studies.curation.pasting.label_words import label_sentence
from studies.curation.pasting.line_labels import LabelsAbove, LineLabels, carried_on, read_line_labels, said_under
from studies.curation.pasting.orientation import (
    TableNames,
    TableOrientation,
    is_counted,
    read_label,
    without_scale,
)
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.quantities import CHANGES, Quantity, refusal_of
from studies.curation.pasting.read_cell import (
    FIELDS_UNDER,
    CellReading,
    Notation,
    UnreadableCellError,
    read_cell,
    values_text,
)
from studies.curation.pasting.signs import reversed_values
from studies.curation.pasting.table_frame import TableFrame
from studies.curation.pasting.table_part import TablePart, share_people
from studies.curation.pasting.table_reading import CellState, TableReading

_AFTER_UNREAD = "A line above it was not read, and may name its outcome: type it into the row."
_NO_ARM_HEADED = "Other columns name their arm, and this one names none: type it into the row that it belongs to."
_NO_HEADING = "Its column has no heading: give it one, and read again."
_OF_PEOPLE = "It describes the people, and is no outcome."
_PEOPLE_WORDS = re.compile(
    r"(mean )?(age|sex|gender|males?|females?|men|women|bmi|body mass|weight|height|smok|educat|marital|ethnic|race|"
    r"occupation|symptom duration|duration of)\b|(age|males?|females?)[ (/:,]",
    re.IGNORECASE,
)
_NO_ARM = "It names no arm of this study: choose the arm in the rows, or say below which arm it is."
_PEOPLE_OR_EVENTS = "“n” may be the people with the outcome, or all people asked: type it into the row as what it is."
_COUNTED = frozenset({"events", "n", "percent"})


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """One cell that compares two arms: a P value or a difference. ``arms`` are those that its heading names."""

    axis: TableOrientation
    kind: str
    notation: Notation
    arms: tuple[str, ...]
    line: int
    column: int
    text: str
    labels: str
    heading: str

    def unread(self, why: str) -> TableReading:
        return TableReading(self.line, self.column, self.text, why, CellState.UNREAD)


@dataclass(slots=True)
class TableCells:
    """Everything below the headings: parts, cells that compare, and cells that are neither."""

    parts: list[TablePart] = field(default_factory=list)
    comparisons: list[ComparisonCell] = field(default_factory=list)
    others: list[TableReading] = field(default_factory=list)


def table_cells(frame: TableFrame, names: TableNames, decimal: str) -> TableCells:
    """Every cell below the headings, with what is said of it."""
    cells, above = TableCells(), LabelsAbove()
    people_lines = [people for line in frame.headings.body if (people := _people_line(line, frame, names))]
    # People counted once hold for the whole table, wherever their line stands.
    headings = _with_people(frame.headings.headings, people_lines[0] if len(people_lines) == 1 else {})
    for line in frame.headings.body:
        if line.refusal:
            cells.others += refused_cells(line)
            above.is_broken = True
        elif line.is_section:
            read = read_label(line.cells[0], names)
            above.add_section(read)
            above.is_broken &= "outcome" not in read.named.kinds
            cells.others.append(label_reading(line, 0, read.named, read.notation, names))
        elif people := _people_line(line, frame, names):
            headings = _with_people(headings if len(people_lines) == 1 else frame.headings.headings, people)
            cells.others += _people_cells(line, people)
        else:
            _add_line(cells, line, _LineContext(headings, frame, names, decimal), above)
    cells.parts, shared = share_people(cells.parts)
    cells.parts, uncertain = separate_counts(cells.parts, names)
    cells.parts, contradicted = check_signs(cells.parts)
    cells.others += shared + uncertain + contradicted
    return cells


def refused_cells(line: PastedLine) -> list[TableReading]:
    """The cells of a line that could not be cut, with the reason."""
    return [TableReading(line.number, column, cell, line.refusal, CellState.UNREAD) for column, cell in line.filled()]


@dataclass(frozen=True, slots=True)
class _LineContext:
    headings: tuple[Heading, ...]
    frame: TableFrame
    names: TableNames
    decimal: str

    @property
    def has_arms(self) -> bool:
        """Whether headings of numbers name arms."""
        return any(each.axis.arm and not each.is_comparison for each in self.headings)


def _add_line(cells: TableCells, line: PastedLine, context: _LineContext, above: LabelsAbove) -> None:
    """The cells of one line: its labels, and its numbers with all that holds for them."""
    columns = context.frame.headings.label_columns
    own = read_line_labels(line, context.headings, columns, context.names)
    labels = above.latest = carried_on(own, above.latest)
    above.has_numbers = True
    sections = above.below()
    above.is_broken &= "outcome" not in own.axis.kinds
    for place in columns:
        if line.cells[place]:
            cells.others.append(_line_label(line, place, context, own.kind))
    for place, text in enumerate(line.cells):
        if place in columns or not text:
            continue
        heading = context.headings[place]
        if why := _refusal(heading, own, above):
            cells.others.append(TableReading(line.number, place + 1, text, why, CellState.UNREAD))
            continue
        axis, notation = _said_of(heading, labels, sections, context)
        if context.has_arms and heading.is_understood and not (axis.arm or heading.is_comparison or labels.kind):
            cells.others.append(TableReading(line.number, place + 1, text, _NO_ARM_HEADED, CellState.UNREAD))
            continue
        if heading.is_comparison or labels.kind:
            cells.comparisons.append(_comparison(line, place, heading, axis, notation, labels))
            continue
        try:
            part = _part(line, place, heading, axis, notation, labels, context.decimal)
            _refuse_people_with_outcome(part, context.names)
            cells.parts.append(part)
        except UnreadableCellError as why:
            cells.others.append(TableReading(line.number, place + 1, text, str(why), CellState.UNREAD))


def _refusal(heading: Heading, own: LineLabels, above: LabelsAbove) -> str:
    """Why no cell of a line under a heading is read; '' where it may be."""
    if not own.axis.measure and _PEOPLE_WORDS.match(own.axis.outcome_name):
        return _OF_PEOPLE
    if above.is_broken and not heading.axis.measure:
        return _AFTER_UNREAD
    return "" if heading.text else _NO_HEADING


def _said_of(
    heading: Heading, labels: LineLabels, sections: LineLabels, context: _LineContext
) -> tuple[TableOrientation, Notation]:
    """What heading, labels, separate lines and the whole table say of a cell, in this order."""
    axis = heading.axis.filled_from(labels.axis).filled_from(sections.axis).filled_from(context.frame.axis)
    axis = without_scale(axis, context.names)
    own = _line_notation(heading.notation, labels.notation, sections.notation)
    notation = own.filled_from(context.frame.notation)
    if not own.spread and notation.spread != "percent" and is_counted(axis, context.names):
        notation = replace(notation, spread="", alone=own.alone)
    if axis.quantity is Quantity.RESPONDERS and notation.alone == "n":
        notation = replace(notation, alone="events")
    return axis, notation


def _line_label(line: PastedLine, place: int, context: _LineContext, kind: str) -> TableReading:
    """A label of a line with what it was taken for; an unknown arm is not read."""
    read, heading = read_label(line.cells[place], context.names), context.headings[place]
    if heading.label == "arm" and not read.axis.arm:
        return TableReading(line.number, place + 1, line.cells[place], _NO_ARM, CellState.UNREAD, is_label=True)
    said = label_reading(line, place, said_under(read, heading.label), read.notation, context.names)
    return (
        replace(said, sentence=KINDS[kind]) if kind and read_heading(said.text, context.names).label == kind else said
    )


def _line_notation(heading: Notation, label: Notation, section: Notation) -> Notation:
    """A label that names a whole notation ("n (%)") holds for its line, before a heading that names another one."""
    whole = label if label.spread or label.pair or label.alone in ("events", "percent") else Notation()
    if whole != Notation() and (heading.spread or heading.pair or heading.alone in ("mean", "median", "")):
        return whole
    return heading.filled_from(label).filled_from(section)


def _with_people(headings: tuple[Heading, ...], people: dict[int, str]) -> tuple[Heading, ...]:
    return tuple(
        replace(each, axis=replace(each.axis, n=each.axis.n or people.get(place, "")))
        for place, each in enumerate(headings)
    )


def _people_line(line: PastedLine, frame: TableFrame, names: TableNames) -> dict[int, str]:
    """The people of each column, where a line gives nothing else ("n", or "Patients")."""
    columns = frame.headings.label_columns
    reads = [read_label(line.cells[place], names) for place in columns if line.cells[place]]
    if (
        line.refusal
        or len(reads) != 1
        or reads[0].notation != Notation(alone="n")
        or reads[0].axis != TableOrientation()
    ):
        return {}
    if reads[0].named.outcome_name:
        return {}
    people = {place: cell for place, cell in enumerate(line.cells) if place not in columns and cell}
    return people if all(cell.isascii() and cell.isdigit() for cell in people.values()) else {}


def _people_cells(line: PastedLine, people: dict[int, str]) -> Iterator[TableReading]:
    for place, cell in enumerate(line.cells):
        if cell:
            sentence = f"people {cell}" if place in people else "number of people"
            yield TableReading(line.number, place + 1, cell, sentence, CellState.HEADING)


def _comparison(
    line: PastedLine, place: int, heading: Heading, axis: TableOrientation, notation: Notation, labels: LineLabels
) -> ComparisonCell:
    return ComparisonCell(
        axis=axis,
        kind=heading.label or labels.kind,
        notation=notation,
        arms=heading.compared,
        line=line.number,
        column=place + 1,
        text=line.cells[place],
        labels=labels.text,
        heading=heading.text,
    )


def _part(
    line: PastedLine,
    place: int,
    heading: Heading,
    axis: TableOrientation,
    notation: Notation,
    labels: LineLabels,
    decimal: str,
) -> TablePart:
    """Raises ``UnreadableCellError``."""
    text = line.cells[place]
    reading = read_cell(text, notation, decimal=decimal)
    _refuse_unheaded(heading, notation, reading)
    is_count = reading.values.keys() <= _COUNTED
    if reading.values and (why := refusal_of(axis.quantity, reading.values.keys())):
        raise UnreadableCellError(why)
    turned = ""
    if axis.quantity is Quantity.FALL and not is_count:
        values = reversed_values(reading.values)
        reading = replace(reading, values=values, sentence=values_text(values))
        turned = "; the sign was turned, as a fall is a change below zero"
    if is_count or axis.quantity not in CHANGES:
        axis = replace(axis, quantity=Quantity.NOT_SAID)
    omitted = f"; the mark {reading.footnotes} was left out" if reading.footnotes else ""
    cell = TableReading(line.number, place + 1, text, f"{reading.sentence}{turned}{omitted}")
    return TablePart(axis, reading, cell, labels.text, heading.text)


def _refuse_unheaded(heading: Heading, notation: Notation, reading: CellReading) -> None:
    """Raises ``UnreadableCellError`` where a cell holds other numbers than its heading or label names."""
    headed = notation.alone or notation.pair
    own = heading.notation.alone or heading.notation.pair
    named = own if own and notation.alone == heading.notation.alone else headed
    other = reading.values.keys() - FIELDS_UNDER.get(named, reading.values.keys() if not named else {named})
    if other:
        raise UnreadableCellError(
            f"Headed “{heading.text}”, but it reads as {reading.sentence}: type the right numbers into the row."
        )


def _refuse_people_with_outcome(part: TablePart, names: TableNames) -> None:
    """Raises ``UnreadableCellError`` where "n" of an outcome may be those who had it ("Headache, n").

    Of a score it is the number of people measured.
    """
    is_score = bool(part.axis.measure) and not is_counted(part.axis, names)
    if part.reading.values.keys() == {"n"} and not is_score and (part.axis.measure or part.axis.outcome_name):
        raise UnreadableCellError(_PEOPLE_OR_EVENTS)


def label_reading(
    line: PastedLine, place: int, axis: TableOrientation, notation: Notation, names: TableNames
) -> TableReading:
    """A label with what it was taken for."""
    sentence = label_sentence(axis, notation, names) or "label"
    return TableReading(line.number, place + 1, line.cells[place], sentence, CellState.HEADING, is_label=True)
