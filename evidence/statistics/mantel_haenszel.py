"""Mantel-Haenszel pooling of two-by-two tables: no correction where a cell is empty.

A *table* is a pair of arms, ozone first. ``a`` and ``c`` are events, ``b`` and ``d``
participants without the event, ``n1`` and ``n2`` the sizes of the arms, ``n`` both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.effect_sizes import EffectSize, Measure, odds_ratio, risk_difference, risk_ratio
from evidence.statistics.estimates import Model, PooledEstimate
from evidence.statistics.heterogeneity import Heterogeneity, without_tau2
from evidence.statistics.intervals import around
from studies.numerics.arm_values import Counts
from studies.numerics.distributions import normal_p, z_critical
from studies.numerics.errors import NotEstimableError, TooFewStudiesError

Table = tuple[Counts, Counts]


@dataclass(frozen=True, slots=True)
class Tables:
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


def tables_of(tables: Sequence[Table]) -> Tables:
    """Lay tables out as arrays. Raises TooFewStudiesError."""
    if not tables:
        raise TooFewStudiesError("This needs at least one study; there is none.")
    cells = [(x.events, x.n - x.events, y.events, y.n - y.events) for x, y in tables]
    a, b, c, d = np.array(cells, dtype=np.float64).T
    return Tables(a, b, c, d)


def mantel_haenszel(measure: Measure, tables: Sequence[Table], *, level: float = 0.95) -> PooledEstimate:
    """Pool RR, OR or RD by Mantel and Haenszel (Handbook 10.4.1), normal interval.

    Variances of Greenland and Robins 1985 (RR), Robins, Breslow and Greenland 1986 (OR)
    and Sato, Greenland and Robins 1989 (RD). A study without information about a ratio
    has weight 0 and is not in ``k``. Q takes each study's own effect, with its 0.5 where
    a cell is empty, and leaves out studies in which all fared alike. Raises NotEstimableError
    where no study has an event in one arm.
    """
    if measure not in POOLED_BY:
        raise NotEstimableError(f"Mantel-Haenszel pools risk ratios, odds ratios and risk differences, not {measure}.")
    laid_out = tables_of(tables)
    estimate, variance, w = POOLED_BY[measure](laid_out)
    if variance <= 0:
        raise NotEstimableError(
            "Nobody, or everybody, had the event in every study: the pooled effect has no variance."
        )
    se = sqrt(variance)
    ends = around(estimate, z_critical(level) * se)
    return PooledEstimate(
        measure=measure,
        model=Model.MANTEL_HAENSZEL,
        k=sum(is_informative(measure, table) for table in tables),
        estimate=estimate,
        se=se,
        low=ends.low,
        high=ends.high,
        p=normal_p(estimate / se),
        level=level,
        weights=tuple((w / w.sum()).tolist()),
        heterogeneity=heterogeneity_about(estimate, [EFFECT_OF[measure](*t) for t in tables if not all_fared_alike(t)]),
    )


def pooled_log_risk_ratio(t: Tables) -> tuple[float, float, Floats]:
    """Estimate, Greenland-Robins variance and weights of the log risk ratio."""
    r, s = t.a * t.n2 / t.n, t.c * t.n1 / t.n
    _require_events(r, s)
    p = (t.n1 * t.n2 * (t.a + t.c) - t.a * t.c * t.n) / t.n**2
    return log(r.sum() / s.sum()), float(p.sum() / (r.sum() * s.sum())), s


def pooled_log_odds_ratio(t: Tables) -> tuple[float, float, Floats]:
    """Estimate, Robins-Breslow-Greenland variance and weights of the log odds ratio."""
    r, s = t.a * t.d / t.n, t.b * t.c / t.n
    _require_events(r, s)
    p, q = (t.a + t.d) / t.n, (t.b + t.c) / t.n
    sum_r, sum_s = r.sum(), s.sum()
    variance = (p @ r / sum_r**2 + (p @ s + q @ r) / (sum_r * sum_s) + q @ s / sum_s**2) / 2
    return log(sum_r / sum_s), float(variance), s


def pooled_risk_difference(t: Tables) -> tuple[float, float, Floats]:
    """Estimate, variance (Sato, Greenland and Robins 1989) and weights of the risk difference."""
    w = t.n1 * t.n2 / t.n
    estimate = float((t.a * t.n2 - t.c * t.n1) @ (1 / t.n) / w.sum())
    p = (t.n1**2 * t.c - t.n2**2 * t.a + t.n1 * t.n2 * (t.n2 - t.n1) / 2) / t.n**2
    q = (t.a * t.d + t.b * t.c) / (2 * t.n)
    return estimate, float((estimate * p.sum() + q.sum()) / w.sum() ** 2), w


POOLED_BY: dict[Measure, Callable[[Tables], tuple[float, float, Floats]]] = {
    Measure.RR: pooled_log_risk_ratio,
    Measure.OR: pooled_log_odds_ratio,
    Measure.RD: pooled_risk_difference,
}

EFFECT_OF: dict[Measure, Callable[[Counts, Counts], EffectSize]] = {
    Measure.RR: risk_ratio,
    Measure.OR: odds_ratio,
    Measure.RD: risk_difference,
}


def nobody_had_the_event(table: Table) -> bool:
    """Whether both arms are without events: the study says nothing about a ratio."""
    return table[0].events == table[1].events == 0


def all_fared_alike(table: Table) -> bool:
    """Whether nobody, or everybody, had the event: the study's own variance would be its 0.5 alone."""
    return nobody_had_the_event(table) or all(arm.events == arm.n for arm in table)


def is_informative(measure: Measure, table: Table) -> bool:
    """Whether a study has a weight: odds need a difference between people, risk ratios at least one event."""
    if measure == Measure.OR:
        return not all_fared_alike(table)
    return measure == Measure.RD or not nobody_had_the_event(table)


def heterogeneity_about(estimate: float, effects: Sequence[EffectSize]) -> Heterogeneity:
    """Q of studies' own effects about a pooled value that is not their weighted mean."""
    q = sum((effect.estimate - estimate) ** 2 / effect.variance for effect in effects)
    return without_tau2(q, max(0, len(effects) - 1))


def _require_events(ozone: Floats, comparator: Floats) -> None:
    if ozone.sum() == 0 or comparator.sum() == 0:
        raise NotEstimableError(
            "No study has an event in one of the arms, so a pooled ratio would be zero or infinite."
        )
