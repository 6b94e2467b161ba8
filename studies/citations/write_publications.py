"""Writing a chunk of entries: publications with their history, sources, and what became of each entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models
from django.db.models import OuterRef, Subquery

from studies.choices import Decision
from studies.citations.entry_mapping import source_of, values_of
from studies.models import ImportBatch, ImportedEntry, NotTheSame, Publication, PublicationSource
from studies.revisions.reasons import save_with_reason


def write_first_history(created: models.QuerySet[Any], *, reason: str, by: User | None, now: datetime) -> None:
    """Write the first line of history of records that were just inserted, given as a queryset of their model.

    The database copies it from the rows. Made in Python, as the library does it, these lines take as long as the
    records.
    """
    history = created.model.history.model
    tracked = [field.attname for field in history.tracked_fields]
    values = {
        "history_date": models.Value(now, models.DateTimeField()),
        "history_type": models.Value("+"),
        "history_change_reason": models.Value(reason),
        "history_user_id": models.Value(by.pk if by else None, models.IntegerField()),
    }
    rows = created.order_by("pk").values_list(*tracked, *values.values())
    select, parameters = rows.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(history._meta.get_field(name).column) for name in (*tracked, *values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(history._meta.db_table)} ({columns}) {select}", parameters)


IMPORT_REASON = "Imported from a citation file"


ADDED_SINCE_PLAN = "came in after the plan was made"


@dataclass(slots=True)
class ChunkFacts:
    """Facts needed to apply a chunk of entries, read at once, and the publications matched or created so far."""

    # Publications by the fingerprint of an entry, and by its index in the file.
    sources: dict[str, Publication]
    by_index: dict[int, Publication]
    different_entries: frozenset[tuple[int, str]]
    created: list[Publication] = field(default_factory=list)

    @classmethod
    def of(cls, batch: ImportBatch, entries: Sequence[ImportedEntry]) -> "ChunkFacts":
        prints = [entry.fingerprint for entry in entries]
        sources = PublicationSource.objects.filter(fingerprint__in=prints).select_related("publication")
        roots = [entry.duplicate_of_index for entry in entries if entry.duplicate_of_index]
        settled = batch.entries.filter(index__in=roots, publication__isnull=False).select_related("publication")
        different = NotTheSame.objects.filter(fingerprint__in=prints).values_list("publication_id", "fingerprint")
        return cls(
            sources={source.fingerprint: source.publication for source in sources},
            by_index={entry.index: entry.publication for entry in settled if entry.publication},
            different_entries=frozenset(different),
        )

    def publication(self, number: int) -> Publication:
        return Publication.objects.get(pk=number)

    def remember(self, entry: ImportedEntry) -> None:
        if entry.publication:
            self.by_index[entry.index] = entry.publication


def write_entries(
    entries: Sequence[ImportedEntry], created: list[Publication], *, by: User | None, now: datetime
) -> None:
    """Save new publications with their history, every source, and the entries themselves."""
    Publication.objects.bulk_create(created)
    if created:
        new = Publication.objects.filter(pk__in=[publication.pk for publication in created])
        write_first_history(new, reason=IMPORT_REASON, by=by, now=now)
    _write_sources(entries)
    for entry in entries:
        if entry.decision and entry.publication:
            _apply_decision(entry, entry.publication, by=by, now=now)
    _mark_applied(entries)


def _mark_applied(entries: Sequence[ImportedEntry]) -> None:
    """Mark entries as applied; each finds its publication by the fingerprint of its source."""
    source = PublicationSource.objects.filter(fingerprint=OuterRef("fingerprint"))
    applied = ImportedEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    applied.update(applied=True, publication=Subquery(source.values("publication_id")[:1]))
    new = [entry.pk for entry in entries if entry.made_publication]
    ImportedEntry.objects.filter(pk__in=new).update(made_publication=True)
    for entry in entries:
        # Few: entries with a decision, and those that match a publication added after the plan was made.
        if entry.decision or entry.reasons[:1] == [ADDED_SINCE_PLAN]:
            entry.save(update_fields=["verdict", "reasons", "score", "duplicate_of", "replaced"])


def _write_sources(entries: Iterable[ImportedEntry]) -> None:
    """One source for each entry whose fingerprint is not stored yet."""
    by_fingerprint = {entry.fingerprint: entry for entry in reversed(list(entries))}
    stored = PublicationSource.objects.filter(fingerprint__in=by_fingerprint).values_list("fingerprint", flat=True)
    for fingerprint in stored:
        del by_fingerprint[fingerprint]
    sources = [source_of(entry, entry.publication) for entry in by_fingerprint.values() if entry.publication]
    PublicationSource.objects.bulk_create(sorted(sources, key=lambda source: source.publication.pk))


def _apply_decision(entry: ImportedEntry, publication: Publication, *, by: User | None, now: datetime) -> None:
    """Carry out a person's decision: copy fields, or store that two works are not the same."""
    if entry.decision == Decision.SAME and entry.fields_taken:
        _copy_fields(entry, publication, by=by)
    other = entry.duplicate_of or _publication_of_earlier_entry(entry)
    if entry.decision == Decision.DIFFERENT and other and other != publication:
        NotTheSame.objects.get_or_create(
            publication=other,
            fingerprint=entry.fingerprint,
            defaults={"entry": entry, "told_by": entry.decided_by, "told_at": now},
        )


def _publication_of_earlier_entry(entry: ImportedEntry) -> Publication | None:
    if entry.duplicate_of_index is None:
        return None
    root = ImportedEntry.objects.filter(batch=entry.batch_id, index=entry.duplicate_of_index).first()
    return root.publication if root else None


def _copy_fields(entry: ImportedEntry, publication: Publication, *, by: User | None) -> None:
    """Copy the chosen fields of the entry into the publication, and keep the values they replace."""
    offered = values_of(entry)
    publication.refresh_from_db()
    for name in entry.fields_taken:
        before = getattr(publication, name)
        if before != offered[name]:
            entry.replaced[name] = [before, offered[name]]
            setattr(publication, name, offered[name])
    save_with_reason(publication, reason=IMPORT_REASON, by=by)
