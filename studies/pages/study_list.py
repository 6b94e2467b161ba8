"""The list of studies, filtered, as a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple, cast

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from studies.choices import Kind
from studies.filters import STUDY_LIST_PARAMETERS, Listed, StudyFilter, study_filter
from studies.models import Arm, Study
from studies.numerics.number_formatting import people
from studies.presentation.data_notice import RecordCounts, record_counts
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc, public_page
from studies.presentation.study_sources import Title, title_of
from studies.presentation.study_status import StatusLabel, status_label
from studies.reported.pairing import compared_arms
from studies.reported.reported_numbers import NumberShare
from studies.selectors.arm_comparisons import each_comparison
from studies.selectors.studies_in_brief import ArmInBrief, StudyInBrief, read_arms_in_brief, read_studies_in_brief
from studies.selectors.study_numbers import read_told_shares
from studies.selectors.study_people import study_people

PAGE_SIZE = 25
# Studies of which a CSV file may be longer than one part: of most lists 5 MB hold some thousand.
_LONG_FILE = 1_000


class StudyListRow(NamedTuple):
    """One study in the list, in words."""

    slug: str
    label: str
    mark: StatusLabel
    title: Title
    design: str
    condition: str
    people: str
    compared: str
    has_results: bool


def study_list_row(study: StudyInBrief, arms: Sequence[ArmInBrief], share: NumberShare) -> StudyListRow:
    """What the list says of a study. ``share``: how many of its numbers are confirmed, where its label tells it."""
    comparisons = each_comparison(compared_arms(arms))
    number = study_people(study, arms)
    included = " in the studies it includes" if study.kind == Kind.REVIEW else ""
    return StudyListRow(
        slug=study.slug,
        label=study.label,
        mark=status_label(study.standing, share),
        title=title_of(study.title),
        design=capfirst(study.design.label),
        condition=study.condition,
        people="Not reported" if number is None else f"{people(number)}{included}",
        compared=capfirst(", ".join(each.label for each in comparisons)) or _compared_nothing(arms),
        has_results=study.has_results,
    )


def _compared_nothing(arms: Sequence[ArmInBrief]) -> str:
    return "One arm, nothing compared" if len(arms) == 1 else ""


@dataclass(frozen=True, slots=True)
class StudyListPage:
    """The list of studies. With an invalid filter it lists nothing and says why."""

    filters: StudyFilter
    studies: Page[Study]
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


def study_list_page(request: HttpRequest) -> StudyListPage:
    filters = study_filter(request)
    selected = filters.qs if filters.is_valid() else filters.queryset.none()
    try:
        studies = Paginator(selected, PAGE_SIZE).page(request.GET.get("page", "1") if filters.is_valid() else 1)
    except InvalidPage as fault:
        raise Http404("The list has no such page.") from fault
    return StudyListPage(
        filters=filters,
        studies=studies,
        rows=tuple(_rows(cast(Listed, studies.object_list))),
        is_filtered=any(request.GET.get(name) for name in filters.filters),
        counts=record_counts(),
    )


def _rows(studies: Listed) -> Iterator[StudyListRow]:
    """The studies of one page of the list, by a fixed number of queries."""
    listed = read_studies_in_brief(studies)
    arms = read_arms_in_brief(Arm.objects.filter(study__in=[study.id for study in listed]))
    shares = read_told_shares({study.id: study.standing for study in listed})
    return (study_list_row(study, arms[study.id], shares[study.id]) for study in listed)
