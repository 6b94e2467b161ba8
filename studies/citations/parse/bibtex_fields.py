"""The field names and entry types of BibTeX and biblatex."""

from studies.choices import PublicationType
from studies.citations.parse.author_names import bibtex_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.identifiers import doi_of

_BIBTEX = {
    "article": PublicationType.JOURNAL_ARTICLE,
    "suppperiodical": PublicationType.JOURNAL_ARTICLE,
    "review": PublicationType.JOURNAL_ARTICLE,
    "inproceedings": PublicationType.CONFERENCE_ABSTRACT,
    "conference": PublicationType.CONFERENCE_ABSTRACT,
    "proceedings": PublicationType.CONFERENCE_ABSTRACT,
    "mvproceedings": PublicationType.CONFERENCE_ABSTRACT,
    "phdthesis": PublicationType.THESIS,
    "mastersthesis": PublicationType.THESIS,
    "thesis": PublicationType.THESIS,
    "techreport": PublicationType.TECHNICAL_REPORT,
    "report": PublicationType.TECHNICAL_REPORT,
    "incollection": PublicationType.BOOK_CHAPTER,
    "inbook": PublicationType.BOOK_CHAPTER,
    "bookinbook": PublicationType.BOOK_CHAPTER,
    "suppbook": PublicationType.BOOK_CHAPTER,
    "suppcollection": PublicationType.BOOK_CHAPTER,
    "book": PublicationType.BOOK_CHAPTER,
    "mvbook": PublicationType.BOOK_CHAPTER,
    "collection": PublicationType.BOOK_CHAPTER,
    "mvcollection": PublicationType.BOOK_CHAPTER,
    "reference": PublicationType.BOOK_CHAPTER,
    "mvreference": PublicationType.BOOK_CHAPTER,
}


def bibtex_publication_type(entry_type: str) -> str:
    """The value of a ``PublicationType``; "other" for a type that has none."""
    return _BIBTEX.get(entry_type.lower(), PublicationType.OTHER).value


# As publishers and Scopus call it.
_ARTICLE_NUMBERS = ("article-number", "elocation-id", "articleno", "art_number")

# Each type of entry has another field for the journal, book or institution.
_WHERE = ("journal", "journaltitle", "booktitle", "howpublished", "institution", "school", "publisher", "organization")


def map_bibtex_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a BibTeX or biblatex entry."""
    values = entry.first_values()
    own = dict(entry.fields)

    def first(*names: str) -> str:
        for name in names:
            if name in values:
                return values[name]
        return ""

    # The editors of its book are not the authors of a part.
    authors, warnings = bibtex_names(first("author") or own.get("editor", ""))
    title = first("title", "maintitle", "booktitle")
    subtitle = first("subtitle")
    eprint_kind = first("eprinttype", "archiveprefix").lower()
    eprint = first("eprint")
    return FieldMapping(
        title=f"{title}: {subtitle}" if title and subtitle else title,
        authors=authors,
        years=(first("year"), first("date"), first("issued", "pubyear")),
        form=_form(entry.entry_type, first("type", "document_type").lower()),
        journal=_published_in(values),
        volume=first("volume"),
        number=first("number", "issue"),
        pages=first("pages", "page", "eid", *_ARTICLE_NUMBERS).rstrip("-– "),
        doi=first("doi", "doi-link", "bdsk-url-1") or (eprint if doi_of(eprint) else ""),
        pmid=first("pmid", "pubmedid", "pubmed", "ncbi_pubmed") or (eprint if "pubmed" in eprint_kind else ""),
        pmcid=first("pmcid", "pmc"),
        url=first("url", "link", "ee", "bdsk-url-1"),
        editors=bibtex_names(first("editor"))[0] if "editor" in values else (),
        publisher=first("publisher", "institution", "school", "organization"),
        language=first("language", "langid"),
        issn=f"{first('issn')} {first('eissn')}",
        isbn=first("isbn"),
        keywords=tuple(entry.every("author_keywords", "keywords", "keyword")),
        abstract=first("abstract"),
        note=first("note"),
        elsewhere=entry.every("annote", "annotation", "eprint", "howpublished", "keywords", "accession"),
        retraction=_retraction(first("type", "document_type").lower()),
        warnings=list(warnings),
    )


def _form(entry_type: str, document_type: str) -> str:
    """The value of a ``PublicationType``, also by the type that Web of Science and Scopus give."""
    if "meeting abstract" in document_type or "conference abstract" in document_type:
        return PublicationType.CONFERENCE_ABSTRACT.value
    return bibtex_publication_type(entry_type)


def _retraction(document_type: str) -> RetractionMark:
    if "retraction" in document_type:
        return RetractionMark.NOTICE
    return RetractionMark.RETRACTED if "retracted" in document_type else RetractionMark.NONE


def _published_in(values: dict[str, str]) -> str:
    """The journal, book or institution; the title of a book without another title is not one."""
    names = (name for name in _WHERE if name in values and ("title" in values or name != "booktitle"))
    container = next((values[name] for name in names), "")
    return "" if container.startswith(("http", "\\url")) else container
