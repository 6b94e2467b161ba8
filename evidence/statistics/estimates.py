"""Pooled estimates: the result of pooling, for every model.

The *common effect* model assumes that all studies estimate one effect. The *random
effects* model assumes that their true effects vary with variance tau². Everything here is
on the analysis scale, natural log for ratios; ``reader`` methods transform it back.
"""

from dataclasses import dataclass
from enum import StrEnum

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.heterogeneity import Heterogeneity
from evidence.statistics.interval import Interval, symmetric_interval
from evidence.statistics.tau2 import Tau2Method
from studies.numerics.distributions import normal_p, z_critical


class Model(StrEnum):
    """How the true effects of the studies are related."""

    COMMON = "common"
    RANDOM = "random"
    MANTEL_HAENSZEL = "mantel-haenszel"
    PETO = "peto"


class IntervalMethod(StrEnum):
    """How the interval of a random-effects estimate is built."""

    WALD = "wald"  # normal
    HKSJ = "hksj"  # Hartung-Knapp-Sidik-Jonkman, t with k-1
    HKSJ_FLOORED = "hksj-floored"  # the same, with a variance factor of at least 1


class PredictionDf(StrEnum):
    """Degrees of freedom of the t distribution behind a prediction interval."""

    K_MINUS_1 = "k-1"
    K_MINUS_2 = "k-2"


@dataclass(frozen=True, slots=True)
class PooledEstimate:
    """One number from k studies; ``low`` to ``high`` is its interval at ``level``.

    ``weights`` add to 1 and follow the order of the studies. ``prediction`` is where the
    true effect of a similar study is expected; None where there are too few studies.
    """

    measure: Measure
    model: Model
    k: int
    estimate: float
    se: float
    low: float
    high: float
    p: float
    level: float
    weights: tuple[float, ...]
    heterogeneity: Heterogeneity
    tau2: float = 0.0
    tau2_method: Tau2Method | None = None
    interval_method: IntervalMethod = IntervalMethod.WALD
    prediction: Interval | None = None
    warnings: tuple[str, ...] = ()

    @property
    def interval(self) -> Interval:
        """Confidence interval on the analysis scale."""
        return Interval(self.low, self.high)

    @property
    def statistic(self) -> float:
        """The statistic behind ``p``: the estimate in units of its standard error."""
        return self.estimate / self.se

    @property
    def test_df(self) -> int | None:
        """Degrees of freedom of the t distribution behind the interval and ``p``; None where both are normal."""
        return None if self.interval_method is IntervalMethod.WALD else self.k - 1

    def reader(self) -> float:
        """Estimate on the reader's scale."""
        return self.measure.to_reader(self.estimate)

    def reader_interval(self) -> Interval:
        """Confidence interval on the reader's scale. Raises ImpossibleNumberError where a ratio is too large."""
        return self.interval.map(self.measure.to_reader)

    def reader_prediction(self) -> Interval | None:
        """Prediction interval on the reader's scale, if there is one."""
        return self.prediction and self.prediction.map(self.measure.to_reader)


def normal_estimate(
    measure: Measure,
    model: Model,
    *,
    k: int,
    estimate: float,
    se: float,
    level: float,
    weights: Floats,
    heterogeneity: Heterogeneity,
) -> PooledEstimate:
    """A pooled estimate with a normal interval and the P of no effect; ``weights`` need not add to 1."""
    interval = symmetric_interval(estimate, z_critical(level) * se)
    return PooledEstimate(
        measure=measure,
        model=model,
        k=k,
        estimate=estimate,
        se=se,
        low=interval.low,
        high=interval.high,
        p=normal_p(estimate / se),
        level=level,
        weights=tuple((weights / weights.sum()).tolist()),
        heterogeneity=heterogeneity,
    )
