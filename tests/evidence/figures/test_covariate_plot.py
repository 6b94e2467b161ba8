"""Effects drawn against a number of each study."""

import math
import re

import pytest

from evidence.figures.covariate_plot import (
    LARGE,
    LARGEST_RADIUS,
    MOST_NAMED,
    SMALL,
    SMALLEST_RADIUS,
    CovariatePlot,
    PlottedStudy,
    PlotText,
    axis_for,
    draw_covariate_plot,
)
from studies.numerics.errors import ImpossibleNumberError

TEXT = PlotText("Pain against dose", "Dose", "MD")
STUDIES = [PlottedStudy("A", 20, -10, 0.8), PlottedStudy("B", 40, 5, 0.2)]


def drawn(studies: list[PlottedStudy], *, is_ratio: bool = False, **more: object) -> CovariatePlot:
    axis = axis_for([study.estimate for study in studies], is_ratio=is_ratio)
    return draw_covariate_plot(studies, TEXT, axis, **more)


def test_more_of_the_number_is_to_the_right_and_a_larger_effect_higher() -> None:
    plot = drawn(STUDIES)
    at = {bubble.study.label: bubble for bubble in plot.bubbles}
    assert at["A"].x < at["B"].x
    assert at["A"].y > plot.null > at["B"].y


def test_area_goes_by_weight_and_the_largest_is_drawn_first() -> None:
    first, second = drawn(STUDIES).bubbles
    assert (first.study.label, first.radius) == ("A", LARGEST_RADIUS)
    assert (second.radius / first.radius) ** 2 == pytest.approx(0.25, abs=0.01)
    faint = drawn([STUDIES[0], PlottedStudy("C", 30, 0, 1e-9)]).bubbles[1]
    assert faint.radius == SMALLEST_RADIUS


def test_ratios_are_as_far_from_one_below_as_above() -> None:
    plot = drawn([PlottedStudy("A", 1, 0.5, 1), PlottedStudy("B", 2, 2.0, 1)], is_ratio=True)
    below, above = (bubble.y for bubble in plot.bubbles)
    assert below - plot.null == pytest.approx(plot.null - above, abs=0.11)


def test_one_value_is_in_the_middle_and_zero_is_never_crossed() -> None:
    middle = drawn([PlottedStudy("A", 20, 1, 1)])
    assert middle.bubbles[0].x == pytest.approx((middle.left + middle.right) / 2, abs=0.1)
    assert [tick.text for tick in drawn([PlottedStudy("A", 0, 1, 1), PlottedStudy("B", 1, 1, 1)]).x_ticks][0] == "0"


def test_years_have_no_commas() -> None:
    texts = [tick.text for tick in drawn([PlottedStudy("A", 2005, 1, 1), PlottedStudy("B", 2025, 1, 1)]).x_ticks]
    assert texts == ["2005", "2010", "2015", "2020", "2025"]


def test_plots_that_share_their_axes_place_equal_studies_equally() -> None:
    axis = axis_for([-10, 5, 40], is_ratio=False)
    one, other = (
        draw_covariate_plot(studies, TEXT, axis, values=(10, 60), size=SMALL)
        for studies in (STUDIES, [*STUDIES, PlottedStudy("C", 60, 40, 0.1)])
    )
    places = [{(b.study.label, b.x, b.y) for b in plot.bubbles} for plot in (one, other)]
    assert places[0] < places[1]
    assert one.size is SMALL
    assert drawn(STUDIES).size is LARGE


def test_plots_that_share_their_weights_draw_equal_areas_for_equal_weights() -> None:
    axis = axis_for([5], is_ratio=False)
    (bubble,) = draw_covariate_plot([PlottedStudy("A", 1, 5, 0.25)], TEXT, axis, heaviest=1.0).bubbles
    assert bubble.radius == LARGEST_RADIUS / 2


def test_line_and_band_follow_the_values() -> None:
    plot = drawn(STUDIES, line=[(20, -8, -12, -4), (40, 4, 0, 8)])
    assert len(plot.line.split()) == 2
    assert len(plot.band.split()) == 4
    assert drawn(STUDIES).line == ""


def test_effect_beyond_a_shared_axis_is_drawn_at_its_end_and_says_so() -> None:
    plot = draw_covariate_plot([PlottedStudy("A", 1, 500, 1)], TEXT, axis_for([10], is_ratio=False))
    (bubble,) = plot.bubbles
    assert bubble.is_cut
    assert bubble.y == plot.top


@pytest.mark.parametrize("studies", [[], [PlottedStudy("A", math.inf, 1, 1)], [PlottedStudy("A", 1, math.nan, 1)]])
def test_what_cannot_be_drawn_is_refused(studies: list[PlottedStudy]) -> None:
    with pytest.raises(ImpossibleNumberError):
        draw_covariate_plot(studies, TEXT, axis_for([1], is_ratio=False))


def test_of_many_studies_the_most_precise_have_names_and_the_others_keep_place_and_size() -> None:
    named = [PlottedStudy(f"Trial {n}", 20 + n, -10, 1.0) for n in range(MOST_NAMED)]
    others = [PlottedStudy("Filled", 30, 5, 0.25), PlottedStudy("Hollow", 40, 5, 0.16, is_hollow=True)]

    plot = drawn([*others, *named])

    assert {bubble.study.label for bubble in plot.named} == {study.label for study in named}
    for path, bubble in zip((plot.filled_path, plot.hollow_path), plot.bubbles[MOST_NAMED:], strict=True):
        assert path.count("M") == 1
        left, top, width, end = (
            float(number) for number in re.findall(r"M(\S+) (\S+?)a.* 0 1 0 (\S+) 0a.* (\S+) 0$", path)[0]
        )
        assert (left + width / 2, top) == pytest.approx((bubble.x, bubble.y), abs=0.1)
        assert (width, end) == pytest.approx((2 * bubble.radius, -2 * bubble.radius))
    assert drawn(STUDIES).filled_path == drawn(STUDIES).hollow_path == ""
