"""The publications of the database, as the importer compares them; and the lock under which imports write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from studies.citations.duplicates.match_keys import MatchKeys, match_keys
from studies.citations.plan import KnownPublications
from studies.models import NotTheSame, Publication, PublicationSource
from studies.models.publication import IDENTIFIERS, author_list

# Those that match keys are made of under the same name.
_FIELDS = (
    "title",
    "year",
    "volume",
    "number",
    "pages",
    "doi",
    "pmid",
    "pmcid",
    "url",
    "issn",
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
        keys=dict(Publication.objects.values_list("pk", Coalesce(NullIf("citation_key", Value("")), "row_key"))),
    )
    for primary_key, each in match_keys_of_publications(Publication.objects.all()):
        known.add(primary_key, each)
    return known


def match_keys_of_publications(publications: QuerySet[Publication]) -> Iterator[tuple[int, MatchKeys]]:
    """The primary key and the keys of publications, and again for each source that has another identifier."""
    sources = _identifiers_of_sources(publications)
    rows = publications.values_list("pk", "authors", "publication_type", "journal", "publisher", *_FIELDS)
    for primary_key, authors, form, journal, publisher, *values in rows.iterator():
        same_names: dict[str, Any] = dict(zip(_FIELDS, values, strict=True))
        # Of a book or thesis: what it was published by.
        work = match_keys(authors=author_list(authors), form=form, journal=journal or publisher, **same_names)
        yield primary_key, work
        for doi, pmid, pmcid in sources.get(primary_key, ()):
            record = replace(work, doi=doi or work.doi, pmid=pmid or work.pmid, pmcid=pmcid or work.pmcid)
            if record != work:
                yield primary_key, record


def _identifiers_of_sources(publications: QuerySet[Publication]) -> dict[int, set[tuple[str, str, str]]]:
    """DOI, PubMed and PubMed Central number of the sources of publications, by the publication's number."""
    sources = PublicationSource.objects.exclude(doi="", pmid="", pmcid="").filter(publication__in=publications)
    identifiers: dict[int, set[tuple[str, str, str]]] = {}
    for number, doi, pmid, pmcid in sources.values_list("publication_id", *IDENTIFIERS).iterator():
        identifiers.setdefault(number, set()).add((doi.lower(), pmid, pmcid.upper()))
    return identifiers
