"""Where the identifiers of a publication lead."""

from typing import NamedTuple

from studies.models import Publication


class IdentifierLinks(NamedTuple):
    """The addresses by DOI, PubMed number and PubMed Central number; "" for an identifier that is not known."""

    doi: str
    pubmed: str
    central: str

    @property
    def known(self) -> list[str]:
        """The addresses that there are."""
        return [link for link in self if link]


def identifier_links(publication: Publication) -> IdentifierLinks:
    """The addresses of a publication by its identifiers."""
    return IdentifierLinks(
        doi=f"https://doi.org/{publication.doi}" if publication.doi else "",
        pubmed=f"https://pubmed.ncbi.nlm.nih.gov/{publication.pmid}/" if publication.pmid.isdecimal() else "",
        central=f"https://pmc.ncbi.nlm.nih.gov/articles/{publication.pmcid}/" if publication.pmcid else "",
    )
