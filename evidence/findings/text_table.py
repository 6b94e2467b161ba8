"""A plain table of texts: what every figure has as its twin, and every list of numbers as its form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from evidence.findings.truncation import LONGEST_OPEN, LONGEST_OPEN_LIST
from studies.numerics.number_formatting import plural


class FoldedText(NamedTuple):
    """A long text of a cell behind a short one."""

    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class TextCell:
    """One cell under its heading; ``href`` makes it a link; ``folded`` is a long text behind ``text``."""

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
    caption: str, headings: tuple[str, ...], rows: Iterable[tuple[str | FoldedText, ...]], hrefs: Iterable[str] = ()
) -> TextTable:
    """A table of these texts; ``hrefs`` are of the first cells. Raises ValueError for a row of other length."""
    links = list(hrefs)
    made = []
    for place, row in enumerate(rows):
        first, *others = (_cell(heading, text) for heading, text in zip(headings, row, strict=True))
        made.append((replace(first, href=links[place]) if place < len(links) else first, *others))
    return TextTable(caption, headings, tuple(made))


def _cell(heading: str, text: str | FoldedText) -> TextCell:
    if isinstance(text, FoldedText):
        return TextCell(heading, text.text, folded=text.folded)
    return TextCell(heading, text)


def study_list(names: Sequence[str]) -> str | FoldedText:
    """Studies by name in a cell: a long list is behind its number."""
    text = ", ".join(names)
    return FoldedText(plural(len(names), "study", "studies"), text) if len(names) > LONGEST_OPEN_LIST else text
