"""A published pool, computed again from the rows of its forest plot by the model that its review names.

A *plotted trial* is one row: both arms, or the effect with its 95% interval. The *printed pool* is what the review
gives. Of several ways that fit its model, the one nearest to what is printed is shown.
"""

from collections.abc import Callable, Sequence
from math import log
from typing import NamedTuple

from evidence.statistics.effect_sizes import BINARY_EFFECTS, CONTINUOUS_EFFECTS, EffectSize, Measure
from evidence.statistics.estimates import IntervalMethod, PooledEstimate
from evidence.statistics.pooling import common_effect, mantel_haenszel, random_effects
from evidence.statistics.tau2 import Tau2Method
from studies.choices import PoolMeasure, PoolModel
from studies.numerics.arm_values import Counts, Means
from studies.numerics.difference_errors import se_from_difference_interval
from studies.numerics.errors import ImpossibleNumberError, NoInformationError, StatisticsError

_LEVEL = 0.95
_MEASURES = {
    PoolMeasure.RR: Measure.RR,
    PoolMeasure.OR: Measure.OR,
    PoolMeasure.MD: Measure.MD,
    PoolMeasure.SMD: Measure.SMD,
}


class PlottedArm(NamedTuple):
    """One arm of a row; None for what is not printed."""

    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    events: int | None = None


class PlottedTrial(NamedTuple):
    """One row of a forest plot. The effect and its interval are on the scale of the reader."""

    label: str
    first: PlottedArm = PlottedArm()
    second: PlottedArm = PlottedArm()
    effect: float | None = None
    low: float | None = None
    high: float | None = None


class PrintedPool(NamedTuple):
    """A pooled result as printed, on the scale of the reader; ``units`` are the last decimal places of its numbers."""

    measure: PoolMeasure
    model: PoolModel
    estimate: float
    low: float | None = None
    high: float | None = None
    units: tuple[float, float, float] = (0.01, 0.01, 0.01)


class PoolRecomputation(NamedTuple):
    """A pool computed again: by which method, and whether it agrees with what is printed.

    ``pooled`` is None where nothing can be pooled, and ``why_not`` says why. ``left_out`` are trials with the reason.
    """

    pooled: PooledEstimate | None
    method: str = ""
    agrees: bool = False
    why_not: str = ""
    k: int = 0
    left_out: tuple[tuple[str, str], ...] = ()


def recompute_pool(printed: PrintedPool, trials: Sequence[PlottedTrial]) -> PoolRecomputation:
    """Pool the trials by the model of the printed pool."""
    measure = _MEASURES.get(printed.measure)
    if measure is None:
        return PoolRecomputation(None, why_not=f"a {printed.measure.label} is not computed again here")
    if printed.model is PoolModel.RANDOM_QUALITY:
        return PoolRecomputation(None, why_not="its weights by quality are not printed")
    effects, counted, left_out = _effects(measure, trials)
    if not effects:
        return PoolRecomputation(None, why_not="no row has the figures of both arms or an interval", left_out=left_out)
    found = []
    for method, pool in _methods(printed.model, measure, effects, counted):
        try:
            found.append((method, pool()))
        except StatisticsError:
            continue
    if not found:
        return PoolRecomputation(None, why_not="its model cannot be fitted to these rows", left_out=left_out)
    method, pooled = min(found, key=lambda item: _distance(printed, item[1]))
    return PoolRecomputation(pooled, method, agrees_with(printed, pooled), "", len(effects), left_out)


Effects = tuple[list[EffectSize], list[tuple[Counts, Counts]], tuple[tuple[str, str], ...]]


def _effects(measure: Measure, trials: Sequence[PlottedTrial]) -> Effects:
    """The effects, the counts of those that have them, and the trials that are left out with the reason."""
    effects, counted, left_out = [], [], []
    for trial in trials:
        try:
            effects.append(trial_effect(measure, trial))
        except StatisticsError as reason:
            left_out.append((trial.label, str(reason)))
            continue
        counts = _counts(trial)
        if counts and measure in BINARY_EFFECTS:
            counted.append(counts)
    return effects, counted, tuple(left_out)


