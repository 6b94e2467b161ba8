"""The fields of a publication that every citation format writes."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from studies.models import Publication
from studies.models.publication import author_list
from studies.reported.row_keys import free_key, key_word
from studies.reported.text_keys import family_key

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
    taken: set[str] = set()
    found = []
    for publication in publications:
        key = _key(publication, taken)
        taken.add(key)
        found.append(_citation(publication, key))
    return found


def _key(publication: Publication, taken: Container[str]) -> str:
    """Its key in the data set, else the first author's family name with the year; with a number where that is taken."""
    author = next(iter(author_list(publication.authors)), "")
    named = key_word(family_key(author)) or "publication"
    return free_key([publication.row_key or f"{named}{publication.year or 'nd'}"], taken)


def _citation(publication: Publication, key: str) -> Citation:
    return Citation(
        key=key,
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
