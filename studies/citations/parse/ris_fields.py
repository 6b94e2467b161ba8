"""What the tags of RIS mean, in any of the dialects of the databases and of reference managers."""

import re

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.identifiers import doi_of, pmcid_of, pmid_of

_RIS = {
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


_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


def ris_publication_type(entry_type: str) -> str:
    """The value of a ``PublicationType`` for the word on the TY line."""
    return _RIS.get(entry_type.upper(), PublicationType.OTHER).value


def map_ris_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a RIS record, in any of the dialects of the databases."""
    in_book = entry.entry_type.upper() in ("CHAP", "ECHAP", "CONF", "CPAPER")
    first, last = entry.first("SP"), entry.first("EP")
    years = [
        year.split("/")[0] for year in (entry.first("PY"), entry.first("Y1"), entry.first("DA"), entry.first("Y2"))
    ]
    pubmed = bool(_PUBMED.search(" ".join(entry.every("DB", "DP"))))
    m3 = entry.first("M3")
    return FieldMapping(
        title=entry.first("TI", "T1", "CT", "ST") or entry.first("BT"),
        authors=listed_names(entry.every("AU", "A1")) or listed_names(entry.every("A2", "ED")),
        years=tuple(years),
        form=ris_publication_type(entry.entry_type),
        journal=entry.first("T2", "BT", "JF") if in_book else entry.first("JF", "JO", "T2", "JA", "J2", "J1"),
        volume=entry.first("VL"),
        number=entry.first("IS"),
        pages=f"{first}–{last}" if first and last and last != first and "-" not in first else first or last,
        doi=entry.first("DO", "DOI") or (m3 if doi_of(m3) else ""),
        pmid=_ris_pmid(entry, pubmed=pubmed),
        pmcid=next(filter(None, map(pmcid_of, entry.every("C2", "PM", "AN", "C7", "U2"))), ""),
        url=entry.first("UR", "L1", "L2", "LK"),
        editors=listed_names(entry.every("A2", "ED")),
        publisher=entry.first("PB"),
        language=entry.first("LA"),
        issn=" ".join(entry.every("SN")),
        isbn=" ".join(entry.every("SN")),
        keywords=tuple(entry.every("KW")),
        abstract=entry.first("AB", "N2"),
        note=entry.first("N1") if len(entry.first("N1")) < 400 else "",
        elsewhere=entry.every("UR", "L2", "L3", "N1", "AN", "U1", "U2", "C1", "C7", "N2", "AB", "KW", "M1"),
        retraction=_ris_retraction(entry),
    )


def _ris_pmid(entry: ParsedEntry, *, pubmed: bool) -> str:
    """The PubMed number: the accession number in PubMed's own exports, or a field that names it."""
    for value in (*entry.every("AN"), *entry.every("ID")) if pubmed else ():
        if value.isdigit():
            return value
    return next((pmid_of(value) for value in entry.every("C7", "AN", "U1", "PM", "M1") if "pm" in value.lower()), "")


def _ris_retraction(entry: ParsedEntry) -> RetractionMark:
    text = " ".join(entry.every("M3", "KW", "PT")).lower()
    if "retraction of publication" in text or "retraction notice" in text:
        return RetractionMark.NOTICE
    return RetractionMark.RETRACTED if "retracted publication" in text else RetractionMark.NONE
