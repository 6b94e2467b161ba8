"""Suggestions from the interval and the number of people, with the arithmetic of the information size."""

from dataclasses import replace

import pytest

from evidence.grading.domains.imprecision import APPRECIABLE_RATIO, ImprecisionFacts, suggest_imprecision
from evidence.statistics.information_size import InformationSize
from evidence.statistics.interval import Interval

NEEDED = InformationSize(100, "as computed")
BANDS = (-20.0, -10.0, 10.0, 20.0)
PAIN = ImprecisionFacts(Interval(-8, -2), 0.0, False, 200, BANDS, size=NEEDED)  # noqa: FBT003 - a field by its place
RISK = replace(PAIN, interval=Interval(0.5, 0.7), null=1.0, is_ratio=True, thresholds=(), appreciable=APPRECIABLE_RATIO)
PLAIN = replace(PAIN, thresholds=())


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        (-8, -2, 0),
        # No difference is no limit between bands: all of it is small.
        (-8, 8, 0),
        (-10, 10, 0),
        (-10.6, -0.4, 1),
        (4.4, 23.6, 2),
        (-12, 12, 2),
        (-30, 11, 3),
        (-30, 30, 3),
        (-19, -11, 0),
    ],
)
def test_each_published_limit_crossed_costs_a_level(low: float, high: float, levels: int) -> None:
    assert suggest_imprecision(replace(PAIN, interval=Interval(low, high))).levels == levels


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [(0.5, 0.7, 0), (0.9, 1.1, 0), (1.1, 2.0, 0), (0.8, 1.3, 1), (0.6, 1.2, 1), (0.6, 1.4, 2), (0.35, 1.28, 2)],
)
def test_ratio_is_downgraded_only_if_it_includes_no_difference_and_an_appreciable_change(
    low: float, high: float, levels: int
) -> None:
    assert suggest_imprecision(replace(RISK, interval=Interval(low, high))).levels == levels


def test_scale_without_thresholds_is_downgraded_for_including_no_difference() -> None:
    suggestion = suggest_imprecision(replace(PLAIN, interval=Interval(-3, 1)))
    assert (suggestion.levels, suggestion.reason) == (1, "the interval crosses 0.0")


@pytest.mark.parametrize(("people", "levels"), [(100, 0), (250, 0), (99, 1), (30, 1), (29, 2), (None, None)])
def test_narrow_interval_from_too_few_people_costs_levels(people: int | None, levels: int | None) -> None:
    assert suggest_imprecision(replace(PAIN, people=people)).levels == levels


def test_without_an_information_size_nothing_is_suggested() -> None:
    suggestion = suggest_imprecision(replace(PLAIN, size=None))
    assert suggestion.levels is None
    assert (
        suggestion.reason
        == "cannot be suggested: the interval crosses no limit, and this measure has no information size"
    )


def test_two_unpooled_studies_have_no_suggestion() -> None:
    assert suggest_imprecision(replace(PAIN, interval=None)).levels is None


def test_arithmetic_shows_interval_thresholds_people_and_information_size() -> None:
    assert suggest_imprecision(PAIN).arithmetic == (
        "Interval −8.0 to −2.0; published limits between small, medium and large: −20.0, −10.0, 10.0, 20.0",
        "People: 200; optimal information size 100: as computed",
    )
