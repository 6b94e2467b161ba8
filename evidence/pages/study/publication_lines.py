"""The publications of a study, with where each can be found."""

from dataclasses import dataclass

from studies.models import Publication
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
    return PublicationLine(
        publication=publication,
        title=title_of(publication.title),
        # A sentence follows, with its own full stop.
        authors=publication.authors.rstrip("."),
        issue=_issue(publication),
        link=web_link(publication.url),
        doi_link=f"https://doi.org/{publication.doi}" if publication.doi else "",
        central_link=f"https://pmc.ncbi.nlm.nih.gov/articles/{publication.pmcid}/" if publication.pmcid else "",
        pubmed_link=f"https://pubmed.ncbi.nlm.nih.gov/{publication.pmid}/" if publication.pmid.isdecimal() else "",
    )


def _issue(publication: Publication) -> str:
    """Year, volume, number and pages, as a citation writes them: 2019;12(3):45-50."""
    year = str(publication.year or "(year not in the record)")
    place = place_in_print(volume=publication.volume, number=publication.number, pages=publication.pages)
    return ";".join(part for part in (year, place) if part)
