"""Places in a source document that were selected for rows of a form, and what each number's own place is.

A mark is posted as the viewer announced it, under ``mark-results-new1-mean``, or ``mark-results-new1-`` for a row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studies.curation.workbench.row_parsing import PostData, Texts
from studies.documents.find_number import FoundPlace, find_in_words
from studies.documents.page_words import Word, box_of
from studies.documents.table_cells import words_in_box

PREFIX = "mark-"
# Numbers of one row that a table prints one after the other.
_PRINTED_TOGETHER = ("mean", "median", "events", "sd", "se", "percent")
# The most letters of one posted mark: a quotation of 400 letters, and its place.
_MOST_LETTERS = 8000


@dataclass(frozen=True, slots=True)
class TypedMark:
    """A place selected for a field of a row, or for the row where ``field`` is ''; ``values`` are what is posted."""

    sheet: str
    key: str
    field: str
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name under which it is posted."""
        return f"{PREFIX}{self.sheet}-{self.key}-{self.field}"

    @property
    def text(self) -> str:
        """Its values as they are posted."""
        return json.dumps(dict(self.values))


def posted_marks(posted: PostData) -> list[TypedMark]:
    """The marks among posted fields; what is none is left out."""
    marks = []
    for name in posted:
        parts = name.removeprefix(PREFIX).split("-", 2) if name.startswith(PREFIX) else []
        values = mark_values(str(posted.get(name, "")))
        if len(parts) == 3 and values:
            marks.append(TypedMark(parts[0], parts[1], parts[2], values))
    return marks


def mark_values(text: str) -> dict[str, Any]:
    """The values of a mark from its text; none for a text that is no mark."""
    if not 0 < len(text) <= _MOST_LETTERS:
        return {}
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def number_marks(
    mark: TypedMark, texts: Texts, figures: Iterable[str], words: Sequence[Word]
) -> dict[str, Mapping[str, Any]]:
    """A place for every number of a row that a mark of the row, or of one of its cells, holds.

    ``words`` are those of the page. A number that stands once at the place has a place of its own; a number that stands
    there several times has that of the cell that the row quotes, or of its numbers together, else the whole place.
    """
    box = box_of(mark.values)
    inside = words_in_box(words, box) if box else []
    together = " ".join(texts[name] for name in _PRINTED_TOGETHER if texts.get(name))
    quoted = _only_place(_cell_of(texts.get("quote", "")), inside) or _only_place(together, inside)
    marks: dict[str, Mapping[str, Any]] = {}
    for field in figures:
        text = texts.get(field, "")
        if not text or not _holds(str(mark.values.get("quote", "")), text):
            continue
        own = _only_place(text, inside) or (quoted if quoted and _holds(quoted.quote, text) else None)
        marks[field] = dict(mark.values) | (own._asdict() if own else {})
    return marks


def _cell_of(quote: str) -> str:
    """The last cell that a quotation of a table holds: "7,1 ± 1,2" of "VAS, baseline: Ozone 7,1 ± 1,2"."""
    return quote.rpartition(": ")[2].rpartition("; ")[2]


def _only_place(sought: str, words: Sequence[Word]) -> FoundPlace | None:
    found = find_in_words(sought, words) if sought and words else []
    return found[0] if len(found) == 1 else None


def _holds(quote: str, number: str) -> bool:
    """Whether a number stands in a text, however its sign and decimals are printed."""
    return bool(find_in_words(number, [Word(text, 0, 0, 0, 0) for text in quote.split()]))
