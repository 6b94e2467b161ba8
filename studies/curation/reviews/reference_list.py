"""A pasted list of references, read as people print them: Vancouver, APA, author and year, or a citation file.

A *reference* is one entry of the list with its line. It becomes the same kind of candidate as an entry of a citation
file; what cannot be read of it stays empty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studies.citations.parse.author_names import listed_names
from studies.citations.parse.entries import CandidatePublication, FileRejectedError, ParsedEntry, entry_fingerprint
from studies.citations.parse.identifiers import doi_of, pmcid_of, pmid_in_text, registrations_of
from studies.citations.parse.read_file import ReadEntry, open_file

MOST_REFERENCES = 400
MOST_LETTERS = 200_000
_NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+|\s*[•*–-]\s+")
_YEAR = r"(?<!\d)(?:1[89]\d\d|20\d\d)(?!\d)"
_AUTHOR_AND_YEAR = re.compile(
    rf"(?P<authors>(?:(?!\.\s+[A-Z][a-z])[^\d;:]){{2,90}}?)[,\s]*\(?(?P<year>{_YEAR})[a-z]?\)?[.\s]*"
)
# APA and Harvard: the year in brackets behind the authors.
_YEAR_AFTER_AUTHORS = re.compile(
    rf"(?P<authors>[^\d()]{{2,600}}?)[,.\s]*\((?P<year>{_YEAR})[^)]{{0,12}}\)[.,:]?\s+(?P<rest>.+)"
)
# A full stop that ends the authors: not one behind an initial before another initial or the last author.
_END_OF_AUTHORS = re.compile(r"(?<=et al)\.?,\s+|(?<=et al\.),\s+|(?<=\w)[.:]\s+(?![A-Z]\.|[A-Z],|&|and\b|et al)")
# APA writes three dots for the authors between the first and the last.
_GAP = re.compile(r"\s*(?:\.\s*){3}(?:&\s*)?|\s*…\s*(?:&\s*)?")
_END_OF_TITLE = re.compile(r"(?<!\bvs)(?<!\b[A-Z])[.?!]\s+(?=[A-Z0-9])")
_PLACE = re.compile(
    rf"^(?P<journal>(?:[^;\d(]|\([^)]{{0,40}}\)){{2,120}}?)[.,\s]*(?:\(?(?P<year>{_YEAR})[^;:,]{{0,20}}?\)?\s*[;,:]\s*)?"
    r"(?P<volume>\d{1,5})\s*(?:\((?P<issue>[^)]{1,30})\))?(?:\s*[:,]\s*(?:pp?\.?\s*)?(?P<pages>[A-Za-z]?\d+(?:\s*[-–—]\s*\w+)?))?"
)
# From here on a reference holds addresses and identifiers.
_TAIL = re.compile(r"\s*(?:\bdoi\b|https?://|\bPMID\b|\bPMCID\b|\[?available (?:from|at)|\bepub\b)", re.IGNORECASE)


class ReferenceListError(ValueError):
    """A list that is empty or longer than a page can show; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: the line on which it begins (the first is 1), its text in one line, and what was read of it."""

    line: int
    text: str
    candidate: CandidatePublication

    @property
    def entry(self) -> ReadEntry:
        """The reference as an entry of a file, named by its line."""
        parsed = ParsedEntry(self.line, "", "reference", (), self.text)
        return ReadEntry(self.line, parsed, self.candidate)


def read_references(text: str) -> list[Reference]:
    """The references of a pasted list, in their order. Raises ``ReferenceListError``."""
    if len(text) > MOST_LETTERS:
        raise ReferenceListError(f"The list is longer than {MOST_LETTERS:,} letters: paste it in parts.")
    found = list(_from_citation_file(text)) or [
        Reference(line, words, candidate_of_reference(words)) for line, words in split_references(text)
    ]
    if not found:
        raise ReferenceListError("The list is empty. Paste one reference a line.")
    if len(found) > MOST_REFERENCES:
        raise ReferenceListError(f"The list has more than {MOST_REFERENCES} references: paste it in parts.")
    return found


def _from_citation_file(text: str) -> Iterator[Reference]:
    """The entries of a text that is a citation file, such as RIS; none of any other text."""
    try:
        for entry in open_file(text.encode()).entries():
            if entry.candidate:
                yield Reference(entry.parsed.line, _in_one_line(entry.candidate), entry.candidate)
    except FileRejectedError:
        return


def _in_one_line(candidate: CandidatePublication) -> str:
    parts = (", ".join(candidate.authors), candidate.title, candidate.journal, str(candidate.year or ""))
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def split_references(text: str) -> list[tuple[int, str]]:
    """The references of a text, each in one line without its number, and the line on which it begins.

    Numbers begin a reference where lines have them, else empty lines part the references, else every line is one.

    >>> split_references("1. Bonetti M. Ozone.\\n   AJNR 2005.\\n\\n2. Paoloni M. Pain. Spine 2009.")
    [(1, 'Bonetti M. Ozone. AJNR 2005.'), (4, 'Paoloni M. Pain. Spine 2009.')]
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [line for line in lines if line.strip()]
    numbered = sum(bool(_NUMBER.match(line)) for line in filled) * 2 > len(filled) or bool(
        filled and _NUMBER.match(filled[0]) and any(map(_NUMBER.match, filled[1:]))
    )
    parted = any(not line.strip() for line in "\n".join(lines).strip().split("\n"))
    blocks: list[tuple[int, list[str]]] = []
    after_gap = True
    for place, line in enumerate(lines, 1):
        if not line.strip():
            after_gap = True
            continue
        begins = bool(_NUMBER.match(line)) if numbered else after_gap or not parted
        if begins or not blocks:
            blocks.append((place, []))
        blocks[-1][1].append(line)
        after_gap = False
    return [(place, _without_number(" ".join(block))) for place, block in blocks]


