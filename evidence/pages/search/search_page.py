"""The search of the site: conditions by their names, studies by their publications, and pages on harm and claims."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from evidence.pages.search.word_match import all_words_match, telling_words
from studies.filters import ListedStudy, StudyFilter, for_listing
from studies.models import AdverseEvent, Claim, Condition, Study
from studies.numerics.number_formatting import plural
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page
from studies.presentation.study_sources import Title, main_report, title_of
from studies.presentation.study_status import StatusMark, status_mark
from studies.reported.reported_numbers import NumberShare
from studies.selectors.study_numbers import read_number_shares

# The rest is one link away, in the list of studies.
MOST_STUDIES = 20


@dataclass(frozen=True, slots=True)
class StudyHit:
    """One study with words of the query. ``facts`` are its design, its condition, and a year that its label lacks."""

    study: Study
    title: Title
    facts: tuple[str, ...]
    authors: str
    mark: StatusMark


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page of the site on what the query names, and what it holds."""

    title: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a query finds. ``errors`` say why a query is refused; then nothing is searched."""

    query: str
    errors: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    studies: tuple[StudyHit, ...] = ()
    studies_in_all: int = 0
    pages: tuple[PageHit, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether something was searched and nothing found."""
        return bool(self.query) and not (self.errors or self.conditions or self.studies or self.pages)

    @property
    def study_list_href(self) -> str:
        """The list of all studies that the query finds."""
        return f"{reverse('study-list')}{self.study_list_query}"

    @property
    def study_list_query(self) -> str:
        """The query as the list of studies takes it in its address."""
        return f"?{urlencode({'q': self.query})}"


def search_page(query: str) -> SearchPage:
    """Search everything that readers may see, by a fixed number of queries to the database."""
    filters = StudyFilter({"q": query}, queryset=for_listing(Study.objects.visible()))
    if not filters.is_valid():
        return SearchPage(query, errors=tuple(filters.form.errors["q"]))
    text = filters.form.cleaned_data["q"]
    if not text:
        return SearchPage("")
    words = telling_words(text)
    studies = filters.qs.select_related("condition").prefetch_related("publications")
    shown = list(studies[:MOST_STUDIES])
    shares = read_number_shares([study.pk for study in shown])
    return SearchPage(
        query=text,
        conditions=tuple(_conditions(words)),
        studies=tuple(_study_hit(study, shares[study.pk]) for study in shown),
        studies_in_all=studies.count(),
        pages=tuple(_pages(words)),
    )


def _conditions(words: tuple[str, ...]) -> list[Condition]:
    """Conditions with these words in their names; after them those with the words in a remark on what they include."""
    conditions = list(Condition.objects.all())
    by_name = [item for item in conditions if all_words_match(words, f"{item.name} {item.plain_name}")]
    return by_name + [
        item
        for item in conditions
        if item not in by_name and all_words_match(words, f"{item.name} {item.plain_name} {item.note}")
    ]


def _study_hit(study: ListedStudy, share: NumberShare) -> StudyHit:
    publication = main_report(study)
    design, year = study.get_design_display(), str(publication.year or "") if publication else ""
    return StudyHit(
        study=study,
        title=title_of(publication.title if publication else ""),
        facts=(design[:1].upper() + design[1:], study.condition.name, *([year] if year not in study.label else [])),
        authors=publication.authors if publication else "",
        mark=status_mark(study, share),
    )


# Words by which a page is found, whatever is in the records.
_SAFETY_WORDS = "safety safe harm harmful side effects adverse events risks complications dangers deaths died fatal"
_REVIEWS_WORDS = "published systematic reviews meta-analyses meta-analysis cochrane"
_CLAIMS_WORDS = "claims popular articles news clinics advertising"
_METHODS_WORDS = "methods rules certainty risk of bias pooling statistics heterogeneity"


def _pages(words: tuple[str, ...]) -> Iterable[PageHit]:
    if not words:
        return
    harms = AdverseEvent.objects.visible().filter(_has_all(words, "event")).count()
    claims = Claim.objects.filter(_has_all(words, "text")).count()
    if harms or all_words_match(words, _SAFETY_WORDS):
        held = f"{plural(harms, 'record')} of harm with these words" if harms else "all harm on record after ozone"
        yield PageHit("What can go wrong", reverse("safety"), held)
    if claims or all_words_match(words, _CLAIMS_WORDS):
        held = f"{plural(claims, 'claim')} with these words" if claims else "what popular sources say"
        yield PageHit("Claims", reverse("claims"), held)
    if all_words_match(words, _REVIEWS_WORDS):
        yield PageHit("Published reviews", reverse("reviews"), "what other reviews pooled, and from which trials")
    if all_words_match(words, _METHODS_WORDS):
        yield PageHit("Methods", reverse("methods"), "the rules behind every answer")


def _has_all(words: tuple[str, ...], field: str) -> Q:
    return Q(*(Q((f"{field}__icontains", word)) for word in words))


@public_page
@require_safe
@query_parameters("q")
def search(request: HttpRequest) -> HttpResponse:
    page = search_page(request.GET.get("q", ""))
    status = HTTPStatus.BAD_REQUEST if page.errors else HTTPStatus.OK
    return render(request, "evidence/pages/search/search_page.html", {"page": page}, status=status)
