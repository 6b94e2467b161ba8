"""Peto's one-step odds ratio, for rare events in arms of similar size.

In each study *expected* (E) is the number of events in the ozone arm if the arms had the
same risk, and *variance* (V) the hypergeometric variance of that number.
"""

from collections.abc import Sequence
from math import sqrt

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.estimates import Model, PooledEstimate, normal_estimate
from evidence.statistics.heterogeneity import heterogeneity_from_q
from evidence.statistics.mantel_haenszel import Table, TableArrays, arrays_from_tables
from studies.numerics.errors import NoInformationError, NotEstimableError


def peto(tables: Sequence[Table], *, level: float = 0.95) -> PooledEstimate:
    """Pool log odds ratios by Peto's method (Yusuf 1985; Handbook 10.4.2), normal interval.

    Studies in which no one or everyone had the event have weight 0 and do not count in ``k``.
    Raises NotEstimableError where that is true for all studies.
    """
    excess, variance = o_minus_e_and_variance(arrays_from_tables(tables))
    total = float(variance.sum())
    if total == 0:
        raise NotEstimableError("No one, or everyone, had the event in every study, so there is nothing to compare.")
    estimate, se = float(excess.sum()) / total, 1 / sqrt(total)
    informative = variance > 0
    log_odds_ratios = excess[informative] / variance[informative]
    q = float(variance[informative] @ (log_odds_ratios - estimate) ** 2)
    return normal_estimate(
        Measure.OR,
        Model.PETO,
        k=log_odds_ratios.size,
        estimate=estimate,
        se=se,
        level=level,
        weights=variance,
        heterogeneity=heterogeneity_from_q(q, log_odds_ratios.size - 1),
    )


def o_minus_e_and_variance(t: TableArrays) -> tuple[Floats, Floats]:
    """Observed minus expected events with ozone, and the hypergeometric variance, study by study."""
    events, non_events = t.a + t.c, t.b + t.d
    excess = t.a - t.n1 * events / t.n
    # A study of one participant has no variance: its numerator is zero, with any divisor.
    divisor = t.n**2 * (t.n - 1).clip(min=1)
    return excess, t.n1 * t.n2 * events * non_events / divisor


def peto_odds_ratio(table: Table) -> EffectSize:
    """Peto's log odds ratio of one study (escalc PETO). Raises NoInformationError if no one or everyone had it."""
    excess, variance = o_minus_e_and_variance(arrays_from_tables([table]))
    if variance[0] == 0:
        raise NoInformationError(
            "No one, or everyone, had the event in both arms, so the study gives no information about a ratio."
        )
    return EffectSize(Measure.OR, float(excess[0] / variance[0]), float(1 / variance[0]), "Peto's log odds ratio")
