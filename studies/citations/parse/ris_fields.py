"""What the tags of RIS mean, in any of the dialects of the databases and of reference managers."""

import re

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names, warnings_of_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.database_names import database_name
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.identifiers import doi_of, pmcid_of, pmid_of
from studies.citations.parse.tagged_lines import TagValues

_TYPES = {
    "JOUR": PublicationType.JOURNAL_ARTICLE,
    "JFULL": PublicationType.JOURNAL_ARTICLE,
    "EJOUR": PublicationType.JOURNAL_ARTICLE,
    "INPR": PublicationType.JOURNAL_ARTICLE,
    "MGZN": PublicationType.JOURNAL_ARTICLE,
    "ABST": PublicationType.CONFERENCE_ABSTRACT,
    "CONF": PublicationType.CONFERENCE_ABSTRACT,
    "CPAPER": PublicationType.CONFERENCE_ABSTRACT,
    "THES": PublicationType.THESIS,
    "RPRT": PublicationType.TECHNICAL_REPORT,
    "CHAP": PublicationType.BOOK_CHAPTER,
    "BOOK": PublicationType.BOOK_CHAPTER,
    "ECHAP": PublicationType.BOOK_CHAPTER,
    "EBOOK": PublicationType.BOOK_CHAPTER,
    "EDBOOK": PublicationType.BOOK_CHAPTER,
}
_IN_BOOK = ("CHAP", "ECHAP", "CONF", "CPAPER")
_BOOKS = (*_IN_BOOK, "BOOK", "EBOOK", "EDBOOK", "SER")
_ABSTRACT_TYPE = re.compile(r"\b(?:conference|meeting|congress) (?:abstract|poster)", re.IGNORECASE)
_REGISTER_TYPE = re.compile(r"\btrial registry record\b", re.IGNORECASE)
_NAMED_PMID = re.compile(r"\b(?:pmid|pubmed(?: id)?|medline)\W{0,3}\d|pubmed[./]", re.IGNORECASE)
# Some databases put addresses of authors or the cited works into tags that elsewhere hold a number.
_LONGEST_NUMBER = 80
# A longer note is what a database prints of its record.
_LONGEST_NOTE = 400
_PRINTED_NOTE = re.compile(
    r"(?:accession number|export date|cited by|times cited|total times cited|date revised|last updated|date completed"
    r"|copyright|[A-Z]\d{6,}\b)",
    re.IGNORECASE,
)
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,4}\d[\w.-]{0,15}")


def ris_publication_type(entry_type: str) -> str:
    """The value of a ``PublicationType`` for the word on the TY line."""
    return _TYPES.get(entry_type.upper(), PublicationType.OTHER).value


