"""Writing a chunk of entries: publications with their history, sources, and what became of each entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from studies.choices import Decision, ImportVerdict
from studies.citations.bulk_history import ADDED, Signature, delete_last_lines, write_history
from studies.citations.entry_mapping import source_of, values_of
from studies.citations.fill_fields import PublicationChanges, fields_set_by_people
from studies.citations.publication_values import (
    ABSTRACT,
    add_abstracts,
    locked_publications,
    save_abstracts,
    save_columns,
)
from studies.models import ImportBatch, ImportedEntry, NotTheSame, Publication, PublicationSource
from studies.page_access import is_curator
from studies.revisions.reasons import IMPORTED, LONGEST_REASON, shortened

ADDED_SINCE_PLAN = "came in after the plan was made"


def import_reason(batch: ImportBatch) -> str:
    """The reason of a line of history that an import writes on a publication that it did not make."""
    return shortened(f"{IMPORTED}: import {batch.pk}, {batch.file_name}", LONGEST_REASON)


@dataclass(slots=True)
class ChunkFacts:
    """Facts needed to apply a chunk of entries, read at once, and the publications matched or created so far."""

    batch: ImportBatch
    # Of stored publications, each one record by its number; numbers by the fingerprint of an entry.
    publications: dict[int, Publication]
    sources: dict[str, int]
    # By the index of an entry in the import.
    by_index: dict[int, Publication]
    different_entries: frozenset[tuple[int, str]]
    created: list[Publication] = field(default_factory=list)

    @classmethod
    def of(cls, batch: ImportBatch, entries: Sequence[ImportedEntry]) -> "ChunkFacts":
        prints = [entry.fingerprint for entry in entries]
        stored = PublicationSource.objects.filter(fingerprint__in=prints)
        sources = dict(stored.values_list("fingerprint", "publication_id"))
        roots = [entry.duplicate_of_index for entry in entries if entry.duplicate_of_index]
        settled = batch.entries.filter(index__in=roots, publication__isnull=False)
        numbers = dict(settled.values_list("index", "publication_id"))
        known = {entry.duplicate_of_id for entry in entries if entry.duplicate_of_id}
        publications = locked_publications({*known, *sources.values(), *numbers.values()})
        different = NotTheSame.objects.filter(fingerprint__in=prints).values_list("publication_id", "fingerprint")
        return cls(
            batch=batch,
            publications=publications,
            sources=sources,
            by_index={index: publications[number] for index, number in numbers.items()},
            different_entries=frozenset(different),
        )

    def publication(self, number: int) -> Publication:
        """A stored publication, by its number."""
        if number not in self.publications:
            self.publications |= locked_publications([number])
        return self.publications[number]

    def remember(self, entry: ImportedEntry) -> None:
        if entry.publication:
            self.by_index[entry.index] = entry.publication

    def resembled(self, entry: ImportedEntry) -> Publication | None:
        """The publication of the database, or that of the earlier entry, that an entry resembles."""
        if entry.duplicate_of_id:
            return self.publication(entry.duplicate_of_id)
        return self.by_index.get(entry.duplicate_of_index or 0)

    def gives_fields(self, entry: ImportedEntry) -> bool:
        """Whether an entry fills fields: a certain duplicate does, unless its text was a source already."""
        certain = entry.verdict == ImportVerdict.DUPLICATE and not entry.decision
        return certain and not entry.made_publication and entry.fingerprint not in self.sources


def write_entries(entries: Sequence[ImportedEntry], facts: ChunkFacts, *, signature: Signature) -> None:
    """Save new publications with their history, fields of others that are filled, sources, and the entries."""
    changes = _changes(entries, facts, signature)
    _create(facts.created, Signature(IMPORTED, signature.by, signature.at))
    new = set(map(id, facts.created))
    changed = [each for number, each in changes.changed.items() if number not in new]
    numbers = [each.publication.pk for each in changed if each.before.keys() - {ABSTRACT}]
    # An earlier chunk of this import can have written a line: a publication has one line for an import.
    delete_last_lines(Publication, numbers, reason=signature.reason)
    save_columns(changed, signature)
    save_abstracts(changed, signature)
    _write_sources(entries, facts)
    _tell_apart(entries, facts, signature)
    _mark_applied(entries)
    ImportedEntry.objects.bulk_update(changes.entries, ["replaced", "warnings"])


def _changes(entries: Sequence[ImportedEntry], facts: ChunkFacts, signature: Signature) -> PublicationChanges:
    """What entries change on publications that are there before them, in the order of the file."""
    filling = {entry.index for entry in entries if facts.gives_fields(entry)}
    writing = (entry for entry in entries if entry.index in filling or entry.fields_taken)
    numbers = {entry.publication.pk for entry in writing if entry.publication}
    kept = fields_set_by_people(numbers - {None})
    changes = PublicationChanges(signature, reserved=not is_curator(signature.by), kept=kept)
    for entry in entries:
        if entry.publication is None:
            continue
        if entry.index in filling:
            changes.fill(entry, entry.publication)
        elif entry.decision == Decision.SAME and entry.fields_taken:
            offered = values_of(entry)
            changes.write(entry, entry.publication, {name: offered[name] for name in entry.fields_taken})
    return changes


def _create(publications: list[Publication], signature: Signature) -> None:
    if not publications:
        return
    Publication.objects.bulk_create(publications)
    numbers = [publication.pk for publication in publications]
    write_history(Publication.objects.filter(pk__in=numbers), signature, kind=ADDED)
    add_abstracts(publications, signature)


def _mark_applied(entries: Sequence[ImportedEntry]) -> None:
    """Mark entries as applied; each finds its publication by the fingerprint of its source."""
    source = PublicationSource.objects.filter(fingerprint=OuterRef("fingerprint"))
    applied = ImportedEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    applied.update(applied=True, publication=Subquery(source.values("publication_id")[:1]))
    new = [entry.pk for entry in entries if entry.made_publication]
    ImportedEntry.objects.filter(pk__in=new).update(made_publication=True)
    for entry in entries:
        # Few: those that match a publication added after the plan was made.
        if entry.reasons[:1] == [ADDED_SINCE_PLAN]:
            entry.save(update_fields=["verdict", "reasons", "score", "duplicate_of"])


def _write_sources(entries: Iterable[ImportedEntry], facts: ChunkFacts) -> None:
    """One source for each entry whose fingerprint is not stored yet; those of a publication in the order of entries."""
    by_fingerprint: dict[str, ImportedEntry] = {}
    for entry in entries:
        if entry.fingerprint not in facts.sources:
            by_fingerprint.setdefault(entry.fingerprint, entry)
    sources = [source_of(entry, entry.publication) for entry in by_fingerprint.values() if entry.publication]
    PublicationSource.objects.bulk_create(sorted(sources, key=lambda source: source.publication.pk))


def _tell_apart(entries: Iterable[ImportedEntry], facts: ChunkFacts, signature: Signature) -> None:
    """Store the decisions of people that an entry and the publication it resembles are different works."""
    told = []
    for entry in entries:
        other = facts.resembled(entry) if entry.decision == Decision.DIFFERENT else None
        if other and other != entry.publication:
            by = {"told_by": entry.decided_by, "told_at": signature.at}
            told.append(NotTheSame(publication=other, fingerprint=entry.fingerprint, entry=entry, **by))
    NotTheSame.objects.bulk_create(told, ignore_conflicts=True)
