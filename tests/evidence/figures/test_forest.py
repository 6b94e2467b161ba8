"""The forest plot as numbers, and the page fragment that draws it."""

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.figures.forest import (
    DEFAULT_SIDE,
    LARGEST_SIDE,
    SMALLEST_SIDE,
    EntryKind,
    ForestEntry,
    ForestPlot,
    ForestSide,
    ForestSpec,
    draw_forest,
)
from evidence.figures.mark import Mark, Shape
from tests.extreme_numbers import numbers

WIDE = ForestEntry(label="Wide 2001", estimate=1.0, low=0.5, high=2.0, weight=0.2, effect_text="1.00 (0.50 to 2.00)")
NARROW = ForestEntry(
    label="Narrow 2002", estimate=1.5, low=1.2, high=1.9, weight=0.8, effect_text="1.50 (1.20 to 1.90)"
)
TOTAL = ForestEntry(label="Pooled", kind=EntryKind.TOTAL, estimate=1.4, low=1.1, high=1.8)
SPEC = ForestSpec(
    title="Success at 6 months",
    description="Each row is one trial.",
    entries=[WIDE, NARROW, TOTAL],
    is_ratio=True,
    better_side=ForestSide.RIGHT,
    comparator_better="steroid better",
)


def marks(plot: ForestPlot) -> list[Mark]:
    return [row.mark for row in plot.rows if row.mark]


def plot_of(*entries: ForestEntry, is_ratio: bool = True) -> ForestPlot:
    return draw_forest(replace(SPEC, entries=entries, is_ratio=is_ratio))


@st.composite
def entries(draw: st.DrawFn) -> ForestEntry:
    low, estimate, high = sorted(draw(st.tuples(*[st.floats(1e-6, 1e6)] * 3)))
    return ForestEntry(label="Study", estimate=estimate, low=low, high=high, weight=draw(st.none() | st.floats(0, 1)))


@given(st.lists(entries(), min_size=1, max_size=12))
def test_every_mark_lies_on_the_figure_in_order(drawn: list[ForestEntry]) -> None:
    for mark in marks(plot_of(*drawn)):
        assert 0 <= mark.x_low <= mark.x_high <= 100
        assert mark.x_estimate is None or mark.x_low <= mark.x_estimate <= mark.x_high
        assert 0 <= mark.peak <= 100


@given(st.lists(st.tuples(numbers, numbers, numbers, st.sampled_from((0.0, 5e-324, 0.3, 1.0))), max_size=4))
@example([(-1e300, 0.0, 1e300, 5e-324), (0.0, 5e-324, 5e-324, 1.0)])
def test_marks_of_arbitrary_numbers_lie_on_the_figure(drawn: list[tuple[float, float, float, float]]) -> None:
    sorted_out = [(*sorted(ends), weight) for *ends, weight in drawn]
    rows = [ForestEntry(label="A", low=low, estimate=at, high=high, weight=w) for low, at, high, w in sorted_out]
    for mark in marks(plot_of(*rows, is_ratio=False)) + marks(plot_of(*rows)):
        assert 0 <= mark.x_low <= mark.x_high <= 100
        assert 0 <= mark.peak <= 100
        assert SMALLEST_SIDE <= mark.side <= LARGEST_SIDE


@given(st.lists(entries(), min_size=1, max_size=12))
def test_only_truncated_intervals_have_an_arrow(drawn: list[ForestEntry]) -> None:
    for mark in marks(plot_of(*drawn)):
        assert mark.arrow_right == (mark.x_high == 100)
        assert mark.arrow_left == (mark.x_low == 0)
        assert mark.x_estimate is not None or mark.arrow_left or mark.arrow_right


def test_square_area_is_proportional_to_weight() -> None:
    wide, narrow, _ = marks(draw_forest(SPEC))
    assert narrow.side == LARGEST_SIDE
    assert narrow.side**2 / wide.side**2 == pytest.approx(4, rel=0.01)


def test_squares_without_weights_have_equal_size() -> None:
    plot = plot_of(replace(WIDE, weight=None), replace(NARROW, weight=None))
    assert [mark.side for mark in marks(plot)] == [DEFAULT_SIDE, DEFAULT_SIDE]
    assert not plot.shows_weights


def test_diamond_is_tallest_at_the_estimate() -> None:
    lopsided = replace(TOTAL, estimate=1.2, low=1.1, high=4.0)
    diamond = marks(plot_of(WIDE, lopsided))[-1]
    assert diamond.shape is Shape.DIAMOND
    assert diamond.x_low + diamond.width * diamond.peak / 100 == pytest.approx(diamond.x_estimate, abs=0.1)
    assert diamond.peak < 50


