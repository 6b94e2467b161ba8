"""A checked request: what to pool, how, and what to explore.

The shape is documented in ``DOCUMENTATION``, which the command prints. An impossible
number raises ``InputError``, with a sentence that names the study. A missing number
excludes its study later, with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evidence.statistics.cli.json_values import (
    InputError,
    choice_of,
    list_of,
    mapping_of,
    number_of,
    one_of,
    optional_number,
    require_known,
)
from evidence.statistics.effect_sizes import BINARY_EFFECTS, Measure
from evidence.statistics.mantel_haenszel import MANTEL_HAENSZEL_ESTIMATORS
from evidence.statistics.pooling import IntervalMethod, Model, PredictionDf, Tau2Method
from studies.numerics.arm_values import Counts, Means
from studies.numerics.distributions import require_level
from studies.numerics.errors import StatisticsError
from studies.numerics.spread_conversions import se_from_interval

DOCUMENTATION = """\
JSON in:
  {"measure": "RR", "model": "random", "tau2_method": "REML", "interval": "hksj-floored",
   "prediction_df": "k-1", "level": 0.95, "explore": ["leave1out"],
   "studies": [{"label": "A", "ozone": {"events": 4, "n": 123}, "comparator": {"events": 11, "n": 139},
                "year": 1948, "subgroup": "x"}, ...]}
  measure      MD SMD ROM (arms {"mean", "sd", "n"}; "se" instead of "sd" is allowed), RR OR RD (arms {"events", "n"}),
               GEN (each study {"label", "yi", "vi"}: effect and variance, or {"label", "yi", "ci": [lo, hi]}: effect
               and its normal interval of the level below); SMD is Hedges' g with exact J
  model        random (default), common, mantel-haenszel, peto
  tau2_method  DL PM REML (default) ML EB HE SJ
  interval     wald, hksj, hksj-floored (default); prediction_df k-1 (default) or k-2
  explore      leave1out cumulative (by year where all have one) egger peters harbord (these two from events)
               ranktest trimfill trimfill-r0 subgroups influence metaregression (on the "moderator" of each study)
               exact (conditional odds ratio with mid-P limits, from events)
  bayes        {"scale": 0.5, "thresholds": [0]}: random effects with a uniform prior of the effect and a half-normal
               prior of tau with this scale
  information_size  true, or {"comparator_risk": 0.4, "higher_is_better": true}: people that one trial would need, by
               the measure; both keys are for RR, OR and RD: without them the median comparator risk is used, and the
               direction that needs more people
