"""Meta-regression: does the effect differ with a characteristic of the studies?

A *moderator* is a number that each study has. *Residual* heterogeneity is what moderators
do not explain. The relation is between studies: it says nothing about individual people,
and is observational even where the studies are trials (Handbook 10.11.4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from evidence.statistics.effect_arrays import EffectArrays, Floats, arrays_from_effects
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.interval import Interval, symmetric_interval
from evidence.statistics.linear_model import (
    LinearFit,
    deviance,
    fit,
    require_comparable_weights,
    require_full_rank,
    score,
    score_ratio,
    trace_of_p,
)
from evidence.statistics.pooling import IntervalMethod, critical_value_and_p, variance_factor
from evidence.statistics.roots import find_root
from evidence.statistics.tau2 import ROUNDING, Tau2Method, estimate_tau2, tau2_at_maximum, tau2_grid
from studies.numerics.distributions import chi2_upper_p, f_upper_p, t_critical
from studies.numerics.errors import ImpossibleNumberError, NotEstimableError, TooFewStudiesError
from studies.numerics.magnitudes import require_measurable

# Cochrane Handbook 6, 10.11.5.1: with fewer studies a moderator is easily found by chance.
STUDIES_PER_MODERATOR = 10


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One term of the model; ``estimate`` in units of the analysis scale per unit of the moderator."""

    name: str
    estimate: float
    se: float
    statistic: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class ModeratorTest:
    """Whether all moderators together matter: chi-square (``df_within`` None) or F."""

    statistic: float
    df: int
    df_within: int | None
    p: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """Mean effect at given moderator values with its interval, and where a single study's true effect is expected.

    ``prediction`` takes t with k-p, and is None in the common-effect model.
    """

    estimate: float
    se: float
    interval: Interval
    prediction: Interval | None


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted meta-regression. ``r2`` is the share of tau² explained, 0 to 1, None where there was none."""

    k: int
    coefficients: tuple[Coefficient, ...]
    covariance: tuple[tuple[float, ...], ...]
    tau2: float
    tau2_method: Tau2Method | None
    interval_method: IntervalMethod
    residual_q: float
    residual_df: int
    residual_p: float
    i2: float
    h2: float
    r2: float | None
    test: ModeratorTest | None
    level: float

    def predict(self, values: Mapping[str, float]) -> Prediction:
        """Predict at one value of each moderator, by name."""
        names = [c.name for c in self.coefficients if c.name != INTERCEPT]
        if set(values) != set(names):
            raise ImpossibleNumberError(f"A prediction needs one value for each of: {', '.join(names)}.")
        at = _moderator_values([1.0 if c.name == INTERCEPT else values[c.name] for c in self.coefficients])
        estimate = float(at @ np.array([c.estimate for c in self.coefficients]))
        se = sqrt(float(at @ np.array(self.covariance) @ at))
        critical, _ = critical_value_and_p(estimate / se, self.residual_df, self.interval_method, self.level)
        wide = t_critical(self.level, self.residual_df) * sqrt(self.tau2 + se**2)
        prediction = None if self.tau2_method is None else symmetric_interval(estimate, wide)
        return Prediction(estimate, se, symmetric_interval(estimate, critical * se), prediction)


INTERCEPT = "intercept"


def meta_regression(
    effects: Sequence[EffectSize],
    moderators: Mapping[str, Sequence[float]],
    *,
    tau2_method: Tau2Method | None = Tau2Method.REML,
    interval: IntervalMethod = IntervalMethod.HKSJ_FLOORED,
    level: float = 0.95,
    studies_per_moderator: int = STUDIES_PER_MODERATOR,
) -> Regression:
    """Mixed-effects regression of effects on moderators (Handbook 10.11.4; metafor's ``rma`` with ``mods``).

    ``tau2_method`` None is the common-effect model. Tests of the Hartung-Knapp kind use t
    and F with k-p. Raises TooFewStudiesError under ``studies_per_moderator`` studies for each
    moderator, NotEstimableError where moderators repeat each other.
    """
    needed = studies_per_moderator * len(moderators)
    if len(effects) < needed:
        raise TooFewStudiesError(
            f"{len(moderators)} moderator(s) need {needed} studies, {studies_per_moderator} for each; "
            f"there are {len(effects)}."
        )
    arrays = arrays_from_effects(effects)
    if any(len(column) != arrays.k for column in moderators.values()):
        raise ImpossibleNumberError("Each study needs one value of each moderator.")
    x = np.column_stack([np.ones(arrays.k), *map(_moderator_values, moderators.values())])
    return fit_model(arrays, x, (INTERCEPT, *moderators), tau2_method=tau2_method, interval=interval, level=level)


def _moderator_values(values: Sequence[float]) -> Floats:
    """Values of a moderator as an array. Raises ImpossibleNumberError."""
    return np.array([require_measurable(float(value), "A moderator") for value in values])


def fit_model(
    arrays: EffectArrays,
    x: Floats,
    names: Sequence[str],
    *,
    tau2_method: Tau2Method | None,
    interval: IntervalMethod,
    level: float,
) -> Regression:
    """Fit any design of full rank; the first column counts as the intercept where R² and the test are made."""
    require_full_rank(x)
    require_comparable_weights(arrays.v)
    k, p = x.shape
    common = fit(arrays.y, x, 1 / arrays.v)
    tau2 = 0.0 if tau2_method is None else residual_tau2(tau2_method, arrays, x)
    fitted = fit(arrays.y, x, 1 / (arrays.v + tau2))
    covariance = fitted.covariance * variance_factor(fitted.q / (k - p), interval)
    h2 = common.q / (k - p) if tau2_method is None else 1 + tau2 * trace_of_p(x, common) / (k - p)
    return Regression(
        k=k,
        coefficients=_coefficients(names, fitted, covariance, k - p, interval, level),
        covariance=tuple(map(tuple, covariance.tolist())),
        tau2=tau2,
        tau2_method=tau2_method,
        interval_method=interval,
        residual_q=common.q,
        residual_df=k - p,
        residual_p=chi2_upper_p(common.q, k - p),
        i2=max(0.0, 1 - 1 / h2) if h2 > 0 else 0.0,
        h2=h2,
        r2=_r_squared(arrays, tau2, h2, tau2_method),
        test=_moderator_test(fitted, covariance, k - p, interval),
        level=level,
    )


def residual_tau2(method: Tau2Method, arrays: EffectArrays, x: Floats) -> float:
    """Between-study variance that the moderators do not explain, by the named method; not below 0."""
    k, p = x.shape
    if p == 1 and (x == 1).all():
        return estimate_tau2(method, arrays)
    if method in (Tau2Method.REML, Tau2Method.ML):
        return _maximise_likelihood(arrays, x, restricted=method == Tau2Method.REML)
    if method in (Tau2Method.PM, Tau2Method.EB):
        return _paule_mandel(arrays, x)
    if method == Tau2Method.SJ:
        crude = float(arrays.centred.var())
        return float(crude * fit(arrays.y, x, 1 / (arrays.v + crude)).q / (k - p))
    weights = 1 / arrays.v if method == Tau2Method.DL else np.ones(k)
    known = fit(arrays.y, x, weights)
    # Expectation of Q without any tau²: k - p for inverse-variance weights, tr(PV) for none (Hedges-Olkin).
    leverage = weights * np.vecdot(x @ known.covariance, x)
    expected = float((weights * arrays.v * (1 - leverage)).sum())
    return max(0.0, (known.q - expected) / trace_of_p(x, known))


def _maximise_likelihood(arrays: EffectArrays, x: Floats, *, restricted: bool) -> float:
    highest = _residual_tau2_upper_bound(arrays, x)
    grid = tau2_grid(arrays.v_min, arrays.v_max, highest)

    def at(tau2: float) -> LinearFit:
        return fit(arrays.y, x, 1 / (arrays.v + tau2))

    return tau2_at_maximum(
        grid,
        np.array([score(x, at(float(tau2)), restricted=restricted) for tau2 in grid]),
        lambda tau2: score_ratio(x, at(tau2), restricted=restricted),
        lambda tau2: deviance(at(tau2), restricted=restricted),
        start=residual_tau2(Tau2Method.HE, arrays, x),
        rounding=ROUNDING * arrays.v_min,
        method="restricted maximum likelihood" if restricted else "maximum likelihood",
    )


def _paule_mandel(arrays: EffectArrays, x: Floats) -> float:
    target = float(x.shape[0] - x.shape[1])

    def function(tau2: float) -> tuple[float, float]:
        fitted = fit(arrays.y, x, 1 / (arrays.v + tau2))
        if fitted.q == 0:  # rounding, where effects are many digits larger than their errors
            return 1.0, 0.0
        return target / fitted.q - 1, target * float(fitted.z @ fitted.z) / fitted.q**2

    if fit(arrays.y, x, 1 / arrays.v).q <= target:
        return 0.0
    bracket = Interval(0.0, _residual_tau2_upper_bound(arrays, x))
    return find_root(function, bracket, 0.0, rounding=ROUNDING * arrays.v_min, method="Paule-Mandel")


def _residual_tau2_upper_bound(arrays: EffectArrays, x: Floats) -> float:
    """Upper bound of tau² by Q and by either likelihood: v_max or twice the unweighted mean square.

    With RSS the unweighted residual sum of squares, y'PPy <= RSS / (v_min + tau²)² and tr P >= (k-p) / (v_max + tau²).
    """
    k, p = x.shape
    return max(arrays.v_max, float(2 * fit(arrays.y, x, np.ones(k)).q / (k - p)))


def _coefficients(
    names: Sequence[str], fitted: LinearFit, covariance: Floats, df: int, interval: IntervalMethod, level: float
) -> tuple[Coefficient, ...]:
    coefficients = []
    for name, estimate, variance in zip(
        names, fitted.coefficients.tolist(), covariance.diagonal().tolist(), strict=True
    ):
        se = sqrt(variance)
        critical, p = critical_value_and_p(estimate / se, df, interval, level)
        ends = symmetric_interval(estimate, critical * se)
        coefficients.append(Coefficient(name, estimate, se, estimate / se, ends.low, ends.high, p))
    return tuple(coefficients)


def _moderator_test(
    fitted: LinearFit, covariance: Floats, df_within: int, interval: IntervalMethod
) -> ModeratorTest | None:
    """Wald test that all coefficients but the first are zero; None where there is only the first."""
    slopes = fitted.coefficients[1:]
    if slopes.size == 0:
        return None
    return wald_test(slopes, covariance[1:, 1:], df_within, interval)


def wald_test(values: Floats, covariance: Floats, df_within: int, interval: IntervalMethod) -> ModeratorTest:
    """Test that all values are zero: chi-square, or F for intervals of the Hartung-Knapp kind."""
    try:
        q = float(values @ np.linalg.solve(covariance, values))
    except np.linalg.LinAlgError:
        raise NotEstimableError("The coefficients cannot be distinguished.") from None
    if interval == IntervalMethod.WALD:
        return ModeratorTest(q, values.size, None, chi2_upper_p(q, values.size))
    f = q / values.size
    return ModeratorTest(f, values.size, df_within, f_upper_p(f, values.size, df_within))


def _r_squared(arrays: EffectArrays, tau2: float, h2: float, method: Tau2Method | None) -> float | None:
    """Share of tau² that moderators explain (Raudenbush 2009), floored at 0; of H² in the common-effect model."""
    if method is None:
        total = arrays.q / (arrays.k - 1)
        return max(0.0, 1 - h2 / total) if total > 0 else None
    without = estimate_tau2(method, arrays)
    return max(0.0, 1 - tau2 / without) if without > 0 else None
