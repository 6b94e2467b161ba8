"""Published reviews of one condition, next to this site's answers."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.findings.row_pools import RowPools, read_row_pools
from evidence.findings.truncation import TruncatedList
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.within import Within, within
from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.pages.reviews.reviews_page import ReviewsSection, reviews_section
from evidence.synthesis.answer_rows import answer_rows
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_names import study_namer


@dataclass(frozen=True, slots=True)
class ConditionReviewsPage:
    """The navigation of the condition, its reviews, and the rows of its answer next to what they pooled."""

    within: Within
    reviews: ReviewsSection
    rows: TruncatedList[RowPools]


def condition_reviews_page(of: SynthesisedCondition) -> ConditionReviewsPage:
    """Prepare the reviews of a condition and of those that include it."""
    reviews = read_reviews(of.read.review_conditions)
    answers = {of.read.condition.slug: of.answers}
    section = reviews_section(reviews, of.read.review_conditions, answers, study_namer(texts_of(reviews)))
    rows = read_row_pools(of.read, answer_rows(of.answers).rows)
    return ConditionReviewsPage(within(of, reviews=len(section.reviews)), section, rows)


@show_page("evidence/pages/condition/condition_reviews_page.html", shared=True)
def condition_reviews(request: HttpRequest, slug: str) -> Context:
    return {"page": condition_reviews_page(synthesise_condition_or_404(slug))}
