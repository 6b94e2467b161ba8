"""Signs of changes: a change that a table prints without its minus is told by the means before and after it."""

from collections.abc import Sequence
from dataclasses import replace

from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.quantities import CHANGES, Quantity
from studies.curation.pasting.read_cell import values_text
from studies.curation.pasting.signs import reversed_values
from studies.curation.pasting.table_part import TablePart
from studies.curation.pasting.table_reading import CellState, TableReading
from studies.reported.row_provenance import last_place_of
from studies.reported.text_keys import name_key

_TURNED = "; the sign was turned, as the means before and after say"
_CONTRADICTED = "The means before and after it say a change in the other direction: type the change into the row."


def check_signs(parts: Sequence[TablePart]) -> tuple[list[TablePart], list[TableReading]]:
    """The parts with changes as the means of the same arm and outcome say; those that they contradict are not read."""
    means = {_subject(part.axis): part.reading.values["mean"] for part in parts if _is_score(part)}
    signs = {part.axis: _sign(part, means) for part in parts if part.axis.quantity in CHANGES and _has_mean(part)}
    kept, unread = [], []
    for part in parts:
        sign = signs.get(part.axis, 1)
        if sign == 0:
            unread.append(replace(part.cell, sentence=_CONTRADICTED, state=CellState.UNREAD))
        else:
            kept.append(part if sign == 1 else _turned(part))
    return kept, unread


def _has_mean(part: TablePart) -> bool:
    return "mean" in part.reading.values


def _is_score(part: TablePart) -> bool:
    return part.axis.quantity is Quantity.NOT_SAID and _has_mean(part)


def _subject(axis: TableOrientation, *, weeks: str | None = None) -> tuple[str, ...]:
    return axis.arm, axis.measure, name_key(axis.outcome_name), axis.weeks if weeks is None else weeks


def _sign(part: TablePart, means: dict[tuple[str, ...], str]) -> int:
    """1 where a change is as the means say, or they do not say; -1 where its sign is missing; 0 where it is another."""
    before, after = means.get(_subject(part.axis, weeks="0")), means.get(_subject(part.axis))
    if before is None or after is None or part.axis.weeks == "0":
        return 1
    printed = part.reading.values["mean"]
    change, value = float(after) - float(before), float(printed)
    rounding = 0.51 * sum(last_place_of(text) for text in (before, after, printed))
    if abs(value - change) <= rounding:
        return 1
    if abs(value + change) <= rounding and part.axis.quantity is Quantity.CHANGE:
        return -1
    return 1 if value * change > 0 or abs(change) <= rounding else 0


def _turned(part: TablePart) -> TablePart:
    values = reversed_values(part.reading.values)
    cell = (
        replace(part.cell, sentence=f"{values_text(values)}{_TURNED}") if values != part.reading.values else part.cell
    )
    axis = replace(part.axis, quantity=Quantity.FALL)
    return replace(part, axis=axis, reading=replace(part.reading, values=values), cell=cell)
