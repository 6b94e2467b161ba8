"""Proportions and mean change of single arms, against R's metafor."""

import pytest

from evidence.statistics.effect_sizes import EffectSize
from evidence.statistics.pooling import IntervalMethod, random_effects
from evidence.statistics.single_arm import logit_proportion, mean_change, pooled_proportion
from studies.numerics.arm_values import Counts
from tests.evidence.statistics.metafor_reference import reference

# R's name of the logit scale.
LOGIT = "PLO"
SETS = ("success_six_months", "with_zero", "with_full")
CLOSE = 1e-9

pytestmark = pytest.mark.reference


def arms_of(name: str) -> list[Counts]:
    data = reference("single_arm.json")[name]
    return [Counts(x, n) for x, n in zip(data["xi"], data["ni"], strict=True)]


@pytest.mark.parametrize("name", SETS)
def test_proportions_and_their_variances_agree(name: str):
    figures = reference("single_arm.json")[name][LOGIT]

    effects = [logit_proportion(arm) for arm in arms_of(name)]

    assert [effect.estimate for effect in effects] == pytest.approx(figures["yi"], rel=CLOSE)
    assert [effect.variance for effect in effects] == pytest.approx(figures["vi"], rel=CLOSE)


@pytest.mark.parametrize("name", SETS)
def test_pooled_proportion_agrees(name: str):
    figures = reference("single_arm.json")[name][LOGIT]

    found = pooled_proportion(arms_of(name))

    assert found.pooled.estimate == pytest.approx(figures["estimate"], rel=1e-6)
    assert found.pooled.se == pytest.approx(figures["se_adhoc"], rel=1e-6)
    assert found.pooled.tau2 == pytest.approx(figures["tau2"], rel=1e-6)
    assert [found.pooled.low, found.pooled.high] == pytest.approx(figures["ci"], rel=1e-6)
    assert found.proportion == pytest.approx(figures["back_estimate"], rel=1e-6)
    assert [found.interval.low, found.interval.high] == pytest.approx(figures["back_ci"], rel=1e-6)


@pytest.mark.parametrize("name", SETS)
def test_wald_interval_of_a_pooled_proportion_agrees(name: str):
    figures = reference("single_arm.json")[name][LOGIT]

    pooled = random_effects([logit_proportion(arm) for arm in arms_of(name)], interval=IntervalMethod.WALD)

    assert pooled.se == pytest.approx(figures["se"], rel=1e-6)
    assert [pooled.low, pooled.high] == pytest.approx(figures["wald_ci"], rel=1e-6)


def test_mean_change_agrees():
    data = reference("single_arm.json")["mean_change_r05"]
    columns = ("baseline_mean", "baseline_sd", "final_mean", "final_sd", "n", "r")

    effects: list[EffectSize] = [
        mean_change(*four, n=n, correlation=r) for *four, n, r in zip(*(data[name] for name in columns), strict=True)
    ]
    pooled = random_effects(effects)

    assert [effect.estimate for effect in effects] == pytest.approx(data["yi"], rel=CLOSE)
    assert [effect.variance for effect in effects] == pytest.approx(data["vi"], rel=CLOSE)
    assert pooled.estimate == pytest.approx(data["estimate"], rel=1e-6)
    assert random_effects(effects, interval=IntervalMethod.WALD).se == pytest.approx(data["se"], rel=1e-6)
    assert [pooled.low, pooled.high] == pytest.approx(data["ci"], rel=1e-6)
