"""A line of a table on a page, split into cells: at wide gaps, and within a line of single spaces by what numbers are.

"Pain 3.2 (1.1) 4.5 (1.0)" is a label and two cells: a spread in brackets, after ± or after "to" belongs to its number.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from studies.documents.page_words import Word

# Words of one cell are closer than this part of the height of their line; a space is about a quarter of it.
_WIDE_GAP = 0.75
# A line of running text that ends in a number has a longer head than a row with one number has a label.
_LONGEST_LABEL = 4
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# Words that stand in cells of numbers.
_OF_NUMBERS = frozenset({"to", "and", "sd", "se", "sem", "iqr", "ci", "nr", "ns", "na", "nd", "vs"})
_JOINS_BEFORE = re.compile(r"^(?:[(\[±+/%*†‡§#]|to$|and$|SD$|SE$)", re.IGNORECASE)
_JOINS_AFTER = re.compile(r"(?:[±/<>=≤≥(\[,;]|\bto|\band)$", re.IGNORECASE)
# Where a number is missing.
_DASHES = frozenset("-–—−…")
_THOUSAND = re.compile(r"^\d{3}(?:[.,]\d+)?$")


class Cell(NamedTuple):
    """The words of one cell, with its left and right edge in points."""

    text: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def is_number(self) -> bool:
        """Whether it holds a number, or a sign for one, and no words."""
        return not any(_is_label(word) for word in self.text.split())


class LineOfCells(NamedTuple):
    """A line of a table, from left to right, and its height in points.

    ``is_spaced``: it has no wide gap, and its cells were told apart by what they hold.
    """

    cells: tuple[Cell, ...]
    height: float
    is_spaced: bool


def lines_of_cells(words: Iterable[Word]) -> list[LineOfCells]:
    """The lines of a page or a part of it, from the top, each split into cells."""
    lines = [_chunks(line) for line in word_lines(words)]
    numbers = Counter(len(_number_cells(_tail(chunks[0]))) for chunks in lines if len(chunks) == 1)
    # Rows of one table have equally many numbers: a number more is in the label, such as "VAS 0-10".
    usual = max((n for n in numbers if n > 1), key=lambda n: (numbers[n], -n), default=None)
    if usual is None and any(len(chunks) > 1 for chunks in lines):
        # Wide gaps part the cells of this table: a line without one is a caption, a note or a label.
        usual = 0
    return [_line_of_cells(chunks, usual) for chunks in lines]


def _line_of_cells(chunks: Sequence[list[Word]], usual: int | None) -> LineOfCells:
    cells = tuple(map(_cell, _split(chunks, usual)))
    if len(chunks) == len(cells) == 1 and usual and len(chunks[0]) == usual + 1:
        # A heading of single words above a table of single spaces.
        cells = tuple(_cell([word]) for word in chunks[0])
    return LineOfCells(cells, max(word.height for chunk in chunks for word in chunk), len(chunks) == 1)


def word_lines(words: Iterable[Word]) -> list[list[Word]]:
    """The words of each line, from the top and from the left; raised and lowered figures stay with their line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle[1]):
        if lines and _is_on_line(word, lines[-1]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _is_on_line(word: Word, line: Sequence[Word]) -> bool:
    top = sum(other.top for other in line) / len(line)
    bottom = sum(other.bottom for other in line) / len(line)
    overlap = min(word.bottom, bottom) - max(word.top, top)
    return overlap > min(word.height, bottom - top) / 2


def _chunks(line: Sequence[Word]) -> list[list[Word]]:
    """The words of a line between its wide gaps."""
    height = sorted(word.height for word in line)[len(line) // 2]
    chunks = [[line[0]]]
    for before, word in zip(line, line[1:], strict=False):
        if word.left - before.right > _WIDE_GAP * height:
            chunks.append([])
        chunks[-1].append(word)
    return chunks


def _split(chunks: Sequence[list[Word]], usual: int | None) -> Iterator[list[Word]]:
    """The cells of a line. A label is parted from its numbers only where no wide gap does it."""
    for chunk in chunks:
        tail = _tail(chunk)
        cells = _number_cells(tail)
        head = chunk[: len(chunk) - len(tail)]
        if len(chunks) > 1 and head:
            yield chunk
            continue
        surplus = max(len(cells) - usual, 0) if usual and head else 0
        head += [word for cell in cells[:surplus] for word in cell]
        if head and len(cells) == 1 and (usual == 0 or len(head) > _LONGEST_LABEL):
            yield chunk
            continue
        yield from [head] if head else []
        yield from cells[surplus:]


def _tail(chunk: Sequence[Word]) -> list[Word]:
    """The numbers at the end of some words: what follows the last word of letters, and signs after that."""
    start = max((index for index, word in enumerate(chunk) if _is_label(word.text)), default=-1) + 1
    while 0 < start < len(chunk) and _is_sign(chunk[start].text):
        start += 1
    return list(chunk[start:])


def _number_cells(words: Sequence[Word]) -> list[list[Word]]:
    """Numbers, each with its spread, interval, percentage or denominator."""
    cells: list[list[Word]] = []
    depth = 0
    for word in words:
        if cells and (depth > 0 or _is_joined(cells[-1][-1], word)):
            cells[-1].append(word)
        else:
            cells.append([word])
            depth = 0
        depth += sum(map(word.text.count, "([")) - sum(map(word.text.count, ")]"))
    return cells


def _is_joined(before: Word, word: Word) -> bool:
    """Whether a word belongs to the number before it."""
    is_thousand = before.text.isdigit() and len(before.text) <= 3 and bool(_THOUSAND.match(word.text))
    is_close = word.left - before.right < word.height / 3
    return bool(_JOINS_BEFORE.search(word.text) or _JOINS_AFTER.search(before.text)) or (is_thousand and is_close)


def _is_label(text: str) -> bool:
    """Whether a word is one of a label: it has two letters, or is letters alone, and is no word of numbers."""
    plain = text.strip(".,;:()[]").lower()
    return plain not in _OF_NUMBERS and (bool(_LETTERS.search(text)) or plain.isalpha())


def _is_sign(text: str) -> bool:
    """Whether a word has neither letters nor digits and stands for no number, such as "(%)"."""
    return not any(map(str.isalnum, text)) and text not in _DASHES


def _cell(words: Sequence[Word]) -> Cell:
    return Cell(" ".join(word.text for word in words), words[0].left, max(word.right for word in words))
