"""EndNote's XML, with style elements around every text.

A field is named by the path of its element; elements that only group others, and those that change with every export,
are left out.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.database_names import database_name
from studies.citations.parse.entries import Parsed, ParsedEntry, RetractionMark
from studies.citations.parse.identifiers import pmcid_of
from studies.citations.parse.text_chunks import Pages
from studies.citations.parse.xml_records import PROLOG, XmlReader, XmlRecord, text_of

TAGS = "record"
RECOGNISED_BY = re.compile(
    rf"{PROLOG}<(?:xml|records|record)(?=[\s>])(?=.{{0,5000}}?<(?:ref-type|contributors|titles|rec-number)[\s>])",
    re.DOTALL,
)

# The names of EndNote's reference types, and the numbers that other programs write without them.
_TYPES = {
    "journal article": PublicationType.JOURNAL_ARTICLE,
    "electronic article": PublicationType.JOURNAL_ARTICLE,
    "magazine article": PublicationType.JOURNAL_ARTICLE,
    "conference proceedings": PublicationType.CONFERENCE_ABSTRACT,
    "conference paper": PublicationType.CONFERENCE_ABSTRACT,
    "thesis": PublicationType.THESIS,
    "report": PublicationType.TECHNICAL_REPORT,
    "government document": PublicationType.TECHNICAL_REPORT,
    "book": PublicationType.BOOK_CHAPTER,
    "edited book": PublicationType.BOOK_CHAPTER,
    "book section": PublicationType.BOOK_CHAPTER,
    "electronic book": PublicationType.BOOK_CHAPTER,
    "electronic book section": PublicationType.BOOK_CHAPTER,
    "17": PublicationType.JOURNAL_ARTICLE,
    "43": PublicationType.JOURNAL_ARTICLE,
    "10": PublicationType.CONFERENCE_ABSTRACT,
    "47": PublicationType.CONFERENCE_ABSTRACT,
    "32": PublicationType.THESIS,
    "27": PublicationType.TECHNICAL_REPORT,
    "5": PublicationType.BOOK_CHAPTER,
    "6": PublicationType.BOOK_CHAPTER,
}
# Of the library and not of the publication: they differ between two exports of one record.
_OF_THE_LIBRARY = frozenset({"database", "source-app", "rec-number", "foreign-keys", "ref-type"})
_GROUPS = frozenset({"contributors", "titles", "dates", "urls", "keywords", "style"})
# The National Library of Medicine, which gives PubMed's records.
_PROVIDER = "NLM"
_KEY = re.compile(r"<rec-number>\s*([^<\s]{1,40})")
_LONGEST_NOTE = 400


def endnote_xml_reader(pages: Pages) -> XmlReader:
    """Reads the records of one library."""
    return XmlReader(pages, TAGS, _entry, key=_KEY)


def _entry(record: XmlRecord, root: Element, warnings: tuple[str, ...]) -> Parsed:
    kind = root.find("ref-type")
    name = kind.get("name", "") if kind is not None else ""
    fields = tuple(
        field for child in root if child.tag not in _OF_THE_LIBRARY for field in _leaves(child, "") if field[1]
    )
    key = text_of(root.find("label")) or text_of(root.find("rec-number"))
    return ParsedEntry(record.line, key[:200], name or text_of(kind), fields, record.text, warnings)


def _leaves(element: Element, path: str) -> Iterator[tuple[str, str]]:
    """The texts inside an element, each named by its path."""
    name = path if element.tag in _GROUPS else f"{path}/{element.tag}".strip("/")
    if all(child.tag == "style" for child in element):
        yield name, text_of(element)
        return
    for child in element:
        yield from _leaves(child, name)


def map_endnote_xml_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a record, as EndNote's own import filters use them."""
    first = entry.first
    urls = entry.every("related-urls/url", "web-urls/url", "url")
    elsewhere = entry.every("notes", "accession-num", "custom1", "custom3", "custom7", "abstract", "keyword")
    authors = entry.every("authors/author") or entry.every("secondary-authors/author")
    is_chapter = "section" in entry.entry_type.lower()
    form = _TYPES.get(entry.entry_type.lower(), PublicationType.OTHER)
    institution = first("publisher") if form in (PublicationType.THESIS, PublicationType.TECHNICAL_REPORT) else ""
    notes = first("notes")
    database = database_name(*entry.every("remote-database-name"))
    return FieldMapping(
        title=first("title", "translated-title", "short-title"),
        authors=listed_names(authors),
        years=(first("year"), first("pub-dates/date")),
        form=form.value,
        journal=first("secondary-title", "periodical/full-title")
        if is_chapter
        else first("periodical/full-title", "secondary-title", "alt-title", "periodical/abbr-1") or institution,
        volume=first("volume"),
        number=first("number", "issue"),
        pages=first("pages", "electronic-resource-location", "custom7"),
        doi=first("electronic-resource-num"),
        pmid=_pmid(entry, database, urls),
        pmcid=next(filter(None, map(pmcid_of, entry.every("custom2"))), ""),
        url=next((url for url in urls if url.startswith("http")), ""),
        editors=listed_names(entry.every("secondary-authors/author")),
        publisher=first("publisher"),
        language=first("language"),
        issn=first("isbn"),
        isbn=first("isbn"),
        keywords=tuple(entry.every("keyword")),
        abstract=first("abstract"),
        note=notes if len(notes) < _LONGEST_NOTE else "",
        elsewhere=[*urls, *elsewhere],
        database=database,
        retraction=_retraction(entry),
    )


def _pmid(entry: ParsedEntry, database: str, urls: list[str]) -> str:
    """The accession number, where the database or the address of the record says that it is PubMed's."""
    number = entry.first("accession-num")
    if not number.isdigit():
        return number if "pm" in number.lower() else ""
    is_pubmed = database in ("PubMed", "MEDLINE") or entry.first("remote-database-provider") == _PROVIDER
    is_address = any("ubmed" in url.lower() and number in url for url in urls)
    return number if is_pubmed or is_address else ""


def _retraction(entry: ParsedEntry) -> RetractionMark:
    """EndNote puts PubMed's publication types into the notes."""
    text = " ".join(entry.every("notes", "work-type", "keyword")).lower()
    if "retraction of publication" in text or "retraction notice" in text:
        return RetractionMark.NOTICE
    return RetractionMark.RETRACTED if "retracted publication" in text else RetractionMark.NONE
