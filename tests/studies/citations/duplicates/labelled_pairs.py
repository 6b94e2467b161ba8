"""Labelled pairs of records, generated from the real references: the same publication or not.

*Perturbed* pairs are one publication as two databases would export it; *decoys* are similar but different works: a
part, an erratum, a reply, an abstract, the same title in another year. Every change is one that real exports show.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from studies.citations.parse.entries import CandidatePublication
from studies.citations.parse.read_file import open_file

REFERENCES = Path(__file__).parents[4] / "fixtures" / "evidence" / "references.bib"
_ABBREVIATIONS = {
    "Journal": "J",
    "International": "Int",
    "European": "Eur",
    "American": "Am",
    "Medicine": "Med",
    "Research": "Res",
    "Surgery": "Surg",
    "Neuroradiology": "Neuroradiol",
    "Anesthesia": "Anesth",
    "Therapy": "Ther",
    "Rehabilitation": "Rehabil",
    "Clinical": "Clin",
}
Change = Callable[[CandidatePublication], CandidatePublication]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, whether they are one work, and the name of the change."""

    one: CandidatePublication
    other: CandidatePublication
    is_same: bool
    change: str


@cache
def references() -> tuple[CandidatePublication, ...]:
    """The real references, as candidates."""
    return tuple(entry.candidate for entry in open_file(REFERENCES.read_bytes()).entries() if entry.candidate)


def no_identifiers(one: CandidatePublication) -> CandidatePublication:
    return replace(one, doi="", pmid="", pmcid="", url="")


def abbreviated_journal(one: CandidatePublication) -> CandidatePublication:
    words = [_ABBREVIATIONS.get(word, word) for word in one.journal.split() if word not in ("of", "the", "The", "and")]
    return replace(one, journal=" ".join(words))


def initials(one: CandidatePublication) -> CandidatePublication:
    return replace(one, authors=tuple(_initials(author) for author in one.authors))


def _initials(author: str) -> str:
    family, comma, given = author.partition(", ")
    return f"{family}{comma}{''.join(part[0] for part in given.replace('-', ' ').split())}"


def no_subtitle(one: CandidatePublication) -> CandidatePublication:
    return replace(one, title=one.title.partition(": ")[0].partition(". ")[0])


def capitals(one: CandidatePublication) -> CandidatePublication:
    return replace(one, title=one.title.upper().rstrip(".") + ".")


def dashes_and_indices(one: CandidatePublication) -> CandidatePublication:
    title = one.title.replace("-", "–").replace("O2", "O₂").replace("O3", "O₃").replace(" and ", " & ")
    return replace(one, title=title)


def no_accents(one: CandidatePublication) -> CandidatePublication:
    plain = tuple(unicodedata.normalize("NFKD", author).encode("ascii", "ignore").decode() for author in one.authors)
    return replace(one, authors=plain)


def transposed_letters(one: CandidatePublication) -> CandidatePublication:
    """Two letters of a long word transposed."""
    place = len(one.title) // 2
    while not one.title[place : place + 4].isalpha():
        place += 1
    return replace(one, title=one.title[:place] + one.title[place + 1] + one.title[place] + one.title[place + 2 :])


def spelling(one: CandidatePublication) -> CandidatePublication:
    title = one.title
    for here, there in (("randomized", "randomised"), ("Randomized", "Randomised"), ("treatment", "Treatment")):
        title = title.replace(here, there)
    return replace(one, title=title.replace("disc", "disk").replace("Disc", "Disk"))


def no_volume_and_pages(one: CandidatePublication) -> CandidatePublication:
    return replace(one, volume="", number="", pages="")


def short_pages(one: CandidatePublication) -> CandidatePublication:
    first, dash, last = one.pages.partition("–")
    same = 0
    while same < min(len(first), len(last)) - 1 and first[same] == last[same]:
        same += 1
    return replace(one, pages=f"{first}{dash}{last[same:]}" if dash else one.pages)


