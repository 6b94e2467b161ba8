"""Whether an effect size follows from a contrast: usable, or left out with the first reason that holds."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from evidence.synthesis.data_queries import Queries, by_study, open_query_on, points_at
from evidence.synthesis.excluded_contrasts import ExcludedContrast, pool_exclusion
from evidence.synthesis.small_spreads import has_small_spread
from studies.choices import QueryState, ResultKind, Severity
from studies.numerics.errors import StatisticsError
from studies.reported.assumptions import (
    Assumption,
    Caution,
    arm_assumptions,
    place_cautions,
    result_assumptions,
)
from studies.reported.before_treatment import differed_before
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.count_recovery import CountRule
from studies.reported.exclusion_reasons import ContrastExclusion, reason_of_comparison, reason_of_reports
from studies.reported.pairing import ArmPair
from studies.reported.query_row import QueryRow
from studies.reported.rescaling import shown_length, shown_scale
from studies.reported.risk_of_bias_views import overall_level
from studies.reported.rows import Evidence, ResultRow
from studies.reported.spread_recovery import ArmValue, arm_values, p_without_spread


class EligibleContrast(NamedTuple):
    """A contrast with a value in each arm. ``pool_exclusion`` says why it is shown next to the pool, not in it.

    ``assumptions`` and ``cautions`` go with the number; ``is_derived`` says whether some value is not as printed.
    """

    contrast: Contrast
    ozone: ArmValue
    comparator: ArmValue
    scale: str
    pool_exclusion: ContrastExclusion | None = None
    query: QueryRow | None = None
    assumptions: tuple[Assumption, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def is_derived(self) -> bool:
        """Whether the value of an arm is not as printed."""
        return self.ozone.is_derived or self.comparator.is_derived

    @property
    def pair(self) -> ArmPair:
        """Its two arms."""
        return self.contrast.pair


# A contrast, or a pair of arms of which nothing was printed, with what became of it.
Judged = EligibleContrast | ExcludedContrast


def judge_evidence(evidence: Evidence) -> list[Judged]:
    """Everything that two arms of a study say of each other, judged once for all that is made of it."""
    return judge(contrasts(evidence), by_study(evidence.queries))


def judge(items: Iterable[Contrast | ArmPair], queries: Queries) -> list[Judged]:
    """Judge contrasts one by one."""
    return [assess(item, queries) for item in items]


def in_conditions(judged: Iterable[Judged], conditions: Collection[str]) -> list[Judged]:
    """Those of which both arms have one of these conditions (slugs)."""
    return [
        item
        for item in judged
        if item.pair.ozone.condition in conditions and item.pair.comparator.condition in conditions
    ]


def assess(item: Contrast | ArmPair, queries: Queries) -> Judged:
    """Judge one contrast, or a pair of arms of which nothing was printed."""
    pair = item if isinstance(item, ArmPair) else item.pair
    contrast = None if isinstance(item, ArmPair) else item
    reason = reason_of_comparison(pair.compared.comparison)
    if reason or contrast is None:
        return ExcludedContrast(pair, reason or ContrastExclusion.NOTHING_READ, contrast)
    if contrast.ozone is None or contrast.comparator is None:
        return ExcludedContrast(pair, _missing(contrast), contrast, _known_problem(contrast, queries))
    return _assess_figures(contrast, contrast.ozone, contrast.comparator, queries)


def _missing(contrast: Contrast) -> ContrastExclusion:
    if contrast.ozone or contrast.comparator:
        return ContrastExclusion.ONE_ARM_ONLY
    return reason_of_reports(contrast.reported)


def _known_problem(contrast: Contrast, queries: Queries) -> str:
    """What an open query says of the outcome of which one arm's figure alone is printed; empty when none does."""
    result = contrast.ozone or contrast.comparator
    if result is None:
        return ""
    for query in queries.get(contrast.pair.ozone.study.id, ()):
        of_pair = query.arm is None or query.arm in contrast.pair.arms
        if query.state is not QueryState.RESOLVED and of_pair and points_at(query._replace(arm=None), result):
            return query.problem
    return ""


def _assess_figures(contrast: Contrast, ozone: ResultRow, comparator: ResultRow, queries: Queries) -> Judged:
    error = _acting(ozone, comparator, queries, Severity.ERROR)
    if error:
        return ExcludedContrast(contrast.pair, ContrastExclusion.ERROR, contrast, error.problem)
    try:
        values = arm_values(contrast, ozone, comparator)
    except StatisticsError as refusal:
        return ExcludedContrast(contrast.pair, ContrastExclusion.IMPOSSIBLE, contrast, str(refusal))
    doubt = _acting(ozone, comparator, queries, Severity.DOUBT)
    if isinstance(values, ContrastExclusion):
        detail = doubt.problem if doubt else ""
        if values is ContrastExclusion.NO_SPREAD and not doubt:
            detail = p_without_spread(contrast)
        return ExcludedContrast(contrast.pair, values, contrast, detail, doubt)
    study = contrast.pair.ozone.study
    bias = overall_level(study.bias, contrast.measure.slug, contrast.weeks)
    exclusion = pool_exclusion(study, doubt, contrast.window, contrast.part, bias)
    scale = shown_scale(ozone) if ozone.kind is ResultKind.CONTINUOUS else None
    return EligibleContrast(
        contrast,
        *values,
        scale.name if scale else "",
        exclusion,
        doubt,
        assumptions=_assumptions(contrast.pair, (ozone, comparator), values),
        cautions=_cautions(contrast, ozone, values),
    )


def _assumptions(
    pair: ArmPair, results: tuple[ResultRow, ResultRow], values: tuple[ArmValue, ArmValue]
) -> tuple[Assumption, ...]:
    people_unknown = any(value.count_rule is CountRule.PEOPLE_ANALYSED_UNKNOWN for value in values)
    return (
        *result_assumptions(results),
        *arm_assumptions(pair.ozone, pair.comparator),
        *((Assumption.PEOPLE_ANALYSED_UNKNOWN,) if people_unknown else ()),
    )


def _cautions(contrast: Contrast, ozone: ResultRow, values: tuple[ArmValue, ArmValue]) -> tuple[Caution, ...]:
    length = shown_length(ozone)
    small = any(has_small_spread(value, length) for value in values)
    return (
        *((Caution.SMALL_SPREAD,) if small else ()),
        *place_cautions(contrast.pair.ozone, contrast.pair.comparator),
        *((Caution.DIFFERED_BEFORE_TREATMENT,) if differed_before(contrast) else ()),
    )


def _acting(ozone: ResultRow, comparator: ResultRow, queries: Queries, severity: Severity) -> QueryRow | None:
    if ozone.arm.study.id not in queries:
        return None
    return open_query_on(ozone, queries, severity) or open_query_on(comparator, queries, severity)
