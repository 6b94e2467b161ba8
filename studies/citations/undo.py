"""Undoing or cancelling an import: the database as it was before, or a sentence that says why not."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from studies.choices import ImportState, NoticeKind, Retraction, Screening
from studies.citations.apply import ImportStateError
from studies.citations.bulk_history import Signature, delete_last_lines
from studies.citations.existing_publications import import_lock
from studies.citations.publication_values import (
    ChangedPublication,
    delete_abstracts,
    field_value,
    locked_publications,
    save_abstracts,
    save_columns,
)
from studies.citations.write_publications import import_reason
from studies.models import (
    FileContent,
    ImportBatch,
    ImportedEntry,
    NotTheSame,
    Publication,
    PublicationAbstract,
    PublicationSource,
    RetractionNotice,
)
from studies.page_access import is_curator
from studies.permissions import CURATORS_FIELDS_WITH_STUDY
from studies.revisions.reasons import IMPORT_UNDONE, IMPORTED, RETRACTION_CHECK

# Records that imports write: one that refers to a publication is no sign that people have worked on it.
_WRITTEN_BY_IMPORTS = (PublicationSource, ImportedEntry, NotTheSame, PublicationAbstract)
_AT_ONCE = 500
# How many records a refusal names; the rest are counted.
_MOST_EXAMPLES = 5


def undo_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Revert everything that an import wrote. Its entries stay, marked as undone.

    Raises ``ImportStateError`` to anybody but a curator and the people who sent or applied it, and naming the records
    that people or later imports have worked on since. What is a curator's to write is a curator's to undo.
    """
    with import_lock():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        _refuse_others(batch, by)
        if batch.state != ImportState.APPLIED:
            raise ImportStateError("Only an import that has been applied can be undone.")
        _refuse_lost_work(batch)
        _refuse_curators_fields(batch, by)
        revert_batch(batch, by=by, now=now)
        batch.state, batch.undone_by, batch.undone_at = ImportState.UNDONE, by, now
        batch.save(update_fields=["state", "undone_by", "undone_at"])
    return batch


def cancel_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Stop an import that is not applied yet, and revert what it has written so far.

    Raises ``ImportStateError`` to anybody but a curator and the people who sent or applied it, when it is over already,
    and when people have worked on what it has written.
    """
    _refuse_others(batch, by)
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
        _refuse_curators_fields(batch, by)
        revert_batch(batch, by=by, now=now)
        batch.state, batch.undone_by, batch.undone_at = ImportState.CANCELLED, by, now
        batch.worker = ""
        batch.save(update_fields=["state", "undone_by", "undone_at", "worker"])
        FileContent.objects.filter(file__batch=batch).delete()
    return batch


def revert_batch(batch: ImportBatch, *, by: User | None, now: datetime) -> None:
    """Undo every write of a batch, in the caller's transaction and under the caller's lock."""
    for changes in _changes_in_chunks(batch):
        _restore_fields(list(changes.values()), batch, Signature(IMPORT_UNDONE, by, now))
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
    delete_abstracts(numbers, None)
    PublicationAbstract.history.filter(publication_id__in=numbers).delete()
    Publication.history.filter(id__in=numbers).delete()
    publications = Publication.objects.filter(pk__in=numbers)
    # The public method would write a line of history for each, to be deleted again, and takes 40 times as long.
    # Records that refer to them were looked for before, and the database refuses them too.
    publications._raw_delete(publications.db)  # noqa: SLF001


def new_publications(batch: ImportBatch) -> QuerySet[Publication]:
    """The publications that exist because of this import."""
    return Publication.objects.filter(entries__batch=batch, entries__made_publication=True)


def may_be_reverted_by(batch: ImportBatch, by: User | None) -> bool:
    """Whether a person may undo or cancel an import: its sender, who applied it, or a curator."""
    return is_curator(by) or (by is not None and by.pk in (batch.sent_by_id, batch.applied_by_id))


def _refuse_others(batch: ImportBatch, by: User | None) -> None:
    if not may_be_reverted_by(batch, by):
        raise ImportStateError("Only the person who sent or applied this import, or a curator, can take it back.")


def _refuse_lost_work(batch: ImportBatch) -> None:
    publications = new_publications(batch)
    worked_on = publications.filter(
        Q(study__isnull=False)
        | ~Q(screening=Screening.UNSCREENED)
        | _is_referenced()
        | Q(sources__in=PublicationSource.objects.exclude(batch=batch))
        | Q(entries__in=ImportedEntry.objects.filter(applied=True).exclude(batch=batch))
        | Q(pk__in=_edited_since(publications))
        | Q(pk__in=_with_edited_abstract(publications))
    ).distinct()
    titles = list(worked_on.values_list("title", flat=True)) + _changed_again(batch)
    if titles:
        why = "people or later imports have worked on its publications since"
        raise ImportStateError(
            f"This import cannot be undone: {why}: {_examples(titles)}. A later import can be undone first."
        )


def _refuse_curators_fields(batch: ImportBatch, by: User | None) -> None:
    """Refuse to give back identifiers and retraction marks of publications with a study, unless by a curator."""
    if is_curator(by):
        return
    titles = [
        change.publication.title
        for changes in _changes_in_chunks(batch)
        for change, steps in changes.values()
        if change.publication.study_id and not steps.keys().isdisjoint(CURATORS_FIELDS_WITH_STUDY)
    ]
    if titles:
        why = "it gave identifiers or a mark of retraction to publications that report a study"
        raise ImportStateError(f"Only a curator can undo this import: {why}: {_examples(titles)}.")


def _examples(titles: Sequence[str]) -> str:
    """The first of these titles, and how many more there are."""
    examples = "; ".join(f"“{title[:80]}”" for title in titles[:_MOST_EXAMPLES])
    n_more = len(titles) - _MOST_EXAMPLES
    return f"{examples} and {n_more} more" if n_more > 0 else examples


def _is_referenced() -> Q:
    """Publications with records that no import writes: a screening decision, a notice, a threshold."""
    referenced = Q()
    for relation in Publication._meta.related_objects:
        if relation.related_model not in _WRITTEN_BY_IMPORTS:
            referenced |= Q(pk__in=Publication.objects.filter(**{f"{relation.name}__isnull": False}).values("pk"))
    return referenced


def _edited_since(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Those with a line of history after their first, lines of imports and retraction checks aside."""
    lines = Publication.history.filter(id__in=publications.values("pk")).exclude(history_type="+")
    for reason in (IMPORTED, IMPORT_UNDONE, RETRACTION_CHECK):
        lines = lines.exclude(history_change_reason__startswith=reason)
    return lines.values("id")  # type: ignore[no-any-return]


