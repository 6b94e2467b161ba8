"""What each stage of an import gives to the next.

A *parsed entry* is one entry as its file has it: raw field values, nothing decoded. A *parse failure* takes the place
of an entry that could not be read, and says where, why and what to do. A *candidate* is the publication that an entry
describes, in this project's form. Text too long for its column is cut, with a warning; the original is always kept.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

Fields = tuple[tuple[str, str], ...]


class FileRejectedError(ValueError):
    """The whole file is refused; the message is a sentence for its sender."""


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry of a file. ``line`` counts from 1; ``fields`` keep their order, and a name can come more than once.

    ``inherited`` are fields that the entry lacks and takes from another of its file; ``strings`` the names that its
    values use, with their texts, which are defined elsewhere in its file.
    """

    line: int
    key: str
    entry_type: str
    fields: Fields
    raw: str
    warnings: tuple[str, ...] = ()
    inherited: Fields = ()
    strings: Fields = ()

    def first(self, *names: str) -> str:
        """The first value that is not empty, by names in the order of preference; '' when there is none."""
        values = self.first_values()
        return next((values[name] for name in names if name in values), "")

    def first_values(self) -> dict[str, str]:
        """The first value of each field that is not empty, by name."""
        return {name: value for name, value in reversed(self.fields + self.inherited) if value}

    def every(self, *names: str) -> list[str]:
        """All values of the fields with these names, in the order of the file."""
        return [value for name, value in self.fields + self.inherited if name in names and value]


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """An entry that could not be read. ``column`` counts from 1 and is 0 when no single place is wrong."""

    line: int
    column: int
    key: str
    raw: str
    reason: str
    hint: str


Parsed = ParsedEntry | ParseFailure


class RetractionMark(StrEnum):
    """What an entry itself says of a retraction."""

    NONE = ""
    RETRACTED = "retracted"
    # The publication is the notice that another one is retracted.
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class CandidatePublication:
    """The publication that an entry describes.

    ``authors`` and ``editors`` are "Family, Given"; groups have no comma. ``issn`` and ``isbn`` hold several numbers
    with a blank between them. ``citation_key`` is the name of the entry in its file.
    """

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
    editors: tuple[str, ...] = ()
    publisher: str = ""
    language: str = ""
    issn: str = ""
    isbn: str = ""
    keywords: tuple[str, ...] = ()
    abstract: str = ""
    citation_key: str = ""
    note: str = ""
    # Where the entry says that it was found, such as "Embase".
    database: str = ""
    retraction: RetractionMark = RetractionMark.NONE
    fingerprint: str = ""
    warnings: tuple[str, ...] = field(default=())


def entry_fingerprint(entry_type: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of an entry, whatever the order of its fields and its white space; hexadecimal, 64 characters."""
    plain = sorted((name.lower(), " ".join(value.split())) for name, value in fields)
    return hashlib.sha256(json.dumps([entry_type.lower(), key, plain]).encode()).hexdigest()
