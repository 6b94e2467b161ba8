"""Publications without a study among what a search found, for people who import: each with how far it is decided."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404
from django.urls import reverse

from studies.choices import Retraction
from studies.curation.screening.decisions import screening_status_of
from studies.curation.screening.queues import ScreeningQueues, queues_of
from studies.curation.screening.screening_page import screening_state
from studies.models import Publication
from studies.search.publication_search import find_publications
from studies.search.search_highlights import HitPiece, excerpt, hit_pieces
from studies.search.search_query import SearchQuery

PUBLICATIONS_ON_A_PAGE = 10
_LONGEST_AUTHORS = 140
_LONGEST_EXCERPT = 220


@dataclass(frozen=True, slots=True)
class PublicationHit:
    """One publication with its page of screening. ``state`` says nothing of an opinion that the person may not see."""

    href: str
    title: list[HitPiece]
    authors: list[HitPiece]
    facts: tuple[str, ...]
    state: str
    retraction: str
    abstract: list[HitPiece]


@dataclass(frozen=True, slots=True)
class PublicationHits:
    """The hits of one page of ``listed``."""

    listed: Page[Publication]
    hits: tuple[PublicationHit, ...]


def publication_hits(
    query: SearchQuery, person: User, number: str = "", *, with_abstracts: bool
) -> PublicationHits | None:
    """What is found for a person who imports, by a fixed number of queries; None where nothing is.

    Raises ``Http404`` for a page that the list does not have.
    """
    found = find_publications(query, with_abstracts=with_abstracts)
    found = found.select_related("abstract_record") if with_abstracts else found
    try:
        listed = Paginator(found, PUBLICATIONS_ON_A_PAGE).page(number or 1)
    except InvalidPage as fault:
        raise Http404("The search has no such page of publications.") from fault
    if not listed.paginator.count:
        return None
    queues = queues_of(person)
    hits = (_hit(publication, query, queues, with_abstracts=with_abstracts) for publication in listed)
    return PublicationHits(listed, tuple(hits))


def _hit(
    publication: Publication, query: SearchQuery, queues: ScreeningQueues, *, with_abstracts: bool
) -> PublicationHit:
    status = queues.statuses.get(publication.pk) or screening_status_of([])
    authors = publication.authors
    return PublicationHit(
        href=reverse("screening-detail", args=[publication.pk]),
        title=hit_pieces(publication.display_title, query),
        authors=hit_pieces(
            authors if len(authors) <= _LONGEST_AUTHORS else f"{authors[:_LONGEST_AUTHORS].rsplit(';', 1)[0]}; …", query
        ),
        facts=tuple(filter(None, (str(publication.year or ""), publication.journal))),
        state=screening_state(publication, status, blind=publication.pk in queues.blind),
        retraction=_retraction(publication),
        abstract=_abstract(publication, query) if with_abstracts else [],
    )


def _retraction(publication: Publication) -> str:
    state = Retraction(publication.retraction)
    return state.label if state in (Retraction.RETRACTED, Retraction.CONCERN) else ""


def _abstract(publication: Publication, query: SearchQuery) -> list[HitPiece]:
    """The part of the abstract with a found word, where it has one."""
    text = publication.abstract_record.text if hasattr(publication, "abstract_record") else ""
    return hit_pieces(excerpt(text, query, length=_LONGEST_EXCERPT), query)
