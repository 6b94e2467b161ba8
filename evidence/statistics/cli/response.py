"""The response to a request, as the documented JSON."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.statistics.cli.json_values import InputError
from evidence.statistics.cli.request import GenericEffect, PoolRequest, StudyInput
from evidence.statistics.effect_sizes import BINARY_EFFECTS, CONTINUOUS_EFFECTS, EffectSize, Measure
from evidence.statistics.interval import Interval
from evidence.statistics.mantel_haenszel import Table, is_informative, mantel_haenszel
from evidence.statistics.peto import peto, peto_odds_ratio
from evidence.statistics.pooling import Model, PooledEstimate, common_effect, random_effects
from studies.numerics.arm_values import Counts
from studies.numerics.errors import ImpossibleNumberError, NoInformationError, NoSpreadError, StatisticsError

Json = dict[str, object]

NOT_REPORTED = "A number that this measure needs was not reported."


@dataclass(frozen=True, slots=True)
class PoolableStudies:
    """Studies that can be pooled, each with its effect; and those that cannot, each with its reason."""

    request: PoolRequest
    studies: tuple[StudyInput, ...]
    effects: tuple[EffectSize, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Two-by-two tables of the studies that have counts."""
        return tuple(table for study in self.studies if (table := _table(study)) is not None)

    def pool(self, places: Sequence[int]) -> PooledEstimate:
        """Pool the studies at these places as requested."""
        q = self.request
        if q.model is Model.MANTEL_HAENSZEL:
            return mantel_haenszel(q.measure, [self.tables[i] for i in places], level=q.level)
        if q.model is Model.PETO:
            return peto([self.tables[i] for i in places], level=q.level)
        effects = [self.effects[i] for i in places]
        if q.model is Model.COMMON:
            return common_effect(effects, level=q.level)
        return random_effects(
            effects, tau2_method=q.tau2_method, interval=q.interval, prediction_df=q.prediction_df, level=q.level
        )


def compute_effects(request: PoolRequest) -> PoolableStudies:
    """Compute the effect of each study, or the reason why it has none. Raises InputError where none has one."""
    studies, effects, left_out = [], [], []
    for study in request.studies:
        try:
            effects.append(compute_effect(study, request))
            studies.append(study)
        except ImpossibleNumberError as refusal:
            raise InputError(f"{study.label}: {refusal}") from None
        except StatisticsError as refusal:
            left_out.append((study.label, str(refusal)))
    if not effects:
        reasons = " ".join(f"{label}: {reason}" for label, reason in left_out)
        raise InputError(f"No study can be pooled. {reasons}")
    return PoolableStudies(request, tuple(studies), tuple(effects), tuple(left_out))


def compute_effect(study: StudyInput, request: PoolRequest) -> EffectSize:
    """Effect of one study. Raises StatisticsError that says why it has none."""
    data = study.data
    if isinstance(data, GenericEffect):
        if data.yi is None or data.vi is None:
            raise NoSpreadError(NOT_REPORTED)
        return EffectSize(Measure.GEN, data.yi, data.vi, "as given")
    table = _table(study)
    if table is not None:
        if request.model is Model.PETO:
            return peto_odds_ratio(table)
        if request.model is Model.MANTEL_HAENSZEL and not is_informative(request.measure, table):
            raise NoInformationError(
                "No one, or everyone, had the event in both arms, so the study gives no information about a ratio."
            )
        return BINARY_EFFECTS[request.measure](*table)
    if data is None or isinstance(data[0], Counts) or isinstance(data[1], Counts):
        raise NoSpreadError(NOT_REPORTED)
    return CONTINUOUS_EFFECTS[request.measure](data[0], data[1])


def _table(study: StudyInput) -> Table | None:
    data = study.data
    if isinstance(data, tuple) and isinstance(data[0], Counts) and isinstance(data[1], Counts):
        return data[0], data[1]
    return None


def build_response(pooled: PoolableStudies) -> Json:
    """Documented JSON of the pooled estimate. Raises StatisticsError where the model cannot be fitted."""
    estimate = pooled.pool(range(len(pooled.studies)))
    h = estimate.heterogeneity
    rows = zip(pooled.studies, pooled.effects, estimate.weights, strict=True)
    return {
        "k": estimate.k,
        "estimate": estimate.estimate,
        "se": estimate.se,
        "ci": pair(estimate.interval),
        "p": estimate.p,
        "tau2": estimate.tau2,
        "tau2_ci": pair(h.tau2_interval),
        "i2": h.i2,
        "h2": h.h2,
        "q": h.q,
        "q_df": h.df,
        "q_p": h.p,
        "prediction": pair(estimate.prediction),
        "studies": [{"label": s.label, "yi": e.estimate, "vi": e.variance, "weight": w} for s, e, w in rows],
        "left_out": [{"label": label, "reason": reason} for label, reason in pooled.left_out],
        "warnings": list(estimate.warnings),
    }


def pair(interval: Interval | None) -> list[float] | None:
    """Interval as JSON."""
    return None if interval is None else [interval.low, interval.high]
