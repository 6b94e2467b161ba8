"""Any table of citations, recognised by the names of its columns: this site's own CSV, those of citation programs and
of screening programs, and tables that people made.

A field is found under each of its names; a column with another name is not used, and a note says so.
"""

import re
from itertools import chain

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names, warnings_of_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.database_names import database_name
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.plain_text import plain_text
from studies.citations.parse.rayyan_notes import rayyan_note
from studies.citations.parse.table_rows import TableReader
from studies.citations.parse.text_chunks import Pages

# The names of each field in small letters, with one blank for every other sign.
_NAMES = {
    "title": ("title", "article title", "document title", "primary title", "full title", "titles", "ti"),
    "other title": ("original title", "vernacular title", "translated title", "short title"),
    "authors": (
        *("authors", "author", "author s", "author names", "author full names", "author name", "creators", "creator"),
        *("au", "af"),
    ),
    "editors": ("editors", "editor", "editor s"),
    "year": (
        *("year", "publication year", "published year", "pub year", "year of publication", "yr", "py"),
        *("publication date", "date of publication", "date", "issued"),
    ),
    "journal": (
        *(
            "journal",
            "journal title",
            "journal name",
            "source title",
            "publication title",
            "journal book",
            "book title",
        ),
        *("secondary title", "container title", "periodical", "full journal name", "so", "jt"),
    ),
    "source": ("source", "publication", "publication name", "journal abbreviation", "abbreviated source title"),
    "volume": ("volume", "vol", "vl"),
    "number": ("number", "issue", "issue number", "journal issue", "no"),
    "pages": ("pages", "page", "page range", "page numbers", "page s", "pg"),
    "first page": ("first page", "start page", "page start", "starting page", "sp", "bp"),
    "last page": ("last page", "end page", "page end", "ending page", "ep"),
    "article number": ("article number", "art no", "elocation id"),
    "doi": ("doi", "digital object identifier", "doi link", "doi url", "di"),
    "pmid": ("pmid", "pubmed id", "medline pmid", "pubmed pmid", "pubmed", "pm"),
    "pmcid": ("pmcid", "pmc id", "pmc", "pubmed central id"),
    "url": ("url", "link", "urls", "full text link", "web address", "document url", "embase link"),
    "abstract": ("abstract", "abstract note", "abstract text", "summary", "ab"),
    "keywords": (
        *("keywords", "keyword", "author keywords", "index keywords", "manual tags", "automatic tags", "mesh headings"),
        *(
            "mesh terms",
            "subject terms",
            "subjects",
            "emtree drug index terms",
            "emtree medical index terms",
            "kw",
            "ky",
        ),
    ),
    "publisher": ("publisher", "pb", "pu"),
    "language": ("language", "article language", "original language", "language of original document", "la"),
    "issn": ("issn", "eissn", "print issn", "electronic issn", "sn"),
    "isbn": ("isbn",),
    "note": ("note", "notes", "remarks"),
    "elsewhere": (
        *("extra", "accession number", "registration", "registrations", "clinical trial numbers", "trial registration"),
        *("clinical trial number", "nct number", "us", "xr"),
    ),
    "form": ("form",),
    "type": (
        "type",
        "item type",
        "entry type",
        "document type",
        "publication type",
        "reference type",
        "ref type",
        "pt",
    ),
    "key": ("key", "id", "citation key", "cite key", "record id", "covidence", "embase accession id"),
    "retracted": ("retracted", "is retracted"),
    # Of this site's own table: nothing of the publication.
    "searches": ("searches",),
    "database": ("database", "db", "source database", "database name"),
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
_OTHER_SIGNS = re.compile(r"[\W_]+")


def _cell(*fields: str) -> str:
    """A pattern for a header that has a column of one of these fields, from its beginning."""
    names = chain.from_iterable(_NAMES[field] for field in fields)
    words = "|".join(rf"{name.replace(' ', r'[^a-z0-9,;]{1,3}')}" for name in names)
    return rf'(?=(?:[^\n]{{0,20000}}[,;\t])?\s*"?(?:{words})[^a-z0-9,;\t\n]{{0,3}}(?:[,;\t\n]|\Z))'


# A title, and something to tell works with like titles apart.
RECOGNISED_BY = re.compile(
    rf"\A\s*(?:sep=.\n)?(?=[^\n]{{0,20000}}[,;\t])"
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
_FORMULA_STARTS = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_BETWEEN_NAMES = (";", "|", "\n", " and ")


def citation_table_reader(pages: Pages) -> TableReader:
    """Reads the rows of one table."""
    return TableReader(pages, field_of=field_of, key_fields=("key",), type_fields=("type", "form"))


def field_of(column: str) -> str:
    """The field that a column holds; '' when its name is none of those known.

    >>> field_of("Author(s)"), field_of("pubmed_id"), field_of("Cited by")
    ('authors', 'pmid', '')
    """
    return _FIELD_OF.get(_OTHER_SIGNS.sub(" ", column.lower()).strip(), "")


def map_table_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a row."""
    own = bool(entry.first("form"))
    values = {name: _without_apostrophe(value) if own else value for name, value in entry.first_values().items()}
    names = _own_names if own else _names
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
        years=tuple(entry.every("year")),
        form=form,
        journal=values.get("journal") or values.get("source") or institution,
        volume=values.get("volume", ""),
        number=values.get("number", ""),
        pages=values.get("pages") or between or values.get("article number", ""),
        doi=values.get("doi", ""),
        pmid=values.get("pmid", ""),
        pmcid=values.get("pmcid", ""),
        url=values.get("url", ""),
        editors=names(values.get("editors", "")),
        publisher=values.get("publisher", ""),
        language=values.get("language", ""),
        issn=" ".join(entry.every("issn")),
        isbn=values.get("isbn", ""),
        keywords=tuple(entry.every("keywords")),
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


def _own_names(text: str) -> tuple[str, ...]:
    """The names of this site's own table, which are written as they are stored."""
    return tuple(filter(None, (plain_text(name, latex=False)[0] for name in text.split(";"))))


def _without_apostrophe(value: str) -> str:
    """A value without the apostrophe that keeps a spreadsheet from running it."""
    return value[1:] if value.startswith(_FORMULA_STARTS) else value
