"""People of 100 as dots: five rows of twenty, those with the event first."""

from dataclasses import dataclass

ROWS, COLUMNS = 5, 20
PEOPLE = ROWS * COLUMNS
# Distance from one dot to the next, in units of the drawing.
STEP = 10


@dataclass(frozen=True, slots=True)
class IconArray:
    """How many of 100 have the event, drawn as full rows of dots and the rest of a row."""

    people: int

    @property
    def full_height(self) -> int:
        """Height of the rows in which everyone has it."""
        return STEP * (self.people // COLUMNS)

    @property
    def rest_width(self) -> int:
        """Width of the last row, in which some have it."""
        return STEP * (self.people % COLUMNS)


def icon_array(percent: float) -> IconArray:
    """Dots for a share of 100 people. Raises ValueError outside 0 to 100.

    >>> icon_array(47.4).people, icon_array(47.4).full_height, icon_array(47.4).rest_width
    (47, 20, 70)
    """
    if not 0 <= percent <= PEOPLE:
        raise ValueError(f"{percent:g} of 100 people cannot be drawn")
    return IconArray(int(percent + 0.5))
