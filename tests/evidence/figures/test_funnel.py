"""The funnel plot as numbers."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from evidence.figures.funnel import draw_funnel
from studies.numerics.errors import StatisticsError
from tests.extreme_numbers import numbers, sizes

STUDIES = [("A", -0.4, 0.1), ("B", 0.2, 0.3), ("C", 0.0, 0.2)]
CONTOURS = [("P 0.01", 2.58), ("P 0.05", 1.96), ("P 0.10", 1.64)]


def test_larger_studies_are_drawn_higher() -> None:
    plot = draw_funnel(STUDIES, centre=0, contours=CONTOURS, title="t")
    heights = {point.label: point.y for point in plot.points}
    assert heights["A"] < heights["C"] < heights["B"]


def test_effects_increase_from_left_to_right_around_the_centre() -> None:
    plot = draw_funnel(STUDIES, centre=0, contours=CONTOURS, title="t")
    places = {point.label: point.x for point in plot.points}
    assert places["A"] < places["C"] == plot.centre < places["B"]


def test_every_study_is_inside_the_frame() -> None:
    plot = draw_funnel([("far", 9.0, 0.1), *STUDIES], centre=0, contours=CONTOURS, title="t")
    for point in plot.points:
        assert plot.left <= point.x <= plot.right
        assert plot.top <= point.y <= plot.bottom


def test_contours_meet_at_the_top_of_the_centre() -> None:
    plot = draw_funnel(STUDIES, centre=0, contours=CONTOURS, title="t")
    assert {contour.points.split()[0] for contour in plot.contours} == {f"{plot.centre},{plot.top}"}


def test_axes_are_marked_at_round_numbers() -> None:
    plot = draw_funnel([("A", -21.7, 9.1), ("B", 3.2, 2.4)], centre=0, contours=CONTOURS, title="t")
    assert [tick.text for tick in plot.x_ticks] == ["−20", "−10", "0", "10", "20"]
    assert [tick.text for tick in plot.y_ticks] == ["0", "2", "4", "6", "8"]


def test_tick_marks_share_the_scale_of_the_studies() -> None:
    plot = draw_funnel([("at", 0.2, 0.1), *STUDIES], centre=0, contours=CONTOURS, title="t")
    assert plot.points[0].y in {tick.position for tick in plot.y_ticks if tick.text == "0.1"}


@given(st.lists(st.tuples(st.just("A"), numbers, sizes), min_size=1, max_size=4), numbers)
@example([("A", 1e20, 1.0)], 1e20)  # the figure was narrower than what rounding makes of its centre
@example([("A", 0.0, 0.0)], 0.0)  # all values are equal
@example([("A", 1e300, 1e300)], -1e300)
def test_arbitrary_studies_are_inside_the_frame_or_refused(
    studies: list[tuple[str, float, float]], centre: float
) -> None:
    try:
        plot = draw_funnel(studies, centre=centre, contours=CONTOURS, title="t")
    except StatisticsError:
        return
    assert all(plot.left <= point.x <= plot.right and plot.top <= point.y <= plot.bottom for point in plot.points)
    assert not re.search("inf|nan", str(plot))
