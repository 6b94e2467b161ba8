"""Uncontrolled evidence of one condition: people who had ozone and were compared with no one."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.uncontrolled import UncontrolledSection, uncontrolled_pools, uncontrolled_section
from evidence.pages.condition.within import Within, within
from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.synthesis.data_queries import by_study
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, refused, show_page
from studies.presentation.study_names import study_namer

CORRELATION_PARAMETER = "correlation"


@dataclass(frozen=True, slots=True)
class UncontrolledPage:
    """The navigation of the condition, and its single ozone arms."""

    within: Within
    uncontrolled: UncontrolledSection


def uncontrolled_page(of: SynthesisedCondition, correlation: str = "") -> UncontrolledPage:
    """Prepare the single arms of a condition. ``correlation`` of scores before and after is as the address has it."""
    reviews, conditions = read_reviews(of.read.review_conditions), of.read.review_conditions
    section = uncontrolled_section(
        of.read.evidence,
        by_study(of.read.evidence.queries),
        of.read.names,
        uncontrolled_pools(reviews, conditions, study_namer(texts_of(reviews))),
        correlation_text=correlation,
    )
    return UncontrolledPage(within(of, reviews=len(reviews), single_arms=section.results), section)


@show_page("evidence/pages/condition/uncontrolled_page.html", shared=True)
@query_parameters(CORRELATION_PARAMETER)
def condition_uncontrolled(request: HttpRequest, slug: str) -> Context:
    correlation = request.GET.get(CORRELATION_PARAMETER, "")
    page = uncontrolled_page(synthesise_condition_or_404(slug), correlation)
    return {"page": page, **refused(page.uncontrolled.correlation.refusal)}
