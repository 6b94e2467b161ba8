"""What each stage of an import hands to the next.

A *parsed entry* is one entry as its file has it: raw field values, nothing decoded. A *parse failure* stands where an
entry could not be read, and says where, why and what to do. A *candidate* is what the entry says of a publication, in
this project's forms. Text that is longer than a record can hold is cut, with a warning; the original is always kept.
"""

from dataclasses import dataclass, field
from enum import StrEnum

Fields = tuple[tuple[str, str], ...]


class Format(StrEnum):
    """The kinds of citation file that can be read."""

    BIBTEX = "bibtex"
    RIS = "ris"
    MEDLINE = "medline"


class FileRejectedError(ValueError):
    """The whole file is refused; the message is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry of a file. ``line`` counts from 1; ``fields`` keep their order, and a name may come more than once."""

    line: int
    key: str
    entry_type: str
    fields: Fields
    raw: str
    warnings: tuple[str, ...] = ()

    def first(self, *names: str) -> str:
        """The first value that is not empty, asked for by name in the order of preference; '' when there is none."""
        said = self.said()
        return next((said[name] for name in names if name in said), "")

    def said(self) -> dict[str, str]:
        """By the name of each field its first value that is not empty."""
        return {name: value for name, value in reversed(self.fields) if value}

    def every(self, *names: str) -> list[str]:
        """All values of the fields with these names, in the order of the file."""
        return [value for name, value in self.fields if name in names and value]


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """An entry that could not be read. ``column`` counts from 1 and is 0 when no single place is at fault."""

    line: int
    column: int
    key: str
    raw: str
    reason: str
    hint: str


Parsed = ParsedEntry | ParseFailure


class RetractionMark(StrEnum):
    """What an entry itself says of being withdrawn."""

    NONE = ""
    RETRACTED = "retracted"
    # The publication is itself the notice that another one is withdrawn.
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class CandidatePublication:
    """What an entry says of a publication. ``authors`` are "Family, Given"; groups have no comma."""

    entry_type: str
    publication_type: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    registrations: tuple[str, ...] = ()
    url: str = ""
    note: str = ""
    retraction: RetractionMark = RetractionMark.NONE
    fingerprint: str = ""
    warnings: tuple[str, ...] = field(default=())
