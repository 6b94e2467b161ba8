"""Match keys: what is compared when two records may be one publication.

Candidates and publications of the database are reduced to the same keys.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from sys import intern

from studies.citations.parse.entries import CandidatePublication
from studies.citations.parse.title_marks import kind_of
from studies.reported.text_keys import family_key, first_page, word_key

_ROMAN = {
    name: number
    for number, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_NUMBERED = re.compile(r"\b(?:part|phase|study|paper|chapter|no|volume|section)s? ([ivx]+|[a-d])\b")
_DIGITS = re.compile(r"\d+")
# British and American spelling are one: randomised and randomized, disc and disk, anaesthesia and anesthesia.
_ONE_SPELLING = str.maketrans("zk", "sc")
_ARTICLES = ("the ", "a ", "an ")
_PREPRINTS = ("10.1101/", "10.21203/", "10.2139/", "10.31234/", "10.31219/", "10.20944/", "10.48550/", "10.26434/")


@dataclass(frozen=True, slots=True)
class MatchKeys:
    """One publication as keys; '' and None are unknown."""

    title: str
    # The numbers in the title, Roman numerals of parts too: "part II" and "12 months".
    numbers: tuple[str, ...]
    kind: str
    family: str
    year: int | None
    journal: str
    volume: str
    page: str
    doi: str
    pmid: str
    pmcid: str
    url: str
    form: str


def match_keys(
    *,
    title: str,
    authors: Sequence[str],
    year: int | None,
    journal: str,
    volume: str,
    pages: str,
    doi: str,
    pmid: str,
    pmcid: str,
    url: str,
    form: str,
) -> MatchKeys:
    """The keys of a publication. Texts that many share are held once, since all works of a file are in memory."""
    key = title_key(title)
    return MatchKeys(
        title=key,
        numbers=tuple(map(intern, numbers_in(key))),
        kind="preprint" if doi.startswith(_PREPRINTS) else kind_of(title),
        family=intern(family_key(authors[0])) if authors else "",
        year=year,
        journal=intern(word_key(journal)),
        volume=intern(word_key(volume)),
        page=intern(first_page(pages)),
        doi=doi.lower(),
        pmid=pmid,
        pmcid=pmcid.upper(),
        url="" if "?term=" in url else url.rstrip("/").removeprefix("https://").removeprefix("http://"),
        form=form,
    )


def match_keys_of(candidate: CandidatePublication) -> MatchKeys:
    """The keys of a candidate."""
    return match_keys(
        title=candidate.title,
        authors=candidate.authors,
        year=candidate.year,
        # A book or thesis has no journal: what it was published by takes its place.
        journal=candidate.journal or candidate.publisher,
        volume=candidate.volume,
        pages=candidate.pages,
        doi=candidate.doi,
        pmid=candidate.pmid,
        pmcid=candidate.pmcid,
        url=candidate.url,
        form=candidate.publication_type,
    )


def title_key(title: str) -> str:
    """The words of a title in one spelling, without an article before them; for comparing, not for showing.

    >>> title_key("The Ozone (O₂-O₃) trial."), title_key("臭氧治疗腰痛")
    ('osone o2 o3 trial', '臭氧治疗腰痛')
    """
    key = word_key(title).translate(_ONE_SPELLING).replace("ae", "e")
    for article in _ARTICLES:
        if key.startswith(article):
            return key[len(article) :]
    return key


def numbers_in(key: str) -> tuple[str, ...]:
    """The numbers of a title key, in their order.

    >>> numbers_in("ozone part ii 12 months"), numbers_in("ozone part 2 12 months")
    (('2', '12'), ('2', '12'))
    """
    parts = [(match.start(1), str(_ROMAN.get(match[1], match[1]))) for match in _NUMBERED.finditer(key)]
    digits = [(match.start(), match[0]) for match in _DIGITS.finditer(key)]
    last = key.rpartition(" ")[2]
    if last in _ROMAN and not parts:
        parts.append((len(key), str(_ROMAN[last])))
    return tuple(number for _, number in sorted(parts + digits))


def same_journal(one: str, other: str) -> bool:
    """Whether two names of a journal agree: equal, or one an abbreviation of the other, word by word.

    >>> same_journal("eur spine j", "european spine journal"), same_journal("pain physician", "pain medicine")
    (True, False)
    """
    if one == other:
        return True
    short, long = sorted(
        (_journal_words(one), _journal_words(other)), key=lambda words: (len(words), sum(map(len, words)))
    )
    if not short or not long:
        return False
    if len(short) == 1 and len(short[0]) > 2 and short[0] == "".join(word[0] for word in long):
        return True
    return _abbreviates(short, long)


_SMALL_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "in",
        "on",
        "de",
        "la",
        "le",
        "des",
        "der",
        "die",
        "und",
        "et",
        "di",
        "del",
        "e",
        "official",
    ]
)


def _journal_words(name: str) -> list[str]:
    return [word for word in name.split() if word not in _SMALL_WORDS]


def _abbreviates(short: list[str], long: list[str]) -> bool:
    """Every word of the shorter name begins a word of the longer, in order, and the first words agree."""
    if not long[0].startswith(short[0]) and not short[0].startswith(long[0]):
        return False
    place = 0
    for word in short:
        while place < len(long) and not (long[place].startswith(word) or word.startswith(long[place])):
            place += 1
        if place == len(long):
            return False
        place += 1
    return True


def same_family(one: str, other: str) -> bool:
    """Whether two family names agree, with or without particles such as "van der"."""
    return (
        one == other
        or one.endswith(f" {other}")
        or other.endswith(f" {one}")
        or one.replace(" ", "") == other.replace(" ", "")
    )
