"""A pasted text cut into lines and cells."""

import re
from dataclasses import dataclass

MOST_LINES = 500
MOST_LETTERS = 200_000
# Semicolons inside brackets separate the limits of an interval, not cells.
_SEMICOLON = re.compile(r";(?![^(\[]*[)\]])")
_WIDE_SPACE = re.compile(r" {2,}")


class TableTooLargeError(ValueError):
    """More text than a page can show for confirming; the message says how much is too much."""


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line with its number in the text (the first is 1)."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_section(self) -> bool:
        """Only the first cell says something: what follows belongs under it."""
        return bool(self.cells[0]) and not any(self.cells[1:])


def split_table(text: str) -> list[PastedLine]:
    """Lines that are not empty, cut at tabs, else at semicolons, else where there are two or more spaces.

    All lines get as many cells as the longest has. Raises ``TableTooLargeError``.
    """
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [(place, line) for place, line in enumerate(raw, 1) if line.strip()]
    if len(filled) > MOST_LINES or len(text) > MOST_LETTERS:
        raise TableTooLargeError(
            f"The table has more than {MOST_LINES} lines or {MOST_LETTERS:,} letters: paste it in parts."
        )
    cut = _cutter([line for _, line in filled])
    cells = [(place, [cell.strip() for cell in cut.split(line.rstrip())]) for place, line in filled]
    width = max((len(row) for _, row in cells), default=0)
    return [PastedLine(place, tuple(row + [""] * (width - len(row)))) for place, row in cells]


def _cutter(lines: list[str]) -> "re.Pattern[str]":
    if any("\t" in line for line in lines):
        return re.compile("\t")
    if any(_SEMICOLON.search(line) for line in lines):
        return _SEMICOLON
    return _WIDE_SPACE