def online_first(one: CandidatePublication) -> CandidatePublication:
    return replace(one, year=one.year - 1 if one.year else None, volume="", pages="")


def no_year(one: CandidatePublication) -> CandidatePublication:
    return replace(one, year=None)


def no_authors(one: CandidatePublication) -> CandidatePublication:
    return replace(one, authors=())


def combined_changes(*changes: Change) -> Change:
    def change(one: CandidatePublication) -> CandidatePublication:
        for each in changes:
            one = each(one)
        return one

    change.__name__ = " + ".join(each.__name__ for each in changes)
    return change


CHANGES: tuple[Change, ...] = (
    no_identifiers,
    abbreviated_journal,
    initials,
    capitals,
    no_volume_and_pages,
    no_year,
    no_authors,
    combined_changes(no_identifiers, abbreviated_journal, initials),
    combined_changes(no_identifiers, no_subtitle),
    combined_changes(no_identifiers, dashes_and_indices, no_accents),
    combined_changes(no_identifiers, transposed_letters, initials),
    combined_changes(no_identifiers, spelling, capitals),
    combined_changes(no_identifiers, online_first),
    combined_changes(no_identifiers, abbreviated_journal, short_pages, capitals),
    combined_changes(no_identifiers, no_subtitle, abbreviated_journal, initials, no_volume_and_pages),
    combined_changes(no_identifiers, transposed_letters, no_year),
    combined_changes(no_identifiers, no_authors, spelling),
)


def part(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    new = no_identifiers(one)
    return replace(new, title=f"{one.title}. Part I"), replace(new, title=f"{one.title}. Part II")


def erratum(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    return one, replace(no_identifiers(one), title=f"Erratum to: {one.title}")


def erratum_of_same_doi(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    return one, replace(one, title=f"Correction: {one.title}", pages="")


def reply(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    return one, replace(no_identifiers(one), title=f"Reply to: {one.title}")


def abstract(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    new = replace(no_identifiers(one), publication_type="conference-abstract", journal="Congress of Radiology")
    return one, replace(new, volume="", pages="S12")


def abstract_in_same_journal(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    return one, replace(no_identifiers(one), volume="99", pages="S77", publication_type="conference-abstract")


def other_year(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    return one, replace(no_identifiers(one), year=(one.year or 2000) + 4, volume="", pages="")


def protocol(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    return one, replace(no_identifiers(one), title=f"{one.title}: study protocol", year=(one.year or 2000) - 1)


def later_follow_up(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    new = no_identifiers(one)
    return replace(new, title=f"{one.title}: 6 months"), replace(new, title=f"{one.title}: 12 months")


def other_doi(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    return replace(one, doi="10.1000/one"), replace(one, doi="10.1000/two")


def other_word(one: CandidatePublication) -> tuple[CandidatePublication, CandidatePublication]:
    """Another trial by the same people in the same year and volume: cervical for lumbar."""
    there = one.title.replace("umbar", "ervical") if "umbar" in one.title else f"{one.title} in women"
    return one, replace(no_identifiers(one), title=there, pages="")


DECOYS = (
    part,
    erratum,
    erratum_of_same_doi,
    reply,
    abstract,
    abstract_in_same_journal,
    other_year,
    protocol,
    later_follow_up,
    other_doi,
    other_word,
)


def labelled_pairs() -> Iterator[Pair]:
    """All pairs. A change without effect makes no pair; a non-duplicate always makes one."""
    originals = references()
    for one in originals:
        for change in CHANGES:
            other = change(one)
            if other != one:
                yield Pair(one, other, is_same=True, change=change.__name__)
        for decoy in DECOYS:
            yield Pair(*decoy(one), is_same=False, change=decoy.__name__)
    for place, one in enumerate(originals):
        for other in originals[:place]:
            yield Pair(one, other, is_same=False, change="two real references")
