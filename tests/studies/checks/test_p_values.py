"""P values that follow from the figures next to them, and those that do not."""

from math import isclose

import pytest

from studies.checks.check_finding import CheckFinding
from studies.checks.two_arms import PairedResults, chi_square, fisher_p, p_of_counts, p_of_means
from studies.choices import Severity
from studies.reported.rows import ResultRow
from tests.rows import MACNAB, a_pool
from tests.studies.checks.rows import OZONE, STEROID, a_contrast, a_result, a_trial, found_in


def arms(first: dict[str, object], second: dict[str, object]) -> tuple[ResultRow, ResultRow]:
    return a_result(OZONE, **first), a_result(STEROID, **second)


def pair(first: dict[str, object], second: dict[str, object]) -> PairedResults:
    return PairedResults(a_contrast(), *arms(first, second))


def look(first: dict[str, object], second: dict[str, object], **contrast: object) -> dict[str, CheckFinding]:
    measure = first.get("measure") or a_result().measure
    return found_in(a_trial(*arms(first, second), contrasts=(a_contrast(measure=measure, **contrast),)))


ESPAHBODI = {"mean": 1.85, "sd": 0.75, "n": 20}, {"mean": 2.4, "sd": 0.9, "n": 20}
YANG = {"measure": MACNAB, "events": 55, "n": 60}, {"measure": MACNAB, "events": 47, "n": 60}


def test_welch_s_t_as_the_data_query_has_it() -> None:
    # t = -2.10, df 36.8, P = 0.043.
    welch = p_of_means(pair(*ESPAHBODI))[0]
    assert welch.name == "Welch's t"
    assert round(welch.p, 3) == 0.043
    assert welch.low < welch.p < welch.high


@pytest.mark.parametrize(
    ("counts", "statistic"), [((13, 86, 18, 80), 1.488), ((6, 70, 15, 70), 4.538), ((55, 60, 47, 60), 4.183)]
)
def test_chi_square_as_printed_in_these_papers(counts: tuple[int, int, int, int], statistic: float) -> None:
    assert round(chi_square(*counts), 3) == statistic
    assert chi_square(*counts, corrected=True) < statistic


def test_fisher_s_test_of_nothing_is_one() -> None:
    assert isclose(fisher_p(0, 10, 0, 12), 1)
    assert isclose(fisher_p(5, 10, 5, 10), 1)


def test_counts_of_all_or_none_have_no_chi_square() -> None:
    both = pair({"events": 20, "n": 20}, {"events": 20, "n": 20})
    assert [test.name for test in p_of_counts(both)] == ["Fisher's exact test"]


def test_a_p_that_follows_is_left_alone() -> None:
    assert "p-not-from-data" not in look(*ESPAHBODI, p_value=0.043)
    assert "p-not-from-data" not in look(*YANG, p_value=0.041)


def test_a_p_that_no_test_gives() -> None:
    found = look(*ESPAHBODI, p_value=0.029)["p-not-from-data"]
    assert (found.severity, found.field) == (Severity.WARNING, "p")
    assert "Welch's t P = 0.04269" in found.arithmetic


def test_a_p_that_would_turn_the_conclusion_is_a_doubt() -> None:
    assert look(*ESPAHBODI, p_value=0.29)["p-not-from-data"].severity is Severity.DOUBT


@pytest.mark.parametrize(("relation", "p", "wrong"), [("<", 0.05, False), ("<", 0.001, True), (">", 0.05, True)])
def test_the_sign_before_p_counts(relation: str, p: float, wrong: bool) -> None:
    assert ("p-not-from-data" in look(*ESPAHBODI, p_relation=relation, p_value=p)) is wrong


def test_intervals_of_known_level_give_p_without_numbers_of_people() -> None:
    # jostdiscopathynd: z = 2.87, P = 0.004; printed P < 0.001.
    first = {"mean": 7.5, "ci_low": 6.9, "ci_high": 8.2, "ci_level": 95}
    second = {"mean": 6.1, "ci_low": 5.4, "ci_high": 6.8, "ci_level": 95}
    assert "z P = 0.004" in look(first, second, p_relation="<", p_value=0.001)["p-not-from-data"].arithmetic
    unknown = {**first, "ci_level": None}
    assert "p-not-from-data" not in look(unknown, second, p_relation="<", p_value=0.001)


def test_a_lost_nought_is_not_coarser_than_the_other_arm() -> None:
    coarse = {"mean": 1.8, "sd": 0.8, "n": 20}, {"mean": 2.4, "sd": 0.9, "n": 20}
    fine, lost = p_of_means(pair(*ESPAHBODI))[0], p_of_means(pair(*coarse))[0]
    assert fine.high - fine.low < (lost.high - lost.low) / 3


def test_a_p_that_depends_on_the_correction_is_a_note() -> None:
    assert look(*YANG, p_value=0.041)["p-depends-on-correction"].severity is Severity.NOTE


@pytest.mark.parametrize(("relation", "p"), [("not-stated", 0.05), ("", 0.05), ("=", 0)])
def test_a_p_without_its_sign(relation: str, p: float) -> None:
    assert "p-without-its-sign" in look(*ESPAHBODI, p_relation=relation, p_value=p)


def test_p_and_interval_of_a_difference_say_the_same() -> None:
    common = {"printed_form": "means", "ci_low": -2.2, "ci_high": 0.4}
    assert "p-against-interval" in found_in(a_trial(contrasts=(a_contrast(p_value=0.01, **common),)))
    assert "p-against-interval" not in found_in(a_trial(contrasts=(a_contrast(p_value=0.17, **common),)))


def test_p_and_interval_of_a_pool_say_the_same() -> None:
    # Andrade 2019: 1.98 (0.46 to 8.42), P = 0.36.
    ratio = {"effect_measure": "RR", "estimate": 1.98, "ci_low": 0.46, "ci_high": 8.42, "p_relation": "="}
    assert "p-against-interval" not in found_in(a_trial(pools=(a_pool(p_value=0.36, **ratio),)))
    assert "p-against-interval" in found_in(a_trial(pools=(a_pool(p_value=0.036, **ratio),)))


@pytest.mark.parametrize(
    ("direction", "p", "wrong"),
    [
        ("favours-ozone", 0.2, True),
        ("no-difference", 0.01, True),
        ("no-difference", 0.2, False),
        ("not-stated", 0.01, False),
    ],
)
def test_a_direction_is_borne_by_its_p(direction: str, p: float, wrong: bool) -> None:
    found = found_in(a_trial(contrasts=(a_contrast(direction=direction, p_value=p),)))
    assert ("direction-against-p" in found) is wrong
