"""Sensitivity: what the answer would be without a study, or as the studies came in.

``leave_one_out`` fits the model without each study in turn, ``cumulative`` adds the
studies one by one. Everything is on the analysis scale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np

from evidence.statistics.effect_arrays import EffectArrays, Floats, sample_of, spare_weight
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.leave_one_out import Rows, means_and_q, rows_of, tau2_by_row
from evidence.statistics.pooling import (
    IntervalMethod,
    Model,
    PooledEstimate,
    PredictionDf,
    Tau2Method,
    common_effect,
    critical_and_p,
    error_factor,
    random_effects,
)
from studies.numerics.errors import ImpossibleNumberError

# Leaving one of two studies out leaves one, which is its own answer.
MIN_STUDIES_TO_LEAVE_ONE_OUT = 2


@dataclass(frozen=True, slots=True)
class WithoutStudy:
    """The pooled estimate without study ``left_out`` (its place in the order given, from 0).

    ``i2`` is a share, 0 to 1; ``wald_se`` the standard error before any Hartung-Knapp factor.
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

    Where one study remains it gives its own effect with a normal interval.
    """
    sample = sample_of(effects, at_least=MIN_STUDIES_TO_LEAVE_ONE_OUT)
    found: list[WithoutStudy] = []
    for rows in rows_of(sample):
        if model == Model.COMMON:
            tau2, method = np.zeros(rows.left_out.size), IntervalMethod.WALD
        else:
            tau2, method = tau2_by_row(tau2_method, rows), interval if rows.df > 0 else IntervalMethod.WALD
        found += _fits(rows, tau2, method, model, level)
    return tuple(found)


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

    Studies of one year keep the order given, as all do where none is given.
    """
    if order is not None and len(order) != len(effects):
        raise ImpossibleNumberError("A cumulative analysis needs one value to order by for each study.")
    places = sorted(range(len(effects)), key=None if order is None else order.__getitem__)
    chosen = [effects[i] for i in places]
    grown = [chosen[: n + 1] for n in range(len(chosen))]
    if model == Model.COMMON:
        return tuple(common_effect(some, level=level) for some in grown)
    return tuple(
        random_effects(some, tau2_method=tau2_method, interval=interval, prediction_df=prediction_df, level=level)
        for some in grown
    )


def _fits(rows: Rows, tau2: Floats, method: IntervalMethod, model: Model, level: float) -> Iterator[WithoutStudy]:
    w = rows.weights(tau2)
    estimates, squares = means_and_q(rows, w)
    wald = 1 / np.sqrt(w.sum(axis=1))
    q = means_and_q(rows, rows.weights(np.zeros(tau2.size)))[1]
    columns = (rows.left_out, estimates, wald, squares, tau2, q, *_i2_and_h2(rows, tau2, q, model))
    for left_out, estimate, wald_se, square, tau2_i, q_i, i2, h2 in zip(*(c.tolist() for c in columns), strict=True):
        se = wald_se * sqrt(error_factor(square / max(1, rows.df), method))
        critical, p = critical_and_p(estimate / se, rows.df, method, level)
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


def _i2_and_h2(rows: Rows, tau2: Floats, q: Floats, model: Model) -> tuple[Floats, Floats]:
    """I² and H² of each row: from tau² and the typical variance, or from Q where the model has no tau²."""
    if rows.df == 0:
        return np.zeros(q.size), np.ones(q.size)
    if model == Model.COMMON:
        return np.maximum(0, 1 - rows.df / np.maximum(q, rows.df)), q / rows.df
    typical = rows.df / spare_weight(rows.weights(np.zeros(q.size)))
    return tau2 / (tau2 + typical), tau2 / typical + 1
