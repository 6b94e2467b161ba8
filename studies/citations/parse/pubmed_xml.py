"""PubMed's XML. Its elements get the tags of PubMed's tagged format, which have the same meaning, so one mapping serves
both."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from studies.choices import PublicationType
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import Parsed, ParsedEntry
from studies.citations.parse.medline import map_medline_fields
from studies.citations.parse.text_chunks import Pages
from studies.citations.parse.xml_records import PROLOG, XmlReader, XmlRecord, record_failure, text_of

TAGS = "PubmedArticle|PubmedBookArticle"
RECOGNISED_BY = re.compile(rf"{PROLOG}<(?:PubmedArticleSet|PubmedBookArticleSet|{TAGS})(?=[\s/>])")

# National Library of Medicine, "MEDLINE/PubMed XML data elements": the attribute RefType and its tag.
_LINKS = {
    "CommentIn": "CIN",
    "CommentOn": "CON",
    "CorrectedandRepublishedIn": "CRI",
    "CorrectedandRepublishedFrom": "CRF",
    "ErratumIn": "EIN",
    "ErratumFor": "EFR",
    "ExpressionOfConcernIn": "ECI",
    "ExpressionOfConcernFor": "ECF",
    "RepublishedIn": "RPI",
    "RepublishedFrom": "RPF",
    "RetractedandRepublishedIn": "RRI",
    "RetractedandRepublishedFrom": "RRF",
    "RetractionIn": "RIN",
    "RetractionOf": "ROF",
    "UpdateIn": "UIN",
    "UpdateOf": "UOF",
}
_KEY = re.compile(r"<PMID[^<>]{0,40}>\s*(\d{1,9})")

_Field = tuple[str, str]


def pubmed_xml_reader(pages: Pages) -> XmlReader:
    """Reads articles and books of one file."""
    return XmlReader(pages, TAGS, _entry, key=_KEY)


def _entry(record: XmlRecord, root: Element, warnings: tuple[str, ...]) -> Parsed:
    citation = root.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    book = root.find("BookDocument")
    if citation is not None and article is not None:
        found = [*_article_fields(citation, article)]
        ids = root.findall("PubmedData/ArticleIdList/ArticleId")
    elif book is not None:
        found = [*_book_fields(book)]
        ids = [*book.findall("ArticleIdList/ArticleId"), *root.findall("PubmedBookData/ArticleIdList/ArticleId")]
    else:
        return record_failure(record, "The record holds neither an article nor a chapter of a book.")
    fields = tuple((tag, value) for tag, value in (*found, *_id_fields(ids)) if tag and value)
    values = dict(reversed(fields))
    return ParsedEntry(record.line, values.get("PMID", ""), values.get("PT", ""), fields, record.text, warnings)


def _article_fields(citation: Element, article: Element) -> Iterator[_Field]:
    journal, issue = article.find("Journal"), article.find("Journal/JournalIssue")
    yield "PMID", text_of(citation.find("PMID"))
    yield "TI", text_of(article.find("ArticleTitle"))
    yield "TT", text_of(article.find("VernacularTitle"))
    yield from _abstract_fields(article)
    yield from _people(article.findall("AuthorList/Author"), "FAU")
    yield from (("LA", text_of(each)) for each in article.findall("Language"))
    yield from (("PT", text_of(each)) for each in article.findall("PublicationTypeList/PublicationType"))
    if journal is not None:
        yield "JT", text_of(journal.find("Title"))
        yield "TA", text_of(journal.find("ISOAbbreviation"))
        yield from (("IS", f"{text_of(each)} ({each.get('IssnType', '')})") for each in journal.findall("ISSN"))
    yield "TA", text_of(citation.find("MedlineJournalInfo/MedlineTA"))
    if issue is not None:
        yield "VI", text_of(issue.find("Volume"))
        yield "IP", text_of(issue.find("Issue"))
        yield "DP", _date(issue.find("PubDate"))
    yield "DEP", _date(article.find("ArticleDate"), "-")
    yield "PG", _pages(article)
    for place in article.findall("ELocationID"):
        if place.get("ValidYN") != "N":
            yield "LID", f"{text_of(place)} [{place.get('EIdType', '')}]"
    yield from _index_fields(citation, article)


def _index_fields(citation: Element, article: Element) -> Iterator[_Field]:
    """What indexers added: registrations, keywords, headings, and links to other articles."""
    for bank in article.findall("DataBankList/DataBank"):
        name = text_of(bank.find("DataBankName"))
        yield from (("SI", f"{name}/{text_of(each)}") for each in bank.iter("AccessionNumber"))
    yield from (("OT", text_of(each)) for each in citation.findall("KeywordList/Keyword"))
    yield from (("MH", _heading(each)) for each in citation.findall("MeshHeadingList/MeshHeading"))
    for link in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        pmid = text_of(link.find("PMID"))
        source = f"{text_of(link.find('RefSource'))} PMID: {pmid}" if pmid else text_of(link.find("RefSource"))
        # Without a source it marks the article all the same.
        yield _LINKS.get(kind := link.get("RefType", ""), kind), source.strip() or "source not stated"


def _book_fields(document: Element) -> Iterator[_Field]:
    yield "PMID", text_of(document.find("PMID"))
    yield "TI", text_of(document.find("ArticleTitle"))
    yield "TT", text_of(document.find("VernacularTitle"))
    yield from _abstract_fields(document)
    chapter_authors = [each for each in document.findall("AuthorList") if each.get("Type") != "editors"]
    yield from _people((author for each in chapter_authors for author in each.findall("Author")), "FAU")
    yield from (("LA", text_of(each)) for each in document.findall("Language"))
    yield from (("PT", text_of(each)) for each in document.findall("PublicationType"))
    yield from (("OT", text_of(each)) for each in document.findall("KeywordList/Keyword"))
    yield "PG", _pages(document)
    book = document.find("Book")
    if book is None:
        return
    yield "BTI", text_of(book.find("BookTitle"))
    yield "CTI", text_of(book.find("CollectionTitle"))
    yield "VI", text_of(book.find("Volume"))
    yield "DP", _date(book.find("PubDate"))
    yield "PB", text_of(book.find("Publisher/PublisherName"))
    yield from (("ISBN", text_of(each)) for each in book.findall("Isbn"))
    for people in book.findall("AuthorList"):
        is_authors = people.get("Type") == "authors" and not chapter_authors
        yield from _people(people.findall("Author"), "FAU" if is_authors else "FED")


def _abstract_fields(article: Element) -> Iterator[_Field]:
    parts = article.findall("Abstract/AbstractText")
    labelled = (f"{part.get('Label')}: {text_of(part)}" if part.get("Label") else text_of(part) for part in parts)
    yield "AB", "\n".join(labelled)


def _people(people: Iterable[Element], tag: str) -> Iterator[_Field]:
    for person in people:
        if group := text_of(person.find("CollectiveName")):
            yield "CN", group
            continue
        family = text_of(person.find("LastName"))
        given = text_of(person.find("ForeName")) or text_of(person.find("Initials"))
        suffix = text_of(person.find("Suffix"))
        # A comma after a name without a first name keeps it together.
        yield tag, ", ".join(filter(None, (family, given, suffix))) if given else f"{family}," if family else ""


def _date(date: Element | None, sign: str = " ") -> str:
    """Year, month and day, or the words that take their place."""
    if date is None:
        return ""
    parts = [text_of(date.find(name)) for name in ("Year", "Month", "Day")]
    return sign.join(filter(None, parts)) or text_of(date.find("MedlineDate"))


def _pages(article: Element) -> str:
    pagination = article.find("Pagination")
    if pagination is None:
        return ""
    ends = (text_of(pagination.find("StartPage")), text_of(pagination.find("EndPage")))
    return text_of(pagination.find("MedlinePgn")) or "-".join(filter(None, ends))


def _heading(heading: Element) -> str:
    return "/".join(text_of(part) for part in heading if part.tag in ("DescriptorName", "QualifierName"))


def _id_fields(ids: Iterable[Element]) -> Iterator[_Field]:
    for each in ids:
        kind, value = each.get("IdType", ""), text_of(each)
        if kind == "pmc":
            yield "PMC", value
        elif kind != "pubmed" and value:
            yield "AID", f"{value} [{kind}]"


def map_pubmed_xml_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of an article, or of a book or its chapter."""
    mapping = map_medline_fields(entry)
    if book := entry.first("BTI"):
        mapping.form = PublicationType.BOOK_CHAPTER.value
        mapping.journal = book if entry.first("TI") else entry.first("CTI")
        mapping.publisher = entry.first("PB")
    return mapping
