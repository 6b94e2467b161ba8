"""Whether two arms differed before treatment, and what the change from there on is in each.

Chance makes arms differ before anything was done to them. Where they do, their final scores differ for that reason
too: the difference of the two changes is shown too (Handbook 10.5.2).
"""

from math import sqrt

from studies.choices import Relation
from studies.numerics.arm_values import Means
from studies.numerics.distributions import normal_p, t_p, welch_df, z_critical
from studies.numerics.errors import StatisticsError
from studies.reported.assumptions import Caution, place_cautions
from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ContrastRow, ResultRow
from studies.reported.spread_recovery import mean_of

# A baseline P below it marks the arms as different (rules of synthesis, "Windows").
DIFFERENT = 0.05
_Z_OF_DIFFERENT = z_critical(1 - DIFFERENT)


def differed_before(contrast: Contrast) -> bool:
    """Whether the arms of final scores differed before treatment: by the printed P, else by Welch's t of both means."""
    ozone, comparator = contrast.ozone, contrast.comparator
    if ozone is None or comparator is None or not (ozone.before and comparator.before):
        return False
    printed = [found for row in contrast.reported_before if (found := _says(row)) is not None]
    if printed:
        return printed[0]
    return _means_differ(ozone.before, comparator.before)


def pair_cautions(contrast: Contrast) -> tuple[Caution, ...]:
    """What holds of the two arms, by whatever figures they are compared."""
    differed = (Caution.DIFFERED_BEFORE_TREATMENT,) if differed_before(contrast) else ()
    return (*place_cautions(contrast.pair.ozone, contrast.pair.comparator), *differed)


def _says(row: ContrastRow) -> bool | None:
    """What a P printed of the time before treatment says; None where it leaves it open."""
    if row.p_value is None:
        return None
    if row.p_relation is Relation.EQUAL:
        return row.p_value < DIFFERENT
    if row.p_relation is Relation.LESS and row.p_value <= DIFFERENT:
        return True
    return False if row.p_relation is Relation.GREATER and row.p_value >= DIFFERENT else None


def _means_differ(first: ResultRow, second: ResultRow) -> bool:
    """By the two-sided P of two means, Welch's t; z where people are not printed. False where no spread is."""
    one, other = _means(first), _means(second)
    if one is None or other is None:
        return False
    try:
        e1, e2 = one.standard_error, other.standard_error
    except StatisticsError:
        return False
    if e1 == 0 or e2 == 0:
        return False
    statistic = (one.mean - other.mean) / sqrt(e1**2 + e2**2)
    # Most arms are alike. The tails of t are never lighter than those of z: its P is not below 0.05 either.
    if abs(statistic) < _Z_OF_DIFFERENT:
        return False
    if one.n is None or other.n is None or min(one.n, other.n) < 2:
        return normal_p(statistic) < DIFFERENT
    return t_p(statistic, welch_df(e1, one.n, e2, other.n)) < DIFFERENT


def _means(result: ResultRow) -> Means | None:
    try:
        found = mean_of(result)
    except StatisticsError:
        return None
    value = None if isinstance(found, ContrastExclusion) else found.value
    return value if isinstance(value, Means) else None
