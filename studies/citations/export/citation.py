"""The fields of a publication that every citation format writes, and the entries it came from."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase
from types import MappingProxyType

from studies.choices import PublicationType
from studies.citations.export.original_entries import OriginalEntry, WorkDate, date_of, original_entries
from studies.citations.export.private_fields import holds_abstract
from studies.models import Publication
from studies.models.publication import author_list
from studies.reported.row_keys import key_word
from studies.reported.text_keys import family_key

OTHERS = "others"
# Before the title of a retracted work, as publishers write it; an import reads the mark.
RETRACTED = "RETRACTED: "


@dataclass(frozen=True, slots=True)
class SearchOfDatabase:
    """A search that found a publication."""

    database: str
    searched_on: date

    def __str__(self) -> str:
        return f"{self.database} {self.searched_on:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Citation:
    """One publication. ``authors`` and ``editors`` are "Family, Given"; a group has no comma.

    ``key`` is unique in its list. ``searches`` say in which database and when the record was found. ``journal`` is the
    journal, book or proceedings, never the publisher.
    """

    key: str
    form: str
    entry_type: str
    title: str
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    year: int | None
    work_date: WorkDate
    journal: str
    volume: str
    number: str
    pages: str
    publisher: str
    language: str
    issn: str
    isbn: str
    keywords: tuple[str, ...]
    doi: str
    pmid: str
    pmcid: str
    url: str
    # Whether the address is only that of an identifier.
    is_url_derived: bool
    abstract: str
    note: str
    is_retracted: bool
    searches: tuple[SearchOfDatabase, ...]
    originals: tuple[OriginalEntry, ...]
    # For people who are logged in: with abstract, and what files hold of their owners.
    is_private: bool


def citations(
    publications: Iterable[Publication],
    *,
    private: bool = False,
    searches: Mapping[int, Sequence[SearchOfDatabase]] = MappingProxyType({}),
) -> Iterator[Citation]:
    """The citations of publications, in their order; ``searches`` by the number of a publication.

    Only a ``private`` list has abstracts, comments and paths of the files that the publications came in.
    """
    taken: set[str] = set()
    for publication in publications:
        originals = [source.original for source in publication.sources.all()]
        found_by = searches.get(publication.pk, ())
        citation = citation_of(publication, originals, taken, private=private, searches=found_by)
        taken.add(citation.key)
        yield citation


def free_citation_key(key: str, taken: Container[str]) -> str:
    """The key; where another entry has it, with the first letters behind it that are free: smith2019a.

    >>> free_citation_key("smith2019", {"smith2019", "smith2019a"})
    'smith2019b'
    """
    place, free = 0, key
    while free in taken:
        free, place = f"{key}{_letters(place)}", place + 1
    return free


def _letters(place: int) -> str:
    """a to z, then aa to az and on."""
    more, last = divmod(place, len(ascii_lowercase))
    return (_letters(more - 1) if more else "") + ascii_lowercase[last]


def _key(publication: Publication, originals: tuple[OriginalEntry, ...]) -> str:
    """The key that a person gave, or that its first file gives, or its row in the data set; else author and year."""
    keys = [entry.parsed.key for entry in originals if entry.parsed.key]
    if publication.citation_key and publication.citation_key not in keys:
        return publication.citation_key
    author = next(iter(author_list(publication.authors)), "")
    word = key_word(family_key(author)) or next(filter(None, map(key_word, publication.title.split())), "ozone")
    made = f"{word.replace('-', '')}{publication.year or ''}"
    return next(iter(keys), "") or publication.citation_key or publication.row_key or made


def citation_of(
    publication: Publication,
    texts: Iterable[str],
    taken: Container[str],
    *,
    private: bool,
    searches: Sequence[SearchOfDatabase] = (),
) -> Citation:
    """The citation of one publication, with a key that is not taken; ``texts`` are its entries in citation files."""
    originals = original_entries(texts)
    record = getattr(publication, "abstract_record", None) if private else None
    abstracts = [entry.candidate.abstract for entry in originals if entry.candidate.abstract]
    is_abstract = not private and holds_abstract(publication.note, abstracts)
    return Citation(
        key=free_citation_key(_key(publication, originals), taken),
        form=publication.publication_type,
        entry_type=publication.entry_type,
        title=publication.title,
        # An import takes the editors of a work without authors for its authors.
        authors=() if publication.authors == publication.editors else tuple(author_list(publication.authors)),
        editors=tuple(author_list(publication.editors)),
        year=publication.year,
        work_date=date_of(originals, publication.year),
        journal=_container(publication, originals),
        volume=publication.volume,
        number=publication.number,
        pages=publication.pages,
        publisher=publication.publisher,
        language=publication.language,
        issn=publication.issn,
        isbn=publication.isbn,
        keywords=tuple(author_list(publication.keywords)),
        doi=publication.doi,
        pmid=publication.pmid,
        pmcid=publication.pmcid,
        url=publication.url if publication.url.startswith(("http://", "https://")) else "",
        is_url_derived=_is_derived(publication),
        abstract=record.text if record else abstracts[0] if private and abstracts else "",
        note="" if is_abstract else publication.note,
        is_retracted=publication.retraction == "retracted",
        searches=tuple(searches),
        originals=originals,
        is_private=private,
    )


def _is_derived(publication: Publication) -> bool:
    """Whether the address only repeats an identifier."""
    ends = (publication.doi, publication.pmid)
    return any(publication.url.rstrip("/").endswith(f"/{end}") for end in ends if end)


def _container(publication: Publication, originals: Iterable[OriginalEntry]) -> str:
    """The journal or book; '' where an import took the publisher of a work without one."""
    if publication.publication_type == PublicationType.JOURNAL_ARTICLE:
        return publication.journal
    publishers = {publication.publisher, *(entry.candidate.publisher for entry in originals)}
    return "" if publication.journal in publishers else publication.journal
