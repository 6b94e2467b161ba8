"""Bubbles: area for trials, outline for usable ones, shade for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.figures.bubble_chart import (
    BOX,
    LARGEST_RADIUS,
    MANY_PEOPLE,
    SMALLEST_RADIUS,
    SOME_PEOPLE,
    Shade,
    draw_bubble,
    shade_label,
    shade_of,
)


def test_an_empty_cell_has_no_bubble():
    assert draw_bubble(trials=0, usable=0, people=0, most_trials=12) is None


def test_bubble_area_is_proportional_to_the_number_of_trials():
    nine, four = (draw_bubble(trials=trials, usable=0, people=0, most_trials=9) for trials in (9, 4))

    assert nine is not None
    assert four is not None
    assert nine.radius == LARGEST_RADIUS
    assert (four.radius / nine.radius) ** 2 == pytest.approx(4 / 9, abs=0.01)


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 10_000))
def test_a_bubble_stays_in_its_box_and_its_outline_closes(trials, more, people):
    bubble = draw_bubble(trials=trials, usable=trials // 2, people=people, most_trials=trials + more)

    assert bubble is not None
    assert SMALLEST_RADIUS <= bubble.radius <= LARGEST_RADIUS < BOX / 2
    assert bubble.usable + bubble.rest == pytest.approx(100)


def test_the_solid_outline_is_the_share_of_usable_trials():
    bubble = draw_bubble(trials=8, usable=2, people=40, most_trials=8)

    assert bubble is not None
    assert (bubble.usable, bubble.rest) == (25.0, 75.0)


@pytest.mark.parametrize(
    ("people", "shade"),
    [
        (0, Shade.NOT_PRINTED),
        (1, Shade.FEW),
        (SOME_PEOPLE - 1, Shade.FEW),
        (SOME_PEOPLE, Shade.SOME),
        (MANY_PEOPLE - 1, Shade.SOME),
        (MANY_PEOPLE, Shade.MANY),
    ],
)
def test_shades_change_at_their_thresholds(people, shade):
    assert shade_of(people) is shade


def test_every_shade_has_a_text_label():
    assert len({shade_label(shade) for shade in Shade}) == len(Shade)
