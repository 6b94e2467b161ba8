"""The publications of a study, with where each can be found."""

from dataclasses import dataclass

from studies.models import Publication
from studies.presentation.identifier_links import identifier_links
from studies.presentation.place_in_print import place_in_print
from studies.presentation.study_sources import Title, title_of, web_link


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """A publication with its links."""

    publication: Publication
    title: Title
    authors: str
    issue: str
    link: str
    doi_link: str
    central_link: str
    pubmed_link: str


def publication_line(publication: Publication) -> PublicationLine:
    """One publication with its links."""
    links = identifier_links(publication)
    return PublicationLine(
        publication=publication,
        title=title_of(publication.title),
        # A sentence follows, with its own full stop.
        authors=publication.authors.rstrip("."),
        issue=_issue(publication),
        link=web_link(publication.url),
        doi_link=links.doi,
        central_link=links.central,
        pubmed_link=links.pubmed,
    )


def _issue(publication: Publication) -> str:
    """Year, volume, number and pages, as a citation writes them: 2019;12(3):45-50."""
    year = str(publication.year or "(year not in the record)")
    place = place_in_print(volume=publication.volume, number=publication.number, pages=publication.pages)
    return ";".join(part for part in (year, place) if part)
