"""Web of Science's tagged text (.ciw, .txt): two letters, a blank and the value; three blanks continue a field.

PT begins a record and ER ends it; FN and VR head the file and EF ends it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.tagged_lines import StrayLines, TaggedRecord, numbered_lines
from studies.citations.parse.text_chunks import Pages

_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?\Z")
_OF_FILE = ("FN", "VR", "EF")
# Of these each line is a value.
_LISTS = frozenset({"AU", "AF", "BA", "BE", "BF", "CA", "ED", "C1", "CR", "GP"})


@dataclass(slots=True)
class WebOfScienceReader:
    """Reads one text of Web of Science's tags."""

    pages: Pages
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[ParsedEntry]:
        """Every record in the order of the file."""
        for record in self._records():
            yield record.entry(type_tag="PT", key_tags=("UT",))

    def _records(self) -> Iterator[TaggedRecord]:
        record: TaggedRecord | None = None
        stray_lines = StrayLines()
        for number, line in numbered_lines(self.pages):
            match = _TAG.match(line)
            tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
            if tag == "ER" and record:
                record.raw.append(line)
                yield record
                record = None
            elif record is None and not tag:
                stray_lines.add(number, line)
            elif tag == "ER" or tag in _OF_FILE:
                continue
            elif record is None or (tag == "PT" and record.fields):
                if record:
                    record.warnings.append("The record has no ER line; it ends where the next begins.")
                    yield record
                record = TaggedRecord(number)
                record.add(tag, value, line)
            elif not tag and record.fields[-1][0] in _LISTS:
                record.add_value(value, line)
            else:
                record.add(tag, value, line)
        if record:
            record.warnings.append("The record has no ER line; it ends with the file.")
            yield record
        self.notes += stray_lines.notes()


def map_web_of_science_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a record in Web of Science's tags."""
    first, last = entry.first("BP"), entry.first("EP")
    editors = listed_names(entry.every("ED") or entry.every("BE"))
    accession = entry.first("UT")
    authors = listed_names(entry.every("AF") or entry.every("AU")) + tuple(entry.every("CA"))
    return FieldMapping(
        title=entry.first("TI"),
        authors=authors or listed_names(entry.every("BF", "BA")) or editors,
        years=(entry.first("PY"), entry.first("EY"), entry.first("EA"), entry.first("PD")),
        form=_form(entry),
        journal=entry.first("SO", "J9", "JI"),
        volume=entry.first("VL"),
        number=entry.first("IS") or entry.first("SU"),
        pages=f"{first}–{last}" if first and last and first != last else first or last or entry.first("AR"),
        doi=entry.first("DI", "D2"),
        pmid=entry.first("PM") or (accession.removeprefix("MEDLINE:") if accession.startswith("MEDLINE:") else ""),
        editors=editors,
        publisher=entry.first("PU"),
        language=entry.first("LA"),
        issn=" ".join(entry.every("SN", "EI")),
        isbn=" ".join(entry.every("BN")),
        keywords=tuple(entry.every("DE", "ID")),
        abstract=entry.first("AB"),
        elsewhere=entry.every("SI", "FX"),
        retraction=_retraction(entry),
    )


def _document_types(entry: ParsedEntry) -> set[str]:
    return {part.strip().lower() for value in entry.every("DT") for part in value.split(";")}


def _form(entry: ParsedEntry) -> str:
    """The value of a ``PublicationType``. A book has an author or a title of its own and no journal."""
    types = _document_types(entry)
    if types & {"meeting abstract", "meeting summary"}:
        return PublicationType.CONFERENCE_ABSTRACT.value
    if entry.entry_type == "J":
        return PublicationType.JOURNAL_ARTICLE.value
    if "proceedings paper" in types:
        return PublicationType.CONFERENCE_ABSTRACT.value
    return (PublicationType.BOOK_CHAPTER if entry.entry_type in ("B", "S") else PublicationType.OTHER).value


def _retraction(entry: ParsedEntry) -> RetractionMark:
    types = _document_types(entry)
    if types & {"retraction", "retraction of publication"}:
        return RetractionMark.NOTICE
    return RetractionMark.RETRACTED if "retracted publication" in types else RetractionMark.NONE
