"""Bayesian random effects for few studies: what a prior and the studies say together, by quadrature.

The model is the usual one: the effect of study i is normal about its own true effect, with variance v_i, and true
effects are normal about ``mu`` with standard deviation ``tau``. ``mu`` has a uniform prior, or a normal one for a
sceptic; ``tau`` has a half-normal prior of a given ``scale`` (Rover 2020, J Stat Softw 93(6)). Given tau, mu is normal
and known exactly, so only one integral, over tau, is done by numbers: no sampling, and the same input gives the same
figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from scipy.special import ndtr, ndtri

from evidence.statistics.effect_arrays import EffectArrays, Floats, arrays_from_effects
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.interval import Interval
from evidence.statistics.roots import find_crossing
from studies.numerics.distributions import require_level
from studies.numerics.errors import ImpossibleNumberError
from studies.numerics.magnitudes import is_measurable

# Beyond 9 times its scale a half-normal prior leaves less than 1e-18 of its weight.
_PRIOR_REACH: Final = 9.0
# Where the density of tau has fallen by e^-45 from its top, nothing is left that a double would notice.
_LOG_NEGLIGIBLE: Final = -45.0
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(12)
# Enough panels that each is narrower than the density of tau, whether one study made it or a thousand.
_PANELS: Final = 24


@dataclass(frozen=True, slots=True)
class NormalPrior:
    """A prior of the effect: ``mean`` on the analysis scale, ``sd`` above 0. A sceptic's mean is no effect."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class BayesianEstimate:
    """The posterior of the effect and of tau, on the analysis scale.

    ``interval`` and ``tau_interval`` are central credible intervals, ``prediction`` the same for the effect of a new
    study. ``below`` holds the probability that the effect lies below each threshold that was asked.
    """

    k: int
    scale: float
    mean: float
    sd: float
    median: float
    interval: Interval
    prediction: Interval
    tau_median: float
    tau_interval: Interval
    below: tuple[tuple[float, float], ...] = ()


def bayesian_random_effects(
    effects: Sequence[EffectSize] | EffectArrays,
    *,
    scale: float,
    prior: NormalPrior | None = None,
    thresholds: Sequence[float] = (),
    level: float = 0.95,
) -> BayesianEstimate:
    """The posterior of an effect under a half-normal prior of tau with this ``scale``; uniform in mu without ``prior``.

    One study is enough. Raises TooFewStudiesError for none, ImpossibleNumberError for a scale or a prior that is none.
    """
    require_level(level)
    for name, value in (("scale", scale), ("sd", prior.sd if prior else scale)):
        if not is_measurable(value) or value <= 0:
            raise ImpossibleNumberError(f"the {name} of a prior is a number above 0, not {value:g}")
    arrays = arrays_from_effects(effects)
    posterior = _Posterior(arrays, scale, prior)
    tail = (1 - level) / 2
    low, median, high = (posterior.quantile(p) for p in (tail, 0.5, 1 - tail))
    new_low, new_high = (posterior.quantile(p, new_study=True) for p in (tail, 1 - tail))
    tau_low, tau_median, tau_high = (posterior.tau_quantile(p) for p in (tail, 0.5, 1 - tail))
    mean = posterior.mean()
    return BayesianEstimate(
        k=arrays.k,
        scale=scale,
        mean=mean,
        sd=posterior.sd(mean),
        median=median,
        interval=Interval(low, high),
        prediction=Interval(new_low, new_high),
        tau_median=tau_median,
        tau_interval=Interval(tau_low, tau_high),
        below=tuple((threshold, posterior.below(threshold)) for threshold in thresholds),
    )


