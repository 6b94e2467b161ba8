"""The evidence summary: everything that the pages of one condition show, for its files."""

from dataclasses import dataclass

from evidence.findings.answer_set import AnswerSet, answer_set
from evidence.findings.answer_table import AnswerTable, answer_table
from evidence.findings.condition_evidence import ConditionEvidence
from evidence.findings.truncation import TruncatedList
from evidence.pages.condition.further_trials import FurtherTrials, further_trials
from evidence.pages.condition.judged_condition import judge_condition
from evidence.pages.condition.study_lines import StudyLine, study_lines
from evidence.pages.condition.uncontrolled import UncontrolledSection, uncontrolled_pools, uncontrolled_section
from evidence.pages.gap_map_section import GapMap, gap_map
from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.pages.reviews.reviews_page import ReviewsSection, reviews_section
from evidence.pages.safety.safety_section import SafetySection, safety_section
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.condition_answer import ConditionAnswer, condition_answer
from evidence.synthesis.counts import StudyCounts
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.measured_outcomes import TrialsRead, trials_without_results
from studies.models import Condition
from studies.presentation.study_names import study_namer


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """All that is known here about one condition and its descendants.

    ``trials_without_results`` counts the trials that isolate ozone of which no result at all is in the text read.
    """

    condition: Condition
    answer: ConditionAnswer
    counts: StudyCounts
    trials_without_results: int
    table: AnswerTable
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
    counts, harms = found.counts, found.harms
    synthesis = condition_evidence.synthesis
    reviews = read_reviews(review_conditions)
    naming = study_namer([*(row.note for row in harms), *texts_of(reviews)])
    read = TrialsRead(counts.isolating, found.context.measured)
    uncontrolled = uncontrolled_section(
        evidence,
        queries,
        names,
        uncontrolled_pools(reviews, review_conditions, naming),
        correlation_text="",
    )
    return EvidenceSummary(
        condition=condition,
        answer=condition_answer(synthesis.answers, found.serious_harm),
        counts=counts,
        trials_without_results=trials_without_results(counts.isolating, condition_evidence.with_results),
        table=answer_table(answer_rows(synthesis.answers, read), condition.slug, found.context),
        default=answer_set(synthesis, found.context, counts.isolating),
        safety=safety_section(harms, counts, names, reviews, naming),
        uncontrolled=uncontrolled,
        reviews=reviews_section(reviews, review_conditions, {condition.slug: synthesis.answers}, naming),
        gap_map=gap_map(
            condition,
            condition_evidence.conditions,
            arms=condition_evidence.arms,
            observations=condition_evidence.observations,
            harms=harms,
        ),
        studies=study_lines(condition_evidence.with_results, counts),
        further_trials=further_trials(condition_evidence),
    )
