"""The publications of a study, with where each can be found."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from studies.choices import PublicationRole, PublicationType, UrlKind
from studies.models import Publication
from studies.presentation.filled_html import filled, filled_if
from studies.presentation.identifier_links import identifier_links
from studies.presentation.place_in_print import place_in_print
from studies.presentation.study_sources import Title, title_of, web_link

_LINE = """<li>
  {}
  <p>
    {}
    {}
    {}.
  </p>
  <p class="note">
    {}, {}.
    Retraction: {}.
    {}
    {}
    {}
    {}
  </p>
</li>"""


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

    @property
    def citation(self) -> SafeString:
        """Who published it, where and when, in the head of the page."""
        paper, year = self.publication, self.publication.year
        when = str(year) if year else "year not in the record"
        link = _outside(self.doi_link or self.link, "DOI" if self.doi_link else "Source")
        return filled(
            "{}.\n{}.\n{}",
            self.authors or "Authors not displayed in the record",
            filled("<cite>{}</cite>, {}", paper.journal, when) if paper.journal else capfirst(when),
            filled_if("{} ·", link),
        )

    @property
    def html(self) -> SafeString:
        """The publication in the list of all."""
        paper = self.publication
        return filled(
            _LINE,
            self.title.html,
            filled_if("{}.", self.authors),
            filled_if("<cite>{}</cite>", paper.journal),
            self.issue,
            capfirst(PublicationRole(paper.role).label),
            PublicationType(paper.publication_type).label,
            paper.retraction_text,
            _outside(self.doi_link, f"DOI {paper.doi}"),
            _outside(self.pubmed_link, f"PubMed {paper.pmid}"),
            _outside(self.central_link, f"PubMed Central {paper.pmcid}"),
            _outside(self.link, UrlKind(paper.url_kind).label if paper.url_kind else "address"),
        )


def _outside(link: str, words: str) -> SafeString:
    return filled('<a href="{}" rel="noreferrer external">{}</a>', link, words) if link else SafeString()


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
