"""The list of studies, filtered, as a page and as a CSV file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studies.choices import ArmRole
from studies.citations.searches import last_search, search_sentence
from studies.filters import STUDY_LIST_PARAMETERS, Listed, ListedStudy, StudyFilter, comparisons_of, for_listing
from studies.models import Publication, Study
from studies.models.study import StudyQuerySet
from studies.presentation.csv_text import csv_download, write_csv
from studies.presentation.data_notice import DATA_NOTICE, RecordCounts, record_counts
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page
from studies.presentation.study_sources import Title, main_report, title_of
from studies.presentation.study_status import StatusMark, status_mark
from studies.reported.reported_numbers import NumberShare
from studies.selectors.study_numbers import read_number_shares

# In every line of the file, so that it goes with each line.
TERMS = f"{DATA_NOTICE} An empty cell: not in the text that was read."


@dataclass(frozen=True, slots=True)
class StudyListRow:
    """One study in the list."""

    study: Study
    publication: Publication | None
    title: Title
    year: int | None
    people: int | None
    comparisons: tuple[str, ...]
    single_arm: bool
    routes: tuple[str, ...]
    has_results: bool
    mark: StatusMark


def studies_to_list(studies: StudyQuerySet) -> Listed:
    """Studies with everything that ``study_row`` reads, by a fixed number of queries."""
    return (
        for_listing(studies)
        .select_related("condition")
        .prefetch_related("publications", "arms__components", "secondary_conditions")
    )


def study_row(study: ListedStudy, share: NumberShare) -> StudyListRow:
    """Prepare a study from ``studies_to_list`` for the list; ``share``: how many of its numbers are confirmed."""
    arms = list(study.arms.all())
    publication = main_report(study)
    return StudyListRow(
        study=study,
        publication=publication,
        title=title_of(publication.title if publication else ""),
        year=publication.year if publication else None,
        people=study.n_randomised if study.n_randomised is not None else study.n_analysed,
        comparisons=tuple(comparison.label for comparison in comparisons_of(arms)),
        single_arm=len(arms) == 1,
        routes=tuple(dict.fromkeys(arm.get_route_display() for arm in arms if arm.role == ArmRole.OZONE)),
        has_results=study.has_results,
        mark=status_mark(study, share),
    )


_COLUMNS: dict[str, Callable[[StudyListRow], object]] = {
    "study": lambda row: row.study.label,
    "standing": lambda row: row.mark.label,
    "numbers": lambda row: row.mark.share.total,
    "numbers_confirmed": lambda row: row.mark.share.confirmed,
    "title": lambda row: row.title.text,
    "title_is_description": lambda row: "yes" if row.title.is_description else "no",
    "authors": lambda row: row.publication.authors if row.publication else "",
    "journal": lambda row: row.publication.journal if row.publication else "",
    "year": lambda row: row.year,
    "doi": lambda row: row.publication.doi if row.publication else "",
    "pmid": lambda row: row.publication.pmid if row.publication else "",
    "pmcid": lambda row: row.publication.pmcid if row.publication else "",
    "source": lambda row: row.study.source_url,
    "kind": lambda row: row.study.get_kind_display(),
    "design": lambda row: row.study.get_design_display(),
    "condition": lambda row: row.study.condition.name,
    "further_conditions": lambda row: "; ".join(other.name for other in row.study.secondary_conditions.all()),
    "compared": lambda row: "; ".join(row.comparisons),
    "routes_of_ozone": lambda row: "; ".join(row.routes),
    "people_randomised": lambda row: row.study.n_randomised,
    "people_analysed": lambda row: row.study.n_analysed,
    "country": lambda row: row.study.country,
    "registration": lambda row: row.study.registration,
    "may_share_patients_group": lambda row: row.study.cohort_group,
    "results_here": lambda row: "yes" if row.has_results else "no",
    "record_changed": lambda row: row.study.updated_at.date().isoformat(),
}


CSV_COLUMNS = (*_COLUMNS, "last_search", "page", "terms")


def csv_rows(rows: Iterable[StudyListRow], *, address: Callable[[Study], str], searched: str) -> list[list[object]]:
    """The cells of CSV_COLUMNS for each study.

    ``address`` gives the full address of its page, ``searched`` says what was searched last.
    """
    return [[*(read(row) for read in _COLUMNS.values()), searched, address(row.study), TERMS] for row in rows]


PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class StudyListPage:
    """The list of studies. With an invalid filter it lists nothing and says why."""

    filters: StudyFilter
    studies: Page[ListedStudy]
    rows: tuple[StudyListRow, ...]
    is_filtered: bool
    counts: RecordCounts


@public_page
@require_safe
@query_parameters(*STUDY_LIST_PARAMETERS)
def study_list(request: HttpRequest) -> HttpResponse:
    page = study_list_page(request)
    status = HTTPStatus.OK if page.filters.is_valid() else HTTPStatus.BAD_REQUEST
    return render(request, "studies/pages/study_list.html", {"page": page}, status=status)


@public_page
@require_safe
@query_parameters(*STUDY_LIST_PARAMETERS)
def study_list_csv(request: HttpRequest) -> HttpResponse:
    filters = study_filter(request)
    if not filters.is_valid():
        return study_list(request)
    shares = read_number_shares(filters.qs.order_by().values("pk"))
    rows = csv_rows(
        (study_row(study, shares[study.pk]) for study in filters.qs),
        address=lambda study: request.build_absolute_uri(study.get_absolute_url()),
        searched=search_sentence(last_search()),
    )
    return csv_download(write_csv(CSV_COLUMNS, rows), name="ozone-studies.csv")


def study_filter(request: HttpRequest) -> StudyFilter:
    return StudyFilter(request.GET, queryset=studies_to_list(Study.objects.visible()))


def study_list_page(request: HttpRequest) -> StudyListPage:
    filters = study_filter(request)
    selected = filters.qs if filters.is_valid() else Study.objects.none()
    try:
        studies = Paginator(selected, PAGE_SIZE).page(request.GET.get("page", "1") if filters.is_valid() else 1)
    except InvalidPage as fault:
        raise Http404("The list has no such page.") from fault
    shares = read_number_shares([study.pk for study in studies])
    return StudyListPage(
        filters=filters,
        studies=studies,
        rows=tuple(study_row(study, shares[study.pk]) for study in studies),
        is_filtered=any(request.GET.get(name) for name in filters.filters),
        counts=record_counts(),
    )
