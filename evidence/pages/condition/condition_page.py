"""The page of one condition: the answer in one line and one table, and the ways to everything else."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.filters import SELECTION_PARAMETERS
from evidence.findings.answer_table import AnswerTable, answer_table
from evidence.pages.condition.condition_studies_page import MAP_PARAMETER
from evidence.pages.condition.further_trials import FurtherTrials, further_trials
from evidence.pages.condition.harm_line import HarmLine, harm_line
from evidence.pages.condition.review_line import PooledReviews, review_line
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.uncontrolled_page import CORRELATION_PARAMETER
from evidence.pages.condition.within import Within, within
from evidence.synthesis.condition_answer import ConditionAnswer
from evidence.synthesis.counts import StudyCounts
from studies.models import Condition
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, public_page, show_page

# Parameters of parts that have pages of their own, which this page once held: the page of each.
MOVED_PARAMETERS = {CORRELATION_PARAMETER: "condition-uncontrolled", MAP_PARAMETER: "condition-studies"}


@dataclass(frozen=True, slots=True)
class ConditionPage:
    """The answer of one condition with its descendants (``children``); ``basis`` says what it rests on."""

    within: Within
    children: tuple[Condition, ...]
    answer: ConditionAnswer
    basis: tuple[str, ...]
    counts: StudyCounts
    table: AnswerTable
    harm: HarmLine
    reviews: PooledReviews
    further_trials: tuple[FurtherTrials, ...]


def condition_page(of: SynthesisedCondition) -> ConditionPage:
    """Prepare the answer of a condition."""
    context, counts = of.judged.context, of.judged.counts
    return ConditionPage(
        within=within(of),
        children=of.read.scope[1:],
        answer=of.answer,
        basis=of.basis,
        counts=counts,
        table=answer_table(of.rows, of.read.condition.slug, context),
        harm=harm_line(context.harms, counts.isolating),
        reviews=review_line(of.read.review_conditions, [item.slug for item in of.read.scope]),
        further_trials=further_trials(of.read),
    )


@public_page
@require_safe
@query_parameters(*MOVED_PARAMETERS, *SELECTION_PARAMETERS)
def condition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a condition. An address of a selection or a part leads to its own page, where it was not always."""
    selected = request.GET.copy()
    moved = {name: value for name in MOVED_PARAMETERS if (value := selected.pop(name, None))}
    if selected:
        return HttpResponsePermanentRedirect(f"{reverse('condition-selection', args=[slug])}?{selected.urlencode()}")
    for name, value in moved.items():
        return HttpResponsePermanentRedirect(
            f"{reverse(MOVED_PARAMETERS[name], args=[slug])}?{urlencode({name: value[-1]})}"
        )
    return _condition_page(request, slug)


@show_page("evidence/pages/condition/condition_page.html", shared=True)
def _condition_page(request: HttpRequest, slug: str) -> Context:
    return {"page": condition_page(synthesise_condition_or_404(slug))}
