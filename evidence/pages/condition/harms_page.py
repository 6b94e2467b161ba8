"""Harm reported in one condition."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.within import Within, within
from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.pages.safety.safety_section import SafetySection, safety_section
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_names import study_namer


@dataclass(frozen=True, slots=True)
class HarmsPage:
    """The navigation of the condition, and its harms."""

    within: Within
    safety: SafetySection


def harms_page(of: SynthesisedCondition) -> HarmsPage:
    """Prepare the harms of a condition; reviews of a wider condition may print harms of this one."""
    harms, reviews = of.judged.harms, read_reviews(of.read.review_conditions)
    naming = study_namer([*(row.note for row in harms), *texts_of(reviews)])
    section = safety_section(harms, of.judged.counts, of.read.names, reviews, naming, title="Harm on record")
    return HarmsPage(within(of, reviews=len(reviews)), section)


@show_page("evidence/pages/condition/harms_page.html", shared=True)
def condition_harms(request: HttpRequest, slug: str) -> Context:
    return {"page": harms_page(synthesise_condition_or_404(slug))}
