"""Planned entries as database rows, and entries as publications."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from studies.choices import Retraction, UrlKind
from studies.citations.parse.entries import CandidatePublication, ParseFailure, RetractionMark
from studies.citations.plan import PlannedEntry
from studies.models import ImportedEntry, ImportFile, Publication, PublicationSource

# The fields of a publication that a person can copy from an entry.
COPYABLE_FIELDS = ("title", "authors", "year", "journal", "volume", "number", "pages", "doi", "pmid", "pmcid", "url")
# Of a candidate, all fields without their own column.
_CANDIDATE_FIELDS = tuple(
    each.name for each in fields(CandidatePublication) if each.name not in {"fingerprint", "warnings"}
)
LONGEST_ORIGINAL = 1_000_000


def entry_row(file: ImportFile, planned: PlannedEntry) -> ImportedEntry:
    """The row of a planned entry of a file, not yet saved."""
    parsed, candidate, other = planned.parsed, planned.candidate, planned.duplicate_of
    row = ImportedEntry(
        batch_id=file.batch_id,
        file=file,
        index=planned.index,
        line=parsed.line,
        key=parsed.key[:200],
        original=parsed.raw[:LONGEST_ORIGINAL],
        verdict=planned.verdict.value,
        reasons=list(planned.reasons),
        score=planned.score,
        duplicate_of_index=other.index if other else None,
        duplicate_of_id=other.publication if other else None,
    )
    if isinstance(parsed, ParseFailure):
        row.hint = parsed.hint
    if candidate:
        row.title = candidate.title
        row.fingerprint = candidate.fingerprint
        row.warnings = list(candidate.warnings)
        row.candidate = {name: getattr(candidate, name) for name in _CANDIDATE_FIELDS}
    return row


def values_of(entry: ImportedEntry) -> dict[str, Any]:
    """The fields of a publication as an entry gives them."""
    candidate = entry.candidate
    values = {name: candidate[name] for name in COPYABLE_FIELDS if name != "authors"}
    return values | {"authors": "; ".join(author.replace(";", ",") for author in candidate["authors"])}


def publication_of(entry: ImportedEntry, *, now: datetime) -> Publication:
    """The publication that an entry describes, not yet saved."""
    candidate = entry.candidate
    publication = Publication(
        **values_of(entry),
        entry_type=candidate["entry_type"],
        publication_type=candidate["publication_type"],
        note=candidate["note"],
    )
    publication.url, publication.url_kind = address_of(publication)
    if candidate["retraction"] == RetractionMark.RETRACTED:
        publication.retraction = Retraction.RETRACTED
        publication.retraction_checked_on = now.date()
    return publication


def address_of(publication: Publication) -> tuple[str, str]:
    """The most stable address that the identifiers give, and its kind; else the one in the file."""
    if publication.doi:
        return f"https://doi.org/{publication.doi}", UrlKind.DOI.value
    if publication.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{publication.pmid}/", UrlKind.PUBMED.value
    return publication.url, ""


def source_of(entry: ImportedEntry, publication: Publication) -> PublicationSource:
    """The source of a publication that an entry is, not yet saved."""
    return PublicationSource(
        publication=publication,
        key=entry.key,
        original=entry.original,
        fingerprint=entry.fingerprint,
        batch_id=entry.batch_id,
    )
