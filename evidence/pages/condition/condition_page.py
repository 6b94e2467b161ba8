"""The evidence summary: everything that the page of one condition shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse

from evidence.filters import LOW, EvidenceFilter, EvidenceFilterForm
from evidence.findings.answer_set import AnswerContext, AnswerSet, answer_set
from evidence.findings.condition_evidence import ConditionEvidence, read_condition_or_404
from evidence.findings.truncation import TruncatedList, truncate
from evidence.grading.current_ratings import Ratings, read_ratings
from evidence.pages.condition.further_trials import FurtherTrials, further_trials
from evidence.pages.condition.uncontrolled import UncontrolledSection, uncontrolled_pools, uncontrolled_section
from evidence.pages.gap_map_section import GapMap, gap_map
from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.pages.reviews.reviews_page import ReviewsSection, reviews_section
from evidence.pages.safety.safety_section import SafetySection, safety_section
from evidence.synthesis.answers import synthesise
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import Judged, judge_evidence
from evidence.synthesis.measured_outcomes import critical_outcomes_measured, studies_that_measured
from studies.models import Condition
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_names import study_namer
from studies.reported.rows import Evidence, StudyRow
from studies.selectors import read_bands, read_harms


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One study of the condition, as its list shows it."""

    label: str
    href: str
    design: str
    year: int | None
    people: int | None
    isolates_ozone: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """A reader's own selection. ``nothing_assessed``: no trial has a judgement of its risk of bias yet."""

    words: tuple[str, ...]
    query: str
    trials: int
    answers: AnswerSet
    asks_low_risk: bool
    nothing_assessed: bool


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """All that is known here about one condition and its descendants.

    ``trials_without_results`` counts the trials that isolate ozone of which no result at all is in the text read.
    """

    condition: Condition
    trail: tuple[Condition, ...]
    children: tuple[Condition, ...]
    counts: StudyCounts
    trials_without_results: int
    default: AnswerSet
    selection: Selection | None
    safety: SafetySection
    uncontrolled: UncontrolledSection
    reviews: ReviewsSection
    gap_map: GapMap
    studies: TruncatedList[StudyLine]
    further_trials: tuple[FurtherTrials, ...]


def evidence_summary(
    condition_evidence: ConditionEvidence,
    evidence_filter: EvidenceFilter | None = None,
    *,
    correlation: str = "",
    map_rows: str = "",
) -> EvidenceSummary:
    """Synthesise and prepare one condition with everything below it, and a reader's own selection next to it.

    ``correlation`` (of scores before and after) and ``map_rows`` (the rows of the gap map) are as the address has them.
    """
    condition, evidence = condition_evidence.condition, condition_evidence.evidence
    names, review_conditions = condition_evidence.names, condition_evidence.review_conditions
    harms = read_harms(evidence.arms)
    judged, queries = judge_evidence(evidence), by_study(evidence.queries)
    counts = count_studies(evidence.arms)
    ratings = Ratings(read_ratings([condition.slug]).get(condition.slug, {}))
    context = AnswerContext(names, harms, read_bands(), ratings, critical_outcomes_measured(evidence))
    synthesis, reviews = synthesise(judged), read_reviews(review_conditions)
    naming = study_namer([*(row.note for row in harms), *texts_of(reviews)])
    own = evidence_filter if evidence_filter and not evidence_filter.is_default else None
    return EvidenceSummary(
        condition=condition,
        trail=condition_evidence.ancestors[::-1],
        children=condition_evidence.scope[1:],
        counts=counts,
        trials_without_results=len({study.id for study in counts.isolating} - studies_that_measured(evidence)),
        default=answer_set(synthesis, context, counts.isolating),
        selection=_selection(own, judged, context, counts) if own else None,
        safety=safety_section(harms, counts, names, reviews, naming),
        uncontrolled=uncontrolled_section(
            evidence,
            queries,
            names,
            uncontrolled_pools(reviews, review_conditions, naming),
            correlation_text=correlation,
        ),
        reviews=reviews_section(reviews, review_conditions, {condition.slug: synthesis.answers}, naming),
        gap_map=gap_map(
            [condition], condition_evidence.conditions, evidence=evidence, judged=judged, harms=harms, rows_of=map_rows
        ),
        studies=_studies(evidence, counts),
        further_trials=further_trials(condition_evidence),
    )


def _selection(
    evidence_filter: EvidenceFilter,
    judged: Sequence[Judged],
    context: AnswerContext,
    counts: StudyCounts,
) -> Selection:
    kept = [item for item in judged if evidence_filter.keeps(item.contrast or item.pair)]
    studies = {item.pair.ozone.study.id for item in kept}
    trials = [study for study in counts.isolating if study.id in studies]
    of_selection = replace(context, ratings=replace(context.ratings, is_default=False))
    return Selection(
        words=tuple(evidence_filter.words()),
        query=evidence_filter.query(),
        trials=len(trials),
        answers=answer_set(synthesise(kept, evidence_filter.options), of_selection, trials),
        asks_low_risk=evidence_filter.risk == LOW,
        nothing_assessed=not any(study.bias for study in counts.isolating),
    )


def _studies(evidence: Evidence, counts: StudyCounts) -> TruncatedList[StudyLine]:
    isolating = {study.id for study in counts.isolating}
    studies = {arm.study.id: arm.study for arm in evidence.arms}.values()
    in_order = sorted(studies, key=lambda study: (study.id not in isolating, -(study.year or 0), study.label))
    return truncate(in_order, lambda study: _study_line(study, counts, isolates_ozone=study.id in isolating))


def _study_line(study: StudyRow, counts: StudyCounts, *, isolates_ozone: bool) -> StudyLine:
    return StudyLine(
        label=study.label,
        href=reverse("study", args=[study.slug]),
        design=study.design_label,
        year=study.year,
        people=counts.sizes.get(study.id),
        isolates_ozone=isolates_ozone,
    )


@show_page("evidence/pages/condition/condition_page.html")
def condition_detail(request: HttpRequest, slug: str) -> Context:
    condition_evidence = read_condition_or_404(slug)
    form = EvidenceFilterForm(request.GET, studies=condition_evidence.studies)
    summary = evidence_summary(
        condition_evidence,
        form.to_filter(),
        correlation=request.GET.get("correlation", ""),
        map_rows=request.GET.get("map", ""),
    )
    return {"form": form, "summary": summary}


@show_page("evidence/pages/condition/handout.html")
def condition_handout(request: HttpRequest, slug: str) -> Context:
    return {"summary": evidence_summary(read_condition_or_404(slug))}
