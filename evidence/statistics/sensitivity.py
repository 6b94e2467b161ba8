"""Sensitivity: the pooled estimate without each study, and as studies accumulate.

``leave_one_out`` fits the model without each study in turn, ``cumulative`` adds the
studies one by one. Everything is on the analysis scale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np

from evidence.statistics.effect_arrays import EffectArrays, Floats, arrays_from_effects, dersimonian_laird_c
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.leave_one_out import (
    LeaveOneOutRows,
    estimate_tau2_by_row,
    leave_one_out_rows,
    weighted_means_and_q,
)
from evidence.statistics.pooling import (
    IntervalMethod,
    Model,
    PooledEstimate,
    PredictionDf,
    Tau2Method,
    common_effect,
    critical_value_and_p,
    random_effects,
    variance_factor,
)
from studies.numerics.errors import ImpossibleNumberError

# Without one of two studies, the other gives the estimate.
MIN_STUDIES_TO_LEAVE_ONE_OUT = 2


@dataclass(frozen=True, slots=True)
class WithoutStudy:
    """The pooled estimate without study ``left_out`` (its place in the order given, from 0).

    ``i2`` is a share, 0 to 1; ``wald_se`` the standard error without a Hartung-Knapp factor.
    """

    left_out: int
    estimate: float
    se: float
    low: float
    high: float
    p: float
    tau2: float
    q: float
    df: int
    i2: float
    h2: float
    wald_se: float


def leave_one_out(
    effects: Sequence[EffectSize] | EffectArrays,
    *,
    model: Literal[Model.COMMON, Model.RANDOM] = Model.RANDOM,
    tau2_method: Tau2Method = Tau2Method.REML,
    interval: IntervalMethod = IntervalMethod.HKSJ_FLOORED,
    level: float = 0.95,
) -> tuple[WithoutStudy, ...]:
    """Pool without each study in turn, all at once. Raises TooFewStudiesError below two.

    If one study remains, it gives its own effect with a normal interval.
    """
    arrays = arrays_from_effects(effects, at_least=MIN_STUDIES_TO_LEAVE_ONE_OUT)
    results: list[WithoutStudy] = []
    for rows in leave_one_out_rows(arrays):
        if model == Model.COMMON:
            tau2, method = np.zeros(rows.left_out.size), IntervalMethod.WALD
        else:
            tau2, method = estimate_tau2_by_row(tau2_method, rows), interval if rows.df > 0 else IntervalMethod.WALD
        results += _fits(rows, tau2, method, model, level)
    return tuple(results)


def cumulative(
    effects: Sequence[EffectSize],
    *,
    order: Sequence[float] | None = None,
    model: Literal[Model.COMMON, Model.RANDOM] = Model.RANDOM,
    tau2_method: Tau2Method = Tau2Method.REML,
    interval: IntervalMethod = IntervalMethod.HKSJ_FLOORED,
    prediction_df: PredictionDf | Literal["k-1", "k-2"] = PredictionDf.K_MINUS_1,
    level: float = 0.95,
) -> tuple[PooledEstimate, ...]:
    """Pool the first study, the first two, and so on, by ascending ``order`` (a year, say).

    Studies with the same value keep the given order, as do all studies without ``order``.
    """
    if order is not None and len(order) != len(effects):
        raise ImpossibleNumberError("A cumulative analysis needs one value to order by for each study.")
    places = sorted(range(len(effects)), key=None if order is None else order.__getitem__)
    chosen = [effects[i] for i in places]
    subsets = [chosen[: n + 1] for n in range(len(chosen))]
    if model == Model.COMMON:
        return tuple(common_effect(subset, level=level) for subset in subsets)
    return tuple(
        random_effects(subset, tau2_method=tau2_method, interval=interval, prediction_df=prediction_df, level=level)
        for subset in subsets
    )


def _fits(
    rows: LeaveOneOutRows, tau2: Floats, method: IntervalMethod, model: Model, level: float
) -> Iterator[WithoutStudy]:
    w = rows.weights(tau2)
    estimates, squares = weighted_means_and_q(rows, w)
    wald = 1 / np.sqrt(w.sum(axis=1))
    q = weighted_means_and_q(rows, rows.weights(np.zeros(tau2.size)))[1]
    columns = (rows.left_out, estimates, wald, squares, tau2, q, *_i2_and_h2(rows, tau2, q, model))
    for left_out, estimate, wald_se, square, tau2_i, q_i, i2, h2 in zip(*(c.tolist() for c in columns), strict=True):
        se = wald_se * sqrt(variance_factor(square / max(1, rows.df), method))
        critical, p = critical_value_and_p(estimate / se, rows.df, method, level)
        yield WithoutStudy(
            left_out=left_out,
            estimate=estimate,
            se=se,
            low=estimate - critical * se,
            high=estimate + critical * se,
            p=p,
            tau2=tau2_i,
            q=q_i,
            df=rows.df,
            i2=i2,
            h2=h2,
            wald_se=wald_se,
        )


def _i2_and_h2(rows: LeaveOneOutRows, tau2: Floats, q: Floats, model: Model) -> tuple[Floats, Floats]:
    """I² and H² of each row: from tau² and the typical variance, or from Q where the model has no tau²."""
    if rows.df == 0:
        return np.zeros(q.size), np.ones(q.size)
    if model == Model.COMMON:
        return np.maximum(0, 1 - rows.df / np.maximum(q, rows.df)), q / rows.df
    typical = rows.df / dersimonian_laird_c(rows.weights(np.zeros(q.size)))
    return tau2 / (tau2 + typical), tau2 / typical + 1
