"""Which pool an answer has: random effects, or for arms without events Peto's method or Mantel-Haenszel.

Whatever the method, Q, its P, I2 and tau2 are those of the effects by inverse variance on the analysis scale, so that
no choice of method hides how much studies differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from evidence.statistics.effect_arrays import arrays_from_effects
from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.estimates import Model, PooledEstimate
from evidence.statistics.heterogeneity import Heterogeneity, heterogeneity_from_tau2
from evidence.statistics.mantel_haenszel import Table, mantel_haenszel
from evidence.statistics.peto import peto
from evidence.statistics.pooling import common_effect, random_effects
from evidence.statistics.rare_events import pooling_model
from evidence.statistics.tau2 import Tau2Method, estimate_tau2
from evidence.synthesis.options import DEFAULT, PoolingOptions
from evidence.synthesis.study_effects import StudyEffect
from studies.numerics.errors import StatisticsError
from studies.numerics.number_formatting import percent

# Two studies give a t distribution with one degree of freedom, whose interval says nothing: shown side by side.
MIN_STUDIES_TO_POOL = 3
# With fewer the between-study variance is too poorly known to predict from.
MIN_STUDIES_TO_PREDICT = 5
# A study with more of a pool's weight outweighs all others together.
MOST_OF_THE_WEIGHT = 0.5


def pool(
    entries: Sequence[StudyEffect], measure: Measure | None, options: PoolingOptions = DEFAULT
) -> PooledEstimate | None:
    """The pool of three studies or more, with a warning where an arm in which everyone had the event dominates it.

    None of fewer, and where no estimator answers for their figures, or not in numbers that can be written down.
    """
    if len(entries) < MIN_STUDIES_TO_POOL or measure is None:
        return None
    try:
        pooled = _pool(entries, measure, options)
        # Every page shows the limits of a pool: better no pool than one whose limits cannot be written.
        pooled.reader_interval()
        pooled.reader_prediction()
    except StatisticsError:
        # No estimator answers for these figures: the studies are shown side by side.
        return None
    warnings = _warnings(entries, pooled)
    return replace(pooled, warnings=(*pooled.warnings, *warnings)) if warnings else pooled


def tables_of(entries: Iterable[StudyEffect]) -> list[Table]:
    """The two-by-two tables of studies, a table for each line; empty for scores, and where one ratio has no table."""
    tables: list[Table] = []
    for line in (line for entry in entries for line in entry.lines):
        table = line.table
        if table is None:
            return []
        tables.append(table)
    return tables


def inverse_variance_heterogeneity(
    effects: Sequence[EffectSize], tau2_method: Tau2Method = Tau2Method.REML
) -> Heterogeneity:
    """Q, its P, I2 and tau2 of effects, by inverse variance on the analysis scale. Raises StatisticsError."""
    arrays = arrays_from_effects(effects)
    return heterogeneity_from_tau2(arrays, estimate_tau2(tau2_method, arrays))


def _pool(entries: Sequence[StudyEffect], measure: Measure, options: PoolingOptions) -> PooledEstimate:
    effects = [entry.effect for entry in entries]
    tables = tables_of(entries)
    model = pooling_model(tables) if tables else Model.RANDOM
    if model is Model.RANDOM and options.model is Model.RANDOM:
        pooled = random_effects(effects, tau2_method=options.tau2_method, interval=options.interval)
        return pooled if pooled.k >= MIN_STUDIES_TO_PREDICT else replace(pooled, prediction=None)
    by_tables = model is not Model.RANDOM
    pooled = _by_tables(entries, measure, tables) if by_tables else common_effect(effects)
    return replace(pooled, heterogeneity=inverse_variance_heterogeneity(effects, options.tau2_method))


def _by_tables(entries: Sequence[StudyEffect], measure: Measure, tables: Sequence[Table]) -> PooledEstimate:
    """The pooled tables, with one weight a study: strata of one study are separate tables of one study."""
    pooled = peto(tables) if measure is Measure.OR else mantel_haenszel(measure, tables)
    weights = iter(pooled.weights)
    by_study = tuple(sum(next(weights) for _ in entry.lines) for entry in entries)
    return replace(pooled, weights=by_study, k=len(entries))


def _warnings(entries: Sequence[StudyEffect], pooled: PooledEstimate) -> tuple[str, ...]:
    """Which study holds most of the weight because its error is small where everyone of an arm had the event."""
    return tuple(
        f"{entry.study.label} holds {percent(weight)} of the weight: everyone in one of its arms had the event."
        for entry, weight in zip(entries, pooled.weights, strict=True)
        if weight > MOST_OF_THE_WEIGHT and any(arm.events == arm.n for table in tables_of([entry]) for arm in table)
    )
