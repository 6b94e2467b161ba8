"""EndNote's tagged text (.enw), also called Refer: a percent sign, a letter or sign, a blank and the value.

%0 gives the type and begins a record. EndNote writes one keyword, number or address a line; other lines without a tag
continue the field before them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names, warnings_of_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.database_names import database_name
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.identifiers import doi_of, pmcid_of, pmid_of
from studies.citations.parse.tagged_lines import StrayLines, TaggedRecord, numbered_lines
from studies.citations.parse.text_chunks import Pages

_TAG = re.compile(r"%([0-9A-Z@!~+$&*()\[\]?#^>])(?:\s(.*))?\Z")
# Of these each line is a value.
_LISTS = frozenset("KU@>")
_TYPES = {
    "journal article": PublicationType.JOURNAL_ARTICLE,
    "electronic article": PublicationType.JOURNAL_ARTICLE,
    "magazine article": PublicationType.JOURNAL_ARTICLE,
    "conference paper": PublicationType.CONFERENCE_ABSTRACT,
    "conference proceedings": PublicationType.CONFERENCE_ABSTRACT,
    "thesis": PublicationType.THESIS,
    "report": PublicationType.TECHNICAL_REPORT,
    "book": PublicationType.BOOK_CHAPTER,
    "book section": PublicationType.BOOK_CHAPTER,
    "edited book": PublicationType.BOOK_CHAPTER,
    "electronic book": PublicationType.BOOK_CHAPTER,
    "electronic book section": PublicationType.BOOK_CHAPTER,
}
_RETRACTED = {"retracted publication", "retracted article"}


@dataclass(slots=True)
class EndnoteTaggedReader:
    """Reads one text of EndNote's tags."""

    pages: Pages
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[ParsedEntry]:
        """Every record in the order of the file."""
        for record in self._records():
            yield record.entry(type_tag="0", key_tags=("F", "M"))

    def _records(self) -> Iterator[TaggedRecord]:
        record: TaggedRecord | None = None
        stray_lines = StrayLines()
        after_blank = True
        for number, line in numbered_lines(self.pages):
            match = _TAG.match(line.lstrip())
            tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
            if tag == "0" or (tag and (record is None or (after_blank and _is_whole(record, tag)))):
                if record:
                    yield record
                record = TaggedRecord(number)
                if tag != "0":
                    record.warnings.append("The record has no %0 line; its type is not known.")
            after_blank = not line
            if record is None:
                stray_lines.add(number, line)
            elif not tag and record.fields[-1][0] in _LISTS:
                record.add_value(value, line)
            else:
                record.add(tag, value, line)
        if record:
            yield record
        self.notes += stray_lines.notes()


def _is_whole(record: TaggedRecord, tag: str) -> bool:
    """Whether a tag begins another record although it is not %0: this one has no type, and a title already."""
    return tag in "AT" and record.fields[0][0] != "0" and record.has("T")


def map_endnote_tagged_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a record in EndNote's tags."""
    authors = entry.every("A")
    editors = listed_names(entry.every("E"))
    database = database_name(*entry.every("~", "W"))
    accession = entry.first("M")
    of_pubmed = database in ("PubMed", "MEDLINE") and accession.isdigit()
    doi = entry.first("R")
    return FieldMapping(
        title=entry.first("T") or entry.first("B"),
        authors=listed_names(authors) or editors,
        years=(entry.first("D"), entry.first("8"), entry.first("7")),
        form=_TYPES.get(entry.entry_type.lower(), PublicationType.OTHER).value,
        journal=entry.first("J", "B") if entry.first("T") else "",
        volume=entry.first("V"),
        number=entry.first("N"),
        pages=entry.first("P"),
        doi=doi or next(filter(doi_of, entry.every("U", "3", "1")), ""),
        pmid=accession if of_pubmed else next(filter(None, map(_named_pmid, entry.every("M", "1", "2", "3", "Z"))), ""),
        pmcid=next(filter(None, map(pmcid_of, entry.every("2", "1", "3"))), ""),
        url=entry.first("U", ">"),
        editors=editors,
        publisher=entry.first("I"),
        language=entry.first("G"),
        issn=" ".join(entry.every("@")),
        isbn=" ".join(entry.every("@")),
        keywords=tuple(entry.every("K")),
        abstract=entry.first("X"),
        note=entry.first("Z"),
        elsewhere=entry.every("U", "Z", "M", "1", "2", "3", "4"),
        database=database,
        retraction=_retraction(entry),
        warnings=warnings_of_names(authors),
    )


def _named_pmid(text: str) -> str:
    return pmid_of(text) if re.search(r"pmid|pubmed", text, re.IGNORECASE) else ""


def _retraction(entry: ParsedEntry) -> RetractionMark:
    types = {value.lower() for value in entry.every("9", "K")}
    if types & {"retraction of publication", "retraction notice"}:
        return RetractionMark.NOTICE
    return RetractionMark.RETRACTED if types & _RETRACTED else RetractionMark.NONE
