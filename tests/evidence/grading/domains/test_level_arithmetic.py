"""The four levels, where certainty starts, and how domains move it."""

import pytest

from evidence.choices import RATING_DOWN, RATING_UP, Certainty, GradeDomain
from evidence.grading.domains.level_arithmetic import domains_from, final_level, starting_level

HIGH, MODERATE, LOW, VERY_LOW = Certainty


@pytest.mark.parametrize(
    ("randomised", "by_robins_i", "start"),
    [(True, False, HIGH), (True, True, HIGH), (False, False, LOW), (False, True, HIGH)],
)
def test_start_is_high_for_randomised_or_robins_i_and_low_otherwise(
    randomised: bool, by_robins_i: bool, start: Certainty
) -> None:
    assert starting_level(randomised=randomised, by_robins_i=by_robins_i) is start


@pytest.mark.parametrize(
    ("start", "judged", "level"),
    [
        (HIGH, [], HIGH),
        (HIGH, [(GradeDomain.RISK_OF_BIAS, 1)], MODERATE),
        (HIGH, [(GradeDomain.RISK_OF_BIAS, 1), (GradeDomain.IMPRECISION, 1)], LOW),
        (HIGH, [(GradeDomain.IMPRECISION, 3)], VERY_LOW),
        (HIGH, [(GradeDomain.RISK_OF_BIAS, 2), (GradeDomain.IMPRECISION, 3)], VERY_LOW),
        (LOW, [(GradeDomain.PUBLICATION_BIAS, 1)], VERY_LOW),
        (LOW, [(GradeDomain.LARGE_EFFECT, 1)], MODERATE),
        (LOW, [(GradeDomain.LARGE_EFFECT, 2)], HIGH),
        (LOW, [(GradeDomain.LARGE_EFFECT, 2), (GradeDomain.DOSE_RESPONSE, 1)], HIGH),
        (LOW, [(GradeDomain.RISK_OF_BIAS, 1), (GradeDomain.LARGE_EFFECT, 1)], LOW),
    ],
)
def test_levels_are_lost_and_gained_within_the_scale(
    start: Certainty, judged: list[tuple[GradeDomain, int]], level: Certainty
) -> None:
    assert final_level(start, judged) is level


def test_only_evidence_that_starts_low_can_rise() -> None:
    assert domains_from(HIGH) == RATING_DOWN
    assert domains_from(LOW) == (*RATING_DOWN, *RATING_UP)
    assert [domain.label for domain in RATING_DOWN] == [
        "risk of bias",
        "inconsistency",
        "indirectness",
        "imprecision",
        "publication bias",
    ]


def test_levels_are_shown_by_circles_and_a_word() -> None:
    assert [(level.circles, level.label) for level in Certainty] == [
        ("●●●●", "High"),
        ("●●●○", "Moderate"),
        ("●●○○", "Low"),
        ("●○○○", "Very low"),
    ]
    assert len({level.meaning for level in Certainty}) == 4


def test_most_that_a_domain_moves() -> None:
    assert [domain.most for domain in GradeDomain] == [3, 2, 2, 3, 1, 2, 1, 1]
