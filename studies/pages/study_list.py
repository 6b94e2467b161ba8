"""The list of studies, filtered, as a page."""

from dataclasses import dataclass
from http import HTTPStatus

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studies.choices import ArmRole, Design, Route
from studies.filters import STUDY_LIST_PARAMETERS, Listed, ListedStudy, StudyFilter, for_listing
from studies.models import Publication, Study
from studies.models.study import StudyQuerySet
from studies.presentation.data_notice import RecordCounts, record_counts
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc, public_page
from studies.presentation.study_sources import Title, main_report, title_of
from studies.presentation.study_status import StatusLabel, status_label
from studies.reported.reported_numbers import NumberShare
from studies.selectors.arm_comparisons import comparisons_of
from studies.selectors.study_numbers import read_told_shares
from studies.selectors.study_people import study_people


@dataclass(frozen=True, slots=True)
class StudyListRow:
    """One study in the list."""

    study: Study
    publication: Publication | None
    title: Title
    year: int | None
    design: str
    people: int | None
    comparisons: tuple[str, ...]
    single_arm: bool
    routes: tuple[str, ...]
    has_results: bool
    mark: StatusLabel
    share: NumberShare


def studies_to_list(studies: StudyQuerySet) -> Listed:
    """Studies with everything that ``study_row`` reads, by a fixed number of queries."""
    return for_listing(studies).select_related("condition").prefetch_related("publications", "arms__components")


def study_row(study: ListedStudy, share: NumberShare) -> StudyListRow:
    """Prepare a study from ``studies_to_list`` for the list.

    ``share``: how many of its numbers are confirmed, where its label tells it (``read_told_shares``).
    """
    arms = list(study.arms.all())
    publication = main_report(study)
    return StudyListRow(
        study=study,
        publication=publication,
        title=title_of(publication.title if publication else ""),
        year=publication.year if publication else None,
        design=Design(study.design).label,
        people=study_people(study, arms),
        comparisons=tuple(comparison.label for comparison in comparisons_of(arms)),
        single_arm=len(arms) == 1,
        routes=tuple(dict.fromkeys(Route(arm.route).label for arm in arms if arm.role == ArmRole.OZONE)),
        has_results=study.has_results,
        mark=status_label(study, share),
        share=share,
    )


PAGE_SIZE = 25
# Studies of which a CSV file may be longer than one part: of most lists 5 MB hold some thousand.
_LONG_FILE = 1_000


@dataclass(frozen=True, slots=True)
class StudyListPage:
    """The list of studies. With an invalid filter it lists nothing and says why."""

    filters: StudyFilter
    studies: Page[ListedStudy]
    rows: tuple[StudyListRow, ...]
    is_filtered: bool
    counts: RecordCounts

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


def study_filter(request: HttpRequest) -> StudyFilter:
    return StudyFilter(request.GET, queryset=studies_to_list(Study.objects.visible()))


def study_list_page(request: HttpRequest) -> StudyListPage:
    filters = study_filter(request)
    selected = filters.qs if filters.is_valid() else Study.objects.none()
    try:
        studies = Paginator(selected, PAGE_SIZE).page(request.GET.get("page", "1") if filters.is_valid() else 1)
    except InvalidPage as fault:
        raise Http404("The list has no such page.") from fault
    shares = read_told_shares(studies)
    return StudyListPage(
        filters=filters,
        studies=studies,
        rows=tuple(study_row(study, shares[study.pk]) for study in studies),
        is_filtered=any(request.GET.get(name) for name in filters.filters),
        counts=record_counts(),
    )
