"""What the database holds, as the importer compares it; and the lock under which imports write."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from studies.citations.duplicates.match_keys import MatchKeys, work
from studies.citations.plan import KnownPublications
from studies.models import NotTheSame, Publication, PublicationSource

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
# Any number that no other part of the site locks.
_LOCK = 7_105_301


@contextmanager
def import_lock() -> Iterator[None]:
    """One transaction that writes what was imported, alone: a second waits, and then sees what the first has written.

    SQLite lets one transaction write at a time by itself; on PostgreSQL a lock is taken that ends with the transaction.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def known_works() -> KnownPublications:
    """Every publication, every fingerprint of a source, and what people told apart."""
    known = KnownPublications(
        fingerprints=dict(PublicationSource.objects.values_list("fingerprint", "publication_id")),
        told_apart=frozenset(NotTheSame.objects.values_list("publication_id", "fingerprint")),
    )
    for number, each in works_of(Publication.objects.all()):
        known.add(number, each)
    return known


def works_of(publications: Iterable[Publication]) -> Iterator[tuple[int, MatchKeys]]:
    """The number and the keys of publications, given as a queryset."""
    rows = publications.values_list("pk", *_FIELDS)  # type: ignore[attr-defined]
    for number, title, authors, year, journal, volume, pages, doi, pmid, pmcid, url, form in rows.iterator():
        yield (
            number,
            work(
                title=title,
                authors=[name.strip() for name in authors.split(";") if name.strip()],
                year=year,
                journal=journal,
                volume=volume,
                pages=pages,
                doi=doi,
                pmid=pmid,
                pmcid=pmcid,
                url=url,
                form=form,
            ),
        )
