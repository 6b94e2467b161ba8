"""All studies of one condition, what they measured, and trials that list it as a second condition."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from evidence.pages.condition.further_trials import FurtherTrials, further_trials
from evidence.pages.condition.study_lines import StudyLine, designs_text, lines_of, studies_in_order
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.within import Within, within
from evidence.pages.gap_map_section import GapMap, gap_map
from studies.citations.export.downloads import citation_file
from studies.models import Condition, Publication, with_descendants
from studies.presentation.list_pages import asked_rows
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, public_page, refused, show_page
from studies.selectors.arms import readable_arms

MAP_PARAMETER, PAGE_PARAMETER = "map", "page"
# The real evidence fits on one page.
STUDIES_ON_A_PAGE = 120


@dataclass(frozen=True, slots=True)
class ConditionStudiesPage:
    """The navigation of the condition, its studies, what they measured, and trials that are in no count.

    ``designs`` counts the studies by design; ``isolating`` are the randomised trials that isolate ozone, of which the
    text read gives no result of ``without_result``.
    """

    within: Within
    designs: str
    isolating: int
    without_result: int
    listed: Page[Any]
    lines: tuple[StudyLine, ...]
    gap_map: GapMap
    further_trials: tuple[FurtherTrials, ...]


def condition_studies_page(of: SynthesisedCondition, *, map_rows: str = "", page: str = "") -> ConditionStudiesPage:
    """Prepare the studies of a condition. ``map_rows`` (the rows of the gap map) and ``page`` are as in the address."""
    read, judged = of.read, of.judged
    studies = studies_in_order(judged.counts)
    listed, shown = asked_rows(studies, STUDIES_ON_A_PAGE, page)
    return ConditionStudiesPage(
        within=within(of),
        designs=designs_text(studies),
        isolating=len(judged.counts.isolating),
        without_result=sum(study.id not in read.with_results for study in judged.counts.isolating),
        listed=listed,
        lines=lines_of(shown, read.with_results, judged.counts),
        gap_map=gap_map(
            read.condition,
            read.conditions,
            arms=read.arms,
            observations=read.observations,
            harms=judged.harms,
            rows_of=map_rows,
        ),
        further_trials=further_trials(read),
    )


@show_page("evidence/pages/condition/condition_studies_page.html", shared=True)
@query_parameters(MAP_PARAMETER, PAGE_PARAMETER)
def condition_studies(request: HttpRequest, slug: str) -> Context:
    map_rows, page = (request.GET.get(name, "") for name in (MAP_PARAMETER, PAGE_PARAMETER))
    studies = condition_studies_page(synthesise_condition_or_404(slug), map_rows=map_rows, page=page)
    return {"page": studies, **refused(studies.gap_map.refusal)}


@public_page
@require_safe
def condition_publications(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """The publications of all studies of a condition as a citation file."""
    condition = get_object_or_404(Condition, slug=slug)
    scope = [item.slug for item in with_descendants(condition, Condition.objects.all())]
    publications = Publication.objects.filter(study__in=readable_arms(scope).values("study"))
    return citation_file(publications.order_by("pk"), suffix, name=f"ozone-{slug}-publications")
