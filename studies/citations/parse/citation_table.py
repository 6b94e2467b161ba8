"""Any table of citations, recognised by the names of its columns: this site's own CSV, those of citation programs and
of screening programs, and tables that people made.

A field is found under each of its names; a column with another name is not used, and a note says so.
"""

import re
from itertools import chain
from urllib.parse import unquote

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names, warnings_of_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.column_names import field_of, names_of
from studies.citations.parse.database_names import database_name
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.plain_text import plain_text
from studies.citations.parse.rayyan_notes import rayyan_note
from studies.citations.parse.table_rows import ABOVE_HEADER, TableReader, filled_cell
from studies.citations.parse.text_chunks import Pages


def _cell(*fields: str) -> str:
    """A pattern for a header that has a column of one of these fields, from its beginning."""
    names = chain.from_iterable(map(names_of, fields))
    words = "|".join(rf"{name.replace(' ', r'[^a-z0-9,;]{1,3}')}" for name in names)
    return rf'(?=(?:[^\n]{{0,20000}}[,;\t])?\s*"?(?:{words})[^a-z0-9,;\t\n]{{0,3}}(?:[,;\t\n]|\Z))'


# A title, and something to tell works with like titles apart.
RECOGNISED_BY = re.compile(
    rf"{ABOVE_HEADER}(?=[^\n]{{0,20000}}[,;\t])"
    rf"{_cell('title')}{_cell('authors', 'year', 'journal', 'doi', 'pmid', 'abstract', 'url')}",
    re.IGNORECASE,
)
# Parts of words, in this order: a conference paper is no paper in a journal.
_FORMS = (
    ("conference", PublicationType.CONFERENCE_ABSTRACT),
    ("meeting abstract", PublicationType.CONFERENCE_ABSTRACT),
    ("book", PublicationType.BOOK_CHAPTER),
    ("chapter", PublicationType.BOOK_CHAPTER),
    ("thesis", PublicationType.THESIS),
    ("dissertation", PublicationType.THESIS),
    ("report", PublicationType.TECHNICAL_REPORT),
    ("preprint", PublicationType.OTHER),
    ("article", PublicationType.JOURNAL_ARTICLE),
    ("journal", PublicationType.JOURNAL_ARTICLE),
    ("review", PublicationType.JOURNAL_ARTICLE),
)
_OF_INSTITUTIONS = (PublicationType.THESIS.value, PublicationType.TECHNICAL_REPORT.value)
# Embase's column "Source": journal, year, volume and issue, pages.
_PLACE = re.compile(
    r"(?P<journal>[^\n]{1,300}?) \((?P<source_year>\d{4})\)(?: (?P<volume>[\w-]{1,20}))?(?::(?P<number>[^()\s]{1,40}))?"
    r"(?: \((?P<pages>[^()]{1,40})\))?\."
)
_OPEN_URL = re.compile(r"(?:\bid=doi:|\brft_id=info:doi/)([^&\s]+)")
_COMMA = re.compile(r",\s*(?![^()]*\))")
_FORMULA_STARTS = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_BETWEEN_NAMES = (";", "|", "\n", " and ")


def citation_table_reader(pages: Pages) -> TableReader:
    """Reads the rows of one table."""
    return TableReader(
        pages, field_of=field_of, key_fields=("key",), type_fields=("type", "form"), cell_value=filled_cell
    )


def map_table_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a row."""
    own = bool(entry.first("form"))
    values: dict[str, str] = {
        name: _without_apostrophe(value) if own else value for name, value in entry.first_values().items()
    }
    names = _own_names if own else _names
    if place := _PLACE.match(values.get("source", "")):
        values = {name: text for name, text in place.groupdict().items() if text} | values
    start, end = values.get("first page", ""), values.get("last page", "")
    between = f"{start}–{end}" if start and end and start != end else start or end
    title = values.get("title") or values.get("other title", "")
    form = _form(values)
    # As for BibTeX, where a thesis has a school and a report an institution.
    institution = values.get("publisher", "") if form in _OF_INSTITUTIONS else ""
    retracted = values.get("retracted", "").lower() in ("yes", "true", "1", "retracted")
    return FieldMapping(
        title=title,
        authors=names(values.get("authors", "")),
        years=(*entry.every("year"), values.get("source_year", "")),
        form=form,
        journal=values.get("journal") or values.get("source") or institution,
        volume=values.get("volume", ""),
        number=values.get("number", ""),
        pages=values.get("pages") or between or values.get("article number", ""),
        doi=values.get("doi") or _doi_in_open_url(values.get("open url", "")),
        pmid=values.get("pmid", ""),
        pmcid=values.get("pmcid", ""),
        url=values.get("url", ""),
        editors=names(values.get("editors", "")),
        publisher=values.get("publisher", ""),
        language=values.get("language", ""),
        issn=" ".join(entry.every("issn")),
        isbn=values.get("isbn", ""),
        keywords=tuple(word for cell in entry.every("keywords") for word in _words(cell)),
        abstract=values.get("abstract", ""),
        note=rayyan_note(values.get("note", "")),
        database=database_name(values.get("database", "")),
        elsewhere=entry.every("elsewhere", "abstract", "keywords", "url"),
        retraction=RetractionMark.RETRACTED if retracted else RetractionMark.NONE,
        warnings=[] if own else warnings_of_names(_split(values.get("authors", ""))),
    )


def _form(values: dict[str, str]) -> str:
    """The value of a ``PublicationType``: the word itself, else by what the type is called."""
    own = values.get("form", "")
    if own in set(PublicationType):
        return own
    kind = values.get("type", own).lower()
    return next((form for word, form in _FORMS if word in kind), PublicationType.OTHER).value


def _names(text: str) -> tuple[str, ...]:
    """The names of a cell, between the first sign that it has of those that programs write."""
    return listed_names(_split(text))


def _split(text: str) -> list[str]:
    sign = next((each for each in _BETWEEN_NAMES if each in text), None)
    return text.split(sign) if sign else [text]


def _words(cell: str) -> list[str]:
    """The keywords of a cell, between semicolons, else between commas outside brackets.

    >>> _words("cyst (diagnosis, surgery), pain")
    ['cyst (diagnosis, surgery)', 'pain']
    """
    return cell.split(";") if ";" in cell else _COMMA.split(cell)


def _doi_in_open_url(address: str) -> str:
    match = _OPEN_URL.search(address)
    return unquote(match[1]) if match else ""


def _own_names(text: str) -> tuple[str, ...]:
    """The names of this site's own table, which are written as they are stored."""
    return tuple(filter(None, (plain_text(name, latex=False)[0] for name in text.split(";"))))


def _without_apostrophe(value: str) -> str:
    """A value without the apostrophe that keeps a spreadsheet from running it."""
    return value[1:] if value.startswith(_FORMULA_STARTS) else value
