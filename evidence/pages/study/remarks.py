"""Remarks on the numbers of a study: what is noted at its rows, each text once, under a number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from studies.models import OutcomeResult
from studies.models.row_key import HasRowKey
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.study_sources import SourceLink

_REMARK = """<li id="remark-{}">
  {}
  {}
</li>
"""


class NotedRow(NamedTuple):
    """A row, where it was read, and the words of its source where they are quoted."""

    row: HasRowKey
    source: SourceLink
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One text, with the words of the source where they are quoted."""

    number: int
    text: str
    quote: str

    @property
    def html(self) -> SafeString:
        """The remark in the list of all."""
        return filled(_REMARK, str(self.number), self.text, filled_if("<q>{}</q>", self.quote))


@dataclass(frozen=True, slots=True)
class Remarks:
    """All remarks in the order in which they are first needed, and the number of each row's, by the row's key."""

    remarks: tuple[Remark, ...]
    numbers: Mapping[str, int]

    @property
    def html(self) -> SafeString:
        """All of them, under their numbers."""
        return lines_of(remark.html for remark in self.remarks)

    def of(self, row: HasRowKey) -> tuple[int, ...]:
        """The remark on one row, by its number."""
        number = self.numbers.get(_place(row))
        return () if number is None else (number,)

    def shared_by(self, results: Sequence[OutcomeResult]) -> tuple[int, ...]:
        """A remark on every one of several results, which is pointed at once; none of a single one."""
        found = {self.of(result) for result in results}
        return found.pop() if len(results) > 1 and len(found) == 1 else ()


def remarks_on(rows: Iterable[NotedRow]) -> Remarks:
    """Number the remarks on rows, in their order."""
    texts: dict[tuple[str, str], int] = {}
    numbers: dict[str, int] = {}
    for noted in rows:
        text = (noted.source.note, noted.quote)
        if any(text):
            numbers[_place(noted.row)] = texts.setdefault(text, len(texts) + 1)
    return Remarks(tuple(Remark(number, *text) for text, number in texts.items()), numbers)


def _place(row: HasRowKey) -> str:
    """Rows of two kinds can have the same key."""
    return f"{type(row).__name__} {row.row_key}"
