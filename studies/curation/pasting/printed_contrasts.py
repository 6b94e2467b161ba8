"""Differences between two arms as a table prints them: P values, and differences that follow from both arms."""

from collections.abc import Sequence
from dataclasses import dataclass

from studies.curation.pasting.headings import WITHIN_P, Heading, P, compares_groups
from studies.curation.pasting.orientation import TableNames, TableOrientation
from studies.curation.pasting.printed_p import PrintedP, read_p
from studies.curation.pasting.read_cell import EMPTY
from studies.curation.pasting.table_frame import TableFrame
from studies.curation.pasting.table_part import TablePart
from studies.curation.pasting.table_parts import ComparisonCell, TableCells
from studies.curation.pasting.table_reading import TableReading

# As long as the field for a printed result.
MOST_LETTERS = 250
_WITHIN = "A P value of one arm over time: it is no difference between arms, and has no field."
_OF_ARM = (
    "It stands with the numbers of one arm: whether it compares two arms is not certain. Type it below if it does."
)
_MANY = "The table has {count} arms, and the heading does not say which two P compares: type it below."
_NO_P = "It stands under “{heading}”, and is no P value: type it into the differences as printed, below."
_UNKNOWN = "A heading of the table is not known, so the arms that P compares are not certain: say what it means."
_TIMES = "Its line holds several times, and no heading says at which P compares the arms: type it below."
_DIFFERENCE = "A difference of two arms, or a test: type it into the differences as printed, with the arm subtracted."


@dataclass(frozen=True, slots=True)
class PrintedContrast:
    """One printed difference: texts by field, and its cells."""

    typed: dict[str, str]
    cells: tuple[TableReading, ...]


def printed_contrasts(
    cells: TableCells, frame: TableFrame, names: TableNames
) -> tuple[list[PrintedContrast], list[TableReading]]:
    """The printed differences of a table, and the comparing cells that are not read."""
    arms = _arms_of(frame, cells.parts)
    has_unknown = any(not each.is_understood for each in _of_numbers(frame))
    contrasts: list[PrintedContrast] = []
    unread: list[TableReading] = []
    for cell in cells.comparisons:
        p = read_p(cell.text) if cell.kind == P else None
        if cell.text.lower() in EMPTY:
            unread.append(TableReading(cell.line, cell.column, cell.text, "not reported"))
        elif why := _refusal(cell, p, cell.arms or arms, has_unknown=has_unknown) or _time_refusal(cell, cells.parts):
            unread.append(cell.unread(why))
        elif p:
            contrasts.append(_of_p(cell, p, cell.arms or arms, _beside(cell, cells.parts), names))
    return contrasts, unread


def _arms_of(frame: TableFrame, parts: Sequence[TablePart]) -> tuple[str, ...]:
    """The arms of a table, in the order of its columns, else of its lines."""
    headed = [each.axis.arm for each in _of_numbers(frame) if each.axis.arm]
    return tuple(dict.fromkeys(headed or [part.axis.arm for part in parts if part.axis.arm]))


def _of_numbers(frame: TableFrame) -> list[Heading]:
    """The headings of columns that hold numbers of one arm."""
    labels = frame.headings.label_columns
    columns = enumerate(frame.headings.headings)
    return [each for place, each in columns if each.text and place not in labels and not each.is_comparison]


def _refusal(cell: ComparisonCell, p: PrintedP | None, arms: tuple[str, ...], *, has_unknown: bool) -> str:
    """Why a cell is not read; '' where it is."""
    if cell.kind == WITHIN_P:
        return _WITHIN
    if cell.kind == P and cell.axis.arm and not cell.arms and not compares_groups(cell.heading):
        return _OF_ARM
    if cell.kind != P:
        return _DIFFERENCE
    if p is None:
        return _NO_P.format(heading=cell.heading)
    if has_unknown and not cell.arms:
        return _UNKNOWN
    return _MANY.format(count=len(arms)) if len(arms) > 2 else ""


def _time_refusal(cell: ComparisonCell, parts: Sequence[TablePart]) -> str:
    """Why the time of a cell is not certain; '' where it is named, or the line has but one."""
    times = {part.axis.timepoint_label for part in parts if part.cell.line == cell.line}
    return _TIMES if not cell.axis.timepoint_label and len(times) > 1 else ""


def _beside(cell: ComparisonCell, parts: Sequence[TablePart]) -> list[TablePart]:
    """The numbers of arms that a cell compares: same outcome, same time."""
    subject = _subject(cell.axis)
    return [part for part in parts if part.reading.values and _subject(part.axis) == subject]


def _subject(axis: TableOrientation) -> tuple[str, ...]:
    return axis.measure, axis.outcome_name, axis.timepoint_label, axis.weeks


def _of_p(
    cell: ComparisonCell, p: PrintedP, arms: tuple[str, ...], beside: list[TablePart], names: TableNames
) -> PrintedContrast:
    known = {each.key: each.names[0] for each in names.arms}
    two = arms if len(arms) == 2 else ()
    against = f", {known.get(two[0], '')} against {known.get(two[1], '')}" if two else ", arms to be chosen"
    sentence = f"P {p.text}{against}" if p.value else f"{p.text}{against}"
    typed = {
        **dict(zip(("arm_a", "arm_b"), two, strict=False)),
        **{name: getattr(cell.axis, name) for name in ("measure", "outcome_name", "weeks")},
        "printed_form": _form(beside),
        "result_text": _result_text(cell, beside),
        "p_text": p.text,
        "p_relation": p.relation,
        "p_value": p.value,
    }
    reading = TableReading(cell.line, cell.column, cell.text, sentence)
    return PrintedContrast({name: text for name, text in typed.items() if text}, (reading,))


def _form(beside: list[TablePart]) -> str:
    """In what form the numbers of the arms stand next to P."""
    fields = {name for part in beside for name in part.reading.values}
    if "mean" in fields:
        return "means"
    return "proportions" if fields & {"events", "percent"} else "p-only"


def _result_text(cell: ComparisonCell, beside: list[TablePart]) -> str:
    """The cells of both arms and P as printed."""
    cells = "; ".join(f"{part.heading} {part.cell.text}" for part in beside if part.cell.line == cell.line)
    whole = "; ".join(filter(None, (cells, f"{cell.heading} {cell.text}")))
    return (f"{cell.labels}: {whole}" if cell.labels else whole)[:MOST_LETTERS]
