"""The plain text of the Cochrane Library: "Record #1 of 20", then a line for each field with a tag and a colon."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names, warnings_of_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.identifiers import pmid_in_text
from studies.citations.parse.tagged_lines import StrayLines, TaggedRecord, numbered_lines
from studies.citations.parse.text_chunks import Pages

# Only these are tags: a line of an abstract can begin with other letters and a colon.
_TAG = re.compile(r"(ID|AU|TI|SO|YR|VL|NO|PG|PM|XR|PT|KY|DOI|AB|US|CC|PB|LA|SN|AD|ET|CY|RN|IS): ?(.*)\Z")
_START = re.compile(r"Record #\d+ of \d+\s*\Z")


@dataclass(slots=True)
class CentralTextReader:
    """Reads one text of the Cochrane Library."""

    pages: Pages
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[ParsedEntry]:
        """Every record in the order of the file."""
        for record in self._records():
            if record.fields:
                yield record.entry(type_tag="PT", key_tags=("ID",))

    def _records(self) -> Iterator[TaggedRecord]:
        record: TaggedRecord | None = None
        stray_lines = StrayLines()
        for number, line in numbered_lines(self.pages):
            if _START.match(line):
                if record:
                    yield record
                record = TaggedRecord(number, raw=[line])
                continue
            match = _TAG.match(line)
            if match and match[1] == "ID" and record and record.has("ID"):
                yield record
                record = TaggedRecord(number)
            if record and (match or record.fields):
                record.add(*(match[1], match[2].strip()) if match else ("", line.strip()), line)
            else:
                stray_lines.add(number, line)
        if record:
            yield record
        self.notes += stray_lines.notes()


def map_central_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a record of the Cochrane Library. The address leads to CENTRAL's record, not to the work."""
    authors = entry.every("AU")
    source = entry.first("SO")
    types = " ".join(entry.every("PT")).lower()
    return FieldMapping(
        title=entry.first("TI"),
        authors=listed_names(authors),
        years=(entry.first("YR"),),
        form=_form(types),
        journal="" if source.startswith("http") else source,
        volume=entry.first("VL"),
        number=entry.first("NO", "IS"),
        pages=entry.first("PG"),
        doi=entry.first("DOI"),
        pmid=next(filter(None, map(pmid_in_text, entry.every("PM", "XR"))), "") or entry.first("PM"),
        url=source if source.startswith("http") else entry.first("US"),
        publisher=entry.first("PB"),
        language=entry.first("LA"),
        issn=" ".join(entry.every("SN")),
        keywords=tuple(entry.every("KY")),
        abstract=entry.first("AB"),
        elsewhere=entry.every("SO", "AD", "RN"),
        retraction=RetractionMark.RETRACTED if "retracted publication" in types else RetractionMark.NONE,
        warnings=warnings_of_names(authors),
    )


def _form(types: str) -> str:
    """The value of a ``PublicationType`` for CENTRAL's words on the kind of a record."""
    if "conference" in types and "abstract" in types or "conference proceeding" in types:
        return PublicationType.CONFERENCE_ABSTRACT.value
    if "registry record" in types or "trial register" in types:
        return PublicationType.OTHER.value
    return PublicationType.JOURNAL_ARTICLE.value