JSON out:
  {"k", "estimate", "se", "ci": [lo, hi], "p", "tau2", "tau2_ci": [lo, hi] or null, "i2", "h2", "q", "q_df", "q_p",
   "prediction": [lo, hi] or null, "studies": [{"label", "yi", "vi", "weight"}, ...],
   "left_out": [{"label", "reason"}, ...], "warnings": [...]} and a key for each thing explored
  "bayes": {"mean", "sd", "median", "ci", "prediction", "tau_median", "tau_ci", "below": {"0": probability}}
  "information_size": {"people" (null where an arm's size is not given), "needed", "arithmetic"}, of several studies
  divided by 1 - I2; {"reason"} for a measure without one
  Estimate, intervals and yi are on the analysis scale (natural log for RR, OR, ROM); i2 is a share; weights add to 1.
CSV: a header line and a line for each study, with the columns label, year, subgroup, moderator and
  ozone_events ozone_n comparator_events comparator_n, or
  ozone_mean ozone_sd ozone_n comparator_mean comparator_sd comparator_n (ozone_se, comparator_se), or
  yi vi, or yi ci_low ci_high.
Bad input prints a sentence on standard error and ends with exit code 2."""


class Exploration(StrEnum):
    """What can be computed in addition to the pooled estimate."""

    LEAVE_ONE_OUT = "leave1out"
    CUMULATIVE = "cumulative"
    EGGER = "egger"
    PETERS = "peters"
    HARBORD = "harbord"
    RANK_TEST = "ranktest"
    TRIM_AND_FILL = "trimfill"
    TRIM_AND_FILL_R0 = "trimfill-r0"
    SUBGROUPS = "subgroups"
    INFLUENCE = "influence"
    META_REGRESSION = "metaregression"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class GenericEffect:
    """An effect and its variance as given; None where a number is missing."""

    yi: float | None
    vi: float | None


Data = tuple[Counts, Counts] | tuple[Means, Means] | GenericEffect | None


@dataclass(frozen=True, slots=True)
class StudyInput:
    """One study as given; ``data`` is None where an arm or a required number is missing."""

    label: str
    data: Data
    year: float | None
    subgroup: str | None
    moderator: float | None


@dataclass(frozen=True, slots=True)
class BayesRequest:
    """The scale of the half-normal prior of tau, and the thresholds below which the effect may lie."""

    scale: float
    thresholds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class InformationRequest:
    """The risk from which a difference is sought, and which way is better; None where not given."""

    comparator_risk: float | None = None
    higher_is_better: bool | None = None


@dataclass(frozen=True, slots=True)
class PoolRequest:
    """What to pool and how, checked."""

    measure: Measure
    model: Model
    tau2_method: Tau2Method
    interval: IntervalMethod
    prediction_df: PredictionDf
    level: float
    explore: tuple[Exploration, ...]
    studies: tuple[StudyInput, ...]
    bayes: BayesRequest | None
    information_size: InformationRequest | None


REQUEST_KEYS = (
    *("measure", "model", "tau2_method", "interval", "prediction_df", "level"),
    *("explore", "bayes", "information_size", "studies"),
)
BAYES_KEYS = ("scale", "thresholds")
INFORMATION_KEYS = ("comparator_risk", "higher_is_better")
BINARY_MEASURES = tuple(BINARY_EFFECTS)


def parse_request(document: object) -> PoolRequest:
    """Check parsed JSON and return it as a request. Raises InputError."""
    fields = mapping_of(document, "The input")
    require_known(fields, REQUEST_KEYS)
    measure = choice_of(fields, "measure", Measure, None)
    model = choice_of(fields, "model", Model, Model.RANDOM)
    _require_table_measure(measure, model)
    level = number_of(fields.get("level", 0.95), "level")
    try:
        require_level(level)
    except StatisticsError as refusal:
        raise InputError(str(refusal)) from None
    return PoolRequest(
        measure=measure,
        model=model,
        tau2_method=choice_of(fields, "tau2_method", Tau2Method, Tau2Method.REML),
        interval=choice_of(fields, "interval", IntervalMethod, IntervalMethod.HKSJ_FLOORED),
        prediction_df=choice_of(fields, "prediction_df", PredictionDf, PredictionDf.K_MINUS_1),
        level=level,
        explore=tuple(one_of(Exploration, name, "explore") for name in list_of(fields.get("explore", []), "explore")),
        studies=_studies(fields, measure, level),
        bayes=_bayes(fields),
        information_size=_information_size(fields.get("information_size")),
    )


def _bayes(fields: Mapping[str, object]) -> BayesRequest | None:
    if fields.get("bayes") is None:
        return None
    bayes = mapping_of(fields["bayes"], "bayes")
    require_known(bayes, BAYES_KEYS, " in bayes")
    thresholds = list_of(bayes.get("thresholds", []), "bayes: thresholds")
    return BayesRequest(
        scale=number_of(bayes.get("scale"), "bayes: scale"),
        thresholds=tuple(number_of(threshold, "bayes: thresholds") for threshold in thresholds),
    )


def _information_size(value: object) -> InformationRequest | None:
    if value is None or value is False:
        return None
    if value is True:
        return InformationRequest()
    name = "information_size"
    fields = mapping_of(value, name)
    require_known(fields, INFORMATION_KEYS, f" in {name}")
    better = fields.get("higher_is_better")
    if not isinstance(better, bool | None):
        raise InputError(f"{name}: higher_is_better should be true or false.")
    return InformationRequest(optional_number(fields, "comparator_risk", name), better)


def _require_table_measure(measure: Measure, model: Model) -> None:
    if model is Model.MANTEL_HAENSZEL and measure not in MANTEL_HAENSZEL_ESTIMATORS:
        raise InputError(f"Mantel-Haenszel pools RR, OR and RD, not {measure}.")
    if model is Model.PETO and measure is not Measure.OR:
        raise InputError(f"Peto's method pools OR, not {measure}.")


def _studies(fields: Mapping[str, object], measure: Measure, level: float) -> tuple[StudyInput, ...]:
    studies = list_of(fields.get("studies"), "studies")
    if not studies:
        raise InputError("There are no studies in the input.")
    return tuple(_study(study, f"study {i + 1}", measure, level) for i, study in enumerate(studies))


def _study(value: object, fallback: str, measure: Measure, level: float) -> StudyInput:
    fields = mapping_of(value, fallback)
    label, subgroup = fields.get("label", fallback), fields.get("subgroup")
    if not isinstance(label, str) or not isinstance(subgroup, str | None):
        raise InputError(f"{fallback}: label and subgroup should be text.")
    try:
        data = _data(fields, measure, label, level)
    except StatisticsError as refusal:
        raise InputError(f"{label}: {refusal}") from None
    year, moderator = optional_number(fields, "year", label), optional_number(fields, "moderator", label)
    return StudyInput(label, data, year, subgroup, moderator)


def _data(fields: Mapping[str, object], measure: Measure, label: str, level: float) -> Data:
    """Arms or effect of one study; None where a required number was not reported."""
    if measure is Measure.GEN:
        yi, vi = optional_number(fields, "yi", label), optional_number(fields, "vi", label)
        if vi is not None and vi < 0:
            raise InputError(f"{label}: a variance is never negative; {vi:g} was given.")
        return GenericEffect(yi, _variance_from_interval(fields, label, level) if vi is None else vi)
    ozone, comparator = (mapping_of(fields.get(arm) or {}, f"{label}, {arm}") for arm in ("ozone", "comparator"))
    if measure in BINARY_MEASURES:
        one, two = _counts(ozone, label), _counts(comparator, label)
        return None if one is None or two is None else (one, two)
    first, second = _means(ozone, label), _means(comparator, label)
    return None if first is None or second is None else (first, second)


def _variance_from_interval(fields: Mapping[str, object], label: str, level: float) -> float | None:
    if fields.get("ci") is None:
        return None
    limits = [number_of(limit, f"{label}: ci") for limit in list_of(fields["ci"], f"{label}: ci")]
    if len(limits) != 2:
        raise InputError(f"{label}: ci should be a list of two numbers, the lower and the upper limit.")
    return float(se_from_interval(limits[0], limits[1], level).value ** 2)


def _counts(arm: Mapping[str, object], label: str) -> Counts | None:
    events, n = optional_number(arm, "events", label), optional_number(arm, "n", label)
    return None if events is None or n is None else Counts(events, n)


def _means(arm: Mapping[str, object], label: str) -> Means | None:
    mean = optional_number(arm, "mean", label)
    spread = {name: optional_number(arm, name, label) for name in ("n", "sd", "se")}
    return None if mean is None else Means(mean, spread["n"], spread["sd"], spread["se"])
