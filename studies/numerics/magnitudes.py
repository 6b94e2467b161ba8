"""Magnitudes: how large and how small a number may be.

A number is *measurable* when it is zero, or its size lies between two bounds that are far beyond any clinical
quantity, and far inside the range of a float: ratios, squares and fourth powers of such numbers neither overflow nor
underflow. A number outside is a typing error and raises an error at once.
"""

from studies.numerics.errors import ImpossibleNumberError, TooFewParticipantsError

LARGEST = 1e30
SMALLEST = 1 / LARGEST

# More people than are alive, and few enough that 0.5 added to a cell is not lost in rounding.
MOST_PEOPLE = 1e10


def is_measurable(value: float) -> bool:
    """Whether a formula can use the number; never where it is infinite or NaN.

    >>> is_measurable(0), is_measurable(-23.5), is_measurable(1e300), is_measurable(5e-324)
    (True, True, False, False)
    """
    return value == 0 or SMALLEST <= abs(value) <= LARGEST


def require_measurable(value: float, name: str) -> float:
    """Return the number if it is measurable. Raises ImpossibleNumberError with its ``name``."""
    # As in ``is_measurable``, most of them at once: asked of every number, some of them several times.
    if not (SMALLEST <= value <= LARGEST or is_measurable(value)):
        raise ImpossibleNumberError(f"{name} of this size is beyond anything that can be measured.")
    return value


def require_countable(value: float, name: str) -> float:
    """Return the number of people if so many are alive. Raises ImpossibleNumberError with its ``name``."""
    if not SMALLEST <= value <= MOST_PEOPLE and require_measurable(value, name) > MOST_PEOPLE:
        raise ImpossibleNumberError(f"{name} is larger than the number of people alive.")
    return value


def require_participants(n: float) -> float:
    """Return the number of participants, 2 or more. Raises TooFewParticipantsError and ImpossibleNumberError."""
    if require_countable(n, "A number of participants") < 2:
        raise TooFewParticipantsError(f"A spread needs at least two participants; there are {n:g}.")
    return n
