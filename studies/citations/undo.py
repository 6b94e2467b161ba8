"""Undoing or cancelling an import: the database as it was before, or a sentence that says why not."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from studies.choices import ImportState, Screening
from studies.citations.apply import ImportStateError
from studies.citations.existing_publications import import_lock
from studies.citations.retractions import RETRACTION_CHECK
from studies.models import FileContent, ImportBatch, ImportedEntry, NotTheSame, Publication, PublicationSource
from studies.revisions.reasons import save_with_reason

UNDO_REASON = "Import undone"
# Records that imports write: one that refers to a publication is no sign that people have worked on it.
_WRITTEN_BY_IMPORTS = (PublicationSource, ImportedEntry, NotTheSame)
_AT_ONCE = 500
# How many records a refusal names; the rest are counted.
_MOST_EXAMPLES = 5


def undo_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Revert everything that an import wrote. Its entries stay, marked as undone.

    Raises ``ImportStateError`` naming the records that people have worked on since: their work is never deleted.
    """
    with import_lock():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportState.APPLIED:
            raise ImportStateError("Only an import that has been applied can be undone.")
        _refuse_lost_work(batch)
        revert_batch(batch, by=by)
        batch.state, batch.undone_by, batch.undone_at = ImportState.UNDONE, by, now
        batch.save(update_fields=["state", "undone_by", "undone_at"])
    return batch


def cancel_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Stop an import that is not applied yet, and revert what it has written so far.

    Raises ``ImportStateError`` when it is over already, and when people have worked on what it has written.
    """
    # Set first, outside the lock, so that a worker stops after the entries that it is writing.
    ImportBatch.objects.filter(pk=batch.pk).update(cancel_asked=True)
    try:
        return _cancelled(batch, by=by, now=now)
    except ImportStateError:
        ImportBatch.objects.filter(pk=batch.pk).update(cancel_asked=False)
        raise


def _cancelled(batch: ImportBatch, *, by: User | None, now: datetime) -> ImportBatch:
    with import_lock():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in (ImportState.WAITING, ImportState.READING, ImportState.PLANNED, ImportState.APPLYING):
            raise ImportStateError("This import is over: there is nothing to cancel.")
        _refuse_lost_work(batch)
        revert_batch(batch, by=by)
        batch.state, batch.undone_by, batch.undone_at = ImportState.CANCELLED, by, now
        batch.worker = ""
        batch.save(update_fields=["state", "undone_by", "undone_at", "worker"])
        FileContent.objects.filter(file__batch=batch).delete()
    return batch


def revert_batch(batch: ImportBatch, *, by: User | None) -> None:
    """Undo every write of a batch, in the caller's transaction and under the caller's lock."""
    for entry in batch.entries.exclude(replaced={}).select_related("publication"):
        _restore_fields(entry, by=by)
    NotTheSame.objects.filter(entry__batch=batch).delete()
    PublicationSource.objects.filter(batch=batch).delete()
    numbers = list(new_publications(batch).values_list("pk", flat=True))
    batch.entries.filter(applied=True).update(applied=False, publication=None, made_publication=False, replaced={})
    for start in range(0, len(numbers), _AT_ONCE):
        _delete_publications(numbers[start : start + _AT_ONCE])


def _delete_publications(numbers: list[int]) -> None:
    """Delete publications without later work, with their history; their entries stay."""
    ImportedEntry.objects.filter(duplicate_of__in=numbers).update(duplicate_of=None)
    NotTheSame.objects.filter(publication__in=numbers).delete()
    Publication.history.filter(id__in=numbers).delete()
    publications = Publication.objects.filter(pk__in=numbers)
    # The public method would write a line of history for each, to be deleted again, and takes 40 times as long.
    # Records that refer to them were looked for before, and the database refuses them too.
    publications._raw_delete(publications.db)  # noqa: SLF001


def new_publications(batch: ImportBatch) -> QuerySet[Publication]:
    """The publications that exist because of this import."""
    return Publication.objects.filter(entries__batch=batch, entries__made_publication=True)


def _refuse_lost_work(batch: ImportBatch) -> None:
    publications = new_publications(batch)
    worked_on = publications.filter(
        Q(study__isnull=False)
        | ~Q(screening=Screening.UNSCREENED)
        | _is_referenced()
        | Q(sources__in=PublicationSource.objects.exclude(batch=batch))
        | Q(entries__in=ImportedEntry.objects.filter(applied=True).exclude(batch=batch))
        | Q(pk__in=_edited_since(publications))
    ).distinct()
    titles = list(worked_on.values_list("title", flat=True)) + _changed_again(batch)
    if titles:
        examples = "; ".join(f"“{title[:80]}”" for title in titles[:_MOST_EXAMPLES])
        n_more = len(titles) - _MOST_EXAMPLES
        others = f" and {n_more} more" if n_more > 0 else ""
        raise ImportStateError(
            f"This import cannot be undone: people have worked on its publications since: {examples}{others}."
        )


def _is_referenced() -> Q:
    """Publications with records that no import writes: a screening decision, a notice, a threshold."""
    referenced = Q()
    for relation in Publication._meta.related_objects:
        if relation.related_model not in _WRITTEN_BY_IMPORTS:
            referenced |= Q(pk__in=Publication.objects.filter(**{f"{relation.name}__isnull": False}).values("pk"))
    return referenced


def _edited_since(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Those with a line of history after their first, retraction checks aside."""
    lines = Publication.history.filter(id__in=publications.values("pk"))
    edits = lines.exclude(history_change_reason=RETRACTION_CHECK).values("id").annotate(lines=Count("pk"))
    return edits.filter(lines__gt=1).values("id")  # type: ignore[no-any-return]


def _changed_again(batch: ImportBatch) -> list[str]:
    """Titles of publications whose fields were copied from an entry and have been changed again since."""
    return [
        entry.publication.title
        for entry in batch.entries.exclude(replaced={}).select_related("publication")
        if entry.publication
        and any(getattr(entry.publication, name) != after for name, (_, after) in entry.replaced.items())
    ]


def _restore_fields(entry: ImportedEntry, *, by: User | None) -> None:
    publication = entry.publication
    if publication is None:
        return
    for name, (before, _) in entry.replaced.items():
        setattr(publication, name, before)
    save_with_reason(publication, reason=UNDO_REASON, by=by)
