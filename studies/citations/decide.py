"""A person's decision on a possible duplicate."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User

from studies.choices import Decision, ImportState, ImportVerdict
from studies.citations.apply import ImportRun, ImportStateError, ready_entries
from studies.citations.existing_publications import import_lock
from studies.citations.publication_values import COPYABLE_FIELDS
from studies.models import ImportedEntry


def decide(
    *, entry: ImportedEntry, decision: Decision, by: User, now: datetime, take: Collection[str] = ()
) -> ImportedEntry:
    """Decide whether an entry is the publication that it resembles; ``take`` names fields to copy from it.

    In a plan the decision is stored until the plan is applied; in an applied import it is carried out at once. Raises
    ``ImportStateError`` when there is nothing left to decide.
    """
    with import_lock():
        entry = ImportedEntry.objects.select_related("batch").get(pk=entry.pk)
        state = entry.batch.state
        if entry.verdict != ImportVerdict.POSSIBLE or entry.applied:
            raise ImportStateError("This entry has been decided and applied already.")
        if state not in (ImportState.PLANNED, ImportState.APPLIED):
            raise ImportStateError("Nothing can be decided in this import now: it is being worked on, or is over.")
        entry.decision = decision
        entry.fields_taken = [name for name in COPYABLE_FIELDS if name in take] if decision == Decision.SAME else []
        entry.decided_by, entry.decided_at = by, now
        entry.save(update_fields=["decision", "fields_taken", "decided_by", "decided_at"])
        if state == ImportState.APPLIED:
            _apply_with_followers(entry, by=by, now=now)
    entry.refresh_from_db()
    return entry


def _apply_with_followers(entry: ImportedEntry, *, by: User, now: datetime) -> None:
    """Apply an entry, and the entries that repeat it and waited for it."""
    run = ImportRun(entry.batch, by, now)
    run.apply([entry])
    run.apply(list(ready_entries(entry.batch).filter(duplicate_of_index=entry.index)))
