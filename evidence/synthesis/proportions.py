"""Proportions of success in single ozone arms: how many of those treated did well, without a comparison group.

Excellent and good by MacNab are success, and every other definition is a separate outcome. A *poor outcome* is not
the complement of success and is never used here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.statistics.combine_arms import combine_counts
from evidence.statistics.single_arm import PooledProportion, pooled_proportion
from evidence.synthesis.data_queries import Queries, open_query_on
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_POOL
from evidence.synthesis.single_arms import (
    ArmCandidate,
    ArmQuestion,
    ExcludedArm,
    SingleArm,
    mixture_of,
    ozone_results,
    single_arms,
    studies_of_single_arms,
)
from studies.choices import HigherIs, OutcomeDomain, ResultKind, Severity
from studies.numerics.arm_values import Counts
from studies.numerics.errors import StatisticsError
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.outcome_facts import outcome_of
from studies.reported.rows import Evidence, ResultRow
from studies.reported.spread_recovery import count_of
from studies.reported.windows import window_of

DENOMINATOR_IS_WHOLE_ARM = "only some people are counted, but the printed denominator is the whole arm"


@dataclass(frozen=True, slots=True)
class ProportionAnswer:
    """One question to single arms. ``pooled`` is None below three studies: they are shown side by side."""

    question: ArmQuestion
    measure_order: int
    entries: tuple[SingleArm[Counts], ...]
    unpooled: tuple[SingleArm[Counts], ...]
    pooled: PooledProportion | None
    not_shown: tuple[ExcludedArm, ...]

    @property
    def all_entries(self) -> tuple[SingleArm[Counts], ...]:
        """Those in the answer, then those that are not pooled."""
        return (*self.entries, *self.unpooled)

    @property
    def people(self) -> int:
        """People in the arms that may be pooled."""
        return round(sum(arm.value.n for arm in self.entries))


def proportions(evidence: Evidence, queries: Queries) -> tuple[ProportionAnswer, ...]:
    """Every question about success that ozone arms answer: the first definition first, then by window and mixture."""
    answers = [_answer(question, results, queries) for question, results in _by_question(evidence).items()]
    return tuple(sorted(answers, key=lambda item: (item.measure_order, item.question.outcome.key, item.question.order)))


def studies_with_proportion(evidence: Evidence, queries: Queries) -> list[int]:
    """The study (id) of each single arm of all these questions, for who counts them alone."""
    found: list[int] = []
    for question, results in _by_question(evidence).items():
        judged = [_classify(result, queries) for result in results]
        found += studies_of_single_arms(judged, window=question.window, queries=queries, merge=combine_counts)
    return found


def _by_question(evidence: Evidence) -> dict[ArmQuestion, list[ResultRow]]:
    """The results about success by the question that they answer."""
    by_question: dict[ArmQuestion, list[ResultRow]] = {}
    for result in ozone_results(evidence, ResultKind.DICHOTOMOUS):
        window = window_of(result.weeks, result.timepoint_label) if _is_success(result) else None
        if window:
            outcome = outcome_of(result.measure, result.outcome_name, result.kind)
            by_question.setdefault(ArmQuestion(outcome, mixture_of(result.arm), window), []).append(result)
    return by_question


def _is_success(result: ResultRow) -> bool:
    return result.measure.domain is OutcomeDomain.SUCCESS and result.scale_direction is not HigherIs.WORSE


def _answer(question: ArmQuestion, results: Sequence[ResultRow], queries: Queries) -> ProportionAnswer:
    judged = [_classify(result, queries) for result in results]
    shown, rest = single_arms(judged, window=question.window, queries=queries, merge=combine_counts, size=_people)
    entries = [arm for arm in shown if arm.pool_exclusion is None]
    pooled = _pool(question, entries)
    weights = pooled.pooled.weights if pooled else ()
    return ProportionAnswer(
        question=question,
        measure_order=min(result.measure.order for result in results),
        entries=tuple(arm._replace(weight=weight) for arm, weight in zip(entries, weights, strict=True))
        if pooled
        else tuple(entries),
        unpooled=tuple(arm for arm in shown if arm.pool_exclusion is not None),
        pooled=pooled,
        not_shown=(*(item for item in judged if isinstance(item, ExcludedArm)), *rest),
    )


def _classify(result: ResultRow, queries: Queries) -> ArmCandidate[Counts] | ExcludedArm:
    """A count of people, or why the printed figure gives none."""
    error = open_query_on(result, queries, Severity.ERROR)
    if error:
        return ExcludedArm(result, ContrastExclusion.ERROR, error.problem)
    try:
        counted = count_of(result)
    except StatisticsError as refusal:
        return ExcludedArm(result, ContrastExclusion.IMPOSSIBLE, str(refusal))
    if isinstance(counted, ContrastExclusion):
        return ExcludedArm(result, counted)
    if result.part and result.n == result.arm.n:
        return ExcludedArm(result, ContrastExclusion.PART_OF_ARM, DENOMINATOR_IS_WHOLE_ARM)
    assert isinstance(counted.value, Counts)  # noqa: S101 - only counts are merged here; mypy needs to know
    return ArmCandidate(result, counted.value, notes=counted.rules if counted.is_derived else ())


def _people(counts: Counts) -> int:
    return round(counts.n)


def _pool(question: ArmQuestion, entries: Sequence[SingleArm[Counts]]) -> PooledProportion | None:
    if len(entries) < MIN_STUDIES_TO_POOL or not question.may_be_pooled:
        return None
    try:
        return pooled_proportion([arm.value for arm in entries])
    except StatisticsError:
        # No estimator answers for these figures: the studies are shown side by side.
        return None
