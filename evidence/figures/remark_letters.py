"""Letters by which the rows of a figure point to the remarks under it."""

from collections.abc import Iterable
from string import ascii_lowercase


def letters_of(remarks: Iterable[str]) -> dict[str, str]:
    """A letter for each remark, in the order of first use; remarks in the same words share one.

    >>> letters_of(["time assumed", "spread derived", "time assumed"])
    {'time assumed': 'a', 'spread derived': 'b'}
    """
    return {text: letter_of(place) for place, text in enumerate(dict.fromkeys(remarks))}


def letter_of(place: int) -> str:
    """The letter at a place, counted from 0.

    >>> [letter_of(place) for place in (0, 25, 26, 701, 702)]
    ['a', 'z', 'aa', 'zz', 'aaa']
    """
    before, last = divmod(place, len(ascii_lowercase))
    return (letter_of(before - 1) if before else "") + ascii_lowercase[last]
