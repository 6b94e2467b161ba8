"""The publication of a study as ``citation_*`` tags, by which Google Scholar, Zotero and others know a work.

Google Scholar's guidelines for inclusion ask for ``citation_title``, one ``citation_author`` for each author and
``citation_publication_date``, and name a tag for each kind of container. Zotero's translator "Embedded Metadata" reads
the same and takes the kind of the work from the container: so only the tag of its own kind is written. Only what the
record holds is written, abstracts never.
"""

from collections.abc import Iterator

from studies.choices import PublicationType, Retraction
from studies.citations.export.citation import OTHERS, RETRACTED
from studies.citations.export.work_kinds import work_kind
from studies.models import Publication
from studies.models.publication import author_list

CitationTag = tuple[str, str]
# The tag of what a work stands in, by its kind; the field of an institution is its publisher.
_CONTAINERS = {
    PublicationType.JOURNAL_ARTICLE: ("citation_journal_title", "journal"),
    PublicationType.CONFERENCE_ABSTRACT: ("citation_conference_title", "journal"),
    PublicationType.BOOK_CHAPTER: ("citation_book_title", "journal"),
    PublicationType.THESIS: ("citation_dissertation_institution", "publisher"),
    PublicationType.TECHNICAL_REPORT: ("citation_technical_report_institution", "publisher"),
}


def citation_tags(publication: Publication) -> tuple[CitationTag, ...]:
    """Names and values, in order; none for a work whose title is only a description, which nobody could find again."""
    if publication.is_description or not publication.title.strip():
        return ()
    return tuple((name, value) for name, value in _tags(publication) if value)


def printed_title(publication: Publication) -> str:
    """The title, which says of a retracted work that it is retracted, as publishers write it."""
    is_retracted = publication.retraction == Retraction.RETRACTED
    return f"{RETRACTED if is_retracted else ''}{' '.join(publication.title.split())}"


def authors_of(publication: Publication) -> list[str]:
    """The names of its authors that the record has: "Family, Given", or of a group."""
    return [name for name in author_list(publication.authors) if name != OTHERS]


def page_range(pages: str) -> tuple[str, str]:
    """First and last page; the last is "" where pages are none or one.

    >>> page_range("45–50"), page_range("E363-E373"), page_range("e000885")
    (('45', '50'), ('E363', 'E373'), ('e000885', ''))
    """
    first, _, last = pages.replace("--", "–").replace("-", "–").partition("–")
    return first.strip(), last.strip()


def _tags(publication: Publication) -> Iterator[CitationTag]:
    kind = work_kind(publication.entry_type, publication.publication_type).form
    first, last = page_range(publication.pages)
    yield "citation_title", printed_title(publication)
    yield from (("citation_author", name) for name in authors_of(publication))
    yield "citation_publication_date", str(publication.year or "")
    if kind in _CONTAINERS:
        name, field = _CONTAINERS[kind]
        yield name, getattr(publication, field)
    yield "citation_volume", publication.volume
    yield "citation_issue", publication.number
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield from (("citation_issn", number) for number in publication.issn.split())
    yield from (("citation_isbn", number) for number in publication.isbn.split())
    yield "citation_doi", publication.doi
    yield "citation_pmid", publication.pmid
    yield "citation_publisher", publication.publisher
    yield "citation_language", publication.language
    yield from (("citation_keywords", word) for word in author_list(publication.keywords))
