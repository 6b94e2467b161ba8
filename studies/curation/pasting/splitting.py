"""A pasted text cut into lines and cells, whatever it was copied from."""

from studies.curation.pasting.delimited_text import (
    COMMA,
    SEMICOLON,
    TAB,
    is_delimited,
    is_markdown,
    join_broken_cells,
    split_delimited,
    split_markdown,
)
from studies.curation.pasting.headings import looks_like_numbers
from studies.curation.pasting.html_source import is_html, split_html
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.spaced_text import split_spaced

MOST_LINES = 500
MOST_COLUMNS = 60
MOST_LETTERS = 200_000
MOST_LETTERS_OF_CELL = 2_000
_LONG_CELL = f"More than {MOST_LETTERS_OF_CELL:,} letters in one cell: that is no line of a table."


class TableTooLargeError(ValueError):
    """More text than a page can show for confirming; the message says how much is too much."""


def split_table(text: str, names: tuple[str, ...] = ()) -> list[PastedLine]:
    """Lines that are not empty, cut into cells: HTML, Markdown, tabs, CSV, else columns of words and numbers.

    ``names`` are those of arms and outcomes, by which headings are told apart that only a space parts. All lines get
    as many cells as the widest has. Raises ``TableTooLargeError``.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    if plain.count("\n") > 4 * MOST_LINES or len(text) > MOST_LETTERS:
        raise _too_large()
    lines = _cut(plain, names)
    width = max((len(line.cells) for line in lines), default=0)
    if len(lines) > MOST_LINES or width > MOST_COLUMNS:
        raise _too_large()
    return [_with_cells_of_a_table(line).widened(width) for line in lines]


def _with_cells_of_a_table(line: PastedLine) -> PastedLine:
    too_long = any(len(cell) > MOST_LETTERS_OF_CELL for cell in line.cells)
    return PastedLine(line.number, line.cells, _LONG_CELL) if too_long else line


def _too_large() -> TableTooLargeError:
    return TableTooLargeError(
        f"The table has more than {MOST_LINES} lines, {MOST_COLUMNS} columns or {MOST_LETTERS:,} letters: paste it in "
        "parts."
    )


def _cut(text: str, names: tuple[str, ...]) -> list[PastedLine]:
    if is_html(text):
        return split_html(text)
    if is_markdown(text):
        return split_markdown(text)
    if TAB in text:
        return split_delimited(join_broken_cells(text), TAB)
    for mark in (SEMICOLON, COMMA):
        lines = split_delimited(text, mark)
        if is_delimited(lines) and (mark == SEMICOLON or _has_headings(lines)):
            return lines
    return split_spaced(text, names)


def _has_headings(lines: list[PastedLine]) -> bool:
    """Whether the first line of several cells holds words: decimal commas part no cells."""
    first = next(line for line in lines if len(line.cells) > 1)
    return not any(looks_like_numbers(cell) for cell in first.cells)
