"""The search of the site: answers first, then other pages, then studies; all of it in the address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from itertools import islice

from django.contrib.auth.models import User
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from evidence.findings.question_link import QuestionLink, question_link
from evidence.search.hit_facets import HitFacet, chosen_labels, hit_facets
from evidence.search.publication_hits import PublicationHits, publication_hits
from evidence.search.search_form import ORDER_LABELS, PARAMETERS, SearchChoice, SiteSearchForm, read_choice
from evidence.search.site_entries import (
    ANSWERS,
    SearchedSite,
    SiteEntry,
    SiteEntryKind,
    entry_words,
    find_entries,
    read_site,
)
from evidence.search.study_hit import StudyHit, study_hits
from studies.models import Condition
from studies.page_access import has_role
from studies.permissions import RESEARCHER
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page
from studies.search.curated_synonyms import curated_synonyms
from studies.search.search_query import SearchQuery, UsedSynonym, read_query
from studies.search.study_search import StudySearch
from studies.search.suggestions import corrected

PAGE_SIZE = 20
# Of each kind; the rest is behind the first of them, or found by more words.
MOST_OF_A_KIND = 5
_ABSTRACTS = "studies.view_publicationabstract"
# A database counts no further than its largest whole number.
_PAGE = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class SortLink:
    """One order of hits; the chosen one is no link."""

    label: str
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SiteEntryGroup:
    """Entries of one kind, and how many more there are."""

    kind: SiteEntryKind
    entries: tuple[SiteEntry, ...]
    more: int

    @property
    def label(self) -> str:
        """The heading of the list."""
        return self.kind.label


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a query finds. ``errors`` say why it is refused; ``typed`` is what a corrected one was.

    ``question``: its words are a question, too. ``publications`` are those without a study, for who imports.
    ``unanswered``: of so many conditions no finding can be found in the present state of the data.
    """

    choice: SearchChoice
    errors: tuple[str, ...] = ()
    typed: str = ""
    synonyms: tuple[UsedSynonym, ...] = ()
    only_excludes: bool = False
    answers: tuple[SiteEntryGroup, ...] = ()
    pages: tuple[SiteEntryGroup, ...] = ()
    hits: tuple[StudyHit, ...] = ()
    listed: Page[int] | None = None
    studies_in_all: int = 0
    facets: tuple[HitFacet, ...] = ()
    chosen: Sequence[tuple[str, str]] = ()
    sorts: tuple[SortLink, ...] = ()
    with_abstracts: bool = False
    question: QuestionLink | None = None
    publications: PublicationHits | None = None
    unanswered: int = 0

    @property
    def query(self) -> str:
        """The words that were searched."""
        return self.choice.text

    @property
    def is_empty(self) -> bool:
        """Whether something was searched and nothing found."""
        found = self.answers or self.pages or self.studies_in_all or self.publications
        return bool(self.query) and not (self.errors or found)

    @property
    def study_list_query(self) -> str:
        """The words as the list of studies takes them in its address."""
        return f"?{urlencode({'q': self.query})}"


@dataclass(frozen=True, slots=True)
class SearchReader:
    """Who searches: whether they may read abstracts; the person, if they import. Numbers of pages as in the address."""

    with_abstracts: bool = False
    importer: User | None = None
    page: str = ""
    publications_page: str = ""


def search_page(form: SiteSearchForm, reader: SearchReader) -> SearchPage:
    """Search everything that the reader may see, by a number of queries that does not grow with the records."""
    form.is_valid()
    if errors := form.errors.get("q"):
        return SearchPage(SearchChoice(str(form["q"].value() or "")), errors=tuple(map(str, errors)))
    choice = read_choice(form)
    if not choice.text:
        return SearchPage(choice)
    synonyms = curated_synonyms()
    query = read_query(choice.text, synonyms)
    site = read_site()
    page = _found(choice, query, reader, site)
    if not page.is_empty:
        return page
    better = corrected(choice.text, partial(_finds, site, reader), entry_words(site.entries))
    if not better:
        return page
    choice = SearchChoice(better)
    reader = replace(reader, page="", publications_page="")
    return _found(choice, read_query(better, synonyms), reader, site, page.query)