def map_ris_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a RIS record, in any of the dialects of the databases."""
    kind = entry.entry_type.upper()
    values = TagValues(entry)
    names = values.every("AU", "A1")
    editors = listed_names(values.every("ED", "A2") if kind in _BOOKS else values.every("ED"))
    m3 = values.first("M3")
    database = _database(values)
    numbers = [text for text in values.every("C1", "C3", "C7", "M1", "M2", "U1", "U2") if len(text) <= _LONGEST_NUMBER]
    return FieldMapping(
        title=values.first("TI", "T1", "CT", "ST") or values.first("BT"),
        authors=listed_names(names) or listed_names(values.every("A2")) or editors,
        years=tuple(values.first(tag).split("/")[0] for tag in ("PY", "Y1", "YR", "DA")),
        form=_form(kind, values),
        journal=_journal(values, in_book=kind in _IN_BOOK),
        volume=values.first("VL", "VO"),
        number=values.first("IS"),
        pages=_pages(values),
        doi=values.first("DO", "DOI", "DI") or next(filter(doi_of, (m3, *values.every("L3", "L1", "L2"))), ""),
        pmid=_pmid(values, database),
        pmcid=next(filter(None, map(pmcid_of, values.every("C2", "PM", "AN", "C7", "U2", "L1", "L2"))), ""),
        url=values.first("UR", "L1", "L2", "LK"),
        editors=editors,
        publisher=values.first("PB", "PU"),
        language=values.first("LA"),
        issn=" ".join(values.every("SN")),
        isbn=" ".join(values.every("SN", "BN")),
        keywords=tuple(text.lstrip("*") for text in values.every("KW")),
        abstract=_abstract(values),
        note=_note(values),
        elsewhere=[*values.every("UR", "L1", "L2", "L3", "N1", "AN", "SI", "CN", "JA", "JF", "T2"), *numbers],
        database=database,
        retraction=_retraction(values),
        warnings=warnings_of_names(names),
    )


def _form(kind: str, values: TagValues) -> str:
    """The value of a ``PublicationType``: databases say in M3 or PT that an article is an abstract of a conference."""
    types = " ".join(values.every("M3", "PT"))
    if _ABSTRACT_TYPE.search(types):
        return PublicationType.CONFERENCE_ABSTRACT.value
    if _REGISTER_TYPE.search(types):
        return PublicationType.OTHER.value
    return ris_publication_type(kind)


def _journal(values: TagValues, *, in_book: bool) -> str:
    names = ("T2", "BT", "JF") if in_book else ("JF", "JO", "T2", "JA", "J2", "J1", "JI", "J9")
    journal = values.first(*names)
    return "" if journal.startswith("http") else journal


def _pages(values: TagValues) -> str:
    """First and last page; else the number of an article that has no pages."""
    first, last = values.first("SP"), values.first("EP")
    if first and last and last != first and not re.search(r"[-‐–]", first):
        return f"{first}–{last}"
    article = values.first("C7")
    return first or last or values.first("PG") or (article if _ARTICLE_NUMBER.fullmatch(article) else "")


def _database(values: TagValues) -> str:
    accession = values.first("AN", "ID")
    if accession.startswith("WOS:"):
        return "Web of Science"
    if accession.startswith("CN-"):
        return "Cochrane CENTRAL"
    return database_name(*values.every("DB", "DP"))


def _pmid(values: TagValues, database: str) -> str:
    """The PubMed number: a bare one in the tag where its database puts it, or one that is named as such."""
    for tag in {"Embase": ("C5",), "Scopus": ("C2",), "PubMed": ("AN", "ID"), "MEDLINE": ("C5", "AN", "ID")}.get(
        database, ()
    ):
        value = values.first(tag)
        if value.isdigit() and 6 <= len(value) <= 8:
            return value
    if values.first("PM").isdigit():
        return values.first("PM")
    texts = values.every("C3", "XR", "C2", "AN", "C7", "C5", "U1", "PM", "M1", "M2", "ID")
    named = (value for value in texts if len(value) <= _LONGEST_NUMBER and _NAMED_PMID.search(value))
    return next(filter(None, map(pmid_of, named)), "")


def _abstract(values: TagValues) -> str:
    """The paragraphs of the abstract, without the copyright that EBSCO prints as one of them."""
    paragraphs = values.every("AB") or values.every("N2")
    return "\n".join(text for text in paragraphs if not text.startswith("Copyright of "))


def _note(values: TagValues) -> str:
    """What people noted, without what a database prints of its record."""
    notes = (text for text in values.every("N1", "RN") if len(text) <= _LONGEST_NOTE or "RAYYAN-" in text)
    return " ".join(text for text in notes if not _PRINTED_NOTE.match(text))


def _retraction(values: TagValues) -> RetractionMark:
    """A whole value counts, because "Retraction of Publication as Topic" is a subject."""
    types = {part.strip(" *").lower() for value in values.every("M3", "PT") for part in re.split(r"[;,]", value)}
    types |= {value.strip(" *").lower() for value in values.every("KW")} - {"retracted", "retraction"}
    if types & {"retraction of publication", "retraction notice", "retraction"}:
        return RetractionMark.NOTICE
    retracted = types & {"retracted publication", "retracted article", "retracted"}
    return RetractionMark.RETRACTED if retracted else RetractionMark.NONE
