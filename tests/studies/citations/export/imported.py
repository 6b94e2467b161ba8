"""Publications as an import makes them of a text, and their citations, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from studies.citations.duplicates.match_keys import match_keys_of
from studies.citations.entry_mapping import publication_of
from studies.citations.export.citation import Citation, citation_of
from studies.citations.parse.bibtex_original import self_contained
from studies.citations.parse.entries import CandidatePublication, ParsedEntry
from studies.citations.parse.read_file import open_file
from studies.citations.plan import KnownPublications, PlannedEntry, Planner
from studies.models import ImportedEntry, Publication
from studies.models.publication import author_list

STORED_FIELDS = ("title", "year", "journal", "volume", "number", "pages", "doi", "pmid", "pmcid", "url", "publisher")
LATER_FIELDS = ("publisher", "language", "issn", "isbn", "citation_key")


@dataclass(slots=True)
class Imported:
    """A publication, its entries as texts, and the candidate of the first."""

    publication: Publication
    originals: list[str]
    candidate: CandidatePublication


def imported(text: str) -> list[Imported]:
    """What an import of a text would make, every entry a publication of its own."""
    made = []
    for entry in open_file(text.encode()).entries():
        assert isinstance(entry.parsed, ParsedEntry), entry.parsed
        candidate = entry.candidate
        assert candidate
        values = {name: getattr(candidate, name) for name in candidate.__slots__}
        publication = publication_of(ImportedEntry(candidate=values), now=timezone.now())
        for name in LATER_FIELDS:
            setattr(publication, name, values[name])
        publication.editors = "; ".join(name.replace(";", ",") for name in candidate.editors)
        publication.keywords = "; ".join(candidate.keywords)
        made.append(Imported(publication, [self_contained(entry.parsed)], candidate))
    return made


def citations_of(records: Sequence[Imported], *, private: bool = True) -> list[Citation]:
    taken: set[str] = set()
    found = []
    for record in records:
        found.append(citation_of(record.publication, record.originals, taken, private=private))
        taken.add(found[-1].key)
    return found


def second_plan(records: Sequence[Imported], text: str) -> list[PlannedEntry]:
    """The plan of a text when these publications are known."""
    known = KnownPublications()
    for number, record in enumerate(records, 1):
        known.add(number, match_keys_of(_as_stored(record)))
        known.fingerprints[record.candidate.fingerprint] = number
        known.keys[number] = record.publication.citation_key
    return list(Planner(known).plan(open_file(text.encode()).entries()))


def _as_stored(record: Imported) -> CandidatePublication:
    """The candidate with the values that its publication has."""
    publication = record.publication
    stored = {name: getattr(publication, name) for name in STORED_FIELDS}
    return replace(record.candidate, **stored, authors=tuple(author_list(publication.authors)))
