"""All studies of one condition, what they measured, and trials that list it as a second condition."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.findings.truncation import TruncatedList
from evidence.pages.condition.further_trials import FurtherTrials, further_trials
from evidence.pages.condition.study_lines import StudyLine, study_lines
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.within import Within, within
from evidence.pages.gap_map_section import GapMap, gap_map
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page

MAP_PARAMETER = "map"


@dataclass(frozen=True, slots=True)
class ConditionStudiesPage:
    """The navigation of the condition, its studies, what they measured, and trials that are in no count."""

    within: Within
    studies: TruncatedList[StudyLine]
    gap_map: GapMap
    further_trials: tuple[FurtherTrials, ...]


def condition_studies_page(of: SynthesisedCondition, map_rows: str = "") -> ConditionStudiesPage:
    """Prepare the studies of a condition. ``map_rows`` (the rows of the gap map) are as the address has them."""
    read, judged = of.read, of.judged
    return ConditionStudiesPage(
        within=within(of),
        studies=study_lines(read.evidence, judged.counts),
        gap_map=gap_map(
            [read.condition],
            read.conditions,
            evidence=read.evidence,
            judged=judged.judged,
            harms=judged.context.harms,
            rows_of=map_rows,
        ),
        further_trials=further_trials(read),
    )


@show_page("evidence/pages/condition/condition_studies_page.html")
@query_parameters(MAP_PARAMETER)
def condition_studies(request: HttpRequest, slug: str) -> Context:
    page = condition_studies_page(synthesise_condition_or_404(slug), request.GET.get(MAP_PARAMETER, ""))
    return {"page": page}
