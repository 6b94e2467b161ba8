"""Parsed entries into candidates: decoded, normalised, cut to the length of their columns.

Each format has its own names for the fields; a *field mapping* is what one format's function finds, still as text.
The rest (lengths, marks of retraction, identifiers inside notes) is the same for all formats.
"""

import re
from dataclasses import dataclass, field

from studies.citations.parse.author_names import MOST_AUTHORS, OTHERS
from studies.citations.parse.entries import (
    CandidatePublication,
    ParsedEntry,
    ParseFailure,
    RetractionMark,
    entry_fingerprint,
)
from studies.citations.parse.identifiers import (
    doi_in_note,
    doi_of,
    doi_of_part,
    isbns_of,
    issns_of,
    pmcid_of,
    pmid_in_text,
    pmid_of,
    registrations_of,
)
from studies.citations.parse.languages import language_names
from studies.citations.parse.plain_text import plain_text
from studies.citations.parse.rayyan_notes import rayyan_note
from studies.citations.parse.title_marks import split_retraction_mark, without_full_stop

# The years that a record can have; the same limits as in the database.
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|2[01]\d\d)(?!\d)")


# Web of Science writes {{2014}}.
_NO_BRACES = str.maketrans("", "", "{}")
_DATE_ONLY = re.compile(r"\d{4}(?:[-/ ][\w/:.+ -]*)?")


def year_of(*texts: str) -> tuple[int | None, tuple[str, ...]]:
    """The first year that the texts hold, in the order of preference, and a warning where the text holds more.

    >>> year_of("2019a"), year_of("in press")[0], year_of("", "2019-05-03")
    ((2019, ("The year was read from '2019a'.",)), None, (2019, ()))
    """
    filled = [bare for text in texts if (bare := text.translate(_NO_BRACES).strip())]
    for text in filled:
        match = _YEAR.search(text)
        if match:
            plain = text == match[1] or (_DATE_ONLY.fullmatch(text) and _is_date(text))
            return int(match[1]), () if plain else (f"The year was read from {text[:60]!r}.",)
    if filled:
        return None, (f"No year was found in {filled[0][:60]!r}.",)
    return None, ("The entry gives no year.",)


def _is_date(text: str) -> bool:
    """Whether a text is one date, such as 2019-05-03, 2019/05// or 2019 May 3, and no range such as 1988-89."""
    return not re.fullmatch(r"\d{4}\s*[-/]\s*(?:\d{4}|[2-9]\d|1[3-9])", text) and not re.search(r"\d{4}[a-z]", text)


# The lengths of the columns; a longer text is cut, with a warning.
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
    "publisher": 200,
    "language": 60,
    "issn": 60,
    "isbn": 80,
    "citation_key": 200,
}


LONGEST_TITLE = 3_000


# How the title begins that an entry without one is given.
NO_TITLE = "[No title in the file: "


LONGEST_NOTE = 5_000


# More are no keywords of one work.
MOST_KEYWORDS = 300


# Far longer than any stored field; the rest is not decoded, because it takes time.
LONGEST_DECODED = 20_000


_PAGES = re.compile(r"\s*(?:--+|–|—|−|-|‐)\s*")


_SAFE_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(slots=True)
class FieldMapping:
    """The fields that one format's function found, before they are normalised."""

    title: str
    authors: tuple[str, ...]
    years: tuple[str, ...]
    form: str
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    editors: tuple[str, ...] = ()
    publisher: str = ""
    language: str = ""
    # As written: several numbers, and words around them.
    issn: str = ""
    isbn: str = ""
    # As written, each a keyword or a list of them.
    keywords: tuple[str, ...] = ()
    abstract: str = ""
    note: str = ""
    # Other texts that can hold identifiers, and what the entry itself says of a retraction.
    elsewhere: list[str] = field(default_factory=list)
    retraction: RetractionMark = RetractionMark.NONE
    # Where the entry says that it was found, such as "Embase".
    database: str = ""
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.note = rayyan_note(self.note)


