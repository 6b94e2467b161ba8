"""The first line of history of many records at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models
from django.db.models import Max, OuterRef, Subquery

from studies.choices import Decision
from studies.citations.entry_mapping import source_of, values_of
from studies.models import ImportBatch, ImportedEntry, NotTheSame, Publication, PublicationSource
from studies.revisions.reasons import save_with_reason


def note_made(made: models.QuerySet[Any], *, reason: str, by: User | None, now: datetime) -> None:
    """Write the first line of history of records that were just inserted, given as a queryset of their model.

    The database copies it from the rows themselves. Made in Python and sent there, as the library does it, these lines
    took as long as the records.
    """
    history = made.model.history.model
    kept = [field.attname for field in history.tracked_fields]
    told = {
        "history_date": models.Value(now, models.DateTimeField()),
        "history_type": models.Value("+"),
        "history_change_reason": models.Value(reason),
        "history_user_id": models.Value(by.pk if by else None, models.IntegerField()),
    }
    rows = made.order_by("pk").values_list(*kept, *told.values())
    select, parameters = rows.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(history._meta.get_field(name).column) for name in (*kept, *told))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(history._meta.db_table)} ({columns}) {select}", parameters)


REASON = "Imported from a citation file"


CAME_SINCE = "came in after the plan was made"


@dataclass(slots=True)
class ChunkFacts:
    """What must be known of a chunk of entries, asked for at once, and what has been settled in it so far."""

    # The record of an entry with this fingerprint, and of the entry with this place in the file.
    sources: dict[str, Publication]
    by_index: dict[int, Publication]
    told_apart: frozenset[tuple[int, str]]
    made: list[Publication] = field(default_factory=list)

    @classmethod
    def of(cls, batch: ImportBatch, entries: Sequence[ImportedEntry]) -> "ChunkFacts":
        prints = [entry.fingerprint for entry in entries]
        sources = PublicationSource.objects.filter(fingerprint__in=prints).select_related("publication")
        roots = [entry.duplicate_of_index for entry in entries if entry.duplicate_of_index]
        settled = batch.entries.filter(index__in=roots, publication__isnull=False).select_related("publication")
        told = NotTheSame.objects.filter(fingerprint__in=prints).values_list("publication_id", "fingerprint")
        return cls(
            sources={source.fingerprint: source.publication for source in sources},
            by_index={entry.index: entry.publication for entry in settled if entry.publication},
            told_apart=frozenset(told),
        )

    def publication(self, number: int) -> Publication:
        return Publication.objects.get(pk=number)

    def remember(self, entry: ImportedEntry) -> None:
        if entry.publication:
            self.by_index[entry.index] = entry.publication


def highest_known(before: int) -> int:
    return Publication.objects.aggregate(highest=Max("pk"))["highest"] or before


def write_entries(entries: Sequence[ImportedEntry], made: list[Publication], *, by: User | None, now: datetime) -> None:
    """Save what was settled: new publications with their history, every source, the entries themselves."""
    Publication.objects.bulk_create(made)
    if made:
        new = Publication.objects.filter(pk__in=[publication.pk for publication in made])
        note_made(new, reason=REASON, by=by, now=now)
    _write_sources(entries)
    for entry in entries:
        if entry.decision and entry.publication:
            _keep_word(entry, entry.publication, by=by, now=now)
    _note_applied(entries)


def _note_applied(entries: Sequence[ImportedEntry]) -> None:
    """Write on the entries what became of them; each finds its record by the fingerprint of its source."""
    source = PublicationSource.objects.filter(fingerprint=OuterRef("fingerprint"))
    settled = ImportedEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    settled.update(applied=True, publication=Subquery(source.values("publication_id")[:1]))
    made = [entry.pk for entry in entries if entry.made_publication]
    ImportedEntry.objects.filter(pk__in=made).update(made_publication=True)
    for entry in entries:
        # Few: what a person decided about, and what came in after the plan was made.
        if entry.decision or entry.reasons[:1] == [CAME_SINCE]:
            entry.save(update_fields=["verdict", "reasons", "score", "duplicate_of", "replaced"])


def _write_sources(entries: Iterable[ImportedEntry]) -> None:
    """One source for each entry whose fingerprint is not there yet."""
    by_print = {entry.fingerprint: entry for entry in reversed(list(entries))}
    there = PublicationSource.objects.filter(fingerprint__in=by_print).values_list("fingerprint", flat=True)
    for fingerprint in there:
        del by_print[fingerprint]
    sources = [source_of(entry, entry.publication) for entry in by_print.values() if entry.publication]
    PublicationSource.objects.bulk_create(sorted(sources, key=lambda source: source.publication.pk))


def _keep_word(entry: ImportedEntry, publication: Publication, *, by: User | None, now: datetime) -> None:
    """Carry out what a person decided: take over fields, or remember that two are not the same."""
    if entry.decision == Decision.SAME and entry.fields_taken:
        _take_over(entry, publication, by=by)
    other = entry.duplicate_of or _root_of(entry)
    if entry.decision == Decision.DIFFERENT and other and other != publication:
        NotTheSame.objects.get_or_create(
            publication=other,
            fingerprint=entry.fingerprint,
            defaults={"entry": entry, "told_by": entry.decided_by, "told_at": now},
        )


def _root_of(entry: ImportedEntry) -> Publication | None:
    if entry.duplicate_of_index is None:
        return None
    root = ImportedEntry.objects.filter(batch=entry.batch_id, index=entry.duplicate_of_index).first()
    return root.publication if root else None


def _take_over(entry: ImportedEntry, publication: Publication, *, by: User | None) -> None:
    """Write the chosen fields of the entry into the record, and keep what they replaced."""
    offered = values_of(entry)
    publication.refresh_from_db()
    for name in entry.fields_taken:
        before = getattr(publication, name)
        if before != offered[name]:
            entry.replaced[name] = [before, offered[name]]
            setattr(publication, name, offered[name])
    save_with_reason(publication, reason=REASON, by=by)
