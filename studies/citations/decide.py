"""People's decisions on possible duplicates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from studies.choices import Decision, ImportState, ImportVerdict
from studies.citations.apply import ImportRun, ImportStateError, ready_entries
from studies.citations.entry_mapping import values_of
from studies.citations.existing_publications import import_lock
from studies.citations.fill_fields import FILLED_FIELDS, is_empty
from studies.citations.receive import AT_ONCE
from studies.models import ImportBatch, ImportedEntry


@dataclass(frozen=True, slots=True)
class EntryDecision:
    """Whether the entry at an index is the record that it resembles; ``take`` names fields to copy from it."""

    index: int
    decision: Decision
    take: tuple[str, ...] = ()


def decide(*, batch: ImportBatch, decisions: Sequence[EntryDecision], by: User, now: datetime) -> int:
    """Decide on possible duplicates of an import; the number of entries decided.

    In a plan the decisions are stored until the plan is applied; in an applied import they are carried out at once. An
    entry that another person has decided and applied before, or that is no possible duplicate, is left as it is. Raises
    ``ImportStateError`` when nothing can be decided in this import.
    """
    by_index = {each.index: each for each in decisions}
    with import_lock():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in (ImportState.PLANNED, ImportState.APPLIED):
            raise ImportStateError("Nothing can be decided in this import now: it is being worked on, or is over.")
        open_entries = batch.entries.filter(verdict=ImportVerdict.POSSIBLE, applied=False)
        entries = list(open_entries.filter(index__in=by_index))
        for entry in entries:
            _store(entry, by_index[entry.index], by=by, now=now)
        ImportedEntry.objects.bulk_update(entries, ["decision", "fields_taken", "decided_by", "decided_at"])
        if batch.state == ImportState.APPLIED:
            _apply_with_followers(batch, entries, by=by, now=now)
    return len(entries)


def _store(entry: ImportedEntry, decided: EntryDecision, *, by: User, now: datetime) -> None:
    take = decided.take if decided.decision == Decision.SAME else ()
    offered = values_of(entry)
    entry.decision = decided.decision
    entry.fields_taken = [name for name in FILLED_FIELDS if name in take and not is_empty(name, offered[name])]
    entry.decided_by, entry.decided_at = by, now


def _apply_with_followers(batch: ImportBatch, entries: Sequence[ImportedEntry], *, by: User, now: datetime) -> None:
    """Apply entries, then those that repeat them and waited for them, and so on."""
    run = ImportRun(batch, by, now)
    while entries:
        for start in range(0, len(entries), AT_ONCE):
            run.apply(entries[start : start + AT_ONCE])
        settled = [entry.index for entry in entries if entry.publication]
        entries = list(ready_entries(batch).filter(duplicate_of_index__in=settled))
