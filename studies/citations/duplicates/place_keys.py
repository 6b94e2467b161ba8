"""Where a work stands in print: its volume and pages, in one form."""

import re
from sys import intern
from typing import NamedTuple

from studies.reported.text_keys import word_key

_PAGES = re.compile(
    r"\s*(?:pp?\.?\s*)?(?P<letters>[a-z]{0,4})\.?\s*(?P<first>\d+)\w?"
    r"(?:\s*[-–—‐‑−]+\s*[a-z]{0,4}\s*(?P<last>\d+))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_SUPPLEMENT = re.compile(r"\bsuppl|\bsp\.? iss|\bsupl\b|\babstracts?\b", re.IGNORECASE)
# The number of pages of a whole document, and words that stand for no page.
_NO_PAGE = re.compile(r"\s*(?:\d+\s*(?:p|pp|pages|leaves)\b|n\.?/?a\b|no\b|nil\b|unpaginated)", re.IGNORECASE)
# A longer range is a section of many works, such as all abstracts of a congress.
MOST_PAGES = 60


class PagesKey(NamedTuple):
    """Pages in one form. ``first`` keeps its letters but the e of an electronic page; '' is unknown.

    ``last`` is only known when a work has more than one page, and never more than ``MOST_PAGES``.
    """

    first: str = ""
    last: str = ""


_UNKNOWN = PagesKey()


def pages_key(pages: str) -> PagesKey:
    """The pages of a work.

    >>> pages_key("1337-44") == pages_key("pp. 1337–1344") == PagesKey("1337", "1344")
    True
    >>> pages_key("e123"), pages_key("S12–S13").first, pages_key("215 p."), pages_key("CD001234").first
    (PagesKey(first='123', last=''), 's12', PagesKey(first='', last=''), 'cd001234')
    """
    found = _PAGES.match(pages)
    if not found or _NO_PAGE.match(pages):
        return _UNKNOWN
    letters, first, last = found["letters"].lower(), found["first"], found["last"] or ""
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last if last else ""
    length = int(last) - int(first) if last and len(last) < 12 else 0
    return PagesKey(
        intern(("" if letters in ("e", "p", "pp") else letters) + first),
        intern(last) if 0 < length < MOST_PAGES else "",
    )


def page_digits(page: str) -> str:
    """The digits of a first page, without the letters of a supplement.

    >>> page_digits("s12"), page_digits("1337")
    ('12', '1337')
    """
    return page.lstrip("abcdefghijklmnopqrstuvwxyz")


def same_page(one: str, other: str) -> bool | None:
    """Whether two first pages agree; None when that cannot be known.

    A letter that only one database writes is no difference. Page 1 is often a count within the work itself.

    >>> same_page("a254", "254"), same_page("s12", "a12"), same_page("1", "337"), same_page("9", "337")
    (True, False, None, False)
    """
    if not one or not other:
        return None
    if one == other:
        return True
    ours, theirs = page_digits(one), page_digits(other)
    if ours == theirs and (ours == one or theirs == other):
        return True
    return None if "1" in (one, other) else False


def volume_key(volume: str, year: int | None) -> str:
    """The number of a volume; '' when it is unknown, or only repeats the year.

    >>> volume_key("Vol. 24 Suppl 1", 2015), volume_key("2015", 2015), volume_key("XXIV", 2015)
    ('24', '', 'xxiv')
    """
    if volume.isdecimal():
        return "" if year is not None and volume == str(year) else intern(volume.lstrip("0") or "0")
    found = _NUMBER.search(volume)
    key = (found[0].lstrip("0") or "0") if found else word_key(volume)
    return "" if found and year is not None and key == str(year) else intern(key)


def issue_key(number: str) -> str:
    """The first number of an issue, else its words.

    >>> issue_key("3-4"), issue_key("Suppl. 2"), issue_key("SUPPL")
    ('3', '2', 'suppl')
    """
    if number.isdecimal():
        return intern(number.lstrip("0") or "0")
    found = _NUMBER.search(number)
    return intern(found[0].lstrip("0") or "0") if found else intern(word_key(number))


def is_in_supplement(*, volume: str, number: str, first: str) -> bool:
    """Whether a work stands in a supplement, where abstracts stand too.

    >>> is_in_supplement(volume="24", number="Suppl 1", first="12")
    True
    >>> is_in_supplement(volume="24", number="1", first="s12"), is_in_supplement(volume="24", number="1", first="12")
    (True, False)
    """
    if first[:1] in ("s", "a"):
        return True
    return any(text and not text.isdecimal() and _SUPPLEMENT.search(text) for text in (volume, number))
