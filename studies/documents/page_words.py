"""Letters of a page with their places, joined to words.

A *word* is what stands between spaces, line ends, or gaps so wide that only a table has them. Places are in points from
the top left of the page as it is shown.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

# A gap within a word is narrower than this part of its height; letters of spaced headings are about 0.3 apart.
_WIDEST_GAP = 0.6


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


def join_words(letters: Iterable[Letter]) -> list[Word]:
    """The words of a page, in the order of their letters."""
    return [_word_of(group) for group in _groups(letters)]


def _groups(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    group: list[Letter] = []
    for letter in letters:
        is_space = letter.text.isspace()
        if group and (is_space or _is_apart(group[-1], letter)):
            yield group
            group = []
        if not is_space:
            group.append(letter)
    if group:
        yield group


def _is_apart(before: Letter, after: Letter) -> bool:
    """Whether a letter stands on another line than the one before it, or far from it."""
    height = max(before.bottom - before.top, after.bottom - after.top)
    overlap = min(before.bottom, after.bottom) - max(before.top, after.top)
    # Raised and lowered figures overlap with their line.
    return overlap < 0 or after.left - before.right > _WIDEST_GAP * height or after.right < before.left - height


def _word_of(letters: list[Letter]) -> Word:
    return Word(
        "".join(letter.text for letter in letters),
        min(letter.left for letter in letters),
        min(letter.top for letter in letters),
        max(letter.right for letter in letters),
        max(letter.bottom for letter in letters),
    )
