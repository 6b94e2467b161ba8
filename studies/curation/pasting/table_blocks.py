"""Tables below each other in one text: each line of headings among the numbers begins another one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studies.curation.pasting.heading_lines import read_headings
from studies.curation.pasting.headings import LABELS, Heading, looks_like_numbers, read_heading
from studies.curation.pasting.orientation import TableNames
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.read_cell import Notation

_IS_NUMBERED = re.compile(r"\s*(supplementary |appendix )?(table|fig)", re.IGNORECASE)
_IS_NOTE = re.compile(r"\W|(notes?|values?|data|abbreviations?|sd|se|iqr|ci|p)\b|[a-e]\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """The lines of one table, and captions further above that hold for it as well."""

    lines: tuple[PastedLine, ...]
    above: tuple[PastedLine, ...] = ()

    @property
    def captions(self) -> tuple[PastedLine, ...]:
        """The separate lines above its headings."""
        size = next((place for place, line in enumerate(self.lines) if line.holds_cells), 0)
        return self.lines[:size]


def table_blocks(lines: Sequence[PastedLine], names: TableNames) -> list[TableBlock]:
    """The tables of a text, from top to bottom."""
    start = next((place for place, line in enumerate(lines) if line.holds_cells), len(lines))
    if start == len(lines):
        return [TableBlock(tuple(lines))]
    first = read_headings(lines[start:], names)
    kinds = {_kinds([read_heading(cell, names) for cell in line.cells]) for line in first.lines}
    starts = [0]
    for place in range(start + len(first.lines), len(lines)):
        if _begins(lines[place], kinds, names) and lines[place - 1] not in first.lines:
            starts.append(_with_captions(lines, place))
    blocks: list[TableBlock] = []
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = TableBlock(tuple(lines[begin:end]))
        numbered = any(_IS_NUMBERED.match(line.cells[0]) for line in block.captions)
        above = () if numbered or not blocks else (*blocks[-1].above, *filter(_is_read, blocks[-1].captions))
        blocks.append(TableBlock(block.lines, above))
    return blocks


def _is_read(line: PastedLine) -> bool:
    return not line.refusal


def _begins(line: PastedLine, kinds: set[frozenset[str]], names: TableNames) -> bool:
    """Whether a line names in its cells what the headings of the first table name, and holds no number."""
    # Most lines hold numbers, and are told apart without reading their words.
    if not line.holds_cells or any(looks_like_numbers(cell) for cell in line.cells[1:] if cell):
        return False
    headings = [read_heading(cell, names) for cell in line.cells]
    filled = [each for each in headings[1:] if each.text]
    if not all(each.is_understood or each.axis.n for each in filled):
        return False
    corner = headings[0]
    is_corner = not corner.text or corner.label in LABELS or bool(corner.axis.kinds & {"arm", "outcome"})
    return is_corner and _kinds(headings) in kinds


def _kinds(headings: Sequence[Heading]) -> frozenset[str]:
    """What the headings of numbers in one line name."""
    named: set[str] = set()
    for each in headings[1:]:
        named |= each.axis.kinds if not each.is_comparison else set()
        if each.notation != Notation() and not each.is_comparison:
            named.add("notation")
    return frozenset(named)


def _with_captions(lines: Sequence[PastedLine], place: int) -> int:
    """Where a table with headings in this line begins: with the separate lines above them that are no notes."""
    while lines[place - 1].is_section and not _IS_NOTE.match(lines[place - 1].cells[0]):
        place -= 1
    return place
