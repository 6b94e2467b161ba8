"""The list of studies, filtered, as a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from studies.filters import STUDY_LIST_PARAMETERS, Listed, StudyFilter, study_filter
from studies.models import Study
from studies.pages.study_list_row import StudyListRow, study_lines, study_list_row
from studies.presentation.data_notice import RecordCounts, record_counts
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc, public_page
from studies.selectors.studies_in_brief import read_arms_in_brief, read_studies_in_brief
from studies.selectors.study_numbers import read_told_shares

PAGE_SIZE = 25
# Studies of which a CSV file may be longer than one part: of most lists 5 MB hold some thousand.
_LONG_FILE = 1_000


@dataclass(frozen=True, slots=True)
class StudyListPage:
    """The list of studies. With an invalid filter it lists nothing and says why."""

    filters: StudyFilter
    studies: Page[Study]
    rows: tuple[StudyListRow, ...]
    is_filtered: bool
    counts: RecordCounts

    @property
    def lines(self) -> SafeString:
        """The HTML of its rows."""
        return study_lines(self.rows)

    @property
    def has_long_file(self) -> bool:
        """Whether its CSV file may come in parts."""
        return self.studies.paginator.count > _LONG_FILE


@public_page
@require_safe
@query_parameters(*STUDY_LIST_PARAMETERS)
@pause_gc
def study_list(request: HttpRequest) -> HttpResponse:
    page = study_list_page(request)
    status = HTTPStatus.OK if page.filters.is_valid() else HTTPStatus.BAD_REQUEST
    return render(request, "studies/pages/study_list.html", {"page": page}, status=status)


def study_list_page(request: HttpRequest) -> StudyListPage:
    filters, counts = study_filter(request), record_counts()
    selected = filters.qs if filters.is_valid() else filters.queryset.none()
    is_filtered = any(request.GET.get(name) for name in filters.filters)
    paginator = Paginator(selected, PAGE_SIZE)
    if not is_filtered:
        paginator.count = counts.visible
    try:
        studies = paginator.page(request.GET.get("page", "1") if filters.is_valid() else 1)
    except InvalidPage as fault:
        raise Http404("The list has no such page.") from fault
    listed = tuple(cast(Listed, studies.object_list).values_list("pk", flat=True))
    return StudyListPage(filters, studies, tuple(_rows(listed)), is_filtered, counts)


def _rows(studies: Sequence[int]) -> Iterator[StudyListRow]:
    """The studies of one page of the list, by a fixed number of queries."""
    listed, arms = read_studies_in_brief(studies), read_arms_in_brief(studies)
    shares = read_told_shares({study.id: study.standing for study in listed})
    return (study_list_row(study, arms[study.id], shares[study.id]) for study in listed)
