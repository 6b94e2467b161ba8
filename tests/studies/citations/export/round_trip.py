"""Exports read back: by an import, and by the libraries pybtex and rispy."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import pybtex.database
import pybtex.errors
import rispy

from studies.citations.export.citation import Citation
from studies.citations.export.write_bibtex import write_bibtex
from studies.citations.export.write_csl import write_csl
from studies.citations.export.write_csv_table import write_citation_table
from studies.citations.export.write_ris import write_ris
from studies.citations.parse.plain_text import plain_text
from studies.models import Publication
from tests.studies.citations.export.imported import Imported, citations_of, imported, second_plan

Writer = Callable[[Iterable[Citation]], Iterable[str]]
WRITERS: dict[str, Writer] = {
    "bib": write_bibtex,
    "ris": write_ris,
    "json": write_csl,
    "csv": write_citation_table,
}
COMPARED = (
    *("title", "authors", "editors", "year", "volume", "number", "pages", "doi", "pmid", "pmcid", "publisher"),
    *("language", "issn", "isbn", "keywords", "note", "publication_type", "citation_key"),
)
_MONTHS = re.compile(r"(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*")


def joined(write: Writer, citations: Iterable[Citation]) -> str:
    """The pieces of a citation file as one text."""
    return "".join(write(citations))


def faults(records: Sequence[Imported], suffix: str) -> Iterator[str]:
    """What is not the same after an export in a format and an import of it: one line each."""
    text = joined(WRITERS[suffix], citations_of(records))
    back = imported(text)
    if len(back) != len(records):
        yield f"{len(back)} entries for {len(records)}"
    for number, (before, planned, after) in enumerate(zip(records, second_plan(records, text), back, strict=True), 1):
        other = planned.duplicate_of and planned.duplicate_of.publication
        if planned.verdict != "duplicate" or other != number:
            yield f"{before.candidate.citation_key}: {planned.verdict} {other} {planned.reasons}"
        for name, values in _differences(before.publication, after.publication):
            yield f"{before.candidate.citation_key}: {name} {values}"
        if before.candidate.abstract != after.candidate.abstract:
            yield f"{before.candidate.citation_key}: abstract"


def _differences(one: Publication, other: Publication) -> Iterator[tuple[str, tuple[object, object]]]:
    for name in COMPARED:
        values = getattr(one, name), getattr(other, name)
        if values[0] != values[1]:
            yield name, values
    # The import of BibTeX takes the publisher for the journal where an entry has none.
    places = tuple("" if each.journal == each.publisher else each.journal for each in (one, other))
    if places[0] != places[1]:
        yield "journal", places


def pybtex_faults(before: str, after: str) -> Iterator[str]:
    """What pybtex reads otherwise in a file and in its export: type, key, fields and people, commands decoded."""
    one, other = _pybtex_entries(before), _pybtex_entries(after)
    if list(one) != list(other):
        yield f"keys: {sorted(set(one) ^ set(other))[:5]}"
    for key in one.keys() & other.keys():
        for name in one[key].keys() | other[key].keys():
            values = one[key].get(name), other[key].get(name)
            if values[0] != values[1]:
                yield f"{key}: {name} {values}"


def _pybtex_entries(text: str) -> dict[str, dict[str, str]]:
    pybtex.errors.set_strict_mode(True)
    database = pybtex.database.parse_string(text, "bibtex")
    return {key: dict(_pybtex_fields(entry)) for key, entry in database.entries.items()}


def _pybtex_fields(entry: pybtex.database.Entry) -> Iterator[tuple[str, str]]:
    yield "type", entry.type
    for role, people in entry.persons.items():
        yield role, " and ".join(_plain(str(person)) for person in people)
    for name, value in entry.fields.items():
        plain = _plain(value)
        yield name.lower(), _MONTHS.sub(lambda month: month[1].lower(), plain) if name.lower() == "month" else plain


def _plain(text: str) -> str:
    return plain_text(text, latex=True)[0]


def rispy_faults(records: Sequence[Imported]) -> Iterator[str]:
    """What rispy reads otherwise in an export than its publication says."""
    read = rispy.loads(joined(write_ris, citations_of(records)))
    if len(read) != len(records):
        yield f"{len(read)} records for {len(records)}"
    for record, found in zip(records, read, strict=True):
        each = record.publication
        expected = {
            "id": each.citation_key,
            "title": each.title,
            "authors": [_ris_name(name) for name in _people(each)],
            "year": str(each.year or ""),
            "volume": each.volume,
            "number": each.number,
            "doi": each.doi,
            "publisher": each.publisher,
            "language": each.language,
            "keywords": each.keywords.split("; ") if each.keywords else [],
            "abstract": record.candidate.abstract,
        }
        for name, value in expected.items():
            if found.get(name, [] if isinstance(value, list) else "") != value:
                yield f"{each.citation_key}: {name} {value!r} {found.get(name)!r}"


def _people(publication: Publication) -> list[str]:
    return [] if publication.authors == publication.editors else publication.authors.split("; ")


def _ris_name(name: str) -> str:
    """A group, which has no comma, is written with one at its end."""
    return "et al." if name == "others" else name if "," in name else f"{name},"
