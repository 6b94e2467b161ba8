"""Bands of time in which results are combined."""

from functools import lru_cache

from studies.choices import LabelledEnum
from studies.reported.rows import FEW_KINDS

# How a record writes a time that follows straight on treatment and has no number of weeks.
IMMEDIATELY = "immediately after"


class Window(LabelledEnum):
    """A band of time after treatment, in weeks: over ``after``, up to and including ``until``.

    ``target`` is the time that a result of the band should be near. In the order in which answers are given: short and
    intermediate first.
    """

    after: float
    until: float
    target: float

    def __new__(cls, value: str, label: str = "", after: float = 0, until: float = 0, target: float = 0) -> "Window":
        window = str.__new__(cls, value)
        window._value_ = value
        window.label = label
        window.after, window.until, window.target = after, until, target
        return window

    # Holds 3 months, which is 13.035 weeks.
    SHORT = "short", "short term", 2, 14, 4
    INTERMEDIATE = "intermediate", "intermediate term", 14, 52, 26
    IMMEDIATE = "immediate", "immediate", 0, 2, 1
    # From 52 weeks on, and holds 24 months, which is 104.28 weeks.
    LONG = "long", "long term", 52, 105, 52
    LATER = "later", "later", 105, float("inf"), 156
    NOT_STATED = "time-not-stated", "time not stated", 0, 0, 0

    @property
    def span(self) -> str:
        """The band as a reader sees it."""
        return _SPANS[self]


_SPANS = {
    Window.IMMEDIATE: "up to 2 weeks",
    Window.SHORT: "over 2 to 14 weeks",
    Window.INTERMEDIATE: "over 14 to under 52 weeks",
    Window.LONG: "52 to 105 weeks",
    Window.LATER: "over 105 weeks",
    Window.NOT_STATED: "no time printed",
}


@lru_cache(maxsize=FEW_KINDS)
def window_of(weeks: float | None, label: str = "") -> Window | None:
    """The window of a time; None for baseline, which is in no window."""
    if weeks is None:
        return Window.IMMEDIATE if label.strip().casefold() == IMMEDIATELY else Window.NOT_STATED
    if weeks <= 0:
        return None
    if weeks <= Window.IMMEDIATE.until:
        return Window.IMMEDIATE
    if weeks <= Window.SHORT.until:
        return Window.SHORT
    if weeks < Window.LONG.after:
        return Window.INTERMEDIATE
    return Window.LONG if weeks <= Window.LONG.until else Window.LATER


@lru_cache(maxsize=FEW_KINDS)
def distance_from_target(window: Window, weeks: float | None) -> tuple[float, float]:
    """How near a time is to its window's target; of two equally near the later comes first."""
    if weeks is None:
        return (window.target, 0.0)
    return (abs(weeks - window.target), -weeks)
