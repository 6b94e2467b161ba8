"""Change from baseline in single ozone arms: two means of the same people, before and after, and nothing compared.

The spread of a change needs the *correlation* of the two scores, which records do not print. So changes are shown as
their two means, and are pooled only under a correlation that the reader sets, which is then shown next to every number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evidence.statistics.combine_arms import combine_means
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.estimates import PooledEstimate
from evidence.statistics.pooling import random_effects
from evidence.statistics.single_arm import mean_change
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
from studies.choices import CriticalOutcome, ResultKind, Severity
from studies.numerics.arm_values import Means
from studies.numerics.errors import StatisticsError
from studies.numerics.magnitudes import is_measurable
from studies.reported.content_order import result_order
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.outcome_facts import outcome_of
from studies.reported.rescaling import ShownScale, shown_scale
from studies.reported.rows import Evidence, ResultRow
from studies.reported.spread_recovery import mean_of
from studies.reported.text_keys import name_key
from studies.reported.windows import window_of

# A reader's correlation. At 1 a change would have no spread, and nothing near it is seen in practice.
LOWEST_CORRELATION = 0.0
HIGHEST_CORRELATION = 0.95

CHANGE_ALONE = "the change alone is printed, without the two scores"
NO_BASELINE = "no score before treatment is printed"
_CRITICAL = list(CriticalOutcome)


class Score(NamedTuple):
    """One arm's score at one time, on the shown scale. ``source`` is as printed, or what several arms come to."""

    middle: float
    n: int | None
    is_median: bool
    source: ResultRow | Means

    @property
    def spread(self) -> Means | None:
        """The mean with its deviation and n, computed on first use; None where n or a deviation is missing."""
        return _spread(self.source) if isinstance(self.source, ResultRow) else self.source


class Change(NamedTuple):
    """The scores before and after. ``effect`` is after less before, under the reader's correlation."""

    before: Score
    after: Score
    effect: EffectSize | None = None


@dataclass(frozen=True, slots=True)
class ChangeAnswer:
    """One question on one scale. ``pooled`` and the effects of its arms rest on ``correlation``; without one, none."""

    question: ArmQuestion
    scale: str
    correlation: float | None
    entries: tuple[SingleArm[Change], ...]
    unpooled: tuple[SingleArm[Change], ...]
    pooled: PooledEstimate | None
    not_shown: tuple[ExcludedArm, ...]

    @property
    def all_entries(self) -> tuple[SingleArm[Change], ...]:
        """Those in the answer, then those that are not pooled."""
        return (*self.entries, *self.unpooled)


def changes(evidence: Evidence, queries: Queries, correlation: float | None = None) -> tuple[ChangeAnswer, ...]:
    """Every question on scores that ozone arms answer, critical outcomes first, then by window and mixture."""
    answers = [_answer(*asked, queries, correlation) for asked in _by_question(evidence, queries)]
    return tuple(sorted(answers, key=_order))


def studies_with_change(evidence: Evidence, queries: Queries) -> list[int]:
    """The study (id) of each single arm of all these questions, for who counts them alone."""
    found: list[int] = []
    for question, _, judged in _by_question(evidence, queries):
        found += studies_of_single_arms(judged, window=question.window, queries=queries, merge=_merge)
    return found


def _by_question(
    evidence: Evidence, queries: Queries
) -> list[tuple[ArmQuestion, str, list[ArmCandidate[Change] | ExcludedArm]]]:
    """The questions that scores after treatment answer, each with the name of their scale and the scores."""
    results = ozone_results(evidence, ResultKind.CONTINUOUS)
    baselines = {key: (row, _score(row, shown_scale(row))) for key, row in _baselines(results).items()}
    by_question: dict[tuple[ArmQuestion, str], tuple[str, list[ArmCandidate[Change] | ExcludedArm]]] = {}
    for row in results:
        window = window_of(row.weeks, row.timepoint_label)
        if window:
            outcome = outcome_of(row.measure, row.outcome_name, row.kind)
            question = ArmQuestion(outcome, mixture_of(row.arm), window)
            scale = shown_scale(row)
            judged = _classify(baselines.get(_same_score(row)), row, scale, queries)
            name = scale.name if scale else ""
            # A scale is called as the first of its results calls it.
            by_question.setdefault((question, name_key(name)), (name, []))[1].append(judged)
    return [(question, name, judged) for (question, _), (name, judged) in by_question.items()]


def _baselines(results: Iterable[ResultRow]) -> dict[tuple[object, ...], ResultRow]:
    """The score before treatment that belongs to a later one; of two that no rule tells apart, by what they say."""
    found: dict[tuple[object, ...], ResultRow] = {}
    for row in results:
        if row.weeks == 0 and not row.is_change:
            key = _same_score(row)
            found[key] = min(found[key], row, key=result_order) if key in found else row
    return found


