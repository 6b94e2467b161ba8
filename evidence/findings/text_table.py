"""A plain table of texts: what every figure has as its twin, and every list of numbers as its form."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.findings.truncation import LONGEST_OPEN


@dataclass(frozen=True, slots=True)
class TextCell:
    """One cell under its heading; ``href`` makes it a link; ``folded`` is a long text behind the short one."""

    heading: str
    text: str
    href: str = ""
    folded: str = ""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table by its caption and headings. The first cell of each row is the heading of the row."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[TextCell, ...], ...]

    @property
    def is_long(self) -> bool:
        """Whether a page of many tables folds it."""
        return len(self.rows) > LONGEST_OPEN


def text_table(
    caption: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]], hrefs: Iterable[str] = ()
) -> TextTable:
    """A table of these texts; ``hrefs`` are of the first cells. Raises ValueError for a row of other length."""
    links = list(hrefs)
    made = []
    for place, row in enumerate(rows):
        cells = [TextCell(heading, text) for heading, text in zip(headings, row, strict=True)]
        if place < len(links):
            cells[0] = TextCell(headings[0], row[0], links[place])
        made.append(tuple(cells))
    return TextTable(caption, headings, tuple(made))
