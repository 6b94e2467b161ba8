"""Match keys: what is compared when two records may be one publication.

Candidates and publications of the database are reduced to the same keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from rapidfuzz import fuzz

from studies.citations.duplicates.journal_names import is_preprint_server, journal_key
from studies.citations.duplicates.place_keys import is_in_supplement, issue_key, pages_key, volume_key
from studies.citations.duplicates.title_words import is_cut, is_translated, main_title_letters, numbers_in, title_key
from studies.citations.parse.entries import CandidatePublication
from studies.citations.parse.title_marks import kind_of
from studies.reported.text_keys import family_key, search_key

_PREPRINTS = ("10.1101/", "10.21203/", "10.2139/", "10.31234/", "10.31219/", "10.20944/", "10.48550/", "10.26434/")
# In place of an author's name where a database has none.
_NO_AUTHOR = frozenset(["anonymous", "anon", "no authors listed", "no author", "not available", "unknown", "n a"])
# Family names that are as similar as this differ by a transliteration or a typing error.
_LIKE_FAMILY = 85.0
# A poster is published as an abstract, and few formats can say which of the two it was.
_SAME_FORM = {"conference-poster": "conference-abstract"}


@dataclass(frozen=True, slots=True)
class MatchKeys:
    """One publication as keys; '', () and None are unknown."""

    title: str
    # How many letters of the title come before a subtitle; 0 without a subtitle.
    main_title: int
    is_translated: bool
    is_cut: bool
    # The numbers in the title, Roman numerals of parts too: "part II" and "12 months".
    numbers: tuple[str, ...]
    kind: str
    # Family name and first initial of the first author, and the family name of the second.
    family: str
    initial: str
    second_family: str
    year: int | None
    journal: str
    issns: tuple[str, ...]
    volume: str
    issue: str
    page: str
    last_page: str
    is_in_supplement: bool
    doi: str
    pmid: str
    pmcid: str
    url: str
    form: str

    def __hash__(self) -> int:
        # Equal works have equal titles, and the hash of a text is only made once.
        return hash(self.title)


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
    number: str,
    issn: str,
) -> MatchKeys:
    """The keys of a publication. Texts that many share are held once, since all works of a file are in memory."""
    key, cut = title_key(title), is_cut(title)
    place = pages_key(pages)
    first, second = (_person(author) for author in (*authors[:2], "", "")[:2])
    name = journal_key(journal)
    return MatchKeys(
        title=key,
        main_title=main_title_letters(title),
        is_translated=is_translated(title),
        is_cut=cut,
        numbers=numbers_in(key, is_cut=cut),
        kind="preprint" if _is_preprint(doi, name, form) else kind_of(title),
        family=first.family,
        initial=first.initial,
        second_family=second.family,
        year=year,
        journal=name,
        issns=_issns(issn),
        volume=volume_key(volume, year) if volume else "",
        issue=issue_key(number) if number else "",
        page=place.first,
        last_page=place.last,
        is_in_supplement=is_in_supplement(volume=volume, number=number, first=place.first),
        doi=doi.lower(),
        pmid=pmid,
        pmcid=pmcid.upper(),
        url="" if "?term=" in url else url.rstrip("/").removeprefix("https://").removeprefix("http://"),
        form=_SAME_FORM.get(form, form),
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
        number=candidate.number,
        pages=candidate.pages,
        doi=candidate.doi,
        pmid=candidate.pmid,
        pmcid=candidate.pmcid,
        url=candidate.url,
        form=candidate.publication_type,
        issn=candidate.issn,
    )


@lru_cache(maxsize=4096)
def _issns(issn: str) -> tuple[str, ...]:
    return tuple(map(intern, issn.split()))


def _is_preprint(doi: str, journal: str, form: str) -> bool:
    return form == "preprint" or doi.startswith(_PREPRINTS) or is_preprint_server(journal)


class _Person(NamedTuple):
    """An author: the key of the family name, and the first letter of the given names; '' is unknown."""

    family: str = ""
    initial: str = ""


@lru_cache(maxsize=4096)
def _person(author: str) -> _Person:
    if not author:
        return _Person()
    family = family_key(author)
    initial = search_key(author.partition(",")[2])[:1]
    return _Person() if family in _NO_AUTHOR else _Person(intern(family), intern(initial))


def same_family(one: str, other: str) -> bool:
    """Whether two family names agree, with or without particles such as "van der", or the second of two names.

    >>> same_family("marquez dela plata", "dela plata"), same_family("garcia", "garcia lopez"), same_family("li", "liu")
    (True, True, False)
    """
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if long.endswith(f" {short}") or (len(short) > 3 and long.startswith(f"{short} ")):
        return True
    return one.replace(" ", "") == other.replace(" ", "")


def like_family(one: str, other: str) -> bool:
    """Whether two family names can be one that is written in different ways.

    >>> like_family("vishnevscii", "vishnevsci"), like_family("rossi", "russo")
    (True, False)
    """
    return min(len(one), len(other)) > 3 and fuzz.ratio(one, other) >= _LIKE_FAMILY
