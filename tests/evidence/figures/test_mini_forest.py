"""The small figure next to a statement."""

from django.template.loader import render_to_string

from evidence.figures.forest import ForestSide, Shape
from evidence.figures.mini_forest import LINE_HEIGHT, MiniForestLine, draw_mini_forest

PAIN = [MiniForestLine(-5.5, -10.6, -0.4), MiniForestLine(14.0, 4.4, 23.6)]


def test_lines_are_stacked_on_one_axis() -> None:
    glyph = draw_mini_forest(PAIN, is_ratio=False, better_side=ForestSide.LEFT, title="Two trials")
    first, second = glyph.marks
    assert (first.y, second.y) == (LINE_HEIGHT / 2, LINE_HEIGHT * 3 / 2)
    assert glyph.height == 2 * LINE_HEIGHT
    assert first.mark.x_high < glyph.null < second.mark.x_low


def test_side_where_ozone_is_better_is_named() -> None:
    left = draw_mini_forest(PAIN, is_ratio=False, better_side=ForestSide.LEFT, title="Two trials")
    right = draw_mini_forest(PAIN, is_ratio=False, better_side=ForestSide.RIGHT, title="Two trials")
    assert (left.left_label, left.right_label) == ("ozone better", "worse")
    assert (right.left_label, right.right_label) == ("worse", "ozone better")


def test_pooled_and_doubtful_lines_have_distinct_shapes() -> None:
    lines = [MiniForestLine(2, 1, 3, is_pooled=True), MiniForestLine(9, 4, 20, is_doubted=True)]
    glyph = draw_mini_forest(lines, is_ratio=True, better_side=ForestSide.RIGHT, title="Success")
    assert [placed.mark.shape for placed in glyph.marks] == [Shape.DIAMOND, Shape.HOLLOW]


def test_figure_has_an_accessible_name() -> None:
    glyph = draw_mini_forest(PAIN, is_ratio=False, better_side=ForestSide.LEFT, title="Pain: 5.5 lower & 14.0 higher")
    html = render_to_string("evidence/figures/_mini_forest.html", {"glyph": glyph})
    assert 'role="img"' in html
    assert "<title>Pain: 5.5 lower &amp; 14.0 higher</title>" in html
