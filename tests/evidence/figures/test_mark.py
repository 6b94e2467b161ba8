"""A line of a figure as SVG."""

import re

from evidence.figures.mark import Mark, Shape

SQUARE = Mark(Shape.SQUARE, 20.0, 60.5, 40.0, 9.0, arrow_left=False, arrow_right=False)


def parts(mark: Mark, y: str = "50%") -> list[str]:
    """Its elements, each on one line."""
    return re.findall(r"<[^/].*?>", " ".join(mark.svg_at(y).split()))


def test_an_estimate_is_a_square_on_its_interval() -> None:
    assert parts(SQUARE, "25%") == [
        '<line class="interval square" x1="20.0%" x2="60.5%" y1="25%" y2="25%" />',
        '<svg x="40.0%" y="25%" overflow="visible">',
        '<rect class="point square" x="-4.5" y="-4.5" width="9.0" height="9.0" />',
    ]


def test_an_estimate_beyond_the_axis_is_not_drawn_and_arrows_tell_where_an_interval_goes_on() -> None:
    beyond = SQUARE._replace(x_estimate=None, arrow_left=True, arrow_right=True)
    assert parts(beyond)[1:] == [
        '<svg x="0" y="50%" overflow="visible">',
        '<path class="arrow" d="M9 -5 0 0 9 5z"/>',
        '<svg x="100%" y="50%" overflow="visible">',
        '<path class="arrow" d="M-9 -5 0 0 -9 5z"/>',
    ]


def test_a_pool_is_a_diamond_with_its_tip_at_the_estimate() -> None:
    assert parts(SQUARE._replace(shape=Shape.DIAMOND)) == [
        '<svg x="20.0%" y="50%" width="40.5%" height="16" viewBox="0 0 100 16"'
        ' preserveAspectRatio="none" overflow="visible" >',
        '<path class="diamond" transform="translate(0 -8)" d="M0 8 49.4 1 100 8 49.4 15z"/>',
    ]


def test_a_prediction_is_a_bar() -> None:
    assert parts(SQUARE._replace(shape=Shape.BAR)) == [
        '<svg y="50%" overflow="visible">',
        '<rect class="bar" x="20.0%" y="-3" width="40.5%" height="6"/>',
    ]


def test_a_mark_lies_in_the_middle_of_its_row() -> None:
    assert SQUARE.svg == SQUARE.svg_at("50%")
