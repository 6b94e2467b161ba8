"""Taking an import back: the database as it was before, or a sentence that says why not."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from studies.choices import ImportState, Screening
from studies.citations.apply import ImportStateError
from studies.citations.existing_publications import import_lock
from studies.citations.retractions import REASON as CHECKED
from studies.models import ImportBatch, ImportContent, ImportedEntry, NotTheSame, Publication, PublicationSource
from studies.revisions.reasons import save_with_reason

REASON = "Import undone"
# What may point to a publication without anybody having worked on it.
_WRITTEN_BY_IMPORTS = (PublicationSource, ImportedEntry, NotTheSame)
_AT_ONCE = 500
# How many records a refusal names; the rest are counted.
_NAMED = 5


def undo_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Take back everything that an import wrote. The receipt stays and says so.

    Raises ``ImportStateError`` naming the records that people have worked on since: their work is never thrown away.
    """
    with import_lock():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportState.APPLIED:
            raise ImportStateError("Only an import that has been applied can be undone.")
        _refuse_lost_work(batch)
        take_back(batch, by=by)
        batch.state, batch.undone_by, batch.undone_at = ImportState.UNDONE, by, now
        batch.save(update_fields=["state", "undone_by", "undone_at"])
    return batch


def cancel_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Stop an import that is not applied yet; what was written of it so far is taken back.

    Raises ``ImportStateError`` when it is over already, and when people have worked on what it has brought so far.
    """
    # Said first, outside the lock, so that a worker stops after the entries that it is writing.
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
        take_back(batch, by=by)
        batch.state, batch.undone_by, batch.undone_at = ImportState.CANCELLED, by, now
        batch.worker = ""
        batch.save(update_fields=["state", "undone_by", "undone_at", "worker"])
        ImportContent.objects.filter(batch=batch).delete()
    return batch


def take_back(batch: ImportBatch, *, by: User | None) -> None:
    """Undo every write of a batch, in the caller's transaction and under its lock."""
    for entry in batch.entries.exclude(replaced={}).select_related("publication"):
        _put_back(entry, by=by)
    NotTheSame.objects.filter(entry__batch=batch).delete()
    PublicationSource.objects.filter(batch=batch).delete()
    made = list(made_publications(batch).values_list("pk", flat=True))
    batch.entries.filter(applied=True).update(applied=False, publication=None, made_publication=False, replaced={})
    for start in range(0, len(made), _AT_ONCE):
        _unmake(made[start : start + _AT_ONCE])


def _unmake(made: list[int]) -> None:
    """Delete publications that nobody has worked on, with their history: what is left of them is the receipt."""
    ImportedEntry.objects.filter(duplicate_of__in=made).update(duplicate_of=None)
    NotTheSame.objects.filter(publication__in=made).delete()
    Publication.history.filter(id__in=made).delete()
    publications = Publication.objects.filter(pk__in=made)
    # The public way would write a line of history for each, to be deleted again: 40 times as long. That nothing else
    # points to them was looked at before, and the database refuses it too.
    publications._raw_delete(publications.db)  # noqa: SLF001


def made_publications(batch: ImportBatch) -> QuerySet[Publication]:
    """The publications that exist because of this import."""
    return Publication.objects.filter(entries__batch=batch, entries__made_publication=True)


def _refuse_lost_work(batch: ImportBatch) -> None:
    made = made_publications(batch)
    worked_on = made.filter(
        Q(study__isnull=False)
        | ~Q(screening=Screening.UNSCREENED)
        | _pointed_to()
        | Q(sources__in=PublicationSource.objects.exclude(batch=batch))
        | Q(entries__in=ImportedEntry.objects.filter(applied=True).exclude(batch=batch))
        | Q(pk__in=_edited(made))
    ).distinct()
    titles = list(worked_on.values_list("title", flat=True)) + _changed_again(batch)
    if titles:
        named = "; ".join(f"“{title[:80]}”" for title in titles[:_NAMED])
        more = f" and {len(titles) - _NAMED} more" if len(titles) > _NAMED else ""
        raise ImportStateError(
            f"This import cannot be undone: people have worked on what it brought since: {named}{more}."
        )


def _pointed_to() -> Q:
    """Publications that any record points to which no import writes: a screening decision, a notice, a threshold."""
    pointing = Q()
    for relation in Publication._meta.related_objects:
        if relation.related_model not in _WRITTEN_BY_IMPORTS:
            pointing |= Q(pk__in=Publication.objects.filter(**{f"{relation.name}__isnull": False}).values("pk"))
    return pointing


def _edited(made: QuerySet[Publication]) -> QuerySet[Publication]:
    """Those with a line of history besides their first; being looked up in a retraction database is nobody's work."""
    history = Publication.history.filter(id__in=made.values("pk")).exclude(history_change_reason=CHECKED)
    return history.values("id").annotate(lines=Count("pk")).filter(lines__gt=1).values("id")  # type: ignore[no-any-return]


def _changed_again(batch: ImportBatch) -> list[str]:
    """Titles of records whose fields were taken over and have been changed again since."""
    return [
        entry.publication.title
        for entry in batch.entries.exclude(replaced={}).select_related("publication")
        if entry.publication
        and any(getattr(entry.publication, name) != after for name, (_, after) in entry.replaced.items())
    ]


def _put_back(entry: ImportedEntry, *, by: User | None) -> None:
    publication = entry.publication
    if publication is None:
        return
    for name, (before, _) in entry.replaced.items():
        setattr(publication, name, before)
    save_with_reason(publication, reason=REASON, by=by)
