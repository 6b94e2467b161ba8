"""A number, or words, among the words of a page: where they stand.

Numbers are compared by value, however their decimal sign, thousands and minus are printed: 3.2 is found as "3,2", "3·2"
and "3.20", 1234 as "1,234" and "1 234", -20.5 as "−20.5". Several numbers, such as "3.2 (1.1)", are found where they
follow each other with only signs between them.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from studies.documents.page_words import Word

_MINUS = str.maketrans(dict.fromkeys("−–—‐‑‒﹣-", "-"))
_DECIMAL, _THOUSANDS = ".,·", ".,'’ "
_BODY = r"(?:\d+(?:[.,·'’]\d+)*|[.·]\d+)"
# A sign belongs to a number where no number or letter is right before it: "1.2-3.4" is a range.
_NUMBER = re.compile(rf"(?<!\w)-?{_BODY}")
_SPACED_NUMBER = re.compile(rf"(?<!\w)-?(?:\d{{1,3}}(?: \d{{3}})+(?:[.,·]\d+)?(?!\d)|{_BODY})")
_BETWEEN = re.compile(r"(?:\W|\b(?:to|and|SD|SE|vs)\b)*", re.IGNORECASE)


class FoundPlace(NamedTuple):
    """A place on a page, in points from the top left, and the words there."""

    left: float
    top: float
    right: float
    bottom: float
    quote: str


class NumberToken(NamedTuple):
    """A number in a text: its possible values, and where it begins and ends."""

    values: frozenset[Decimal]
    start: int
    end: int


def find_in_words(search: str, words: Sequence[Word]) -> list[FoundPlace]:
    """The places where a number, several, or words stand among the words of a page.

    >>> page = [Word("3,2", 10, 0, 20, 10), Word("(1,1)", 23, 0, 40, 10), Word("13.2", 60, 0, 80, 10)]
    >>> [place.quote for place in find_in_words("3.2 (1.1)", page)]
    ['3,2 (1,1)']
    """
    starts = [0, *accumulate(len(word.text) + 1 for word in words)]
    text = " ".join(word.text for word in words)
    places = []
    for start, end in find_in_text(search, text):
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
        places.append(place_of_words(words[first:last]))
    return places


def place_of_words(words: Sequence[Word]) -> FoundPlace:
    """The smallest box around words, and what they say."""
    return FoundPlace(
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        " ".join(word.text for word in words),
    )


def find_in_text(search: str, text: str) -> list[tuple[int, int]]:
    """Where a number, several, or words stand in a text: the first letter, and the one after the last.

    >>> find_in_text("1.2", "between 1.2-3.4 and 11.2"), find_in_text("ozone", "Ozone")
    ([(8, 11)], [(0, 5)])
    """
    for pattern in (_NUMBER, _SPACED_NUMBER):
        sought = list(_tokens(pattern, search))
        if not sought:
            return list(_find_words(search, text))
        found = list(_find_numbers(sought, text.translate(_MINUS), list(_tokens(pattern, text))))
        if found:
            return found
    return []


def _find_numbers(sought: list[NumberToken], text: str, tokens: list[NumberToken]) -> Iterator[tuple[int, int]]:
    for first in range(len(tokens) - len(sought) + 1):
        run = tokens[first : first + len(sought)]
        alike = all(one.values & other.values for one, other in zip(sought, run, strict=True))
        gaps = zip(run, run[1:], strict=False)
        if alike and all(_BETWEEN.fullmatch(text, before.end, after.start) for before, after in gaps):
            yield run[0].start, run[-1].end


def _find_words(search: str, text: str) -> Iterator[tuple[int, int]]:
    pattern = r"\s+".join(map(re.escape, search.split()))
    if pattern:
        yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def _tokens(pattern: re.Pattern[str], text: str) -> Iterator[NumberToken]:
    for found in pattern.finditer(text.translate(_MINUS)):
        values = frozenset(_values(found[0]))
        if values:
            yield NumberToken(values, *found.span())


def _values(printed: str) -> Iterator[Decimal]:
    """The values that a printed number may have: "1,234" may be both 1234 and 1.234."""
    sign, digits = ("-", printed[1:]) if printed.startswith("-") else ("", printed)
    groups = re.split(r"[.,·'’ ]", digits)
    marks = re.findall(r"[.,·'’ ]", digits)
    if not marks:
        yield Decimal(sign + digits)
        return
    *before, last = groups
    if marks[-1] in _DECIMAL and _are_thousands(before, marks[:-1], without=marks[-1]):
        yield Decimal(f"{sign}{''.join(before) or '0'}.{last}")
    if groups[0] != "0" and _are_thousands(groups, marks):
        yield Decimal(sign + "".join(groups))


def _are_thousands(groups: Sequence[str], marks: Sequence[str], *, without: str = "") -> bool:
    """Whether these groups of digits are one whole number: one kind of mark between them, three digits in each."""
    one_kind = len(set(marks)) <= 1 and set(marks) <= set(_THOUSANDS) - {without}
    return one_kind and (not marks or (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])))
