"""Suggestions from how far studies disagree."""

import pytest

from evidence.grading.domains.inconsistency import InconsistencyFacts, suggest_inconsistency
from evidence.statistics.interval import Interval

BELOW, ABOVE, ACROSS = Interval(-3, -1), Interval(1, 3), Interval(-1, 1)
POOL = Interval(-2, -0.5)


@pytest.mark.parametrize(
    ("intervals", "levels"),
    [
        ((BELOW,), 0),
        ((BELOW, Interval(-2, 0.5)), 0),
        ((Interval(-5, -4), BELOW), 1),
        ((BELOW, ABOVE), 2),
        ((BELOW, Interval(-0.5, 0.5)), 1),
    ],
)
def test_one_study_cannot_contradict_itself_and_two_are_compared_by_their_intervals(
    intervals: tuple[Interval, ...], levels: int
) -> None:
    assert suggest_inconsistency(InconsistencyFacts(intervals)).levels == levels


@pytest.mark.parametrize(
    ("intervals", "i2", "prediction", "levels"),
    [
        ((BELOW, BELOW, ACROSS), 0.0, None, 0),
        ((BELOW, BELOW, ACROSS), 0.49, None, 0),
        ((BELOW, BELOW, ACROSS), 0.5, None, 1),
        # Considerable, but no two studies contradict each other.
        ((BELOW, BELOW, ACROSS), 0.9, None, 1),
        ((BELOW, BELOW, ABOVE), 0.9, None, 2),
        ((BELOW, BELOW, ABOVE), 0.74, None, 1),
        ((BELOW, BELOW, ACROSS), 0.2, Interval(-3, -0.1), 0),
        ((BELOW, BELOW, ACROSS), 0.2, Interval(-3, 0.4), 1),
    ],
)
def test_pooled_studies(intervals: tuple[Interval, ...], i2: float, prediction: Interval | None, levels: int) -> None:
    facts = InconsistencyFacts(intervals, POOL, i2, 0.2, prediction)
    assert suggest_inconsistency(facts).levels == levels


def test_prediction_is_ignored_when_the_pool_includes_no_difference() -> None:
    facts = InconsistencyFacts((ACROSS,) * 5, Interval(-0.5, 0.5), 0.1, 0.01, Interval(-1, 1))
    assert suggest_inconsistency(facts).levels == 0


def test_three_studies_without_a_pool_have_no_suggestion() -> None:
    suggestion = suggest_inconsistency(InconsistencyFacts((BELOW, ACROSS, ABOVE)))
    assert suggestion.levels is None
    assert suggestion.arithmetic == ("Intervals of 3 studies: 1 below no difference, 1 above, 1 holding it",)


def test_arithmetic_names_heterogeneity_and_prediction() -> None:
    facts = InconsistencyFacts((BELOW, BELOW, ACROSS), POOL, 0.314, 0.2, Interval(-3, 0.4))
    assert suggest_inconsistency(facts).arithmetic[1:] == (
        "I² 31%; tau² 0.200 on the scale of analysis",
        "The prediction interval holds no difference",
    )
    without = InconsistencyFacts((BELOW, BELOW, ACROSS), POOL, 0.314)
    assert "the model has no tau²" in suggest_inconsistency(without).arithmetic[1]
