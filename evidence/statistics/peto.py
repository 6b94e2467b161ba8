"""Peto's one-step odds ratio, for rare events in arms of like size.

In each study *expected* is the number of events the ozone arm would have, were arms
exchangeable, and *variance* the hypergeometric variance of that number.
"""

from collections.abc import Sequence
from math import sqrt

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.estimates import Model, PooledEstimate
from evidence.statistics.heterogeneity import without_tau2
from evidence.statistics.intervals import around
from evidence.statistics.mantel_haenszel import Table, Tables, tables_of
from studies.numerics.distributions import normal_p, z_critical
from studies.numerics.errors import NoInformationError, NotEstimableError


def peto(tables: Sequence[Table], *, level: float = 0.95) -> PooledEstimate:
    """Pool log odds ratios by Peto's method (Yusuf 1985; Handbook 10.4.2), normal interval.

    Studies where nobody or everybody had the event have weight 0 and are not in ``k``.
    Raises NotEstimableError where that is true of all.
    """
    excess, variance = excess_and_variance(tables_of(tables))
    total = float(variance.sum())
    if total == 0:
        raise NotEstimableError("Nobody, or everybody, had the event in every study: there is nothing to compare.")
    estimate, se = float(excess.sum()) / total, 1 / sqrt(total)
    ends = around(estimate, z_critical(level) * se)
    informative = variance > 0
    own = excess[informative] / variance[informative]
    q = float(variance[informative] @ (own - estimate) ** 2)
    return PooledEstimate(
        measure=Measure.OR,
        model=Model.PETO,
        k=own.size,
        estimate=estimate,
        se=se,
        low=ends.low,
        high=ends.high,
        p=normal_p(estimate / se),
        level=level,
        weights=tuple((variance / total).tolist()),
        heterogeneity=without_tau2(q, own.size - 1),
    )


def excess_and_variance(t: Tables) -> tuple[Floats, Floats]:
    """Observed less expected events with ozone, and the hypergeometric variance, study by study."""
    events, others = t.a + t.c, t.b + t.d
    excess = t.a - t.n1 * events / t.n
    # A study of one participant has no variance; any divisor above zero says so.
    room = t.n**2 * (t.n - 1).clip(min=1)
    return excess, t.n1 * t.n2 * events * others / room


def own_effect(table: Table) -> EffectSize:
    """Peto's log odds ratio of one study (escalc PETO). Raises NoInformationError where all fared alike."""
    excess, variance = excess_and_variance(tables_of([table]))
    if variance[0] == 0:
        raise NoInformationError("Nobody, or everybody, had the event in both arms: the study says nothing about odds.")
    return EffectSize(Measure.OR, float(excess[0] / variance[0]), float(1 / variance[0]), "Peto's log odds ratio")
