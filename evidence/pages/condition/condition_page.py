"""The page of one condition: the answer in one line and one table, and the ways to everything else."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from evidence.filters import SELECTION_PARAMETERS
from evidence.findings.answer_lines import LineLink
from evidence.findings.answer_table import AnswerTable, answer_table
from evidence.findings.condition_answers import RatedAnswers
from evidence.findings.condition_overview import condition_overview, keep_overview, overview_digest
from evidence.findings.finding_titles import keep_titles
from evidence.findings.kept_studies import StudyVersions
from evidence.pages.condition.condition_studies_page import MAP_PARAMETER
from evidence.pages.condition.further_trials import FurtherTrials, further_trials
from evidence.pages.condition.harm_line import HarmLine, harm_line
from evidence.pages.condition.review_line import PooledReviews, review_line
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.uncontrolled_page import CORRELATION_PARAMETER
from evidence.pages.condition.within import Within, within
from evidence.synthesis.answer_rows import AnswerRows
from evidence.synthesis.condition_answer import ConditionAnswer
from studies.presentation.page_addresses import page_address
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, public_page, show_page
from studies.revisions.data_version import read_snapshot

# Parameters of parts that have pages of their own, which this page once held: the page of each.
MOVED_PARAMETERS = {CORRELATION_PARAMETER: "condition-uncontrolled", MAP_PARAMETER: "condition-studies"}


@dataclass(frozen=True, slots=True)
class ConditionPage:
    """The answer of one condition, with links to its descendants; ``basis`` says what it rests on.

    ``newest`` is the year of its newest study.
    """

    within: Within
    children: tuple[LineLink, ...]
    answer: ConditionAnswer
    basis: tuple[str, ...]
    newest: int | None
    table: AnswerTable
    harm: HarmLine
    reviews: PooledReviews
    further_trials: tuple[FurtherTrials, ...]

    @property
    def children_html(self) -> SafeString:
        """Links to the descendants as HTML, with a full stop."""
        return SafeString(",\n".join(child.html for child in self.children) + ".")


def condition_page(of: SynthesisedCondition, version: int | None = None) -> ConditionPage:
    """Prepare the answer of a condition. Made of kept studies, it is kept in short where it is of a data version.

    All other conditions are read together by the pages that tell of all, and by the search.
    """
    context, counts = of.judged.context, of.judged.counts
    answer, rows = of.answer, of.rows
    if of.read.kept:
        _keep_in_short(of, of.read.kept.versions, answer, rows, version)
    return ConditionPage(
        within=within(of),
        children=tuple(LineLink(item.name, page_address("condition", item.slug)) for item in of.read.scope[1:]),
        answer=answer,
        basis=of.basis,
        newest=counts.newest,
        table=answer_table(rows, of.read.condition.slug, context),
        harm=harm_line(of.judged.serious_harm, context.harms),
        reviews=review_line(of.read.review_conditions, [item.slug for item in of.read.scope]),
        further_trials=further_trials(of.read),
    )


def _keep_in_short(
    of: SynthesisedCondition, studies: StudyVersions, answer: ConditionAnswer, rows: AnswerRows, version: int | None
) -> None:
    """Keep the overview and the titles of the condition for the pages of all conditions and the search."""
    condition, context, scope = of.read.condition, of.judged.context, of.read.scope
    rated = RatedAnswers({condition.slug: context.ratings.by_anchor}, context.bands)
    certainty_of = partial(rated.certainty_of, condition.slug)
    overview = condition_overview(
        condition, of.judged.counts, answer, rows, of.read.arms, is_leaf=len(scope) == 1, certainty_of=certainty_of
    )
    digest = overview_digest(scope, studies, rated)
    keep_overview(overview, version, digest)
    keep_titles(condition, of.answers, version, digest)


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
    with read_snapshot() as version:
        return {"page": condition_page(synthesise_condition_or_404(slug), version)}
