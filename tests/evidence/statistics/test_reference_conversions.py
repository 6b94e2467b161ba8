"""Conversions with figures of the Cochrane Handbook and of metafor."""

from math import log
from typing import Any

import pytest

from evidence.statistics.absolute_effects import number_needed_from_ratio, smd_to_scale
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.intervals import Interval
from evidence.statistics.multi_arm import combine_means, split_counts
from studies.numerics.arm_values import Counts, Means
from studies.numerics.conversions import (
    change_sd,
    mean_from_quartiles,
    sd_from_interval,
    sd_from_p,
    sd_from_quartiles,
    sd_from_se,
    se_from_p,
    se_from_ratio_interval,
)
from studies.numerics.distributions import t_critical, t_from_p
from tests.evidence.statistics.metafor_reference import reference

pytestmark = pytest.mark.reference

CASES = reference("conversions.json")["cases"]


def answer(kind: str, given: dict[str, Any]) -> dict[str, float]:
    return ANSWERS[kind](given)


def p_value(given: dict[str, Any]) -> dict[str, float]:
    difference, p, n1, n2 = given["md"], given["p"], given["n1"], given["n2"]
    return {
        "t": t_from_p(p, n1 + n2 - 2),
        "se": se_from_p(difference, p, n1, n2).value,
        "sd": sd_from_p(difference, p, n1, n2).value,
    }


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


def smd_on_scale(given: dict[str, Any]) -> dict[str, float]:
    found = smd_to_scale(given["smd"], Interval(given["ci_lb"], given["ci_ub"]), given["scale_sd"])
    return {"md": found.value, "ci_lb": found.interval.low, "ci_ub": found.interval.high}


def divided_comparator(given: dict[str, Any]) -> dict[str, float]:
    each = split_counts(Counts(given["control_events"], given["control_n"]), given["n_comparisons"])
    return {"control_events_each": each.events, "control_n_each": each.n}


def number_needed(given: dict[str, Any]) -> dict[str, float]:
    risk, interval = given["baseline_risk"], Interval(given["ci_lb"], given["ci_ub"])
    found = number_needed_from_ratio(Measure.RR, given["rr"], interval, risk)
    return {
        "rd": -1 / found.number,
        "rd_ci_lb": -1 / found.first,
        "rd_ci_ub": -1 / found.second,
        "nnt": found.number,
        "nnt_best": found.first,
        "nnt_worst": found.second,
        "nnt_rounded_up": found.rounded,
    }


ANSWERS = {
    "sd_from_se": lambda g: {"sd": sd_from_se(g["se"], g["n"]).value},
    "sd_from_ci_t": lambda g: {
        "sd": sd_from_interval(g["ci_lb"], g["ci_ub"], g["level"], g["n"]).value,
        "t_crit": t_critical(g["level"], g["n"] - 1),
    },
    "sd_from_pvalue_difference": p_value,
    "se_from_ci_ratio": lambda g: {
        "log_ratio": log(g["ratio"]),
        "se": se_from_ratio_interval(g["ci_lb"], g["ci_ub"], g["level"]).value,
    },
    "mean_sd_from_median_iqr": quartiles,
    "combine_groups": combined_arms,
    "sd_change_from_correlation": lambda g: {"sd_change": change_sd(g["sd_baseline"], g["sd_final"], g["corr"]).value},
    "smd_to_scale": smd_on_scale,
    "split_shared_control_binary": divided_comparator,
    "nnt_from_rr": number_needed,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_conversion_agrees_with_its_source(case: dict[str, Any]):
    assert answer(case["kind"], case["input"]) == pytest.approx(case["output"], rel=1e-9)
