"""The fields of a publication that every citation format writes."""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.models import Publication
from studies.models.publication import author_list

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
        authors=tuple(author_list(publication.authors)),
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