def _without_number(text: str) -> str:
    number = _NUMBER.match(text)
    return " ".join(text[number.end() if number else 0 :].split())


def candidate_of_reference(text: str) -> CandidatePublication:
    """What can be read of one reference.

    >>> read = candidate_of_reference("Bonetti M, Fontana A. Ozone for pain. AJNR 2005;26(5):996-1000. PMID: 15891150")
    >>> read.authors, read.title, read.journal, read.year, read.volume, read.pages, read.pmid
    (('Bonetti, M', 'Fontana, A'), 'Ozone for pain', 'AJNR', 2005, '26', '996-1000', '15891150')
    """
    tail = _TAIL.search(text)
    printed = text[: tail.start()].rstrip(" .;,[(") + "." if tail else text
    authors, title, place, year = _parts(printed)
    found = _PLACE.match(place)
    groups = found.groupdict() if found else {}
    year_text = year or groups.get("year") or _last_year(printed)
    return CandidatePublication(
        entry_type="reference",
        publication_type="journal-article",
        title=title,
        authors=listed_names([authors]),
        year=int(year_text) if year_text else None,
        journal=(groups.get("journal") or "").strip(" .,"),
        volume=groups.get("volume") or "",
        number=groups.get("issue") or "",
        pages=re.sub(r"\s*[–—-]\s*", "-", groups.get("pages") or ""),
        doi=doi_of(text[tail.start() :] if tail else text),
        pmid=pmid_in_text(text),
        pmcid=pmcid_of(text),
        registrations=registrations_of(text),
        fingerprint=entry_fingerprint("reference", "", [("text", text)]),
    )


def _parts(text: str) -> tuple[str, str, str, str]:
    """Authors, title, the place in print, and the year where it stands behind the authors."""
    label = _AUTHOR_AND_YEAR.fullmatch(text)
    if label:
        return label["authors"], "", "", label["year"]
    behind = _YEAR_AFTER_AUTHORS.match(text)
    if behind and not _END_OF_TITLE.search(behind["authors"]):
        return (
            _GAP.sub(" ", behind["authors"]).replace("&", "and"),
            *_cut(_END_OF_TITLE, behind["rest"]),
            behind["year"],
        )
    authors, rest = _cut(_END_OF_AUTHORS, text)
    # One part alone is a title.
    return (authors, *_cut(_END_OF_TITLE, rest), "") if rest else ("", authors, "", "")


def _cut(end: re.Pattern[str], text: str) -> tuple[str, str]:
    """The text before and after the first match; all of it before where there is none."""
    match = end.search(text)
    return (text[: match.start()].strip(), text[match.end() :].strip()) if match else (text.strip(" ."), "")


def _last_year(text: str) -> str:
    years = re.findall(_YEAR, text)
    return years[-1] if years else ""
