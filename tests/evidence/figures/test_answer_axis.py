"""The shared axis of answer tables, and people of 100 as dots."""

import re

import pytest

from evidence.figures.answer_axis import TICKS, DrawnEffect, draw_answer
from evidence.figures.icon_array import icon_array
from evidence.figures.mark import Shape


def test_better_is_left_and_40_is_the_edge() -> None:
    assert [(tick.text, tick.position) for tick in TICKS] == [("40", 0), ("20", 25), ("0", 50), ("20", 75), ("40", 100)]
    (placed,) = draw_answer([DrawnEffect(-20, -40, 0)]).marks
    assert (placed.mark.x_low, placed.mark.x_estimate, placed.mark.x_high) == (0, 25, 50)
    assert (placed.mark.shape, placed.y, placed.usual) == (Shape.SQUARE, "50%", None)


def test_what_lies_beyond_the_edge_is_cut_with_an_arrow() -> None:
    (placed,) = draw_answer([DrawnEffect(-60, -80, 10, is_pooled=True)]).marks
    assert (placed.mark.x_low, placed.mark.x_estimate, placed.mark.shape) == (0, None, Shape.DIAMOND)
    assert (placed.mark.arrow_left, placed.mark.arrow_right) == (True, False)


def test_every_drawing_has_the_lines_of_the_axis() -> None:
    lines = re.findall(r'<line class="(\w+)" x1="([\d.]+)%" x2="([\d.]+)%" y2="100%"/>', draw_answer([]).svg)
    assert [(kind, float(x1), float(x2)) for kind, x1, x2 in lines] == [
        ("grid" if tick.value else "zero", tick.position, tick.position) for tick in TICKS
    ]


def test_two_effects_share_a_row() -> None:
    assert [placed.y for placed in draw_answer([DrawnEffect(0, -1, 1), DrawnEffect(5, 1, 9)]).marks] == ["25%", "75%"]


def test_an_interval_with_a_usual_spread_lies_behind() -> None:
    (placed,) = draw_answer([DrawnEffect(0, -4, 4, usual=(-8, 8))]).marks
    assert placed.usual
    assert (placed.usual.x_low, placed.usual.x_high) == (40, 60)


def test_the_band_and_other_answers_have_places() -> None:
    drawing = draw_answer([DrawnEffect(0, -1, 1)], others=[-20, -20, 99], small=10)
    assert drawing.band == (37.5, 25)
    assert drawing.ticks == (25, 100)
    assert draw_answer([DrawnEffect(0, -1, 1)]).band is None


@pytest.mark.parametrize(
    ("percent", "people", "height", "width"), [(0, 0, 0, 0), (0.4, 0, 0, 0), (47.4, 47, 20, 70), (100, 100, 50, 0)]
)
def test_people_of_100_fill_rows_of_twenty(percent: float, people: int, height: int, width: int) -> None:
    icons = icon_array(percent)
    assert (icons.people, icons.full_height, icons.rest_width) == (people, height, width)


@pytest.mark.parametrize("percent", [-0.1, 100.1])
def test_more_than_everybody_is_refused(percent: float) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        icon_array(percent)
