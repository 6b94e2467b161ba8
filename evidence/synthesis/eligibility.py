"""Whether an effect size follows from a contrast: usable, or left out with the first reason that holds."""

from collections.abc import Collection, Iterable
from itertools import chain
from typing import NamedTuple

from evidence.synthesis.allocation_effects import allocation_exclusion, other_ratio, people_of
from evidence.synthesis.data_queries import Queries, by_study, open_query_on, open_query_on_difference, points_at
from evidence.synthesis.excluded_contrasts import ExcludedContrast, pool_exclusion
from evidence.synthesis.small_spreads import has_small_spread
from studies.choices import HigherIs, QueryState, ResultKind, Severity
from studies.numerics.errors import StatisticsError
from studies.reported.assumptions import (
    Assumption,
    Caution,
    arm_assumptions,
    difference_assumptions,
    result_assumptions,
)
from studies.reported.before_treatment import pair_cautions
from studies.reported.contrasts import Contrast, contrasts, contrasts_of
from studies.reported.count_recovery import CountRule
from studies.reported.exclusion_reasons import ContrastExclusion, reason_of_comparison, reason_of_reports
from studies.reported.pairing import ArmPair, arm_pairs, arms_by_study, isolating_pairs
from studies.reported.printed_differences import DifferenceRefusal, PrintedDifference, printed_difference
from studies.reported.query_row import QueryRow
from studies.reported.rescaling import shown_length, shown_scale
from studies.reported.risk_of_bias_views import is_critical
from studies.reported.rows import Evidence, ResultRow
from studies.reported.score_kinds import ScoreKind
from studies.reported.spread_recovery import ArmValue, arm_values, p_without_spread
from studies.reported.text_keys import name_key


class EligibleContrast(NamedTuple):
    """A contrast with a value in each arm, or with the trial's own difference in their place.

    ``pool_exclusion`` says why it is shown next to the pool, not in it. ``assumptions`` and ``cautions`` go with the
    number: most contrasts are never shown, so they are found where they are asked for.
    """

    contrast: Contrast
    ozone: ArmValue | None
    comparator: ArmValue | None
    scale: str
    pool_exclusion: ContrastExclusion | None = None
    query: QueryRow | None = None
    printed: PrintedDifference | None = None

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What it rests on besides what is printed."""
        contrast, printed = self.contrast, self.printed
        results = [row for row in (contrast.ozone, contrast.comparator, contrast.scored) if row]
        of_figures = (
            difference_assumptions(contrast.measure, results, is_score=bool(printed.scale), n=printed.n)
            if printed
            else result_assumptions(results)
        )
        rules = [value.count_rule for value in self.arms or ()]
        of_counts = (Assumption.PEOPLE_ANALYSED_UNKNOWN,) if CountRule.PEOPLE_ANALYSED_UNKNOWN in rules else ()
        return (*of_figures, *arm_assumptions(self.pair.ozone, self.pair.comparator), *of_counts)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What a reader must know of its figures."""
        return (*((Caution.SMALL_SPREAD,) if self.has_small_spread else ()), *pair_cautions(self.contrast))

    @property
    def has_small_spread(self) -> bool:
        """Whether the score of an arm has an unusually small spread."""
        if not (self.contrast.ozone and self.ozone and self.comparator and self.scale):
            return False
        length = shown_length(self.contrast.ozone)
        return has_small_spread(self.ozone, length) or has_small_spread(self.comparator, length)

    @property
    def arms(self) -> tuple[ArmValue, ArmValue] | None:
        """The values of both arms; None where the trial's own difference replaces them."""
        return (self.ozone, self.comparator) if self.ozone and self.comparator else None

    @property
    def is_derived(self) -> bool:
        """Whether the value of an arm, or the error of a printed difference, is not as printed."""
        return any(value.is_derived for value in self.arms or (self.printed,) if value)

    @property
    def score_kind(self) -> ScoreKind:
        """Which kind of score gives the effect; counts have one kind, however they are printed."""
        if self.printed and self.scale and self.contrast.score_kind is not ScoreKind.ADJUSTED_DIFFERENCE:
            return ScoreKind.DIFFERENCE
        return self.contrast.score_kind

    @property
    def scale_key(self) -> str:
        """What identifies its scale, which may be called as its outcome is."""
        return name_key(self.scale)

    @property
    def people(self) -> int | None:
        """People behind it, as far as printed; None where a number is missing."""
        if self.arms is None:
            return self.printed.n if self.printed else None
        return people_of(self.contrast.pair.ozone.study, *(value.n for value in self.arms))

    @property
    def scale_direction(self) -> HigherIs | None:
        """Which way is better as printed, else by the instrument; None where neither states it."""
        if self.printed:
            return self.printed.higher_is
        return self.contrast.ozone.scale_direction if self.contrast.ozone else None

    @property
    def pair(self) -> ArmPair:
        """Its two arms."""
        return self.contrast.pair


