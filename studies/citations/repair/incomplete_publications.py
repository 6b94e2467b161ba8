"""Publications that lack what identifies a work: an identifier, the year, or the authors."""

from enum import StrEnum

from django.db.models import Count, Q

from studies.models import Publication
from studies.models.publication import IDENTIFIERS, PublicationQuerySet


class Gap(StrEnum):
    """What a publication lacks; the values are parts of addresses."""

    IDENTIFIER = "identifier"
    YEAR = "year"
    AUTHORS = "authors"


_CONDITIONS = {
    Gap.IDENTIFIER: Q(**dict.fromkeys(IDENTIFIERS, "")),
    Gap.YEAR: Q(year__isnull=True),
    Gap.AUTHORS: Q(authors=""),
}


def incomplete_publications(gap: Gap | None = None) -> PublicationQuerySet:
    """Publications that lack this, or anything of it when None, by their number."""
    gaps = list(Gap) if gap is None else [gap]
    condition = Q()
    for each in gaps:
        condition |= _CONDITIONS[each]
    return Publication.objects.filter(condition).order_by("pk")


def gap_counts() -> dict[Gap | None, int]:
    """How many publications lack each, and under None how many lack anything: one query."""
    counts = {gap.value: Count("pk", filter=condition) for gap, condition in _CONDITIONS.items()}
    found = incomplete_publications().order_by().aggregate(anything=Count("pk"), **counts)
    return {None: found["anything"], **{gap: found[gap.value] for gap in Gap}}


def gaps_of(publication: Publication) -> list[Gap]:
    """What one publication lacks."""
    has = {
        Gap.IDENTIFIER: any(getattr(publication, name) for name in IDENTIFIERS),
        Gap.YEAR: publication.year is not None,
        Gap.AUTHORS: bool(publication.authors),
    }
    return [gap for gap in Gap if not has[gap]]
