"""The evidence summary: everything that the page of one condition shows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.filters import SELECTION_PARAMETERS, EvidenceFilterForm
from evidence.findings.answer_set import AnswerSet, answer_set
from evidence.findings.condition_evidence import ConditionEvidence, read_condition_or_404
from evidence.findings.truncation import TruncatedList
from evidence.pages.condition.condition_studies_page import MAP_PARAMETER
from evidence.pages.condition.further_trials import FurtherTrials, further_trials
from evidence.pages.condition.judged_condition import judge_condition
from evidence.pages.condition.study_lines import StudyLine, study_lines
from evidence.pages.condition.synthesised_condition import SynthesisedCondition
from evidence.pages.condition.uncontrolled import UncontrolledSection, uncontrolled_pools, uncontrolled_section
from evidence.pages.condition.uncontrolled_page import CORRELATION_PARAMETER
from evidence.pages.condition.within import Within, within
from evidence.pages.gap_map_section import GapMap, gap_map
from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.pages.reviews.reviews_page import ReviewsSection, reviews_section
from evidence.pages.safety.safety_section import SafetySection, safety_section
from evidence.synthesis.answers import synthesise
from evidence.synthesis.condition_answer import ConditionAnswer, condition_answer
from evidence.synthesis.counts import StudyCounts
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.measured_outcomes import studies_that_measured
from studies.models import Condition
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_names import study_namer

# Parameters of parts that have pages of their own, which this page once held: the page of each.
MOVED_PARAMETERS = {CORRELATION_PARAMETER: "condition-uncontrolled", MAP_PARAMETER: "condition-studies"}


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """All that is known here about one condition and its descendants.

    ``trials_without_results`` counts the trials that isolate ozone of which no result at all is in the text read.
    """

    within: Within
    condition: Condition
    trail: tuple[Condition, ...]
    children: tuple[Condition, ...]
    answer: ConditionAnswer
    counts: StudyCounts
    trials_without_results: int
    default: AnswerSet
    safety: SafetySection
    uncontrolled: UncontrolledSection
    reviews: ReviewsSection
    gap_map: GapMap
    studies: TruncatedList[StudyLine]
    further_trials: tuple[FurtherTrials, ...]


def evidence_summary(condition_evidence: ConditionEvidence) -> EvidenceSummary:
    """Synthesise and prepare one condition with everything below it."""
    condition, evidence = condition_evidence.condition, condition_evidence.evidence
    names, review_conditions = condition_evidence.names, condition_evidence.review_conditions
    found, queries = judge_condition(condition_evidence), by_study(evidence.queries)
    judged, counts, harms = found.judged, found.counts, found.context.harms
    synthesis, reviews = synthesise(judged), read_reviews(review_conditions)
    naming = study_namer([*(row.note for row in harms), *texts_of(reviews)])
    uncontrolled = uncontrolled_section(
        evidence,
        queries,
        names,
        uncontrolled_pools(reviews, review_conditions, naming),
        correlation_text="",
    )
    of = SynthesisedCondition(condition_evidence, found, synthesis)
    return EvidenceSummary(
        within=within(of, reviews=len(reviews), single_arms=uncontrolled.results),
        condition=condition,
        trail=condition_evidence.ancestors[::-1],
        children=condition_evidence.scope[1:],
        answer=condition_answer(synthesis.answers, harms, counts.isolating),
        counts=counts,
        trials_without_results=len({study.id for study in counts.isolating} - studies_that_measured(evidence)),
        default=answer_set(synthesis, found.context, counts.isolating),
        safety=safety_section(harms, counts, names, reviews, naming),
        uncontrolled=uncontrolled,
        reviews=reviews_section(reviews, review_conditions, {condition.slug: synthesis.answers}, naming),
        gap_map=gap_map([condition], condition_evidence.conditions, evidence=evidence, judged=judged, harms=harms),
        studies=study_lines(evidence, counts),
        further_trials=further_trials(condition_evidence),
    )


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


@show_page("evidence/pages/condition/condition_page.html")
def _condition_page(request: HttpRequest, slug: str) -> Context:
    condition_evidence = read_condition_or_404(slug)
    summary = evidence_summary(condition_evidence)
    return {"form": EvidenceFilterForm(studies=condition_evidence.studies), "summary": summary}


@show_page("evidence/pages/condition/handout.html")
def condition_handout(request: HttpRequest, slug: str) -> Context:
    return {"summary": evidence_summary(read_condition_or_404(slug))}
