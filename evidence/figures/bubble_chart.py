"""Bubbles of a gap map: area for trials, outline for trials with a usable figure, shade for people.

The text next to a bubble has the same three numbers, so that nothing depends on colour or area alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

# Pixels. The box holds the largest bubble with its outline.
BOX = 40
LARGEST_RADIUS = 17.0
# The smallest that still shows an outline in two parts; below it the area is not to scale.
SMALLEST_RADIUS = 4.5
# People in a cell from which the shade is darker: about a small and a large trial of an injection.
SOME_PEOPLE = 100
MANY_PEOPLE = 500


class Shade(StrEnum):
    """How many people, as a shade."""

    NOT_PRINTED = "not-printed"
    FEW = "few"
    SOME = "some"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One circle; ``usable`` is the length of its solid outline in percent of the circumference, the rest is dashed."""

    radius: float
    usable: float
    shade: Shade

    @property
    def rest(self) -> float:
        """Length of the dashed outline, in percent of the circumference."""
        return round(100 - self.usable, 1)


def draw_bubble(*, trials: int, usable: int, people: int, most_trials: int) -> Bubble | None:
    """The bubble of one cell, where the fullest cell has ``most_trials``; None for an empty cell."""
    if not trials:
        return None
    radius = LARGEST_RADIUS * sqrt(trials / most_trials)
    return Bubble(
        radius=round(max(SMALLEST_RADIUS, radius), 1),
        usable=round(100 * usable / trials, 1),
        shade=shade_of(people),
    )


def shade_of(people: int) -> Shade:
    """The shade for a number of people; 0 means that no trial prints a number."""
    if not people:
        return Shade.NOT_PRINTED
    if people < SOME_PEOPLE:
        return Shade.FEW
    return Shade.SOME if people < MANY_PEOPLE else Shade.MANY


def shade_label(shade: Shade) -> str:
    """The label of a shade in the legend."""
    return {
        Shade.NOT_PRINTED: "number not printed",
        Shade.FEW: f"under {SOME_PEOPLE} people",
        Shade.SOME: f"{SOME_PEOPLE} to {MANY_PEOPLE - 1} people",
        Shade.MANY: f"{MANY_PEOPLE} people or more",
    }[shade]