def test_very_wide_interval_is_truncated_with_arrows_on_both_sides() -> None:
    endless = replace(WIDE, estimate=4.14, low=0.0000008, high=20_000_000)
    mark = marks(plot_of(NARROW, NARROW, endless))[-1]
    assert (mark.x_low, mark.x_high) == (0, 100)
    assert mark.arrow_left
    assert mark.arrow_right
    assert mark.x_estimate is not None


def test_estimate_outside_the_axis_is_an_arrow_without_a_square() -> None:
    mark = marks(plot_of(NARROW, replace(WIDE, estimate=0.0, low=0.0, high=1.2)))[-1]
    assert mark.x_estimate is None
    assert mark.arrow_left
    assert not mark.arrow_right


def test_study_without_an_effect_is_listed_without_a_mark() -> None:
    plot = plot_of(NARROW, ForestEntry(label="Silent 1999", kind=EntryKind.NOT_ESTIMABLE))
    assert [row.entry.label for row in plot.rows] == ["Narrow 2002", "Silent 1999"]
    assert plot.rows[1].mark is None


def test_prediction_interval_is_a_bar_without_an_estimate() -> None:
    bar = marks(plot_of(NARROW, ForestEntry(label="Prediction", kind=EntryKind.PREDICTION, low=0.8, high=2.5)))[-1]
    assert bar.shape is Shape.BAR
    assert bar.x_estimate is None
    assert not bar.arrow_left


def test_estimate_printed_without_an_interval_is_a_square_without_a_line() -> None:
    mark = marks(plot_of(replace(NARROW, low=None, high=None)))[0]
    assert mark.width == 0
    assert mark.x_estimate == mark.x_low


@pytest.mark.parametrize(
    ("side", "labels"),
    [(ForestSide.LEFT, ("ozone better", "steroid better")), (ForestSide.RIGHT, ("steroid better", "ozone better"))],
)
def test_axis_ends_are_labelled_with_the_better_side(side: ForestSide, labels: tuple[str, str]) -> None:
    plot = draw_forest(replace(SPEC, better_side=side))
    assert (plot.left_label, plot.right_label) == labels


def test_band_of_small_differences_surrounds_no_effect() -> None:
    pain = ForestEntry(label="Pain", estimate=-5.5, low=-10.6, high=-0.4)
    plot = draw_forest(replace(SPEC, entries=[pain], is_ratio=False, band=(-10, 10)))
    assert plot.band is not None
    left, width = plot.band
    assert left + width / 2 == pytest.approx(plot.null)


def test_fragment_holds_each_number_once_and_no_inline_style() -> None:
    html = render_to_string("evidence/figures/_forest.html", {"plot": draw_forest(SPEC)})
    assert html.count("1.50 (1.20 to 1.90)") == 1
    assert html.count("<tr") == 1 + len(SPEC.entries)
    assert not re.search(r"style=|<style|<script|\son\w+=", html)


def test_rows_with_the_same_remark_share_its_letter() -> None:
    plot = plot_of(replace(WIDE, marks=("time assumed", "spread derived")), replace(NARROW, marks=("time assumed",)))
    assert [row.letters for row in plot.rows] == [("a", "b"), ("a",)]
    assert plot.remarks == (("a", "time assumed"), ("b", "spread derived"))


def test_key_tells_of_the_marks_that_are_drawn_and_of_no_others() -> None:
    assert "Diamond" in draw_forest(SPEC).key
    assert "its area the weight" in draw_forest(SPEC).key
    plain = plot_of(replace(NARROW, weight=None))
    assert plain.key == "Square: one result; line: its 95% interval."


def test_arms_have_columns_of_their_own_under_one_heading() -> None:
    arms = replace(NARROW, ozone_text="12", ozone_people="45", comparator_text="9", comparator_people="44")
    html = render_to_string("evidence/figures/_forest.html", {"plot": plot_of(arms, WIDE)})
    assert html.count('colspan="2">') == 3
    cells = re.findall(r'<td role="cell" class="num (?:value|people)[^"]*">([^<]*)</td>', html)
    assert cells == ["12", "45", "9", "44", "", "", "", ""]


def test_fragment_escapes_names() -> None:
    html = render_to_string(
        "evidence/figures/_forest.html", {"plot": plot_of(replace(NARROW, label="<script>x</script> & Co"))}
    )
    assert "&lt;script&gt;x&lt;/script&gt; &amp; Co" in html


def test_fragment_labels_doubtful_and_not_estimable_rows_in_text() -> None:
    silent = ForestEntry(label="Silent 1999", kind=EntryKind.NOT_ESTIMABLE)
    doubted = replace(NARROW, kind=EntryKind.DOUBTED, tag="doubted", marks=("impossible spread",))
    html = render_to_string("evidence/figures/_forest.html", {"plot": plot_of(doubted, silent)})
    assert ">doubted<" in html
    assert "<dd>Impossible spread.</dd>" in html
    assert "not estimable" in html
