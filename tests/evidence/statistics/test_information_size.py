"""People that one trial would need, computed by hand: (1.959964 + 1.281552)² = 10.507418."""

import pytest

from evidence.statistics.information_size import (
    InformationSize,
    size_for_means,
    size_for_risk,
    size_for_standardised_means,
)
from studies.numerics.errors import ImpossibleNumberError

QUANTILES = 10.507424


@pytest.mark.parametrize(("sd", "difference"), [(25, 10), (20, 10), (9, 10), (1.0, 0.4)])
def test_information_size_of_means(sd: float, difference: float) -> None:
    assert size_for_means(sd, difference).exact == pytest.approx(4 * QUANTILES * (sd / difference) ** 2, rel=1e-5)


def test_a_score_needs_263_people_and_says_about_265() -> None:
    assert size_for_means().exact == pytest.approx(262.686, abs=5e-3)
    assert (size_for_means().people, size_for_means().about) == (263, "about 265")
    assert size_for_standardised_means().people == 263


@pytest.mark.parametrize(
    ("risk", "higher_is_better", "other"),
    [
        (0.3, True, 0.4),
        (0.3, False, 0.2),
        (0.1, False, 0.0),
        (0.05, False, 0.15),
        (0.95, True, 0.85),
        (0.0, False, 0.1),
        (1.0, True, 0.9),
        (0.3, None, 0.4),
        (0.7, None, 0.6),
    ],
    ids=[
        "more is better",
        "fewer is better",
        "as few as none",
        "fewer is impossible",
        "more is impossible",
        "nobody",
        "everybody",
        "not known: the direction that needs more",
        "not known: the same from above",
    ],
)
def test_information_size_of_risks(risk: float, higher_is_better: bool | None, other: float) -> None:
    expected = 2 * QUANTILES * (risk * (1 - risk) + other * (1 - other)) / 0.1**2
    assert size_for_risk(risk, higher_is_better=higher_is_better).exact == pytest.approx(expected, rel=1e-5)


def test_trials_that_differ_need_more_people() -> None:
    pool = size_for_means().of_pool(0.86)
    assert pool.people == 1877
    assert pool.about == "about 1,900"
    assert pool.arithmetic.endswith("divided by 1 − I² (86%)")
    assert size_for_means().of_pool(0) == size_for_means()


def test_the_arithmetic_is_shown() -> None:
    assert size_for_means().arithmetic == "4 × (1.96 + 1.28)² × 25² / 10² (two-sided 5%, power 90%)"
    assert size_for_risk(0.4, higher_is_better=False).arithmetic == (
        "2 × (1.96 + 1.28)² × (p q + p′ q′) / 0.1² from 40.0% to 30.0% (two-sided 5%, power 90%)"
    )


@pytest.mark.parametrize(
    ("people", "about"), [(62.6, "about 63"), (263, "about 265"), (998, "about 1,000"), (1030, "about 1,050")]
)
def test_a_sentence_rounds_up(people: float, about: str) -> None:
    assert InformationSize(people, "").about == about


@pytest.mark.parametrize("risk", [-0.1, 1.1, float("nan")])
def test_what_is_no_risk_is_refused(risk: float) -> None:
    with pytest.raises(ImpossibleNumberError):
        size_for_risk(risk, higher_is_better=True)


@pytest.mark.parametrize(("sd", "difference"), [(0, 10), (10, 0), (-1, 10)])
def test_means_without_spread_or_difference_are_refused(sd: float, difference: float) -> None:
    with pytest.raises(ImpossibleNumberError):
        size_for_means(sd, difference)


@pytest.mark.parametrize("i2", [-0.1, 1.0, float("nan")])
def test_what_is_no_i2_is_refused(i2: float) -> None:
    with pytest.raises(ImpossibleNumberError):
        size_for_means().of_pool(i2)
