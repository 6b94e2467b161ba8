"""Letters of a page with their places, joined to words.

A *word* is what stands between spaces, line ends, or gaps so wide that only a table has them. Places are in points from
the top left of the page as it is shown.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

# A gap within a word is narrower than this part of its height; letters of spaced headings are about 0.3 apart.
_WIDEST_GAP = 0.6
# A space is wider. Before a raised letter PDFium puts a space or a line end that the page does not have.
_NARROWEST_SPACE = 0.06


SIDES = ("left", "top", "right", "bottom")
Box = tuple[float, float, float, float]


class Letter(NamedTuple):
    """A letter and its place."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Word(NamedTuple):
    """A word and its place."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def box_of(values: Mapping[str, Any]) -> Box | None:
    """The box that values name by its sides; None where they name none.

    >>> box_of({"left": "1", "top": 2, "right": 3.5, "bottom": 4}), box_of({"left": "nan"}), box_of({})
    ((1.0, 2.0, 3.5, 4.0), None, None)
    """
    try:
        left, top, right, bottom = (float(values[side]) for side in SIDES)
    except (KeyError, TypeError, ValueError):
        return None
    return (left, top, right, bottom) if math.isfinite(left + top + right + bottom) else None


def upright(words: Sequence[Word]) -> list[Word]:
    """The same words with places as if the page were turned, where most of them run up or down it.

    >>> upright([Word("VAS", 0, 90, 10, 120), Word("3.2", 0, 60, 10, 80)])[1]
    Word(text='3.2', left=-80, top=0, right=-60, bottom=10)
    """
    long = [word for word in words if len(word.text) > 2]
    if 2 * sum(word.height > word.right - word.left for word in long) <= len(long):
        return list(words)
    neighbours = [(one, two) for one, two in pairwise(words) if one.left < two.right and two.left < one.right]
    if 2 * sum(two.bottom < one.bottom for one, two in neighbours) >= len(neighbours):
        return [Word(word.text, -word.bottom, word.left, -word.top, word.right) for word in words]
    return [Word(word.text, word.top, -word.right, word.bottom, -word.left) for word in words]


def join_words(letters: Iterable[Letter]) -> list[Word]:
    """The words of a page, in the order of their letters."""
    return [_word_of(group) for group in _groups(letters)]


def _groups(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    group: list[Letter] = []
    between = ""
    for letter in letters:
        if letter.text.isspace():
            between += letter.text
            continue
        if group and _is_apart(group[-1], letter, between):
            yield group
            group = []
        group.append(letter)
        between = ""
    if group:
        yield group


def _is_apart(before: Letter, after: Letter, between: str) -> bool:
    """Whether a letter begins a word, after what its text has between it and the letter before it."""
    height = max(before.bottom - before.top, after.bottom - after.top)
    overlap = min(before.bottom, after.bottom) - max(before.top, after.top)
    gap = after.left - before.right
    widest = _NARROWEST_SPACE if between else _WIDEST_GAP
    goes_back = after.right < before.left - height or ("\n" in between and gap < -_NARROWEST_SPACE * height)
    # Raised and lowered figures overlap with their line.
    return overlap < 0 or gap > widest * height or goes_back


def _word_of(letters: list[Letter]) -> Word:
    return Word(
        "".join(letter.text for letter in letters),
        min(letter.left for letter in letters),
        min(letter.top for letter in letters),
        max(letter.right for letter in letters),
        max(letter.bottom for letter in letters),
    )
