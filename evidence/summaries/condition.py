"""The evidence summary: everything that the page of one condition shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from evidence.filters import LOW, EvidenceFilter
from evidence.records import read_bands, read_evidence, read_harms
from evidence.summaries.answer_set import AnswerSet, Background, answer_set
from evidence.summaries.cutting import Cut, cut
from evidence.summaries.gap_map import GapMap, gap_map
from evidence.summaries.rating import Ratings, read_ratings
from evidence.summaries.review_reading import read_reviews, texts_of
from evidence.summaries.reviews import ReviewsSection, reviews_section
from evidence.summaries.safety import SafetySection, safety_section
from evidence.summaries.uncontrolled import Uncontrolled, uncontrolled, with_those_above
from evidence.synthesis.answers import synthesise
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.doubt import by_study
from evidence.synthesis.poolability import Judged, judge_evidence
from evidence.synthesis.rows import Evidence, StudyRow
from studies.models import Condition, Study, with_descendants
from studies.views.names import naming_for


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
    studies: Cut[StudyLine]


def evidence_summary(
    condition: Condition, chosen: EvidenceFilter | None = None, *, correlation: str = "", map_by: str = ""
) -> EvidenceSummary:
    """Read, synthesise and prepare one condition with everything below it, and a reader's own selection beside it.

    ``correlation`` (of scores before and after) and ``map_by`` (the rows of the gap map) are as the address has them.
    """
    conditions = list(Condition.objects.all())
    scope = with_descendants(condition, conditions)
    slugs = [item.slug for item in scope]
    names = {item.slug: item.name for item in scope}
    evidence, harms = read_evidence(slugs), read_harms(slugs)
    judged, queries = judge_evidence(evidence), by_study(evidence.queries)
    counts = count_studies(evidence.arms)
    ratings = Ratings(read_ratings([condition.slug]).get(condition.slug, {}))
    background = Background(names, harms, read_bands(), ratings)
    synthesis, above = synthesise(judged), with_those_above(condition, conditions)
    reviews = read_reviews([*slugs, *above])
    naming = naming_for([*(row.note for row in harms), *texts_of(reviews)])
    own = chosen if chosen and not chosen.is_default else None
    return EvidenceSummary(
        condition=condition,
        trail=_trail(condition, conditions),
        children=tuple(scope[1:]),
        counts=counts,
        awaiting=len({study.id for study in counts.isolating} - _with_results(evidence)),
        default=answer_set(synthesis, background, counts.isolating),
        selection=_selection(own, judged, background, counts) if own else None,
        safety=safety_section(harms, counts, names, reviews, naming),
        uncontrolled=uncontrolled(evidence, queries, names, around=[*slugs, *above], asked=correlation),
        reviews=reviews_section(reviews, [*slugs, *above], {condition.slug: synthesis.answers}, naming),
        gap_map=gap_map([condition], conditions, judged=judged, harms=harms, arms=evidence.arms, asked=map_by),
        studies=_studies(evidence, counts),
    )


def _with_results(evidence: Evidence) -> set[int]:
    """The ids of studies of which some result, or some printed difference, was read."""
    arms = {arm.id: arm.study.id for arm in evidence.arms}
    return {row.arm.study.id for row in evidence.results} | {arms[row.arm_a] for row in evidence.reported}


def studies_of(condition: Condition) -> list[tuple[str, str]]:
    """Slug and label of the studies that a reader may leave out of this condition."""
    scope = with_descendants(condition, Condition.objects.all())
    rows = Study.objects.visible().primary().filter(arms__condition__in=scope).distinct()
    return list(rows.order_by("label").values_list("slug", "label"))


def _selection(
    chosen: EvidenceFilter,
    judged: Sequence[Judged],
    background: Background,
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


def _trail(condition: Condition, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions above this one, the widest first."""
    by_id: dict[int | None, Condition] = {item.pk: item for item in conditions}
    trail: list[Condition] = []
    above = by_id.get(condition.parent_id)
    while above and above not in trail:
        trail.insert(0, above)
        above = by_id.get(above.parent_id)
    return tuple(trail)


def _studies(evidence: Evidence, counts: StudyCounts) -> Cut[StudyLine]:
    isolating = {study.id for study in counts.isolating}
    studies = {arm.study.id: arm.study for arm in evidence.arms}.values()
    in_order = sorted(studies, key=lambda study: (study.id not in isolating, -(study.year or 0), study.label))
    return cut(in_order, lambda study: _study_line(study, counts, isolates_ozone=study.id in isolating))


def _study_line(study: StudyRow, counts: StudyCounts, *, isolates_ozone: bool) -> StudyLine:
    return StudyLine(
        label=study.label,
        href=reverse("study", args=[study.slug]),
        design=study.design.label,
        year=study.year,
        people=counts.sizes.get(study.id),
        isolates_ozone=isolates_ozone,
    )