def trial_effect(measure: Measure, trial: PlottedTrial) -> EffectSize:
    """The effect of one row: from its arms, else from its printed effect. Raises ``StatisticsError``."""
    counts, means = _counts(trial), _means(trial)
    if counts and measure in BINARY_EFFECTS:
        return BINARY_EFFECTS[measure](*counts)
    if means and measure in CONTINUOUS_EFFECTS:
        return CONTINUOUS_EFFECTS[measure](*means)
    if trial.effect is None or trial.low is None or trial.high is None:
        raise NoInformationError("Neither the figures of both arms nor the effect with its interval are recorded.")
    values = [_on_analysis_scale(measure, value) for value in (trial.effect, trial.low, trial.high)]
    se = se_from_difference_interval(values[1], values[2], _LEVEL).value
    return EffectSize(measure, values[0], se * se, "effect as the review printed it")


def _counts(trial: PlottedTrial) -> tuple[Counts, Counts] | None:
    arms = [
        Counts(arm.events, arm.n) for arm in (trial.first, trial.second) if arm.events is not None and arm.n is not None
    ]
    return (arms[0], arms[1]) if len(arms) == 2 else None


def _means(trial: PlottedTrial) -> tuple[Means, Means] | None:
    arms = [
        Means(arm.mean, arm.n, sd=arm.sd)
        for arm in (trial.first, trial.second)
        if arm.mean is not None and arm.sd is not None and arm.n is not None
    ]
    return (arms[0], arms[1]) if len(arms) == 2 else None


def _on_analysis_scale(measure: Measure, value: float) -> float:
    if not measure.is_ratio:
        return value
    if value <= 0:
        raise ImpossibleNumberError(f"A ratio is above zero; {value:g} is printed.")
    return log(value)


Method = tuple[str, Callable[[], PooledEstimate]]


def _methods(
    model: PoolModel, measure: Measure, effects: Sequence[EffectSize], counted: Sequence[tuple[Counts, Counts]]
) -> list[Method]:
    """The ways of pooling that fit the model; all of them where none is stated."""
    common: list[Method] = [("common effect, inverse variance", lambda: common_effect(effects))]
    if len(counted) == len(effects):
        common.append(("common effect, Mantel-Haenszel", lambda: mantel_haenszel(measure, counted)))
    random: list[Method] = [
        (
            "random effects, DerSimonian and Laird",
            lambda: random_effects(effects, tau2_method=Tau2Method.DL, interval=IntervalMethod.WALD),
        ),
        (
            "random effects, restricted maximum likelihood with the Hartung-Knapp interval",
            lambda: random_effects(effects, interval=IntervalMethod.HKSJ),
        ),
    ]
    if model is PoolModel.FIXED:
        return common
    return random if model is PoolModel.RANDOM else [*common, *random]


def _pairs(printed: PrintedPool, pooled: PooledEstimate) -> list[tuple[float, float, float]]:
    """Each printed number with the computed one and its last decimal place."""
    interval = pooled.reader_interval()
    numbers = zip(
        (printed.estimate, printed.low, printed.high),
        (pooled.reader(), interval.low, interval.high),
        printed.units,
        strict=True,
    )
    return [(there, here, unit) for there, here, unit in numbers if there is not None]


def _distance(printed: PrintedPool, pooled: PooledEstimate) -> float:
    return max(abs(there - here) / unit for there, here, unit in _pairs(printed, pooled))


def agrees_with(printed: PrintedPool, pooled: PooledEstimate) -> bool:
    """Whether no printed number is more than one unit of its last place away: the rows are rounded too."""
    return _distance(printed, pooled) <= 1 + 1e-9
