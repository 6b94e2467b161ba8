"""Influence: how much a single study changes the pooled estimate.

Each diagnostic compares the model on all studies with the model without one, both
with normal intervals (Viechtbauer and Cheung 2010). ``baujat`` gives the coordinates of
the plot of that name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.pooling import IntervalMethod, Model, PooledEstimate, Tau2Method, common_effect, random_effects
from evidence.statistics.sensitivity import WithoutStudy, leave_one_out
from studies.numerics.distributions import chi2_upper_p


@dataclass(frozen=True, slots=True)
class Influence:
    """Diagnostics of one study; ``study`` is its place in the order given, from 0.

    ``rstudent``: its distance from the pooled effect of the others, in standard errors.
    ``dffits`` and ``dfbetas``: by how many standard errors it changes its own
    fitted value and the pooled effect. ``cook``: squared change of the pooled effect in
    units of its variance. ``cov_ratio``: variance without it over variance with it. ``hat`` and
    ``weight``: its share of the total weight, 0 to 1. ``tau2`` and ``q`` are those without it.
    """

    study: int
    rstudent: float
    dffits: float
    cook: float
    cov_ratio: float
    tau2: float
    q: float
    hat: float
    dfbetas: float
    is_influential: bool

    @property
    def weight(self) -> float:
        """Share of the total weight; without moderators it is the hat value."""
        return self.hat


@dataclass(frozen=True, slots=True)
class BaujatPoint:
    """A study's contribution to Q (x) and its squared influence on the common effect, standardised (y)."""

    study: int
    q_contribution: float
    pull: float


def influence(
    effects: Sequence[EffectSize],
    *,
    model: Literal[Model.COMMON, Model.RANDOM] = Model.RANDOM,
    tau2_method: Tau2Method = Tau2Method.REML,
) -> tuple[Influence, ...]:
    """Diagnostics of every study (metafor's ``influence``). Raises TooFewStudiesError below two."""
    without = leave_one_out(effects, model=model, tau2_method=tau2_method, interval=IntervalMethod.WALD)
    if model == Model.COMMON:
        full = common_effect(effects)
    else:
        full = random_effects(effects, tau2_method=tau2_method, interval=IntervalMethod.WALD)
    v = np.array([effect.variance for effect in effects])
    return tuple(_diagnose(full, rest, effects[rest.left_out], v) for rest in without)


def baujat(effects: Sequence[EffectSize]) -> tuple[BaujatPoint, ...]:
    """Points of the Baujat plot (Baujat 2002), from the common-effect model."""
    full = common_effect(effects)
    points = []
    for rest in leave_one_out(effects, model=Model.COMMON):
        effect = effects[rest.left_out]
        contribution = (effect.estimate - full.estimate) ** 2 / effect.variance
        pull = (full.estimate - rest.estimate) ** 2 / rest.se**2
        points.append(BaujatPoint(rest.left_out, contribution, pull))
    return tuple(points)


def _diagnose(full: PooledEstimate, rest: WithoutStudy, effect: EffectSize, v: Floats) -> Influence:
    hat, change = full.weights[rest.left_out], full.estimate - rest.estimate
    # The standard error of the full model with the tau² of the model without the study.
    se_with_tau2_of_rest = 1 / sqrt((1 / (v + rest.tau2)).sum())
    dffits = change / sqrt(hat * (rest.tau2 + effect.variance))
    cook = (change / full.se) ** 2
    dfbetas = change / se_with_tau2_of_rest
    return Influence(
        study=rest.left_out,
        rstudent=(effect.estimate - rest.estimate) / sqrt(effect.variance + rest.tau2 + rest.se**2),
        dffits=dffits,
        cook=cook,
        cov_ratio=(rest.se / full.se) ** 2,
        tau2=rest.tau2,
        q=rest.q,
        hat=hat,
        dfbetas=dfbetas,
        is_influential=_is_influential(dffits=dffits, cook=cook, hat=hat, dfbetas=dfbetas, k=full.k),
    )


def _is_influential(*, dffits: float, cook: float, hat: float, dfbetas: float, k: int) -> bool:
    """Whether any of four conventional bounds is exceeded (Viechtbauer and Cheung 2010, section 3)."""
    return abs(dffits) > 3 * sqrt(1 / (k - 1)) or chi2_upper_p(cook, 1) < 0.5 or hat > 3 / k or abs(dfbetas) > 1
