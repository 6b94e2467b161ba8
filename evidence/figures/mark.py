"""One line of a figure: an interval with its estimate, placed on an axis and written as SVG.

It is written here and not by a template: a page has dozens of marks, and a template takes ten times as long for each.
"""

from enum import StrEnum
from typing import NamedTuple


class Shape(StrEnum):
    """How an entry is drawn."""

    SQUARE = "square"
    HOLLOW = "hollow"
    DIAMOND = "diamond"
    BAR = "bar"
    NOTHING = "nothing"


class Mark(NamedTuple):
    """One line of the figure. ``x_estimate`` is None where the estimate itself lies beyond the axis."""

    shape: Shape
    x_low: float
    x_high: float
    x_estimate: float | None
    side: float
    arrow_left: bool
    arrow_right: bool

    @property
    def width(self) -> float:
        """Width of the interval as drawn, in percent of the axis."""
        return round(self.x_high - self.x_low, 2)

    @property
    def half(self) -> float:
        """Half the side of the square, in pixels."""
        return self.side / 2

    @property
    def peak(self) -> float:
        """Position of the tip of a diamond in its own width, 0 to 100."""
        if self.x_estimate is None or self.width <= 0:
            return 50.0
        return round(100 * (self.x_estimate - self.x_low) / self.width, 1)

    @property
    def svg(self) -> str:
        """The mark in the middle of its row."""
        return self.svg_at("50%")

    def svg_at(self, y: str) -> str:
        """The mark as SVG; ``y`` is the height of its middle with its unit."""
        left = _arrow("0", y, "M9 -5 0 0 9 5z") if self.arrow_left else ""
        right = _arrow("100%", y, "M-9 -5 0 0 -9 5z") if self.arrow_right else ""
        return f"{self._drawn_at(y)}{left}{right}"

    def _drawn_at(self, y: str) -> str:
        if self.shape is Shape.DIAMOND:
            return f"""
  <svg
    x="{self.x_low}%" y="{y}" width="{self.width}%" height="16" viewBox="0 0 100 16"
    preserveAspectRatio="none" overflow="visible"
  >
    <path class="diamond" transform="translate(0 -8)" d="M0 8 {self.peak} 1 100 8 {self.peak} 15z"/>
  </svg>
"""
        if self.shape is Shape.BAR:
            return f"""
  <svg y="{y}" overflow="visible">
    <rect class="bar" x="{self.x_low}%" y="-3" width="{self.width}%" height="6"/>
  </svg>
"""
        return f"""
  <line
    class="interval {self.shape}" x1="{self.x_low}%" x2="{self.x_high}%" y1="{y}" y2="{y}"
  />
  {self._square_at(y)}
"""

    def _square_at(self, y: str) -> str:
        """The estimate; nothing where it lies beyond the axis."""
        if self.x_estimate is None:
            return ""
        return f"""
    <svg x="{self.x_estimate}%" y="{y}" overflow="visible">
      <rect
        class="point {self.shape}" x="-{self.half}" y="-{self.half}" width="{self.side}"
        height="{self.side}"
      />
    </svg>"""


def _arrow(x: str, y: str, path: str) -> str:
    return f"""
  <svg x="{x}" y="{y}" overflow="visible">
    <path class="arrow" d="{path}"/>
  </svg>
"""
