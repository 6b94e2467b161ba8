"""Parsed entries into candidates: decoded, normalised, cut to what a record holds.

Each format has words of its own for the same things; a *reading* is what one format's function finds, still as text.
What follows (names of limits, marks of retraction, identifiers that hide in notes) is the same for all.
"""

import re
from dataclasses import dataclass, field

from studies.citations.parse.author_names import MOST_AUTHORS, OTHERS
from studies.citations.parse.entries import CandidatePublication, ParsedEntry, ParseFailure, RetractionMark
from studies.citations.parse.entry_fingerprint import fingerprint
from studies.citations.parse.identifiers import doi_in_note, doi_of, pmcid_of, pmid_of, pmid_said, registrations_of
from studies.citations.parse.plain_text import plain_text
from studies.citations.parse.title_marks import retraction_of

# The years that a record may have; the same limits as the database's.
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|2[01]\d\d)(?!\d)")


_WHOLE = re.compile(r"\s*(?:\d{4}(?:[-/ ]+[\w/-]*)*/*)\s*\Z")


def year_of(*texts: str) -> tuple[int | None, tuple[str, ...]]:
    """The first year that the texts hold, in the order of preference, and a warning where it had to be looked for.

    >>> year_of("2019a"), year_of("in press")[0], year_of("", "2019-05-03")
    ((2019, ("The year was read from '2019a'.",)), None, (2019, ()))
    """
    said = [text.strip() for text in texts if text.strip()]
    for text in said:
        found = _YEAR.search(text)
        if found:
            plain = text == found[1] or (_WHOLE.match(text) and _is_date(text))
            return int(found[1]), () if plain else (f"The year was read from {text[:60]!r}.",)
    if said:
        return None, (f"No year was found in {said[0][:60]!r}.",)
    return None, ("The entry gives no year.",)


def _is_date(text: str) -> bool:
    """Whether a text is one date, such as 2019-05-03, 2019/05// or 2019 May 3, and no range such as 1988-89."""
    return not re.fullmatch(r"\d{4}\s*[-/]\s*(?:\d{4}|[2-9]\d|1[3-9])", text) and not re.search(r"\d{4}[a-z]", text)


# The widths of the record's fields; a longer text is cut and the cut is said.
WIDTHS = {
    "entry_type": 40,
    "journal": 200,
    "volume": 40,
    "number": 40,
    "pages": 60,
    "doi": 200,
    "pmid": 12,
    "pmcid": 14,
    "url": 600,
}


LONGEST_TITLE = 3_000


LONGEST_NOTE = 5_000


# No field that is kept is nearly as long; beyond it nothing is decoded, because it takes time.
LONGEST_DECODED = 20_000


_PAGES = re.compile(r"\s*(?:--+|–|—|−|-|‐)\s*")


_SAFE_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(slots=True)
class FieldMapping:
    """What one format's words say, before it is normalised for all formats alike."""

    title: str
    authors: tuple[str, ...]
    years: tuple[str, ...]
    form: str
    latex: bool
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    note: str = ""
    # Other texts in which identifiers hide, and words by which the entry calls itself retracted or a notice.
    elsewhere: list[str] = field(default_factory=list)
    retraction: RetractionMark = RetractionMark.NONE
    warnings: list[str] = field(default_factory=list)


def candidate_of(entry: ParsedEntry, reading: FieldMapping) -> CandidatePublication | ParseFailure:
    """The candidate of an entry; a failure when nothing in it could ever recognise a publication."""
    warnings = [*entry.warnings, *reading.warnings]
    texts = {
        name: _plain(reading, name, warnings) for name in ("title", "journal", "volume", "number", "pages", "note")
    }
    title, mark = retraction_of(texts["title"])
    doi, pmid, pmcid = _identifiers(reading)
    if not title and not (doi or pmid or pmcid):
        return _nothing_to_know_it_by(entry)
    if not title:
        title = f"[No title in the file: {doi or pmid or pmcid}]"
        warnings.append("The entry has no title.")
    mark = max(mark, reading.retraction, key=list(RetractionMark).index)
    if mark:
        warnings.append(_MARK_SENTENCES[mark])
    year, about_year = year_of(*reading.years)
    url = _SAFE_ADDRESS.search(reading.url)
    widths = {
        "entry_type": entry.entry_type,
        "journal": texts["journal"],
        "volume": texts["volume"],
        "number": texts["number"],
        "pages": _PAGES.sub("–", texts["pages"]),
        "doi": doi,
        "pmid": pmid,
        "pmcid": pmcid,
        "url": _link(url[0]) if url else "",
    }
    return CandidatePublication(
        **{name: _cut(name, text, WIDTHS[name], warnings) for name, text in widths.items()},
        publication_type=reading.form,
        title=_cut("title", title, LONGEST_TITLE, warnings),
        authors=_authors(reading.authors, warnings),
        year=year,
        registrations=registrations_of(*reading.elsewhere, reading.title, reading.note),
        note=_cut("note", texts["note"], LONGEST_NOTE, warnings),
        retraction=mark,
        fingerprint=fingerprint(entry.entry_type, entry.key, entry.fields),
        warnings=tuple(dict.fromkeys([*warnings, *about_year])),
    )


_MARK_SENTENCES = {
    RetractionMark.RETRACTED: "The entry says that this publication has been retracted.",
    RetractionMark.NOTICE: "The entry is a notice that another publication has been retracted.",
}


def _plain(reading: FieldMapping, name: str, warnings: list[str]) -> str:
    text = getattr(reading, name)
    if not text:
        return ""
    plain, found = plain_text(text[:LONGEST_DECODED], latex=reading.latex)
    warnings += found
    return plain


def _link(address: str) -> str:
    return address.rstrip("}.,;").replace("\\", "")


def _identifiers(reading: FieldMapping) -> tuple[str, str, str]:
    """DOI, PubMed and PubMed Central number: from their own fields, else where they hide."""
    hidden = [reading.url, reading.note, *reading.elsewhere]
    doi = doi_of(reading.doi) or doi_of(reading.url) or next(filter(None, map(doi_in_note, hidden)), "")
    pmid = pmid_of(reading.pmid) or next(filter(None, map(pmid_said, hidden)), "")
    pmcid = pmcid_of(reading.pmcid) or next(filter(None, map(pmcid_of, (reading.url, reading.note))), "")
    return doi, pmid, pmcid


def _cut(name: str, text: str, width: int, warnings: list[str]) -> str:
    if len(text) <= width:
        return text
    warnings.append(f"The {name.replace('_', ' ')} has {len(text)} characters and was cut to {width}.")
    return text[: width - 1].rstrip() + "…"


def _authors(authors: tuple[str, ...], warnings: list[str]) -> tuple[str, ...]:
    if len(authors) <= MOST_AUTHORS:
        return authors
    warnings.append(f"The first {MOST_AUTHORS} authors were taken, of more.")
    return (*authors[:MOST_AUTHORS], OTHERS)


def _nothing_to_know_it_by(entry: ParsedEntry) -> ParseFailure:
    return ParseFailure(
        entry.line,
        0,
        entry.key,
        entry.raw,
        "The entry has no title and no identifier: nothing to recognise a publication by.",
        "Add a title, or the DOI or PubMed number.",
    )
