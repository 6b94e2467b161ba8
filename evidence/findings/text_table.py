"""A plain table of texts: what every figure has as its twin, and every list of numbers as its form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import NamedTuple

from django.utils.safestring import SafeString

from evidence.findings.truncation import LONGEST_OPEN, LONGEST_OPEN_LIST
from studies.numerics.number_formatting import plural
from studies.presentation.filled_html import filled, lines_of


class FoldedText(NamedTuple):
    """A long text of a cell behind a short one."""

    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table by its caption and headings. The first cell of a row heads it, and is a link where ``hrefs`` has one."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | FoldedText, ...], ...]
    hrefs: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether a page of many tables folds it."""
        return len(self.rows) > LONGEST_OPEN

    @property
    def body(self) -> SafeString:
        """The rows as HTML."""
        return lines_of(map(self._row, self.rows, chain(self.hrefs, repeat(""))))

    def _row(self, row: tuple[str | FoldedText, ...], href: str) -> SafeString:
        first, *others = map(_text, row)
        head = filled('<th scope="row">{}</th>', filled('<a href="{}">{}</a>', href, first) if href else first)
        cells = (filled('<td data-label="{}">{}</td>', *each) for each in zip(self.headings[1:], others, strict=True))
        return filled("<tr>{}{}</tr>", head, lines_of(cells))


def text_table(
    caption: str, headings: tuple[str, ...], rows: Iterable[tuple[str | FoldedText, ...]], hrefs: Iterable[str] = ()
) -> TextTable:
    """A table of these texts; ``hrefs`` are of the first cells. Raises ValueError for a row of other length."""
    table = TextTable(caption, headings, tuple(rows), tuple(hrefs))
    if any(len(row) != len(headings) for row in table.rows):
        raise ValueError(f"A row of {caption!r} has not as many cells as there are headings.")
    return table


def _text(text: str | FoldedText) -> str:
    if isinstance(text, FoldedText):
        return filled("<details>\n<summary>{}</summary>\n{}\n</details>", text.text, text.folded)
    return text


def study_list(names: Sequence[str]) -> str | FoldedText:
    """Studies by name in a cell: a long list is behind its number."""
    text = ", ".join(names)
    return FoldedText(plural(len(names), "study", "studies"), text) if len(names) > LONGEST_OPEN_LIST else text
