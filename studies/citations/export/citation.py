"""What every citation format says of a publication, before it is written in the format's own words."""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.models import Publication

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Citation:
    """One publication. ``authors`` are "Family, Given"; a group has no comma. ``key`` is unique in its list."""

    key: str
    form: str
    entry_type: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    journal: str
    volume: str
    number: str
    pages: str
    doi: str
    pmid: str
    pmcid: str
    url: str
    note: str
    is_retracted: bool


def citations(publications: Iterable[Publication]) -> list[Citation]:
    """The citations of publications, in their order."""
    return [_citation(publication) for publication in publications]


def _citation(publication: Publication) -> Citation:
    return Citation(
        key=f"publication{publication.pk}",
        form=publication.publication_type,
        entry_type=publication.entry_type,
        title=publication.title,
        authors=tuple(name.strip() for name in publication.authors.split(";") if name.strip()),
        year=publication.year,
        journal=publication.journal,
        volume=publication.volume,
        number=publication.number,
        pages=publication.pages,
        doi=publication.doi,
        pmid=publication.pmid,
        pmcid=publication.pmcid,
        url=publication.url,
        note=publication.note,
        is_retracted=publication.retraction == "retracted",
    )