def _with_edited_abstract(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Those whose abstract a person added, changed or deleted."""
    lines = PublicationAbstract.history.filter(publication_id__in=publications.values("pk"))
    edits = lines.exclude(history_change_reason__startswith=IMPORTED)
    return edits.values("publication_id")  # type: ignore[no-any-return]


Steps = dict[str, list[list[Any]]]


def _changes_in_chunks(batch: ImportBatch) -> Iterator[dict[int, tuple[ChangedPublication, Steps]]]:
    """The publications that were there before an import and that it changed, with every step of each field."""
    steps: dict[int, Steps] = {}
    changing = batch.entries.exclude(replaced={}).exclude(publication__in=new_publications(batch))
    for number, replaced in changing.exclude(publication=None).values_list("publication_id", "replaced"):
        for name, step in replaced.items():
            steps.setdefault(number, {}).setdefault(name, []).append(step)
    numbers = sorted(steps)
    for start in range(0, len(numbers), _AT_ONCE):
        records = locked_publications(numbers[start : start + _AT_ONCE])
        yield {number: (ChangedPublication(record), steps[number]) for number, record in records.items()}


def value_before(current: Any, steps: Sequence[list[Any]]) -> list[Any]:
    """The value before steps of [before, after], as the one item of a list; no item when it has changed again since.

    >>> value_before(2013, [[2015, 2012], [2012, 2013]]), value_before("", [["", "10.1000/x"]])
    ([2015], [])
    """
    left = list(steps)
    while step := next((each for each in left if each[1] == current), None):
        left.remove(step)
        current = step[0]
    return [] if left else [current]


def _changed_again(batch: ImportBatch) -> list[str]:
    """Titles of publications with a field that an entry changed and that was changed again since."""
    return [
        change.publication.title
        for changes in _changes_in_chunks(batch)
        for change, steps in changes.values()
        if any(
            not value_before(field_value(change.publication, name), each)
            for name, each in steps.items()
            if name not in _OF_RETRACTION
        )
    ]


# A later list of retractions can have changed these; undoing is not refused for it.
_OF_RETRACTION = ("retraction", "retraction_checked_on")


def _restore_fields(
    changed: Collection[tuple[ChangedPublication, Steps]], batch: ImportBatch, signature: Signature
) -> None:
    """Give fields the values that they had. Where nothing was written since, the history is as it was too."""
    retractions = RetractionNotice.objects.filter(kind=NoticeKind.RETRACTION, withdrawn=False)
    numbers = [change.publication.pk for change, _ in changed]
    noticed = set(retractions.filter(publication__in=numbers).values_list("publication_id", flat=True))
    for change, steps in changed:
        values = {name: value_before(field_value(change.publication, name), each) for name, each in steps.items()}
        _keep_what_a_list_says(values, is_noticed=change.publication.pk in noticed)
        for name, before in values.items():
            if before:
                change.set(name, *before)
    changes = [change for change, _ in changed]
    for model, save in ((Publication, save_columns), (PublicationAbstract, save_abstracts)):
        own = delete_last_lines(model, [each.publication.pk for each in changes], reason=import_reason(batch))
        save([each for each in changes if each.publication.pk in own], None)
        save([each for each in changes if each.publication.pk not in own], signature)


def _keep_what_a_list_says(values: dict[str, list[Any]], *, is_noticed: bool) -> None:
    """Drop the mark and the day of the check where a list of retractions has changed or confirmed the mark.

    A list that found no notice moved the day alone: then the mark goes, and the day stays.

    >>> values = {"retraction": ["not-checked"], "retraction_checked_on": []}
    >>> _keep_what_a_list_says(values, is_noticed=False)
    >>> values
    {'retraction': [<Retraction.NOT_RETRACTED: 'not-retracted'>]}
    """
    before, day = (values.pop(name, []) for name in _OF_RETRACTION)
    if not before or is_noticed:
        return
    if day:
        values |= {"retraction": before, "retraction_checked_on": day}
    else:
        values["retraction"] = [Retraction.NOT_RETRACTED] if before == [Retraction.NOT_CHECKED] else before
