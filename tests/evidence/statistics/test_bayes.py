"""Bayesian random effects against figures computed apart in R, against the exact posterior, and under odd numbers."""

import json
from math import isfinite
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.statistics.bayes import NormalPrior, bayesian_random_effects
from evidence.statistics.effect_arrays import arrays_from_numbers
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.pooling import common_effect
from studies.numerics.errors import ImpossibleNumberError

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "bayes.json").read_text(encoding="utf-8"))["cases"]


def effects(y, v):
    return arrays_from_numbers(Measure.GEN, np.atleast_1d(np.asarray(y, float)), np.atleast_1d(np.asarray(v, float)))


@pytest.mark.reference
@pytest.mark.parametrize("name", REFERENCE)
def test_figures_agree_with_r(name):
    case = REFERENCE[name]
    thresholds = [float(text) for text in case["below"]]

    found = bayesian_random_effects(effects(case["y"], case["v"]), scale=case["scale"], thresholds=thresholds)

    size = max(1.0, case["scale"])
    assert found.mean == pytest.approx(case["mean"], abs=1e-6 * size)
    assert found.sd == pytest.approx(case["sd"], abs=1e-6 * size)
    assert found.median == pytest.approx(case["median"], abs=1e-6 * size)
    assert (found.interval.low, found.interval.high) == pytest.approx(case["ci"], abs=1e-6 * size)
    assert (found.prediction.low, found.prediction.high) == pytest.approx(case["prediction"], abs=1e-6 * size)
    assert found.tau_median == pytest.approx(case["tau_median"], abs=1e-4 * size)
    assert (found.tau_interval.low, found.tau_interval.high) == pytest.approx(case["tau_ci"], abs=1e-4 * size)
    assert [p for _, p in found.below] == pytest.approx(list(case["below"].values()), abs=1e-6)


def test_a_prior_that_allows_no_heterogeneity_gives_the_common_effect():
    arrays = effects([0.1, 0.3, -0.2], [0.02, 0.05, 0.04])

    found, pooled = bayesian_random_effects(arrays, scale=1e-9), common_effect(arrays)

    assert (found.mean, found.sd) == pytest.approx((pooled.estimate, pooled.se), rel=1e-9)
    assert (found.interval.low, found.interval.high) == pytest.approx((pooled.low, pooled.high), rel=1e-9)


def test_a_sceptical_prior_draws_the_effect_towards_none_as_a_further_study_would():
    arrays = effects([0.8, 0.6, 0.7], [0.02, 0.02, 0.02])

    found = bayesian_random_effects(arrays, scale=1e-9, prior=NormalPrior(0.0, 0.1), thresholds=[0.0])

    precision = 3 / 0.02 + 1 / 0.1**2
    assert found.mean == pytest.approx((0.8 + 0.6 + 0.7) / 0.02 / precision, rel=1e-9)
    assert found.sd == pytest.approx(precision**-0.5, rel=1e-9)


def test_a_thousand_studies_find_the_tau_that_made_them():
    random = np.random.default_rng(1)
    v = random.uniform(0.01, 0.1, 1000)

    found = bayesian_random_effects(effects(random.normal(0.5, np.sqrt(v + 0.3**2)), v), scale=0.5)

    assert found.mean == pytest.approx(0.5, abs=0.04)
    assert found.tau_interval.low < 0.3 < found.tau_interval.high
    assert found.tau_interval.high - found.tau_interval.low < 0.05


@example([(0.0, 0.5), (-43.0, 1.0)], 0.015625, 0.0, 1.0)
@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(1e-4, 100)), min_size=1, max_size=8),
    st.floats(0.01, 20),
    st.floats(-40, 40),
    st.floats(1e-3, 1e3),
)
def test_the_posterior_moves_and_stretches_with_its_numbers(studies, scale, shift, stretch):
    y, v = (np.array(numbers) for numbers in zip(*studies, strict=True))
    one = bayesian_random_effects(effects(y, v), scale=scale, thresholds=[0.0])
    other = bayesian_random_effects(effects((y + shift) * stretch, v * stretch**2), scale=scale * stretch)

    assert other.median == pytest.approx((one.median + shift) * stretch, rel=1e-6, abs=1e-6 * stretch)
    assert other.tau_median == pytest.approx(one.tau_median * stretch, rel=1e-5)
    assert one.interval.low <= one.median <= one.interval.high
    assert one.prediction.low <= one.interval.low
    assert one.interval.high <= one.prediction.high
    assert 0 <= one.below[0][1] <= 1
    assert all(map(isfinite, (one.mean, one.sd, one.tau_interval.high)))


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf")])
def test_a_prior_without_a_scale_is_refused(scale):
    with pytest.raises(ImpossibleNumberError, match="prior"):
        bayesian_random_effects(effects([0.1], [0.02]), scale=scale)
