"""Planned entries as database rows, and entries as publications."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from studies.choices import Retraction
from studies.citations.parse.bibtex_original import self_contained
from studies.citations.parse.entries import CandidatePublication, ParsedEntry, ParseFailure, RetractionMark
from studies.citations.plan import PlannedEntry
from studies.citations.publication_values import ABSTRACT, COPYABLE_FIELDS, address_of, set_field
from studies.models import ImportedEntry, ImportFile, Publication, PublicationSource
from studies.models.publication import IDENTIFIERS

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
        original=_original(parsed)[:LONGEST_ORIGINAL],
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


def _original(parsed: ParsedEntry | ParseFailure) -> str:
    return parsed.raw if isinstance(parsed, ParseFailure) else self_contained(parsed)


# Of a candidate, the fields that are lists of names or words.
_LISTS = frozenset({"authors", "editors", "keywords"})


def values_of(entry: ImportedEntry) -> dict[str, Any]:
    """The fields of a publication as an entry gives them; what it does not say is empty."""
    return {name: _value_of(entry.candidate, name) for name in COPYABLE_FIELDS}


def candidate_values(candidate: CandidatePublication) -> dict[str, Any]:
    """The same of a candidate that is in no import."""
    values = {name: getattr(candidate, name) for name in _CANDIDATE_FIELDS}
    return {name: _value_of(values, name) for name in COPYABLE_FIELDS}


def _value_of(candidate: dict[str, Any], name: str) -> Any:
    if name in _LISTS:
        return "; ".join(each.replace(";", ",") for each in candidate.get(name, ()))
    # A plan made by an earlier version of the site lacks the fields that came later.
    return candidate.get(name, None if name == "year" else "")


def says_retracted(entry: ImportedEntry) -> bool:
    """Whether an entry says of its own publication that it was retracted; a notice about another work does not."""
    return bool(entry.candidate_value("retraction") == RetractionMark.RETRACTED)


def publication_of(entry: ImportedEntry, *, now: datetime) -> Publication:
    """The publication that an entry describes with its abstract, not yet saved."""
    candidate = entry.candidate
    values = values_of(entry)
    abstract = values.pop(ABSTRACT)
    publication = Publication(
        **values,
        entry_type=candidate["entry_type"],
        publication_type=candidate["publication_type"],
        note=candidate["note"],
    )
    set_field(publication, ABSTRACT, abstract)
    publication.url, publication.url_kind = address_of(publication)
    if says_retracted(entry):
        publication.retraction = Retraction.RETRACTED
        publication.retraction_checked_on = now.date()
    return publication


def source_of(entry: ImportedEntry, publication: Publication) -> PublicationSource:
    """The source of a publication that an entry is, not yet saved."""
    return PublicationSource(
        publication=publication,
        key=entry.key,
        original=entry.original,
        fingerprint=entry.fingerprint,
        batch_id=entry.batch_id,
        **{name: entry.candidate.get(name, "") for name in IDENTIFIERS},
    )
