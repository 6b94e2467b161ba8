"""Cells of a pasted table, each with what became of it."""

from dataclasses import dataclass
from enum import StrEnum


class CellState(StrEnum):
    """What became of a cell of a pasted table."""

    READ = "read"
    UNREAD = "unread"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class TableReading:
    """One cell with its place, its text, what became of it, and a sentence on how it was read, or why it was not.

    ``is_label``: a heading, label, caption or note, whose meaning a person can correct.
    """

    line: int
    column: int
    text: str
    sentence: str
    state: CellState = CellState.READ
    is_label: bool = False
