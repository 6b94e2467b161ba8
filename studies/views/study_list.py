"""The list of studies, filtered, as a page and as a file."""

from dataclasses import dataclass

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studies.filters import ListedStudy, StudyFilter
from studies.models import Study
from studies.presentation.csv_text import write_csv
from studies.views.study_rows import CSV_COLUMNS, StudyRow, csv_rows, studies_to_list, study_row

PAGE_SIZE = 25
REFUSED = 400


@dataclass(frozen=True, slots=True)
class StudyListPage:
    """Everything that the page shows. Without valid filters it lists nothing and says why."""

    filters: StudyFilter
    page: Page[ListedStudy]
    rows: tuple[StudyRow, ...]
    is_filtered: bool
    n_open: int


@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    listed = list_page(request)
    status = 200 if listed.filters.is_valid() else REFUSED
    return render(request, "studies/study_list.html", {"listed": listed}, status=status)


@require_safe
def study_list_csv(request: HttpRequest) -> HttpResponse:
    filters = filtered(request)
    if not filters.is_valid():
        return render(request, "studies/study_list.html", {"listed": list_page(request)}, status=REFUSED)
    rows = csv_rows(
        map(study_row, filters.qs), address=lambda study: request.build_absolute_uri(study.get_absolute_url())
    )
    # Spreadsheets take a file for UTF-8 only when it begins with a byte order mark.
    response = HttpResponse("\ufeff" + write_csv(CSV_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ozone-studies.csv"'
    return response


def filtered(request: HttpRequest) -> StudyFilter:
    return StudyFilter(request.GET, queryset=studies_to_list(Study.objects.visible()))


def list_page(request: HttpRequest) -> StudyListPage:
    filters = filtered(request)
    found = filters.qs if filters.is_valid() else Study.objects.none()
    try:
        page = Paginator(found, PAGE_SIZE).page(request.GET.get("page", "1") if filters.is_valid() else 1)
    except InvalidPage as fault:
        raise Http404("no such page of the list") from fault
    return StudyListPage(
        filters=filters,
        page=page,
        rows=tuple(study_row(study) for study in page),
        is_filtered=any(request.GET.get(name) for name in filters.filters),
        n_open=Study.objects.visible().count(),
    )
