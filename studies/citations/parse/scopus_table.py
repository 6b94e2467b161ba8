"""Scopus's CSV, with its older header and its newer one, which has full names of authors."""

import re

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names, warnings_of_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.table_rows import ABOVE_HEADER, TableReader, filled_cell
from studies.citations.parse.text_chunks import Pages

RECOGNISED_BY = re.compile(
    ABOVE_HEADER + r"(?=[^\n]{0,20000}\bTitle\b)(?=[^\n]{0,20000}\bSource title\b)"
    r"(?=[^\n]{0,20000}(?:\bEID\b|\bArt\. No\.|\bAuthor\(s\) ID\b|\bPage start\b))"
)
_TYPES = {
    "article": PublicationType.JOURNAL_ARTICLE,
    "article in press": PublicationType.JOURNAL_ARTICLE,
    "review": PublicationType.JOURNAL_ARTICLE,
    "short survey": PublicationType.JOURNAL_ARTICLE,
    "letter": PublicationType.JOURNAL_ARTICLE,
    "note": PublicationType.JOURNAL_ARTICLE,
    "editorial": PublicationType.JOURNAL_ARTICLE,
    "erratum": PublicationType.JOURNAL_ARTICLE,
    "retracted": PublicationType.JOURNAL_ARTICLE,
    "data paper": PublicationType.JOURNAL_ARTICLE,
    "conference paper": PublicationType.CONFERENCE_ABSTRACT,
    "conference review": PublicationType.CONFERENCE_ABSTRACT,
    "book": PublicationType.BOOK_CHAPTER,
    "book chapter": PublicationType.BOOK_CHAPTER,
    "report": PublicationType.TECHNICAL_REPORT,
}
_NUMBER_BEHIND_NAME = re.compile(r"\s*\(\d+\)")
_NONE = re.compile(r"\[No .* (?:available|found|defined)\]\Z", re.IGNORECASE)


def scopus_table_reader(pages: Pages) -> TableReader:
    """Reads the rows of one search."""
    return TableReader(pages, field_of=str, key_fields=("EID",), type_fields=("Document Type",), cell_value=_cell_value)


def _cell_value(cell: str) -> str:
    """A cell; '' for the words that Scopus writes into an empty one."""
    stripped = filled_cell(cell)
    return "" if stripped.startswith("[No ") and _NONE.match(stripped) else stripped


def map_scopus_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a row."""
    first = entry.first
    start, end = first("Page start"), first("Page end")
    kind = entry.entry_type.lower()
    authors = [_NUMBER_BEHIND_NAME.sub("", first("Author full names")) or first("Authors")]
    return FieldMapping(
        title=first("Title"),
        authors=listed_names(authors),
        years=(first("Year"),),
        form=_TYPES.get(kind, PublicationType.OTHER).value,
        journal=first("Source title", "Conference name", "Abbreviated Source Title"),
        volume=first("Volume"),
        number=first("Issue"),
        pages=f"{start}–{end}" if start and end and start != end else start or end or first("Art. No."),
        doi=first("DOI"),
        pmid=first("PubMed ID"),
        url=first("Link"),
        editors=listed_names([first("Editors")]),
        publisher=first("Publisher"),
        language=first("Language of Original Document"),
        issn=_issn(first("ISSN")),
        isbn=first("ISBN"),
        keywords=tuple(entry.every("Author Keywords", "Index Keywords")),
        abstract=first("Abstract"),
        elsewhere=entry.every("Abstract", "Funding Texts"),
        retraction=RetractionMark.RETRACTED if kind == "retracted" else RetractionMark.NONE,
        warnings=warnings_of_names(authors),
    )


def _issn(text: str) -> str:
    """The numbers, in which spreadsheets lose the zeros at the start."""
    return " ".join(number.zfill(8) if number.isalnum() else number for number in re.split(r"[;,\s]+", text) if number)
