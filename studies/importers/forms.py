"""The form of publication that each format's word for a type stands for."""

from studies.choices import PublicationType

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


def bibtex_form(entry_type: str) -> str:
    """The value of a ``PublicationType``; "other" for a type that has none."""
    return _BIBTEX.get(entry_type.lower(), PublicationType.OTHER).value


def ris_form(entry_type: str) -> str:
    """The value of a ``PublicationType`` for the word on the TY line."""
    return _RIS.get(entry_type.upper(), PublicationType.OTHER).value


def medline_form(types: list[str]) -> str:
    """The value of a ``PublicationType`` for PubMed's list of publication types."""
    said = {each.lower() for each in types}
    if said & {"congress", "meeting abstract", "abstract"}:
        return PublicationType.CONFERENCE_ABSTRACT.value
    if "academic dissertation" in said:
        return PublicationType.THESIS.value
    if "preprint" in said:
        return PublicationType.OTHER.value
    if "technical report" in said:
        return PublicationType.TECHNICAL_REPORT.value
    return PublicationType.JOURNAL_ARTICLE.value