def _same_score(row: ResultRow) -> tuple[object, ...]:
    """What a score before treatment shares with one after it."""
    return (row.arm.id, *row.outcome, row.part, *row.ends)


def _order(answer: ChangeAnswer) -> tuple[int, str, str, tuple[int, tuple[int, ...]]]:
    critical = answer.question.outcome.critical
    place = _CRITICAL.index(critical) if critical else len(_CRITICAL)
    return (place, answer.question.outcome.key, name_key(answer.scale), answer.question.order)


def _classify(
    baseline: tuple[ResultRow, Score | None] | None, after: ResultRow, scale: ShownScale | None, queries: Queries
) -> ArmCandidate[Change] | ExcludedArm:
    """Both scores, or why they cannot be compared."""
    if after.is_change:
        return ExcludedArm(after, ContrastExclusion.SUMMARY_ONLY, CHANGE_ALONE)
    if baseline is None:
        return ExcludedArm(after, ContrastExclusion.NO_FIGURE, NO_BASELINE)
    before, score_before = baseline
    error = after.arm.study.id in queries and (
        open_query_on(before, queries, Severity.ERROR) or open_query_on(after, queries, Severity.ERROR)
    )
    if error:
        return ExcludedArm(after, ContrastExclusion.ERROR, error.problem)
    score_after = _score(after, scale)
    if score_before is None or score_after is None:
        return ExcludedArm(after, ContrastExclusion.NO_FIGURE if scale else ContrastExclusion.SCALE_NOT_STATED)
    return ArmCandidate(after, Change(score_before, score_after), before)


def _score(row: ResultRow, scale: ShownScale | None) -> Score | None:
    """The mean, else the median, on its shown scale; None without a figure or a scale."""
    printed = row.mean if row.mean is not None else row.median
    if scale is None or printed is None or not is_measurable(printed):
        return None
    return Score(printed * scale.factor, row.n, row.mean is None, row)


def _spread(row: ResultRow) -> Means | None:
    """The mean with its deviation and n, by the rules of spread; None where one of them is missing."""
    if row.mean is None:
        return None
    try:
        found = mean_of(row)
        value = None if isinstance(found, ContrastExclusion) else found.value
        if isinstance(value, Means):
            return Means(value.mean, value.required_n, sd=value.required_sd)
    except StatisticsError:
        pass
    return None


def _answer(
    question: ArmQuestion,
    scale: str,
    judged: Sequence[ArmCandidate[Change] | ExcludedArm],
    queries: Queries,
    correlation: float | None,
) -> ChangeAnswer:
    shown, rest = single_arms(judged, window=question.window, queries=queries, merge=_merge, size=_people)
    if correlation is not None:
        shown = [arm._replace(value=_with_effect(arm.value, correlation)) for arm in shown]
    entries = [arm for arm in shown if arm.pool_exclusion is None]
    pooled = _pool(question, entries)
    weights = iter(pooled.weights if pooled else ())
    return ChangeAnswer(
        question=question,
        scale=scale,
        correlation=correlation,
        entries=tuple(arm._replace(weight=next(weights, None)) if arm.value.effect else arm for arm in entries),
        unpooled=tuple(arm for arm in shown if arm.pool_exclusion is not None),
        pooled=pooled,
        not_shown=(*(item for item in judged if isinstance(item, ExcludedArm)), *rest),
    )


def _merge(values: Sequence[Change]) -> Change | None:
    """Similar arms of one study combined, where each has its n and spread at both times; else listed separately."""
    if len(values) == 1:
        return values[0]
    before = _combined(value.before for value in values)
    after = _combined(value.after for value in values)
    return Change(before, after) if before and after else None


def _combined(scores: Iterable[Score]) -> Score | None:
    spreads = [score.spread for score in scores]
    known = [spread for spread in spreads if spread is not None]
    if len(known) < len(spreads):
        return None
    try:
        whole = combine_means(known)
    except StatisticsError:
        return None
    return Score(whole.mean, round(whole.required_n), is_median=False, source=whole)


def _people(change: Change) -> int | None:
    return change.after.n


def _with_effect(change: Change, correlation: float) -> Change:
    """The change with its error, of the people who can have been measured twice; as it was where none follows."""
    before, after = change.before.spread, change.after.spread
    if before is None or after is None:
        return change
    try:
        effect = mean_change(
            before.mean,
            before.required_sd,
            after.mean,
            after.required_sd,
            n=min(before.required_n, after.required_n),
            correlation=correlation,
        )
    except StatisticsError:
        return change
    return change._replace(effect=effect)


def _pool(question: ArmQuestion, entries: Sequence[SingleArm[Change]]) -> PooledEstimate | None:
    effects = [arm.value.effect for arm in entries if arm.value.effect]
    if len(effects) < MIN_STUDIES_TO_POOL or not question.may_be_pooled:
        return None
    try:
        return random_effects(effects)
    except StatisticsError:
        # No estimator answers for these figures: the studies are shown side by side.
        return None
