"""Times in a question, in figures or in words, as bands of time."""

import re
from typing import NamedTuple

from studies.numerics.printed_times import WEEKS, times_in
from studies.reported.windows import Window, window_of

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_AMOUNTS = {"half a": 0.5, "half an": 0.5, "a": 1.0, "an": 1.0, "a couple of": 2.0, "eighteen": 18.0}
_AMOUNTS |= {name: float(place + 1) for place, name in enumerate(_NUMBERS)}
_IN_WORDS = re.compile(
    rf"\b(?P<amount>{'|'.join(sorted(_AMOUNTS, key=len, reverse=True))})[\s-]+(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
# So many years are an age.
_AGE = re.compile(r"[\s-]*(?:olds?\b|of age)", re.IGNORECASE)
_MORE_THAN = re.compile(r"\b(?:more than|longer than|over|beyond|past|after more than|>)\s*$", re.IGNORECASE)
# More than two years is past the band that holds two years.
_SOMEWHAT_MORE = 1.02


class AskedTime(NamedTuple):
    """A band of time and the words that name it."""

    window: Window
    words: str


def read_times(text: str) -> tuple[list[AskedTime], str]:
    """The times of a text, and the text with blanks in their place.

    >>> [(item.window.value, item.words) for item in read_times("pain at half a year and after 2 years")[0]]
    [('intermediate', 'half a year'), ('long', '2 years')]
    >>> read_times("in 60-year-olds")
    ([], 'in 60-year-olds')
    """
    found: list[tuple[int, AskedTime]] = []
    for start, words, weeks in _times(text):
        end = start + len(words)
        if _AGE.match(text, end) or any(at <= start < at + len(time.words) for at, time in found):
            continue
        window = window_of(weeks * _SOMEWHAT_MORE if _MORE_THAN.search(text[:start]) else weeks)
        if window:
            found.append((start, AskedTime(window, words)))
    for start, time in found:
        text = f"{text[:start]}{' ' * len(time.words)}{text[start + len(time.words) :]}"
    return [time for _, time in sorted(found)], text


def _times(text: str) -> list[tuple[int, str, float]]:
    """Where each time begins, its words, and weeks; those in figures first."""
    found, begin = [], 0
    for words, weeks in times_in(text):
        start = text.find(words, begin)
        # Both ends of a range have the same words: the first is taken.
        if start >= 0:
            found.append((start, words, weeks))
            begin = start + len(words)
    for match in _IN_WORDS.finditer(text):
        found.append((match.start(), match[0], _AMOUNTS[match["amount"].lower()] * WEEKS[match["unit"].lower()]))
    return found
