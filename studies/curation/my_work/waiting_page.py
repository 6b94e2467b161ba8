"""The lists of studies that wait: for their first publication on the site, or for a second person."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.views.decorators.http import require_safe

from studies.curation.my_work.waiting_studies import WaitingList, drafts, unconfirmed_shares
from studies.models import Study
from studies.page_access import curators_only, name_of
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_status import StatusMark, status_mark
from studies.reported.reported_numbers import NumberShare
from studies.selectors.study_numbers import read_number_shares

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class WaitingStudy:
    """One study that waits; ``entered_by`` is empty where its numbers were loaded."""

    study: Study
    mark: StatusMark
    numbers: str
    entered_by: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One page of one list."""

    shown: WaitingList
    lists: tuple[WaitingList, ...]
    studies: Page[Study]
    rows: tuple[WaitingStudy, ...]


def waiting_page(shown: WaitingList, number: str) -> WaitingPage:
    """Prepare a page of a list, by a fixed number of queries. Raises ``InvalidPage``."""
    shares: Mapping[int, NumberShare] = {}
    if shown is WaitingList.DRAFTS:
        listed: QuerySet[Study] = drafts()
    else:
        shares = unconfirmed_shares()
        listed = Study.objects.filter(pk__in=shares).order_by("label", "slug")
    studies = Paginator(listed.select_related("extracted_by"), PAGE_SIZE).page(number)
    shares = shares or read_number_shares([study.pk for study in studies])
    rows = tuple(_row(study, shares[study.pk]) for study in studies)
    return WaitingPage(shown, tuple(WaitingList), studies, rows)


def _row(study: Study, share: NumberShare) -> WaitingStudy:
    by = study.extracted_by
    return WaitingStudy(study, status_mark(study, share), share.text, name_of(by) if by else "")


@curators_only
@require_safe
@show_page("studies/curation/my_work/waiting_page.html")
@query_parameters("list", "page")
def waiting_studies(request: HttpRequest) -> Context:
    words = request.GET.get("list", WaitingList.SECOND)
    if words not in set(WaitingList):
        raise Http404("There is no such list.")
    try:
        return {"page": waiting_page(WaitingList(words), request.GET.get("page", "1"))}
    except InvalidPage as fault:
        raise Http404("The list has no such page.") from fault
