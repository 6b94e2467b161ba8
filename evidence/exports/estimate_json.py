"""Pools, exact odds ratios and information sizes as data for the files of a finding."""

from typing import Any

from evidence.statistics.estimates import PooledEstimate
from evidence.statistics.exact_odds_ratio import ExactOddsRatio
from evidence.statistics.interval import Interval
from evidence.synthesis.answer_information import AnswerInformation


def pooled_json(pooled: PooledEstimate) -> dict[str, Any]:
    """The pool on the scale of analysis; heterogeneity is that of the effects by inverse variance."""
    h = pooled.heterogeneity
    return {
        "model": pooled.model.value,
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci": [pooled.low, pooled.high],
        "statistic": pooled.statistic,
        "df": pooled.test_df,
        "p": pooled.p,
        "prediction": _ends(pooled.prediction),
        "tau2": h.tau2,
        "tau2_ci": _ends(h.tau2_interval),
        "i2": h.i2,
        "i2_ci": _ends(h.i2_interval),
        "q": h.q,
        "q_df": h.df,
        "q_p": h.p,
    }


def _ends(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def information_json(information: AnswerInformation | None) -> dict[str, Any] | None:
    """The people there are and the people needed, for chance alone."""
    if information is None:
        return None
    size = information.size
    return {
        "people": information.people,
        "needed": size.people,
        "arithmetic": size.arithmetic,
        "text": information.text,
    }


def exact_json(exact: ExactOddsRatio | None) -> dict[str, Any] | None:
    """The exact conditional odds ratio, not its logarithm; null for a figure or a limit that does not exist."""
    if exact is None:
        return None
    return {"estimate": exact.estimate, "low": exact.low, "high": exact.high, "p": exact.p}
