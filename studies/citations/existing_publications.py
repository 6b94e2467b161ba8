"""The publications of the database, as the importer compares them; and the lock under which imports write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from studies.citations.duplicates.match_keys import MatchKeys, match_keys
from studies.citations.plan import KnownPublications
from studies.models import NotTheSame, Publication, PublicationSource
from studies.models.publication import IDENTIFIERS, author_list

_FIELDS = (
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "pages",
    "doi",
    "pmid",
    "pmcid",
    "url",
    "publication_type",
)
# The number of the lock; no other part of the site uses it.
_LOCK = 7_105_301


@contextmanager
def import_lock() -> Iterator[None]:
    """One transaction that writes imports: a second one waits, and then sees what the first has written.

    SQLite lets one transaction write at a time by itself; on PostgreSQL a lock is taken that ends with the transaction.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def highest_publication() -> int:
    """The highest number of a publication; 0 without any."""
    return Publication.objects.aggregate(highest=Max("pk"))["highest"] or 0


def known_publications() -> KnownPublications:
    """Every publication, every fingerprint of a source, and the entries that people said are different works."""
    known = KnownPublications(
        fingerprints=dict(PublicationSource.objects.values_list("fingerprint", "publication_id")),
        different_entries=frozenset(NotTheSame.objects.values_list("publication_id", "fingerprint")),
    )
    for number, each in match_keys_of_publications(Publication.objects.all()):
        known.add(number, each)
    return known


def match_keys_of_publications(publications: QuerySet[Publication]) -> Iterator[tuple[int, MatchKeys]]:
    """The number and the keys of publications, and again for each source that has another identifier."""
    sources = _identifiers_of_sources(publications)
    for number, title, authors, year, journal, volume, pages, doi, pmid, pmcid, url, form in publications.values_list(
        "pk", *_FIELDS
    ).iterator():
        work = match_keys(
            title=title,
            authors=author_list(authors),
            year=year,
            journal=journal,
            volume=volume,
            pages=pages,
            doi=doi,
            pmid=pmid,
            pmcid=pmcid,
            url=url,
            form=form,
        )
        yield number, work
        for doi_, pmid_, pmcid_ in sources.get(number, ()):
            record = replace(work, doi=doi_ or work.doi, pmid=pmid_ or work.pmid, pmcid=pmcid_ or work.pmcid)
            if record != work:
                yield number, record


def _identifiers_of_sources(publications: QuerySet[Publication]) -> dict[int, set[tuple[str, str, str]]]:
    """DOI, PubMed and PubMed Central number of the sources of publications, by the publication's number."""
    sources = PublicationSource.objects.exclude(doi="", pmid="", pmcid="").filter(publication__in=publications)
    identifiers: dict[int, set[tuple[str, str, str]]] = {}
    for number, doi, pmid, pmcid in sources.values_list("publication_id", *IDENTIFIERS).iterator():
        identifiers.setdefault(number, set()).add((doi.lower(), pmid, pmcid.upper()))
    return identifiers