class _Posterior:
    """Tau on the nodes of a quadrature, with the weight of each, and the mean and variance of mu given it.

    Everything is in units of ``scale`` and measured from the common-effect mean: scores and ratios are summed alike.
    """

    def __init__(self, arrays: EffectArrays, scale: float, prior: NormalPrior | None) -> None:
        self._scale, self._origin = scale, arrays.origin
        self._y, self._v = arrays.centred / scale, arrays.v / scale**2
        self._prior_mean = ((prior.mean - arrays.origin) / scale) if prior else 0.0
        self._prior_weight = (scale / prior.sd) ** 2 if prior else 0.0
        self._edges = self._panel_edges()
        nodes, widths = _nodes_between(self._edges)
        log_density = self._log_density(nodes)
        self._top = float(log_density.max())
        mass = widths * np.exp(log_density - self._top)
        self._total = float(mass.sum())
        self._panel_mass = mass.reshape(-1, _NODES.size).sum(axis=1) / self._total
        used = mass > 0
        self._tau, self._weight = nodes[used], mass[used] / self._total
        self._mean, self._variance = self._mu_given(self._tau)

    def mean(self) -> float:
        """The posterior mean of mu."""
        return self._back(float(self._weight @ self._mean))

    def sd(self, mean: float) -> float:
        """The posterior standard deviation of mu."""
        about = self._mean - (mean - self._origin) / self._scale
        return self._scale * sqrt(float(self._weight @ (self._variance + about**2)))

    def below(self, threshold: float) -> float:
        """The probability that mu lies below a threshold."""
        return self._cdf((threshold - self._origin) / self._scale, self._variance)

    def quantile(self, p: float, *, new_study: bool = False) -> float:
        """A quantile of mu, or of the effect of a new study."""
        variance = self._variance + self._tau**2 if new_study else self._variance
        # Each normal of the mixture has its own quantile; that of the mixture lies between the least and the greatest.
        each = self._mean + ndtri(p) * np.sqrt(variance)
        low, high = float(each.min()), float(each.max())
        # A little beyond both: where all have nearly the same quantile, rounding must not hide the change of sign.
        reach = 1e-6 * (high - low) + 1e-9 * max(abs(low), abs(high), 1.0)
        return self._back(find_crossing(lambda x: self._cdf(x, variance) - p, low - reach, high + reach, within=1e-13))

    def tau_quantile(self, p: float) -> float:
        """A quantile of tau: the panel that holds it, then the point inside."""
        before = np.concatenate(([0.0], np.cumsum(self._panel_mass)))
        panel = min(int(np.searchsorted(before, p, side="right")) - 1, self._panel_mass.size - 1)
        start, end = float(self._edges[panel]), float(self._edges[panel + 1])

        def missing(tau: float) -> float:
            nodes, widths = _nodes_between(np.array([start, tau]))
            part = float(widths @ np.exp(self._log_density(nodes) - self._top)) / self._total
            return float(before[panel]) + part - p

        if missing(end) <= 0:
            return self._scale * end
        return self._scale * find_crossing(missing, start, end, within=1e-12)

    def _back(self, value: float) -> float:
        return self._origin + self._scale * value

    def _cdf(self, x: float, variance: Floats) -> float:
        # The weights add to 1 but for rounding, which must not make a probability of more than 1.
        return min(1.0, float(self._weight @ ndtr((x - self._mean) / np.sqrt(variance))))

    def _mu_given(self, tau: Floats) -> tuple[Floats, Floats]:
        """Mean and variance of mu for each tau."""
        weights = 1 / (self._v[:, None] + tau**2)
        variance = 1 / (weights.sum(axis=0) + self._prior_weight)
        mean = variance * ((weights * self._y[:, None]).sum(axis=0) + self._prior_weight * self._prior_mean)
        return mean, variance

    def _log_density(self, tau: Floats) -> Floats:
        """Of tau, without its constant: prior x likelihood with mu integrated out."""
        total = self._v[:, None] + tau**2
        mean, variance = self._mu_given(tau)
        squares = ((self._y[:, None] - mean) ** 2 / total).sum(axis=0)
        squares = squares + self._prior_weight * (self._prior_mean - mean) ** 2
        log_density: Floats = (np.log(variance) - np.log(total).sum(axis=0) - squares - tau**2) / 2
        return log_density

    def _panel_edges(self) -> Floats:
        """Ends of the panels: dense where the density of tau is, and in ever longer steps from 0 upwards."""
        smallest = min(sqrt(float(self._v.min())), 1.0) / 100
        steps = np.concatenate(([0.0], np.geomspace(smallest, _PRIOR_REACH, _PANELS * 2)))
        log_density = self._log_density(steps)
        matters = np.flatnonzero(log_density >= log_density.max() + _LOG_NEGLIGIBLE)
        first, last = max(int(matters[0]) - 1, 0), min(int(matters[-1]) + 1, steps.size - 1)
        dense = np.linspace(steps[first], steps[last], _PANELS)
        return np.unique(np.concatenate((steps[first : last + 1], dense)))


def _nodes_between(edges: Floats) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes in each panel, with their weights, panel after panel."""
    half = np.diff(edges)[:, None] / 2
    nodes = edges[:-1, None] + half * (1 + _NODES)
    return nodes.ravel(), (half * _NODE_WEIGHTS).ravel()
