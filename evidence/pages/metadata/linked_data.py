"""What a page is about as linked data of schema.org, in a data block that no browser runs.

The properties are those of schema.org; for data sets, those that Google's guide to the structured data of a Dataset
asks for (name and description) and recommends.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from evidence.data_citation import SITE_TITLE, DataCitation
from evidence.pages.metadata.citation_tags import authors_of, page_range, printed_title
from studies.choices import PublicationType, Retraction
from studies.citations.export.work_kinds import work_kind
from studies.models import Publication
from studies.models.publication import author_list
from studies.presentation.data_licence import DATA_AUTHOR, DATA_LICENCE
from studies.presentation.identifier_links import identifier_links

Data = dict[str, Any]
SCHEMA = "https://schema.org"
# Inside a script element only these could end the block or begin another; line separators are escaped with all others.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_TYPES = {
    PublicationType.JOURNAL_ARTICLE: "ScholarlyArticle",
    PublicationType.CONFERENCE_ABSTRACT: "ScholarlyArticle",
    PublicationType.BOOK_CHAPTER: "Chapter",
    PublicationType.THESIS: "Thesis",
    PublicationType.TECHNICAL_REPORT: "Report",
}


def data_block(data: Mapping[str, Any]) -> SafeString:
    """A script element with these data. No text in them can end it, whatever file it came from."""
    text = json.dumps({"@context": SCHEMA, **data}, ensure_ascii=True).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def work_data(publication: Publication, *, address: str, name: str) -> Data | None:
    """The publication of the study whose page is at ``address``; None where its title is only a description."""
    if publication.is_description or not publication.title.strip():
        return None
    links = identifier_links(publication).known
    first, last = page_range(publication.pages)
    return _known(
        {
            "@type": _TYPES.get(work_kind(publication.entry_type, publication.publication_type).form, "CreativeWork"),
            "@id": links[0] if links else "",
            "name": printed_title(publication),
            "headline": printed_title(publication),
            "author": [_author(each) for each in authors_of(publication)],
            "datePublished": str(publication.year or ""),
            "isPartOf": _issue(publication),
            "pageStart": first,
            "pageEnd": last,
            "identifier": _identifiers(publication),
            "sameAs": links,
            "publisher": _organization(publication.publisher),
            "inLanguage": publication.language,
            "keywords": author_list(publication.keywords),
            "creativeWorkStatus": "Retracted" if publication.retraction == Retraction.RETRACTED else "",
            # This page describes the work; it is not the work.
            "subjectOf": {"@type": "WebPage", "url": address, "name": name},
        }
    )


def data_set(
    *, name: str, description: str, address: str, files: Iterable[tuple[str, str]], state: DataCitation, about: str = ""
) -> Data:
    """A set of data that the page at ``address`` shows, in that state.

    ``files`` are the kind and the whole address of each download. Only a release has a version.
    """
    day = state.changed_on or state.released_on
    return _known(
        {
            "@type": "Dataset",
            "name": name,
            "description": description,
            "url": address,
            "license": DATA_LICENCE.address,
            "creator": _organization(DATA_AUTHOR),
            "isAccessibleForFree": True,
            "version": str(state.number) if state.is_release else "",
            "dateModified": day.isoformat() if day else "",
            "creditText": state.text(address),
            "keywords": ["ozone therapy", "back pain", *([about] if about else [])],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": file} for kind, file in files
            ],
        }
    )


def web_site(*, address: str, search: str) -> Data:
    """The whole site, and how it is searched; ``search`` is the whole address of its search page."""
    return {
        "@type": "WebSite",
        "name": SITE_TITLE,
        "url": address,
        "license": DATA_LICENCE.address,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _known(data: Data) -> Data:
    """The properties that the records hold."""
    return {name: value for name, value in data.items() if value}


def _author(name: str) -> Data:
    """A person as "Family, Given"; a group has no comma."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        return {"@type": "Organization", "name": family}
    return _known({"@type": "Person", "name": f"{given} {family}".strip(), "familyName": family, "givenName": given})


def _organization(name: str) -> Data:
    return {"@type": "Organization", "name": name} if name else {}


def _identifiers(publication: Publication) -> list[Data]:
    values = (("doi", publication.doi), ("pmid", publication.pmid), ("pmcid", publication.pmcid))
    return [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in values if value]


def _issue(publication: Publication) -> Data:
    """The issue in its volume in its journal, as far as the record names them; of a chapter, the book."""
    kind = work_kind(publication.entry_type, publication.publication_type).form
    form = "Periodical" if kind == PublicationType.JOURNAL_ARTICLE else "Book"
    if not publication.journal:
        return {}
    whole = _known({"@type": form, "name": publication.journal, "issn": publication.issn.split()})
    if publication.volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": publication.volume, "isPartOf": whole}
    if publication.number:
        whole = {"@type": "PublicationIssue", "issueNumber": publication.number, "isPartOf": whole}
    return whole
