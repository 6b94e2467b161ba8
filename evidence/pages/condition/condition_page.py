"""The evidence summary: everything that the page of one condition shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.filters import LOW, EvidenceFilter, EvidenceFilterForm
from evidence.findings.answer_set import AnswerContext, AnswerSet, answer_set
from evidence.findings.condition_evidence import ConditionEvidence, reading_or_404
from evidence.findings.truncation import TruncatedList, cut
from evidence.grading.standing_ratings import Ratings, read_ratings
from evidence.pages.condition.uncontrolled import Uncontrolled, uncontrolled, uncontrolled_pools
from evidence.pages.gap_map_section import GapMap, gap_map
from evidence.pages.gc_paused import without_collecting
from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.pages.reviews.reviews_page import ReviewsSection, reviews_section
from evidence.pages.safety.safety_section import SafetySection, safety_section
from evidence.synthesis.answers import synthesise
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import Judged, judge_evidence
from studies.models import Condition
from studies.presentation.links import naming_for
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
    """All that is known here about one condition, or about all the conditions that a parent gathers.

    ``awaiting`` counts the trials that isolate ozone of which no result at all is in the text read.
    """

    condition: Condition
    trail: tuple[Condition, ...]
    children: tuple[Condition, ...]
    counts: StudyCounts
    awaiting: int
    default: AnswerSet
    selection: Selection | None
    safety: SafetySection
    uncontrolled: Uncontrolled
    reviews: ReviewsSection
    gap_map: GapMap
    studies: TruncatedList[StudyLine]


def evidence_summary(
    reading: ConditionEvidence, chosen: EvidenceFilter | None = None, *, correlation: str = "", map_by: str = ""
) -> EvidenceSummary:
    """Synthesise and prepare one condition with everything below it, and a reader's own selection beside it.

    ``correlation`` (of scores before and after) and ``map_by`` (the rows of the gap map) are as the address has them.
    """
    condition, evidence, names, around = reading.condition, reading.evidence, reading.names, reading.around
    harms = read_harms(evidence.arms)
    judged, queries = judge_evidence(evidence), by_study(evidence.queries)
    counts = count_studies(evidence.arms)
    ratings = Ratings(read_ratings([condition.slug]).get(condition.slug, {}))
    background = AnswerContext(names, harms, read_bands(), ratings)
    synthesis, reviews = synthesise(judged), read_reviews(around)
    naming = naming_for([*(row.note for row in harms), *texts_of(reviews)])
    own = chosen if chosen and not chosen.is_default else None
    return EvidenceSummary(
        condition=condition,
        trail=reading.above[::-1],
        children=reading.scope[1:],
        counts=counts,
        awaiting=len({study.id for study in counts.isolating} - _with_results(evidence)),
        default=answer_set(synthesis, background, counts.isolating),
        selection=_selection(own, judged, background, counts) if own else None,
        safety=safety_section(harms, counts, names, reviews, naming),
        uncontrolled=uncontrolled(
            evidence, queries, names, uncontrolled_pools(reviews, around, naming), asked=correlation
        ),
        reviews=reviews_section(reviews, around, {condition.slug: synthesis.answers}, naming),
        gap_map=gap_map([condition], reading.conditions, judged=judged, harms=harms, arms=evidence.arms, asked=map_by),
        studies=_studies(evidence, counts),
    )


def _with_results(evidence: Evidence) -> set[int]:
    """The ids of studies of which some result, or some printed difference, was read."""
    printed = {row.arm_a.study.id for row in evidence.reported}
    return {row.arm.study.id for row in evidence.results} | printed


def _selection(
    chosen: EvidenceFilter,
    judged: Sequence[Judged],
    background: AnswerContext,
    counts: StudyCounts,
) -> Selection:
    kept = [item for item in judged if chosen.keeps(item.contrast or item.pair)]
    studies = {item.pair.ozone.study.id for item in kept}
    trials = [study for study in counts.isolating if study.id in studies]
    of_selection = replace(background, ratings=replace(background.ratings, of_default=False))
    return Selection(
        words=tuple(chosen.words()),
        query=chosen.query(),
        trials=len(trials),
        answers=answer_set(synthesise(kept, chosen.options), of_selection, trials),
        asks_low_risk=chosen.risk == LOW,
        nothing_assessed=not any(study.bias for study in counts.isolating),
    )


def _studies(evidence: Evidence, counts: StudyCounts) -> TruncatedList[StudyLine]:
    isolating = {study.id for study in counts.isolating}
    studies = {arm.study.id: arm.study for arm in evidence.arms}.values()
    in_order = sorted(studies, key=lambda study: (study.id not in isolating, -(study.year or 0), study.label))
    return cut(in_order, lambda study: _study_line(study, counts, isolates_ozone=study.id in isolating))


def _study_line(study: StudyRow, counts: StudyCounts, *, isolates_ozone: bool) -> StudyLine:
    return StudyLine(
        label=study.label,
        href=reverse("study", args=[study.slug]),
        design=study.design_label,
        year=study.year,
        people=counts.sizes.get(study.id),
        isolates_ozone=isolates_ozone,
    )


@require_safe
@without_collecting
def condition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    reading = reading_or_404(slug)
    form = EvidenceFilterForm(request.GET, studies=reading.studies)
    summary = evidence_summary(
        reading,
        form.to_filter(),
        correlation=request.GET.get("correlation", ""),
        map_by=request.GET.get("map", ""),
    )
    return render(request, "evidence/pages/condition/condition_page.html", {"form": form, "summary": summary})


@require_safe
@without_collecting
def condition_handout(request: HttpRequest, slug: str) -> HttpResponse:
    summary = evidence_summary(reading_or_404(slug))
    return render(request, "evidence/pages/condition/handout.html", {"summary": summary})
