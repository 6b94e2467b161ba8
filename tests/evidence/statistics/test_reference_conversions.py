"""Conversions with figures of the Cochrane Handbook and of metafor."""

from math import log
from typing import Any

import pytest

from evidence.statistics.combine_arms import combine_means
from studies.numerics.arm_values import Means
from studies.numerics.distributions import t_critical, t_from_p
from studies.numerics.spread_conversions import (
    change_sd,
    mean_from_quartiles,
    sd_from_p,
    sd_from_quartiles,
    se_from_interval,
    se_from_p,
)
from tests.evidence.statistics.metafor_reference import reference

pytestmark = pytest.mark.reference

# Conversions that no page needs, so that the engine does not have them.
NOT_OFFERED = {"smd_to_scale", "split_shared_control_binary", "nnt_from_rr"}
CASES = [case for case in reference("conversions.json")["cases"] if case["kind"] not in NOT_OFFERED]


def answer(kind: str, given: dict[str, Any]) -> dict[str, float]:
    return ANSWERS[kind](given)


def p_value(given: dict[str, Any]) -> dict[str, float]:
    difference, p, n1, n2 = given["md"], given["p"], given["n1"], given["n2"]
    return {
        "t": t_from_p(p, n1 + n2 - 2),
        "se": se_from_p(difference, p, n1, n2).value,
        "sd": sd_from_p(difference, p, n1, n2).value,
    }


def sd_from_interval(given: dict[str, Any]) -> float:
    se = se_from_interval(given["ci_lb"], given["ci_ub"], given["level"], given["n"]).value
    return Means(0, given["n"], se=se).required_sd


def quartiles(given: dict[str, Any]) -> dict[str, float]:
    q1, median, q3, n = given["q1"], given["median"], given["q3"], given["n"]
    return {
        "mean_wan": (q1 + median + q3) / 3,  # the plain third, shown in the file for comparison
        "mean_luo": mean_from_quartiles(q1, median, q3, n).value,
        "sd_wan": sd_from_quartiles(q1, q3, n, median=median).value,
    }


def combined_arms(given: dict[str, Any]) -> dict[str, float | None]:
    arms = [Means(m, n, sd) for n, m, sd in zip(given["n"], given["mean"], given["sd"], strict=True)]
    whole = combine_means(arms)
    return {"n": whole.n, "mean": whole.mean, "sd": whole.sd}


ANSWERS = {
    "sd_from_se": lambda g: {"sd": Means(0, g["n"], se=g["se"]).required_sd},
    "sd_from_ci_t": lambda g: {
        "sd": sd_from_interval(g),
        "t_crit": t_critical(g["level"], g["n"] - 1),
    },
    "sd_from_pvalue_difference": p_value,
    "se_from_ci_ratio": lambda g: {
        "log_ratio": log(g["ratio"]),
        "se": se_from_interval(log(g["ci_lb"]), log(g["ci_ub"]), g["level"]).value,
    },
    "mean_sd_from_median_iqr": quartiles,
    "combine_groups": combined_arms,
    "sd_change_from_correlation": lambda g: {"sd_change": change_sd(g["sd_baseline"], g["sd_final"], g["corr"]).value},
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_conversion_agrees_with_its_source(case: dict[str, Any]):
    assert answer(case["kind"], case["input"]) == pytest.approx(case["output"], rel=1e-9)
