"""Proportions on an axis from 0 to 100 percent."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.figures.mark import Shape
from evidence.figures.proportion_marks import TICKS, place_proportion

shares = st.floats(0, 1)


@given(st.lists(shares, min_size=3, max_size=3).map(sorted))
def test_proportion_and_its_limits_are_drawn_to_scale(values):
    low, share, high = values

    mark = place_proportion(share, low, high, shape=Shape.SQUARE)

    assert 0 <= mark.x_low <= (mark.x_estimate or 0) <= mark.x_high <= 100
    assert not mark.arrow_left
    assert not mark.arrow_right


def test_axis_runs_from_zero_to_one_hundred_percent():
    assert [(tick.text, tick.position) for tick in TICKS] == [
        ("0%", 0),
        ("", 25),
        ("50%", 50),
        ("", 75),
        ("100%", 100),
    ]
