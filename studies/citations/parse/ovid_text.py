"""Ovid's text with labels: "<1>" begins a record, a label has a line of its own, and its value follows, indented.

Written by Ovid for MEDLINE, Embase and its other databases alike. What stands before the first record, such as the
search strategy, belongs to none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names, warnings_of_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.database_names import database_name
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.tagged_lines import StrayLines, TaggedRecord, TagValues, numbered_lines
from studies.citations.parse.text_chunks import Pages

# The line that begins a record.
RECORD_START = r"(?:<\s{0,5}\d{1,9}\s{0,5}\.?\s{0,5}>|\d{1,9}\s{0,5}\.)"
_START = re.compile(rf"{RECORD_START}\Z")
_LABEL = re.compile(r"[A-Z][A-Za-z()/ &-]{1,59}\Z")
# Of these each line is a value.
_LISTS = ("Keyword Heading", "Keywords", "Author Keywords")
_DATABASE = re.compile(r"Database:\s*(.+)")
_LONGEST_SOURCE = 2_000
# Such as: Spine. 30(5):996-1000, 2005 May.
_SOURCE = re.compile(
    r"(?P<journal>.+?)\.\s+(?:Vol\.\s*)?(?P<volume>[^(:;,.]{0,20}?)\s*(?:\((?P<number>[^)]*)\))?"
    r"(?:\s*(?:[:,]|\bpp?\.)\s*(?P<pages>[\w.–-]+))?[,.;]?\s+(?P<year>(?:19|20)\d\d)\b"
)


@dataclass(slots=True)
class OvidTextReader:
    """Reads one text of Ovid with labels."""

    pages: Pages
    notes: list[str] = field(default_factory=list)
    # Named before the records, for all of them.
    _database: str = ""

    def entries(self) -> Iterator[ParsedEntry]:
        """Every record in the order of the file."""
        for record in self._records():
            if record.fields:
                if self._database and not record.has("Database"):
                    record.fields.append(("Database", [self._database]))
                entry = record.entry(type_tag="Publication Type", key_tags=("Unique Identifier", "Accession Number"))
                # The first of a list: "Journal Article. Randomized Controlled Trial."
                yield replace(entry, entry_type=entry.entry_type.partition(".")[0])

    def _records(self) -> Iterator[TaggedRecord]:
        record: TaggedRecord | None = None
        stray_lines = StrayLines()
        for number, line in numbered_lines(self.pages):
            database = _DATABASE.match(line)
            if _START.match(line):
                if record:
                    yield record
                record = TaggedRecord(number, raw=[line])
            elif database and (record is None or not record.fields):
                self._database = database[1]
            elif record and _LABEL.match(line) and _is_label(record):
                record.add(line.strip(), "", line)
            elif record is None or not record.fields:
                stray_lines.add(number, line)
            elif record.fields[-1][0] in _LISTS:
                record.add_value(line.strip(), line)
            else:
                record.add("", line.strip(), line)
        if record:
            yield record
        self.notes += stray_lines.notes()


def _is_label(record: TaggedRecord) -> bool:
    """Whether a line that is not indented can be a label: the field before it has its value."""
    return not record.fields or any(record.fields[-1][1])


def map_ovid_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a record of Ovid, which differ a little from database to database."""
    values = TagValues(entry)
    source = _SOURCE.match(" ".join(values.first("Source")[:_LONGEST_SOURCE].split()))
    authors = [_separated(text) for text in values.every("Authors Full Name") or values.every("Authors", "Author")]
    identifier = values.first("Unique Identifier").rstrip(".")
    database = database_name(*values.every("Database"))
    return FieldMapping(
        title=values.first("Title", "Original Title", "Book Title"),
        authors=listed_names(authors),
        years=(
            values.first("Year of Publication"),
            source["year"] if source else "",
            values.first("Date of Publication"),
        ),
        form=_form(values),
        journal=values.first("Journal", "Journal Name", "Book Title") or (source["journal"] if source else ""),
        volume=values.first("Volume") or (source["volume"] if source else ""),
        number=values.first("Issue", "Issue/Part") or (source["number"] or "" if source else ""),
        pages=values.first("Page", "Pages", "Page Range") or (source["pages"] or "" if source else "").rstrip("."),
        doi=values.first("Digital Object Identifier", "DOI"),
        pmid=values.first("PMID") or (identifier if _is_pmid(identifier, database) else ""),
        url=values.first("URL", "Link to the Ovid Full Text or citation"),
        publisher=values.first("Publisher"),
        language=values.first("Language"),
        issn=" ".join(values.every("ISSN", "ISSN Print", "ISSN Electronic", "International Standard Serial Number")),
        isbn=" ".join(values.every("ISBN")),
        keywords=tuple(values.every("Keyword Heading", "Keywords", "Author Keywords")),
        abstract=values.first("Abstract"),
        elsewhere=values.every("Clinical Trial Number", "Clinical Trial Registry Name", "Secondary Source ID"),
        database=database,
        retraction=_retraction(values),
        warnings=warnings_of_names(authors),
    )


def _is_pmid(identifier: str, database: str) -> bool:
    """Whether the number of a record is PubMed's: in MEDLINE it is. Embase's have nine digits or more."""
    return database in ("", "MEDLINE") and identifier.isdigit() and len(identifier) <= 8


def _separated(names: str) -> str:
    """Names with semicolons between them, where Ovid writes full stops: "Rossi A. Bianchi B."."""
    return names if ";" in names else re.sub(r"(?<=[A-Za-z])\.\s+(?=\w[\w'’-]+)", "; ", names.rstrip(". "))


def _types(values: TagValues) -> str:
    return " ".join(values.every("Publication Type")).lower()


def _form(values: TagValues) -> str:
    """The value of a ``PublicationType`` for Ovid's list of publication types."""
    types = _types(values)
    if any(word in types for word in ("conference abstract", "meeting abstract", "congress")):
        return PublicationType.CONFERENCE_ABSTRACT.value
    return (PublicationType.THESIS if "dissertation" in types else PublicationType.JOURNAL_ARTICLE).value


def _retraction(values: TagValues) -> RetractionMark:
    types = _types(values)
    if "retraction of publication" in types:
        return RetractionMark.NOTICE
    return RetractionMark.RETRACTED if "retracted publication" in types else RetractionMark.NONE