def candidate_of(entry: ParsedEntry, mapping: FieldMapping, *, latex: bool) -> CandidatePublication | ParseFailure:
    """The candidate of an entry; a failure when nothing in it identifies a publication."""
    warnings = [*entry.warnings, *mapping.warnings]
    texts = {
        name: _plain(getattr(mapping, name), warnings, latex=latex)
        for name in ("title", "journal", "volume", "number", "pages", "publisher", "language", "note")
    }
    title, mark = split_retraction_mark(without_full_stop(texts["title"]))
    mark = max(mark, mapping.retraction, key=list(RetractionMark).index)
    doi, pmid, pmcid = _identifiers(mapping, mark, warnings)
    if not title and not (doi or pmid or pmcid):
        return _unidentifiable(entry)
    if not title:
        title = f"{NO_TITLE}{doi or pmid or pmcid}]"
        warnings.append("The entry has no title.")
    warnings += _MARK_SENTENCES[mark]
    year, about_year = year_of(*mapping.years)
    widths = {
        "entry_type": entry.entry_type,
        "citation_key": entry.key,
        **{"doi": doi, "pmid": pmid, "pmcid": pmcid},
        "url": _address(mapping.url),
        "issn": issns_of(mapping.issn),
        "isbn": isbns_of(mapping.isbn),
        **{name: texts[name] for name in ("journal", "volume", "number", "publisher")},
        "language": language_names(texts["language"]),
        "pages": _PAGES.sub("–", texts["pages"]),
    }
    return CandidatePublication(
        **{name: _cut(name, text, WIDTHS[name], warnings) for name, text in widths.items()},
        publication_type=mapping.form,
        title=_cut("title", title, LONGEST_TITLE, warnings),
        authors=_authors(mapping.authors, warnings),
        editors=mapping.editors[:MOST_AUTHORS],
        keywords=_keywords(mapping.keywords, latex=latex),
        abstract=plain_text(mapping.abstract[:LONGEST_DECODED], latex=latex)[0],
        year=year,
        registrations=registrations_of(*mapping.elsewhere, mapping.title, mapping.note, mapping.abstract),
        note=_cut("note", texts["note"], LONGEST_NOTE, warnings),
        database=mapping.database,
        retraction=mark,
        fingerprint=entry_fingerprint(entry.entry_type, entry.key, entry.fields),
        warnings=tuple(dict.fromkeys([*warnings, *about_year])),
    )


_MARK_SENTENCES: dict[RetractionMark, tuple[str, ...]] = {
    RetractionMark.NONE: (),
    RetractionMark.RETRACTED: ("The entry says that this publication has been retracted.",),
    RetractionMark.NOTICE: ("The entry is a notice that another publication has been retracted.",),
}


def _address(text: str) -> str:
    """The first address of a text that is safe to link to; '' without one."""
    match = _SAFE_ADDRESS.search(text)
    return match[0].rstrip("}.,;").replace("\\", "") if match else ""


def _plain(text: str, warnings: list[str], *, latex: bool) -> str:
    if not text:
        return ""
    plain, text_warnings = plain_text(text[:LONGEST_DECODED], latex=latex)
    warnings += text_warnings
    return plain


def _identifiers(mapping: FieldMapping, mark: RetractionMark, warnings: list[str]) -> tuple[str, str, str]:
    """DOI, PubMed and PubMed Central number: from their own fields, else from other texts.

    The notes of a notice name the work that was retracted, not the notice.
    """
    doi = doi_of(mapping.doi)
    if not doi and (part := doi_of_part(mapping.doi)):
        warnings.append(f"{part} is the DOI of a part of a work and was not taken.")
    # Braces between two arguments of LaTeX part two texts.
    others = () if mark is RetractionMark.NOTICE else (mapping.note, *mapping.elsewhere)
    hidden = [text.replace("}{", "} {") for text in (mapping.url, *others)]
    doi = doi or doi_of(mapping.url) or next(filter(None, map(doi_in_note, hidden)), "")
    pmid = pmid_of(mapping.pmid) or next(filter(None, map(pmid_in_text, hidden)), "")
    pmcid = pmcid_of(mapping.pmcid) or next(filter(None, map(pmcid_of, (mapping.url, *others[:1]))), "")
    if len(doi) > WIDTHS["doi"]:
        # A part of a DOI names nothing, and the same part could be that of another work.
        warnings.append(f"The DOI has {len(doi)} characters and was not taken; at most {WIDTHS['doi']} are.")
        doi = ""
    return doi, pmid, pmcid


def _keywords(fields: tuple[str, ...], *, latex: bool) -> tuple[str, ...]:
    """Each keyword once, of fields that hold one or a list, separated by semicolons, else by commas."""
    words: dict[str, None] = {}
    for field_ in fields:
        plain, _ = plain_text(field_[:LONGEST_DECODED], latex=latex)
        sign = ";" if ";" in plain or len(fields) > 1 else ","
        words |= dict.fromkeys(word.strip() for word in plain.split(sign) if word.strip())
    return tuple(words)[:MOST_KEYWORDS]


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


def _unidentifiable(entry: ParsedEntry) -> ParseFailure:
    return ParseFailure(
        entry.line,
        0,
        entry.key,
        entry.raw,
        "The entry has no title and no identifier: nothing identifies the publication.",
        "Add a title, or the DOI or PubMed number.",
    )