def _finds(site: SearchedSite, reader: SearchReader, query: SearchQuery) -> bool:
    return bool(find_entries(query, site)) or StudySearch(query, with_abstracts=reader.with_abstracts).exists()


def _found(
    choice: SearchChoice, query: SearchQuery, reader: SearchReader, site: SearchedSite, typed: str = ""
) -> SearchPage:
    entries, number = find_entries(query, site), reader.page
    with_abstracts = reader.with_abstracts
    search = StudySearch(query, with_abstracts=with_abstracts)
    # Any other number is refused below.
    start = PAGE_SIZE * (int(number) - 1) if _PAGE.fullmatch(number) else 0
    hits = search.page(order=choice.order, narrowing=choice.narrowing, start=start, size=PAGE_SIZE)
    conditions = {condition.pk: condition for condition in Condition.objects.all()} if hits.kinds else {}
    return SearchPage(
        choice=choice,
        typed=typed,
        synonyms=query.synonyms,
        # A question leaves nothing out and has no alternatives.
        question=None if query.excluded or query.has_alternatives else question_link(choice.text),
        only_excludes=bool(query.excluded) and not query.clauses,
        answers=_groups(entries, ANSWERS),
        pages=_groups(entries, [kind for kind in SiteEntryKind if kind not in ANSWERS]),
        hits=tuple(study_hits(hits.studies, query, with_abstracts=with_abstracts)),
        listed=_listed(hits.count(choice.narrowing), number),
        studies_in_all=hits.count(),
        facets=hit_facets(hits, choice, conditions),
        chosen=chosen_labels(choice),
        sorts=tuple(
            SortLink(label, choice.href(sort="" if order == "relevance" else order.value), order is choice.order)
            for order, label in ORDER_LABELS.items()
        ),
        with_abstracts=with_abstracts,
        publications=_publications(query, reader),
        unanswered=site.unanswered,
    )


def _publications(query: SearchQuery, reader: SearchReader) -> PublicationHits | None:
    """Publications without a study. Nobody but people who import has a page of them."""
    if reader.importer:
        return publication_hits(query, reader.importer, reader.publications_page, with_abstracts=reader.with_abstracts)
    if reader.publications_page:
        raise Http404("The search has no such page of publications.")
    return None


def _listed(total: int, number: str) -> Page[int]:
    try:
        return Paginator(range(total), PAGE_SIZE).page(number or 1)
    except InvalidPage as fault:
        raise Http404("The search has no such page.") from fault


def _groups(entries: Sequence[SiteEntry], kinds: Sequence[SiteEntryKind]) -> tuple[SiteEntryGroup, ...]:
    groups = []
    for kind in kinds:
        found = [entry for entry in entries if entry.kind is kind]
        if found:
            shown = tuple(islice(found, MOST_OF_A_KIND))
            groups.append(SiteEntryGroup(kind, shown, len(found) - len(shown)))
    return tuple(groups)


@public_page
@require_safe
@query_parameters(*PARAMETERS, "page", "publications")
def search(request: HttpRequest) -> HttpResponse:
    """The page. Who may read abstracts, and who imports, are told apart by their rights; all others see the same."""
    page = search_page(SiteSearchForm(request.GET), _reader(request))
    status = HTTPStatus.BAD_REQUEST if page.errors else HTTPStatus.OK
    response = render(request, "evidence/search/search_page.html", {"page": page}, status=status)
    if page.unanswered:
        # Kept for all readers, it would stay without them until the next change of a record.
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _reader(request: HttpRequest) -> SearchReader:
    user = getattr(request, "user", None)
    return SearchReader(
        with_abstracts=user.has_perm(_ABSTRACTS) if user else False,
        importer=user if isinstance(user, User) and has_role(user, RESEARCHER) else None,
        page=request.GET.get("page", ""),
        publications_page=request.GET.get("publications", ""),
    )
