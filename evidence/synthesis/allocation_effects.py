"""The effect of two arms by how people were allocated: apart, as whole clusters, or each compared within.

Clusters inflate a variance by their design effect; people who are in both arms are compared by their correlation
(Handbook 23.1.4, 23.2.7). A difference that the trial itself printed has its own error.
"""

from collections.abc import Callable

from evidence.statistics.design_effects import (
    design_effect,
    effective_counts,
    inflated,
    paired_binary_effect,
    paired_mean_difference,
    paired_smd,
)
from evidence.statistics.effect_sizes import EffectSize, Measure, hedges_g, mean_difference, risk_ratio
from evidence.statistics.mantel_haenszel import Table
from evidence.statistics.peto import peto_odds_ratio
from studies.choices import Allocation, PrintedEffectMeasure
from studies.numerics.arm_values import Counts, Means
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.printed_differences import PrintedDifference
from studies.reported.rows import StudyRow

_MEASURES = {
    PrintedEffectMeasure.MD: Measure.MD,
    PrintedEffectMeasure.ADJUSTED_MD: Measure.MD,
    PrintedEffectMeasure.RR: Measure.RR,
    PrintedEffectMeasure.OR: Measure.OR,
    PrintedEffectMeasure.HR: Measure.HR,
}


def allocation_exclusion(study: StudyRow, *, has_own_error: bool) -> ContrastExclusion | None:
    """Why a figure is in no pool for how people were allocated; None where all that is needed is printed.

    ``has_own_error`` says that the trial itself printed the difference with its error: pairs need nothing more.
    """
    if study.allocation is Allocation.CLUSTER and None in (study.cluster_size, study.icc):
        return ContrastExclusion.CLUSTERS_UNKNOWN
    if study.allocation.is_paired and not has_own_error and study.pair_correlation is None:
        return ContrastExclusion.PAIRS_UNKNOWN
    return None


def other_ratio(difference: PrintedDifference) -> ContrastExclusion | None:
    """That a ratio is of another measure than counts are pooled by; None for all others."""
    others = (PrintedEffectMeasure.OR, PrintedEffectMeasure.HR)
    return ContrastExclusion.OTHER_RATIO if difference.measure in others else None


def measure_of(difference: PrintedDifference) -> Measure:
    """The measure of a printed difference."""
    return _MEASURES[difference.measure]


def effect_of_difference(study: StudyRow, printed: PrintedDifference) -> EffectSize:
    """A printed difference as an effect; of clusters, its variance by the design effect. Raises StatisticsError.

    Nothing says that an interval of a cluster trial counts clusters: it is taken as one that does not.
    """
    effect = EffectSize(measure_of(printed), printed.estimate, printed.se**2, printed.rules[0], printed.df)
    return _of_clusters(study, effect)


def effect_of_arms(study: StudyRow, measure: Measure, ozone: Counts | Means, comparator: Counts | Means) -> EffectSize:
    """The effect of two arms by the rule of their study's allocation. Raises StatisticsError.

    Arms of which that rule lacks a number are excluded before: see ``allocation_exclusion``.
    """
    r = study.pair_correlation
    if isinstance(ozone, Counts) and isinstance(comparator, Counts):
        if study.allocation.is_paired and r is not None:
            return paired_binary_effect(measure, ozone, comparator, r)
        unpaired = peto_odds_ratio((ozone, comparator)) if measure is Measure.OR else risk_ratio(ozone, comparator)
        return _of_clusters(study, unpaired)
    assert isinstance(ozone, Means) and isinstance(comparator, Means)  # noqa: S101, PT018 - one kind per contrast
    if study.allocation.is_paired and r is not None:
        paired = paired_mean_difference if measure is Measure.MD else paired_smd
        return paired(ozone, comparator, r)
    return _of_clusters(study, (mean_difference if measure is Measure.MD else hedges_g)(ozone, comparator))


def effect_by_formula(
    study: StudyRow, formula: Callable[..., EffectSize], ozone: Counts | Means, comparator: Counts | Means
) -> EffectSize | None:
    """The effect of another measure; of clusters by the design effect, None of pairs. Raises StatisticsError."""
    return None if study.allocation.is_paired else _of_clusters(study, formula(ozone, comparator))


def effective_table(study: StudyRow, table: Table) -> Table | None:
    """Both counts as of independent people: fewer for clusters; None for pairs, who are not independent."""
    size = design_effect_of(study)
    if size == 1:
        return None if study.allocation.is_paired else table
    return effective_counts(table[0], size), effective_counts(table[1], size)


def design_effect_of(study: StudyRow) -> float:
    """By how much clusters multiply a variance; 1 where none were allocated, and where they are not known."""
    if study.allocation is not Allocation.CLUSTER or study.cluster_size is None or study.icc is None:
        return 1.0
    return design_effect(study.cluster_size, study.icc)


def _of_clusters(study: StudyRow, effect: EffectSize) -> EffectSize:
    size = design_effect_of(study)
    return effect if size == 1 else inflated(effect, size)


def people_of(study: StudyRow, ozone: int | None, comparator: int | None) -> int | None:
    """People behind two arms: of pairs those who were in both, counted once; None where a size is not printed."""
    if ozone is None or comparator is None:
        return None
    return min(ozone, comparator) if study.allocation.is_paired else ozone + comparator
