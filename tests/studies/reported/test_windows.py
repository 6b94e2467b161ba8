"""Bands of time: borders, targets, and what has no number of weeks."""

import pytest

from studies.reported.windows import Window, distance_from_target, window_of


@pytest.mark.parametrize(
    ("weeks", "window"),
    [
        (0.143, Window.IMMEDIATE),
        (2, Window.IMMEDIATE),
        (2.001, Window.SHORT),
        (13.035, Window.SHORT),
        (14, Window.SHORT),
        (14.001, Window.INTERMEDIATE),
        (51.999, Window.INTERMEDIATE),
        (52, Window.LONG),
        (52.14, Window.LONG),
        (104.28, Window.LONG),
        (105, Window.LONG),
        (105.001, Window.LATER),
        (521.4, Window.LATER),
    ],
)
def test_each_time_is_in_its_window(weeks: float, window: Window) -> None:
    assert window_of(weeks) is window


def test_baseline_is_in_no_window() -> None:
    assert window_of(0, "baseline") is None


@pytest.mark.parametrize("label", ["immediately after", "Immediately after ", "IMMEDIATELY AFTER"])
def test_straight_after_treatment_is_immediate_though_it_has_no_number(label: str) -> None:
    assert window_of(None, label) is Window.IMMEDIATE


@pytest.mark.parametrize("label", ["", "final (time not stated)", "soon after"])
def test_a_result_without_a_time_is_separate(label: str) -> None:
    assert window_of(None, label) is Window.NOT_STATED


def test_targets_are_one_week_one_month_half_a_year_and_a_year() -> None:
    windows = (Window.IMMEDIATE, Window.SHORT, Window.INTERMEDIATE, Window.LONG)
    assert [window.target for window in windows] == [1, 4, 26, 52]


def test_short_and_intermediate_are_answered_first_and_no_time_last() -> None:
    assert [list(Window)[place] for place in (0, 1, -1)] == [Window.SHORT, Window.INTERMEDIATE, Window.NOT_STATED]


def test_nearest_the_target_comes_first_and_of_a_tie_the_later() -> None:
    ranked = sorted([2.5, 3, 5, 12], key=lambda weeks: distance_from_target(Window.SHORT, weeks))
    assert ranked == [5, 3, 2.5, 12]


def test_straight_after_treatment_is_further_from_the_target_than_any_other_time_of_the_band() -> None:
    assert distance_from_target(Window.IMMEDIATE, 2) <= distance_from_target(Window.IMMEDIATE, None)
    assert distance_from_target(Window.IMMEDIATE, 0.143) < distance_from_target(Window.IMMEDIATE, None)


@pytest.mark.parametrize("window", list(Window))
def test_every_band_is_written_out(window: Window) -> None:
    assert window.span
