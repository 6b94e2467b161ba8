"""Magnitudes: how large and how small a number may be before a formula here takes it.

A number is *measurable* when it is zero, or its size lies between two bounds that are far beyond any clinical
quantity, and so far inside what a double holds that ratios, squares and fourth powers of such numbers can neither
overflow nor vanish. What lies outside is a slip of the keyboard, and is refused where it enters.
"""

from studies.numerics.errors import ImpossibleNumberError, TooFewParticipantsError

LARGEST = 1e30
SMALLEST = 1 / LARGEST

# More people than live, and far fewer than those among whom half a person added to a cell is lost in rounding.
MOST_PEOPLE = 1e10


def is_measurable(value: float) -> bool:
    """Whether a formula can reckon with the number; never where it is infinite, or not a number.

    >>> is_measurable(0), is_measurable(-23.5), is_measurable(1e300), is_measurable(5e-324)
    (True, True, False, False)
    """
    return value == 0 or SMALLEST <= abs(value) <= LARGEST


def measurable(value: float, name: str) -> float:
    """Answer the number itself when it is measurable. Raises ImpossibleNumberError, by its ``name``, otherwise."""
    if not is_measurable(value):
        raise ImpossibleNumberError(f"{name} of this size is beyond anything that can be measured.")
    return value


def countable(value: float, name: str) -> float:
    """Answer the number of people itself when there can be so many. Raises ImpossibleNumberError, by its ``name``."""
    if measurable(value, name) > MOST_PEOPLE:
        raise ImpossibleNumberError(f"{name} is larger than the number of people alive.")
    return value


def participants(n: float) -> float:
    """Answer the number of participants when it is enough for a spread. Raises TooFewParticipantsError, ImpossibleNumberError."""
    if countable(n, "A number of participants") < 2:
        raise TooFewParticipantsError(f"A spread needs at least two participants; there are {n:g}.")
    return n