# What the arms lack where the trial's own difference may replace them.
LACKS_FIGURES = frozenset(
    {
        *(ContrastExclusion.P_ONLY, ContrastExclusion.DIRECTION_ONLY, ContrastExclusion.SUMMARY_ONLY),
        *(ContrastExclusion.ONE_ARM_ONLY, ContrastExclusion.NO_ARM_SIZE),
        *(ContrastExclusion.FITS_SEVERAL_COUNTS, ContrastExclusion.FITS_NO_COUNT),
        *(ContrastExclusion.NO_FIGURE, ContrastExclusion.MEDIAN_ONLY, ContrastExclusion.NO_SPREAD),
        *(ContrastExclusion.LEVEL_NOT_STATED, ContrastExclusion.PAIRS_UNKNOWN),
    }
)
# What the arms' own error follows from, and is not printed: their values are shown without an interval.
_ERROR_UNKNOWN = (ContrastExclusion.CLUSTERS_UNKNOWN, ContrastExclusion.PAIRS_UNKNOWN)
# A contrast, or a pair of arms of which nothing was printed, with what became of it.
Judged = EligibleContrast | ExcludedContrast


def judge_evidence(evidence: Evidence) -> list[Judged]:
    """Every contrast of two arms of a study, judged once for everything that uses it."""
    return judge(contrasts(evidence), by_study(evidence.queries))


def judge_asking(evidence: Evidence) -> list[Judged]:
    """The same of the pairs of arms that isolate ozone: all that answers are made of.

    And of every pair of studies of cohorts: an answer tells which of them may be of the same people as another.
    """
    pairs = (
        pair
        for arms in arms_by_study(evidence.arms).values()
        for pair in arm_pairs(arms)
        if pair.compared.comparison.isolates_ozone or arms[0].study.cohort_group
    )
    return judge(contrasts_of(pairs, evidence), by_study(evidence.queries))


def judge_trials(evidence: Evidence) -> list[Judged]:
    """The same of the arms of randomised trials that isolate ozone: all that answers about them are made of."""
    pairs = chain.from_iterable(isolating_pairs(evidence.arms).values())
    return judge(contrasts_of(pairs, evidence), by_study(evidence.queries))


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
    by_arms = _assess_arms(contrast, queries)
    lacks_figures = isinstance(by_arms, ExcludedContrast) and by_arms.reason in LACKS_FIGURES
    return (_assess_printed(contrast, queries) if lacks_figures else None) or by_arms


def _assess_arms(contrast: Contrast, queries: Queries) -> Judged:
    """The contrast by the figures of its arms."""
    if contrast.ozone is None or contrast.comparator is None:
        return ExcludedContrast(contrast.pair, _missing(contrast), contrast, _known_problem(contrast, queries))
    return _assess_figures(contrast, contrast.ozone, contrast.comparator, queries)


def _assess_printed(contrast: Contrast, queries: Queries) -> Judged | None:
    """The contrast by its trial's own difference; None where none is printed.

    Where both arms are printed, what they lack stays the reason.
    """
    found = printed_difference(contrast)
    if found is None:
        return None
    if isinstance(found, DifferenceRefusal):
        if contrast.ozone and contrast.comparator:
            return None
        return ExcludedContrast(contrast.pair, found.reason, contrast, found.detail)
    error = open_query_on_difference(contrast, queries, Severity.ERROR)
    if error:
        return ExcludedContrast(contrast.pair, ContrastExclusion.ERROR, contrast, error.problem)
    doubt = open_query_on_difference(contrast, queries, Severity.DOUBT)
    exclusion = _pool_exclusion(contrast, doubt, has_own_error=True) or other_ratio(found)
    return EligibleContrast(contrast, None, None, found.scale, exclusion, doubt, printed=found)


def _pool_exclusion(contrast: Contrast, doubt: QueryRow | None, *, has_own_error: bool) -> ContrastExclusion | None:
    """Why its figure is in no pool; ``has_own_error`` says that the trial printed its difference with its error."""
    study = contrast.pair.ozone.study
    critical = bool(study.bias) and is_critical(study.bias, contrast.measure.slug, contrast.weeks)
    general = pool_exclusion(study, doubt, contrast.part, is_critical=critical)
    return general or allocation_exclusion(study, has_own_error=has_own_error)


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
    exclusion = _pool_exclusion(contrast, doubt, has_own_error=False)
    if exclusion in _ERROR_UNKNOWN:
        return ExcludedContrast(contrast.pair, exclusion, contrast)
    scale = shown_scale(ozone) if ozone.kind is ResultKind.CONTINUOUS else None
    return EligibleContrast(contrast, *values, scale.name if scale else "", exclusion, doubt)


def _acting(ozone: ResultRow, comparator: ResultRow, queries: Queries, severity: Severity) -> QueryRow | None:
    if ozone.arm.study.id not in queries:
        return None
    return open_query_on(ozone, queries, severity) or open_query_on(comparator, queries, severity)
