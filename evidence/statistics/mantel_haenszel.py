"""Mantel-Haenszel pooling of two-by-two tables: no correction for empty cells.

A *table* is a pair of arms, ozone first. ``a`` and ``c`` are events, ``b`` and ``d``
participants without the event, ``n1`` and ``n2`` the sizes of the arms, ``n`` both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.effect_sizes import BINARY_EFFECTS, EffectSize, Measure
from evidence.statistics.estimates import Model, PooledEstimate, normal_estimate
from evidence.statistics.heterogeneity import Heterogeneity, heterogeneity_from_q
from studies.numerics.arm_values import Counts
from studies.numerics.errors import NotEstimableError, TooFewStudiesError

Table = tuple[Counts, Counts]


@dataclass(frozen=True, slots=True)
class TableArrays:
    """Cells of k tables as arrays."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats

    @property
    def n1(self) -> Floats:
        """Participants with ozone."""
        return self.a + self.b

    @property
    def n2(self) -> Floats:
        """Participants with the comparator."""
        return self.c + self.d

    @property
    def n(self) -> Floats:
        """Participants of each study."""
        return self.n1 + self.n2


def arrays_from_tables(tables: Sequence[Table]) -> TableArrays:
    """Tables as arrays. Raises TooFewStudiesError."""
    if not tables:
        raise TooFewStudiesError("This needs at least one study; there is none.")
    cells = [(x.events, x.n - x.events, y.events, y.n - y.events) for x, y in tables]
    a, b, c, d = np.array(cells, dtype=np.float64).T
    return TableArrays(a, b, c, d)


def mantel_haenszel(measure: Measure, tables: Sequence[Table], *, level: float = 0.95) -> PooledEstimate:
    """Pool RR, OR or RD by Mantel and Haenszel (Handbook 10.4.1), normal interval.

    Variances of Greenland and Robins 1985 (RR), Robins, Breslow and Greenland 1986 (OR)
    and Sato, Greenland and Robins 1989 (RD). A study without information about a ratio
    has weight 0 and does not count in ``k``. Q uses the effect of each study, with 0.5 added
    where a cell is empty, without studies in which no one or everyone had the event. Raises NotEstimableError
    where no study has an event in one arm.
    """
    if measure not in MANTEL_HAENSZEL_ESTIMATORS:
        raise NotEstimableError(f"Mantel-Haenszel pools risk ratios, odds ratios and risk differences, not {measure}.")
    cells = arrays_from_tables(tables)
    estimate, variance, w = MANTEL_HAENSZEL_ESTIMATORS[measure](cells)
    if variance <= 0:
        raise NotEstimableError(
            "No one, or everyone, had the event in every study, so the pooled effect has no variance."
        )
    return normal_estimate(
        measure,
        Model.MANTEL_HAENSZEL,
        k=sum(is_informative(measure, table) for table in tables),
        estimate=estimate,
        se=sqrt(variance),
        level=level,
        weights=w,
        heterogeneity=heterogeneity_about_estimate(
            estimate, [BINARY_EFFECTS[measure](*t) for t in tables if not all_or_none_had_event(t)]
        ),
    )


def pooled_log_risk_ratio(t: TableArrays) -> tuple[float, float, Floats]:
    """Estimate, Greenland-Robins variance and weights of the log risk ratio."""
    r, s = t.a * t.n2 / t.n, t.c * t.n1 / t.n
    _require_events(r, s)
    p = (t.n1 * t.n2 * (t.a + t.c) - t.a * t.c * t.n) / t.n**2
    return log(r.sum() / s.sum()), float(p.sum() / (r.sum() * s.sum())), s


def pooled_log_odds_ratio(t: TableArrays) -> tuple[float, float, Floats]:
    """Estimate, Robins-Breslow-Greenland variance and weights of the log odds ratio."""
    r, s = t.a * t.d / t.n, t.b * t.c / t.n
    _require_events(r, s)
    p, q = (t.a + t.d) / t.n, (t.b + t.c) / t.n
    sum_r, sum_s = r.sum(), s.sum()
    variance = (p @ r / sum_r**2 + (p @ s + q @ r) / (sum_r * sum_s) + q @ s / sum_s**2) / 2
    return log(sum_r / sum_s), float(variance), s


def pooled_risk_difference(t: TableArrays) -> tuple[float, float, Floats]:
    """Estimate, variance (Sato, Greenland and Robins 1989) and weights of the risk difference."""
    w = t.n1 * t.n2 / t.n
    estimate = float((t.a * t.n2 - t.c * t.n1) @ (1 / t.n) / w.sum())
    p = (t.n1**2 * t.c - t.n2**2 * t.a + t.n1 * t.n2 * (t.n2 - t.n1) / 2) / t.n**2
    q = (t.a * t.d + t.b * t.c) / (2 * t.n)
    return estimate, float((estimate * p.sum() + q.sum()) / w.sum() ** 2), w


MANTEL_HAENSZEL_ESTIMATORS: dict[Measure, Callable[[TableArrays], tuple[float, float, Floats]]] = {
    Measure.RR: pooled_log_risk_ratio,
    Measure.OR: pooled_log_odds_ratio,
    Measure.RD: pooled_risk_difference,
}


def is_double_zero(table: Table) -> bool:
    """Whether both arms are without events, so that the study has no information about a ratio."""
    return table[0].events == table[1].events == 0


def all_or_none_had_event(table: Table) -> bool:
    """Whether no one, or everyone, had the event: only the added 0.5 would give such a study a variance."""
    return is_double_zero(table) or all(arm.events == arm.n for arm in table)


def is_informative(measure: Measure, table: Table) -> bool:
    """Whether a study has information: odds ratios need events and non-events, risk ratios at least one event."""
    if measure == Measure.OR:
        return not all_or_none_had_event(table)
    return measure == Measure.RD or not is_double_zero(table)


def heterogeneity_about_estimate(estimate: float, effects: Sequence[EffectSize]) -> Heterogeneity:
    """Q of the effects of the studies about a pooled estimate that is not their weighted mean."""
    q = sum((effect.estimate - estimate) ** 2 / effect.variance for effect in effects)
    return heterogeneity_from_q(q, max(0, len(effects) - 1))


def _require_events(ozone: Floats, comparator: Floats) -> None:
    if ozone.sum() == 0 or comparator.sum() == 0:
        raise NotEstimableError(
            "No study has an event in one of the arms, so a pooled ratio would be zero or infinite."
        )
