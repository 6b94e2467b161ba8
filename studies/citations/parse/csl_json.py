"""CSL-JSON, which citation programs exchange and this site exports; Crossref's answers have nearly the same form.

The fields of an entry are flat: each name is a field "Family, Given", a date is written 2019-05-03.
"""

import re
from collections.abc import Iterator
from typing import Any

from studies.choices import PublicationType
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import Parsed, ParsedEntry, RetractionMark
from studies.citations.parse.json_objects import Item, JsonReader
from studies.citations.parse.plain_text import plain_text
from studies.citations.parse.text_chunks import Pages

# An object with fields that citations have, in a list or by itself; not the JSON of a service with names of its own.
RECOGNISED_BY = re.compile(
    r'\A\s*(?:\[\s*)?\{(?!.{0,20000}?"(?:itemType|publication_year|externalIds)"\s*:)'
    r'(?=.{0,20000}?"(?:container-title|DOI|issued|author|PMID|type)"\s*:)',
    re.DOTALL,
)
ENTRY_START = re.compile(r'"type"\s*:\s*"')

_TYPES = {
    "article-journal": PublicationType.JOURNAL_ARTICLE,
    "article-magazine": PublicationType.JOURNAL_ARTICLE,
    "journal-article": PublicationType.JOURNAL_ARTICLE,
    "review": PublicationType.JOURNAL_ARTICLE,
    "paper-conference": PublicationType.CONFERENCE_ABSTRACT,
    "proceedings-article": PublicationType.CONFERENCE_ABSTRACT,
    "speech": PublicationType.CONFERENCE_ABSTRACT,
    "thesis": PublicationType.THESIS,
    "dissertation": PublicationType.THESIS,
    "report": PublicationType.TECHNICAL_REPORT,
    "chapter": PublicationType.BOOK_CHAPTER,
    "book": PublicationType.BOOK_CHAPTER,
    "book-chapter": PublicationType.BOOK_CHAPTER,
    "monograph": PublicationType.BOOK_CHAPTER,
}
# Zotero and others write what they have no field for as lines of the note.
_NOTE_LINE = re.compile(r"(?m)^[ \t]*(PMID|PMCID|DOI|ISSN|ISBN|publisher|language)\s*:[ \t]*(\S.*)$\n?", re.IGNORECASE)
_NOTE_FIELDS = {name.lower(): name for name in ("PMID", "PMCID", "DOI", "ISSN", "ISBN", "publisher", "language")}
_MOST_CHARACTERS_OF_A_NAME = 1_000


def csl_reader(pages: Pages) -> JsonReader:
    """Reads the items of one file."""
    return JsonReader(pages, _entry, _is_record)


def _is_record(item: Item) -> bool:
    """Whether an object is an item and no part of one: names, dates and updates have neither title nor number."""
    return "title" in item or {"id", "type"} <= item.keys()


def _entry(line: int, text: str, item: Item, warnings: tuple[str, ...]) -> Parsed:
    fields = tuple((name, value) for key, each in item.items() for name, value in _flat(key, each) if value)
    values = dict(reversed(fields))
    key = values.get("citation-key") or values.get("id", "")
    return ParsedEntry(line, key[:200], values.get("type", ""), fields, text, warnings)


def _flat(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """The fields that one member of an item is."""
    if isinstance(value, list):
        for each in value:
            yield from _flat(key, each)
    elif not isinstance(value, dict):
        yield key, "" if value is None else str(value)
    elif name := _name(value):
        yield key, name
    elif date := _date(value):
        yield key, date
    else:
        for inner, each in value.items():
            if isinstance(each, str | int | float):
                yield f"{key}.{inner}", str(each)


def _name(value: Item) -> str:
    """A name as "Family, Given, Suffix", particles before the family name; a group as it is."""
    words = {key: str(each).strip() for key, each in value.items() if isinstance(each, str | int)}
    if "family" not in words:
        # Crossref calls a group by "name".
        return words.get("literal") or words.get("name") or words.get("given", "")
    particles = (words.get("dropping-particle"), words.get("non-dropping-particle"), words["family"])
    family = " ".join(filter(None, particles))
    return ", ".join(filter(None, (family, words.get("given"), words.get("suffix"))))


def _date(value: Item) -> str:
    """A date as its first part is written, else its raw or literal words."""
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else []
    numbers = [str(each).strip() for each in (first if isinstance(first, list) else [first]) if each not in (None, "")]
    written = "-".join(number.zfill(2) for number in numbers)
    return written or str(value.get("raw") or value.get("literal") or "")


def map_csl_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of an item."""
    note, of_note = _split_note(entry)

    def first(*names: str) -> str:
        return entry.first(*names) or next((of_note[name] for name in names if name in of_note), "")

    kind = entry.entry_type
    institution = first("publisher") if kind in ("thesis", "report", "dissertation") else ""
    return FieldMapping(
        title=first("title", "title-short"),
        authors=_plain_names(entry, "author") or _plain_names(entry, "editor"),
        years=(first("issued"), first("published", "published-print", "published-online"), first("year")),
        form=_TYPES.get(kind, PublicationType.OTHER).value,
        journal=first("container-title", "event-title", "event") or institution,
        volume=first("volume"),
        number=first("issue", "number"),
        pages=first("page", "page-first", "article-number"),
        doi=first("DOI"),
        pmid=first("PMID", "pmid"),
        pmcid=first("PMCID", "pmcid"),
        url=first("URL"),
        editors=_plain_names(entry, "editor"),
        publisher=first("publisher"),
        language=first("language"),
        issn=" ".join(entry.every("ISSN")) or first("ISSN"),
        isbn=" ".join(entry.every("ISBN")) or first("ISBN"),
        keywords=tuple(entry.every("keyword", "keywords", "subject")),
        abstract=first("abstract"),
        note=note,
        elsewhere=entry.every("annote", "archive_location", "call-number", "source", "abstract", "keyword"),
        retraction=_retraction(entry),
    )


def _split_note(entry: ParsedEntry) -> tuple[str, dict[str, str]]:
    """The note without the lines that are fields which the item lacks, and these fields."""
    found: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        name = _NOTE_FIELDS[match[1].lower()]
        if entry.first(name) or name in found:
            return match[0]
        found[name] = match[2].strip()
        return ""

    return _NOTE_LINE.sub(take, entry.first("note")), found


def _plain_names(entry: ParsedEntry, field: str) -> tuple[str, ...]:
    names = (plain_text(name[:_MOST_CHARACTERS_OF_A_NAME], latex=False)[0] for name in entry.every(field))
    return tuple(filter(None, names))


def _retraction(entry: ParsedEntry) -> RetractionMark:
    """The status, and what Crossref says of updates: the item is the notice, or another item is one for it."""
    if "retraction" in entry.every("update-to.type"):
        return RetractionMark.NOTICE
    is_retracted = "retracted" in entry.every("status") or "retraction" in entry.every("updated-by.type")
    return RetractionMark.RETRACTED if is_retracted else RetractionMark.NONE
