"""What the tags of RIS mean, in any of the dialects of the databases and of reference managers."""

import re

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names, warnings_of_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.database_names import database_name
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.identifiers import doi_of, pmcid_of, pmid_of

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
    names = entry.every("AU", "A1")
    editors = listed_names(entry.every("ED", "A2") if kind in _BOOKS else entry.every("ED"))
    m3 = entry.first("M3")
    database = _database(entry)
    numbers = [text for text in entry.every("C1", "C3", "C7", "M1", "M2", "U1", "U2") if len(text) <= _LONGEST_NUMBER]
    return FieldMapping(
        title=entry.first("TI", "T1", "CT", "ST") or entry.first("BT"),
        authors=listed_names(names) or listed_names(entry.every("A2")) or editors,
        years=tuple(entry.first(tag).split("/")[0] for tag in ("PY", "Y1", "YR", "DA")),
        form=_form(entry),
        journal=_journal(entry, in_book=kind in _IN_BOOK),
        volume=entry.first("VL", "VO"),
        number=entry.first("IS"),
        pages=_pages(entry),
        doi=entry.first("DO", "DOI", "DI") or next(filter(doi_of, (m3, *entry.every("L3", "L1", "L2"))), ""),
        pmid=_pmid(entry, database),
        pmcid=next(filter(None, map(pmcid_of, entry.every("C2", "PM", "AN", "C7", "U2", "L1", "L2"))), ""),
        url=entry.first("UR", "L1", "L2", "LK"),
        editors=editors,
        publisher=entry.first("PB", "PU"),
        language=entry.first("LA"),
        issn=" ".join(entry.every("SN")),
        isbn=" ".join(entry.every("SN", "BN")),
        keywords=tuple(entry.every("KW")),
        abstract=_abstract(entry),
        note=_note(entry),
        elsewhere=[*entry.every("UR", "L1", "L2", "L3", "N1", "AN", "SI", "CN", "JA", "JF", "T2"), *numbers],
        database=database,
        retraction=_retraction(entry),
        warnings=warnings_of_names(names),
    )


def _form(entry: ParsedEntry) -> str:
    """The value of a ``PublicationType``: databases say in M3 or PT that an article is an abstract of a conference."""
    types = " ".join(entry.every("M3", "PT"))
    if _ABSTRACT_TYPE.search(types):
        return PublicationType.CONFERENCE_ABSTRACT.value
    if _REGISTER_TYPE.search(types):
        return PublicationType.OTHER.value
    return ris_publication_type(entry.entry_type)


def _journal(entry: ParsedEntry, *, in_book: bool) -> str:
    names = ("T2", "BT", "JF") if in_book else ("JF", "JO", "T2", "JA", "J2", "J1", "JI", "J9")
    journal = entry.first(*names)
    return "" if journal.startswith("http") else journal


def _pages(entry: ParsedEntry) -> str:
    """First and last page; else the number of an article that has no pages."""
    first, last = entry.first("SP"), entry.first("EP")
    if first and last and last != first and not re.search(r"[-‐–]", first):
        return f"{first}–{last}"
    article = entry.first("C7")
    return first or last or entry.first("PG") or (article if _ARTICLE_NUMBER.fullmatch(article) else "")


def _database(entry: ParsedEntry) -> str:
    accession = entry.first("AN", "ID")
    if accession.startswith("WOS:"):
        return "Web of Science"
    if accession.startswith("CN-"):
        return "Cochrane CENTRAL"
    return database_name(*entry.every("DB", "DP"))


def _pmid(entry: ParsedEntry, database: str) -> str:
    """The PubMed number: a bare one in the tag where its database puts it, or one that is named as such."""
    for tag in {"Embase": ("C5",), "Scopus": ("C2",), "PubMed": ("AN", "ID"), "MEDLINE": ("C5", "AN", "ID")}.get(
        database, ()
    ):
        value = entry.first(tag)
        if value.isdigit() and 6 <= len(value) <= 8:
            return value
    if entry.first("PM").isdigit():
        return entry.first("PM")
    values = entry.every("C3", "XR", "C2", "AN", "C7", "C5", "U1", "PM", "M1", "M2", "ID")
    named = (value for value in values if len(value) <= _LONGEST_NUMBER and _NAMED_PMID.search(value))
    return next(filter(None, map(pmid_of, named)), "")


def _abstract(entry: ParsedEntry) -> str:
    """The paragraphs of the abstract, without the copyright that EBSCO prints as one of them."""
    paragraphs = entry.every("AB") or entry.every("N2")
    return "\n".join(text for text in paragraphs if not text.startswith("Copyright of "))


def _note(entry: ParsedEntry) -> str:
    """What people noted, without what a database prints of its record."""
    notes = (text for text in entry.every("N1", "RN") if len(text) <= _LONGEST_NOTE or "RAYYAN-" in text)
    return " ".join(text for text in notes if not _PRINTED_NOTE.match(text))


def _retraction(entry: ParsedEntry) -> RetractionMark:
    """A whole value counts, because "Retraction of Publication as Topic" is a subject."""
    types = {part.strip(" *").lower() for value in entry.every("M3", "PT") for part in re.split(r"[;,]", value)}
    types |= {value.strip(" *").lower() for value in entry.every("KW")} - {"retracted", "retraction"}
    if types & {"retraction of publication", "retraction notice", "retraction"}:
        return RetractionMark.NOTICE
    retracted = types & {"retracted publication", "retracted article", "retracted"}
    return RetractionMark.RETRACTED if retracted else RetractionMark.NONE
