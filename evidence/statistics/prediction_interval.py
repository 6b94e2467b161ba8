"""The prediction interval: where the true effect of one more similar study is expected."""

from math import sqrt
from typing import Literal

from evidence.statistics.estimates import PredictionDf
from evidence.statistics.interval import Interval, symmetric_interval
from studies.numerics.distributions import t_critical

# With k-2 degrees of freedom, two studies have no t distribution; and with two studies tau² is a guess, so that a
# prediction would be meaningless.
MIN_STUDIES_FOR_PREDICTION = 3


def prediction_interval(
    estimate: float,
    se: float,
    tau2: float,
    k: int,
    *,
    df: PredictionDf | Literal["k-1", "k-2"] = PredictionDf.K_MINUS_1,
    level: float = 0.95,
) -> Interval | None:
    """Interval in which the true effect of a similar study is expected, by t (Higgins 2009; Partlett and Riley 2017).

    None below three studies.
    """
    if k < MIN_STUDIES_FOR_PREDICTION:
        return None
    degrees = k - 1 if df == PredictionDf.K_MINUS_1 else k - 2
    return symmetric_interval(estimate, t_critical(level, degrees) * sqrt(tau2 + se**2))
