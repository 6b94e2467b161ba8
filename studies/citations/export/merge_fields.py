"""An original entry with the values that its publication has now.

A field of the entry stays as written unless the publication says something else than an import reads in it. What the
publication has and the entry lacks is added; so is what only later entries of the same format have.
"""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import TypeVar

from studies.choices import PublicationType
from studies.citations.export.citation import Citation
from studies.citations.export.original_entries import OriginalEntry
from studies.citations.export.private_fields import is_script, public_fields
from studies.citations.parse.entries import CandidatePublication

ARTICLE = PublicationType.JOURNAL_ARTICLE.value
Value = TypeVar("Value")
Fields = Sequence[tuple[str, Value]]

# Stored since later than the rest: a publication without them says nothing about what its entries hold.
_UNKNOWN_WHEN_EMPTY = frozenset({"editors", "publisher", "language", "issn", "isbn", "keywords", "abstract"})
_IDENTIFIER_ADDRESS = re.compile(r"(?i)https?://(?:dx\.)?(?:doi\.org|pubmed\.ncbi\.nlm\.nih\.gov)/")


@dataclass(frozen=True, slots=True)
class FieldRow:
    """How one format writes some fields of a publication.

    ``fields`` are written together, under ``usual``; an import reads them in the first of ``names`` that is there.
    ``parts`` are further names that hold a part of the same value, such as a subtitle.
    """

    fields: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...] = ()
    usual: str = ""

    @property
    def name(self) -> str:
        """The usual name."""
        return self.usual or self.names[0]


def _is_changed(citation: Citation, candidate: CandidatePublication, field: str) -> bool:
    """Whether the publication says something else than an import reads in the entry."""
    if field == "url":
        return _is_other_address(citation, candidate)
    now, before = getattr(citation, field), _value(candidate, field)
    if field == "authors":
        now = now or citation.editors  # as an import reads an entry without authors
    return now != before and not (not now and field in _UNKNOWN_WHEN_EMPTY)


def _value(candidate: CandidatePublication, field: str) -> object:
    """A field of a candidate as its publication stores it."""
    value = getattr(candidate, field)
    if field in ("authors", "editors", "keywords"):
        return tuple(each.replace(";", ",").strip() for each in value)
    if field == "journal" and value == candidate.publisher and candidate.publication_type != ARTICLE:
        return ""
    return value


def _is_other_address(citation: Citation, candidate: CandidatePublication) -> bool:
    """Whether the publication has an address of its own, or the entry the one of another identifier."""
    if citation.url == candidate.url:
        return False
    return not citation.is_url_derived or bool(_IDENTIFIER_ADDRESS.match(candidate.url))


def merged_fields(
    citation: Citation,
    originals: Sequence[OriginalEntry],
    rows: Sequence[FieldRow],
    *,
    fields_of: Callable[[OriginalEntry], Fields[Value]],
    written: Callable[[FieldRow], Fields[Value]],
) -> list[tuple[str, Value]]:
    """The fields of the first entry, with what the publication changed as ``written`` gives it, and what others add.

    ``originals`` are of one format. Of later ones come fields under names that no field of a publication has: those are
    the publication's own.
    """
    lead = originals[0]
    stored = {name for row in rows for name in (*row.names, *row.parts)}
    allowed = [_allowed(citation, fields_of(entry), stored) for entry in originals]
    fields = allowed[0]
    for row in rows:
        if any(_is_changed(citation, lead.candidate, each) for each in row.fields):
            had = row.fields == ("url",) or any(_value(lead.candidate, each) for each in row.fields)
            fields = _replaced(fields, row, list(written(row)), had=had)
    for more in allowed[1:]:
        taken = stored | {name for name, _ in fields}
        fields = [*fields, *((name, value) for name, value in more if name not in taken)]
    return fields


def _allowed(citation: Citation, fields: Fields[Value], stored: Container[str]) -> list[tuple[str, Value]]:
    """The fields that may be written: no scripts, and for everybody nothing private."""
    safe = [(name, value) for name, value in fields if not is_script(str(value))]
    if citation.is_private:
        return safe
    abstracts = [entry.candidate.abstract for entry in citation.originals]
    return public_fields(safe, abstracts=abstracts, stored=stored)


def _replaced(
    fields: list[tuple[str, Value]], row: FieldRow, new: list[tuple[str, Value]], *, had: bool
) -> list[tuple[str, Value]]:
    """The fields with new ones in the place of those that the row was read from, or at the end."""
    present = {name for name, _ in fields}
    old = next((name for name in (row.names if had else (row.name,)) if name in present), "")
    if old:
        new = [(old if name == row.name else name, value) for name, value in new]
    gone = {old, *row.parts} if old else set(row.parts)
    places = [place for place, (name, _) in enumerate(fields) if name == old]
    at = places[0] if places else len(fields)
    before = [each for each in fields[:at] if each[0] not in gone]
    return [*before, *new, *(each for each in fields[at:] if each[0] not in gone)]
