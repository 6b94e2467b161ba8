"""The field names and publication types of each format: one function for each."""

import re

from studies.choices import PublicationType
from studies.citations.parse.author_names import bibtex_names, listed_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.identifiers import doi_of, pmcid_of, pmid_of

_BIBTEX = {
    "article": PublicationType.JOURNAL_ARTICLE,
    "inproceedings": PublicationType.CONFERENCE_ABSTRACT,
    "conference": PublicationType.CONFERENCE_ABSTRACT,
    "proceedings": PublicationType.CONFERENCE_ABSTRACT,
    "phdthesis": PublicationType.THESIS,
    "mastersthesis": PublicationType.THESIS,
    "thesis": PublicationType.THESIS,
    "techreport": PublicationType.TECHNICAL_REPORT,
    "report": PublicationType.TECHNICAL_REPORT,
    "incollection": PublicationType.BOOK_CHAPTER,
    "inbook": PublicationType.BOOK_CHAPTER,
    "book": PublicationType.BOOK_CHAPTER,
}


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
}


def bibtex_publication_type(entry_type: str) -> str:
    """The value of a ``PublicationType``; "other" for a type that has none."""
    return _BIBTEX.get(entry_type.lower(), PublicationType.OTHER).value


def ris_publication_type(entry_type: str) -> str:
    """The value of a ``PublicationType`` for the word on the TY line."""
    return _RIS.get(entry_type.upper(), PublicationType.OTHER).value


def medline_publication_type(types: list[str]) -> str:
    """The value of a ``PublicationType`` for PubMed's list of publication types."""
    lowered = {each.lower() for each in types}
    if lowered & {"congress", "meeting abstract", "abstract"}:
        return PublicationType.CONFERENCE_ABSTRACT.value
    if "academic dissertation" in lowered:
        return PublicationType.THESIS.value
    if "preprint" in lowered:
        return PublicationType.OTHER.value
    if "technical report" in lowered:
        return PublicationType.TECHNICAL_REPORT.value
    return PublicationType.JOURNAL_ARTICLE.value


# Each type of entry has another field for the journal, book or institution.
_WHERE = ("journal", "journaltitle", "booktitle", "howpublished", "institution", "school", "publisher", "organization")


_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


_ID_KIND = re.compile(r"\s*\[(doi|pii|pmcid?|bookaccession)\]\s*\Z", re.IGNORECASE)


def map_bibtex_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a BibTeX or biblatex entry."""
    values = entry.first_values()

    def first(*names: str) -> str:
        return next((values[name] for name in names if name in values), "")

    authors, warnings = bibtex_names(first("author", "editor"))
    title = first("title", "maintitle", "booktitle")
    subtitle = first("subtitle")
    eprint_kind = first("eprinttype", "archiveprefix").lower()
    eprint = first("eprint")
    return FieldMapping(
        title=f"{title}: {subtitle}" if title and subtitle else title,
        authors=authors,
        years=(first("year"), first("date"), first("issued", "pubyear")),
        form=bibtex_publication_type(entry.entry_type),
        journal=_published_in(values),
        volume=first("volume"),
        number=first("number", "issue"),
        pages=first("pages", "page", "eid", "article-number"),
        doi=first("doi", "doi-link", "bdsk-url-1") or (eprint if doi_of(eprint) else ""),
        pmid=first("pmid", "pubmedid", "pubmed", "ncbi_pubmed") or (eprint if "pubmed" in eprint_kind else ""),
        pmcid=first("pmcid", "pmc"),
        url=first("url", "link", "ee", "bdsk-url-1"),
        editors=bibtex_names(first("editor"))[0] if "editor" in values else (),
        publisher=first("publisher", "institution", "school", "organization"),
        language=first("language", "langid"),
        issn=first("issn"),
        isbn=first("isbn"),
        keywords=tuple(entry.every("keywords", "keyword")),
        abstract=first("abstract"),
        note=first("note"),
        elsewhere=entry.every("annote", "annotation", "eprint", "howpublished", "abstract", "keywords", "accession"),
        warnings=list(warnings),
    )


def _published_in(values: dict[str, str]) -> str:
    """The journal, book or institution; the title of a book without another title is not one."""
    names = (name for name in _WHERE if name in values and ("title" in values or name != "booktitle"))
    container = next((values[name] for name in names), "")
    return "" if container.startswith(("http", "\\url")) else container


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


def map_medline_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a record in PubMed's own format."""
    ids = [
        (_ID_KIND.sub("", value), kind[1].lower())
        for value in entry.every("LID", "AID")
        if (kind := _ID_KIND.search(value))
    ]
    return FieldMapping(
        title=entry.first("TI", "BTI", "TT"),
        authors=listed_names(entry.every("FAU") or entry.every("AU")) + tuple(entry.every("CN")),
        years=(entry.first("DP"), entry.first("DEP"), entry.first("EDAT")[:4]),
        form=medline_publication_type(entry.every("PT")),
        journal=entry.first("JT", "TA", "CTI"),
        volume=entry.first("VI"),
        number=entry.first("IP"),
        pages=entry.first("PG"),
        doi=next((value for value, kind in ids if kind == "doi"), ""),
        pmid=entry.first("PMID"),
        pmcid=entry.first("PMC") or next((value for value, kind in ids if kind.startswith("pmc")), ""),
        editors=listed_names(entry.every("FED") or entry.every("ED")),
        language=" ".join(entry.every("LA")),
        issn=" ".join(entry.every("IS")),
        isbn=" ".join(entry.every("ISBN")),
        keywords=tuple(entry.every("OT") + entry.every("MH")),
        abstract=entry.first("AB"),
        elsewhere=entry.every("SI", "AB"),
        retraction=_medline_retraction(entry),
        warnings=[f"{_LINKS[tag]}: {value}" for tag, value in entry.fields if tag in _LINKS],
    )


_LINKS = {
    "CIN": "Commented on in",
    "EIN": "An erratum is in",
    "RIN": "Retracted in",
    "ECI": "An expression of concern is in",
    "CRI": "Corrected and republished in",
}


def _medline_retraction(entry: ParsedEntry) -> RetractionMark:
    types = {value.lower() for value in entry.every("PT")}
    if types & {"retraction of publication", "retraction notice"} or entry.first("ROF"):
        return RetractionMark.NOTICE
    return RetractionMark.RETRACTED if "retracted publication" in types or entry.first("RIN") else RetractionMark.NONE
