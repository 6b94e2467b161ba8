"""Applying a plan: publications are created or joined, and people's decisions on possible duplicates carried out.

Entries are applied in their order, some hundred in one transaction under the lock of imports. Publications added
after the plan was made are searched first: a new entry can have become a duplicate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from studies.choices import Decision, ImportState, ImportVerdict
from studies.citations.bulk_history import Signature
from studies.citations.duplicates.candidate_search import Match, WorkIndex
from studies.citations.duplicates.compare_works import MatchGrade
from studies.citations.duplicates.match_keys import match_keys_of
from studies.citations.entry_mapping import publication_of
from studies.citations.existing_publications import highest_publication, import_lock, match_keys_of_publications
from studies.citations.parse.entries import CandidatePublication
from studies.citations.receive import AT_ONCE
from studies.citations.write_publications import ADDED_SINCE_PLAN, ChunkFacts, import_reason, write_entries
from studies.models import ImportBatch, ImportedEntry, Publication
from studies.presentation.show_page import pause_gc


class ImportStateError(ValueError):
    """The import is in a state that does not allow this; the message is a sentence."""


def begin_applying(*, batch: ImportBatch, by: User | None, now: datetime) -> None:
    """Mark a plan as being applied by a person. Raises ``ImportStateError`` unless it is ready and not begun."""
    ready = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.PLANNED)
    if not ready.update(
        state=ImportState.APPLYING, applied_by=by, applied_at=now, n_done=0, heartbeat_at=now, cancel_asked=False
    ):
        raise ImportStateError("This import is not waiting to be applied: it has been applied or cancelled already.")
    batch.refresh_from_db()


def apply_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Apply a whole plan that was begun or is waiting."""
    if batch.state == ImportState.PLANNED:
        begin_applying(batch=batch, by=by, now=now)
    run = ImportRun(batch, by, now)
    while run.next_chunk():
        pass
    return batch


def ready_entries(batch: ImportBatch) -> QuerySet[ImportedEntry]:
    """Entries that can be applied: readable, decided where a person must decide, and not applied before."""
    waiting = Q(verdict=ImportVerdict.POSSIBLE, decision="")
    return batch.entries.filter(applied=False).exclude(verdict=ImportVerdict.UNREADABLE).exclude(waiting)


@dataclass(slots=True)
class ImportRun:
    """One run over the entries of a batch, in chunks; it starts where an earlier run ended."""

    batch: ImportBatch
    by: User | None
    now: datetime
    # The worker that has the batch, the last entry of the run so far, and the highest publication indexed.
    worker: str = field(init=False)
    last_index: int = 0
    known_up_to: int = field(init=False)
    added_since: WorkIndex = field(default_factory=WorkIndex)

    def __post_init__(self) -> None:
        self.worker = self.batch.worker
        self.known_up_to = self.batch.known_up_to

    @pause_gc
    def next_chunk(self) -> bool:
        """Apply the next entries; False when there are none left and the batch is finished.

        Also False where the batch was cancelled, or taken over by another worker.
        """
        with import_lock():
            batch = self.batch
            batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
            if batch.state != ImportState.APPLYING or batch.cancel_asked or batch.worker != self.worker:
                return False  # cancelling the import reverts what was written
            entries = list(ready_entries(batch).filter(index__gt=self.last_index)[:AT_ONCE])
            self.apply(entries)
            done = {"heartbeat_at": timezone.now(), "n_done": batch.n_done + len(entries)}
            if not entries:
                done |= {"state": ImportState.APPLIED, "worker": ""}
            ImportBatch.objects.filter(pk=batch.pk).update(**done)
        for name, value in done.items():
            setattr(batch, name, value)
        return bool(entries)

    def apply(self, entries: Sequence[ImportedEntry]) -> None:
        """Apply these entries, in the caller's transaction and under the caller's lock."""
        if not entries:
            return
        self.last_index = entries[-1].index
        self._index_new_publications()
        facts = ChunkFacts.of(self.batch, entries)
        matched: list[ImportedEntry] = []
        waiting: list[ImportedEntry] = []
        for entry in entries:
            (matched if self._find_publication(entry, facts) else waiting).append(entry)
        write_entries(matched, facts, signature=Signature(import_reason(self.batch), self.by, self.now))
        ImportedEntry.objects.bulk_update(waiting, ["verdict", "reasons", "score", "duplicate_of"])
        self.known_up_to = highest_publication()

    def _index_new_publications(self) -> None:
        own = self.batch.entries.filter(made_publication=True, publication__isnull=False).values("publication")
        since = Publication.objects.filter(pk__gt=self.known_up_to).exclude(pk__in=own)
        for number, work in match_keys_of_publications(since):
            self.added_since.add(number, work)

    def _find_publication(self, entry: ImportedEntry, facts: "ChunkFacts") -> bool:
        """Find the publication of an entry; False when a person must decide first."""
        if entry.fingerprint in facts.sources:
            entry.publication = facts.publication(facts.sources[entry.fingerprint])
        elif entry.verdict == ImportVerdict.DUPLICATE or entry.decision == Decision.SAME:
            if entry.duplicate_of_index and not entry.duplicate_of_id:
                root = facts.by_index.get(entry.duplicate_of_index)
                if root is None:
                    return False  # the entry that it repeats waits for a decision
                entry.publication = root
            elif entry.duplicate_of_id:
                entry.publication = facts.publication(entry.duplicate_of_id)
        if entry.publication is None and not self._join_or_create(entry, facts):
            return False
        facts.remember(entry)
        return True

    def _join_or_create(self, entry: ImportedEntry, facts: "ChunkFacts") -> bool:
        """Join a publication added since the plan, or create one; False when a person must now decide."""
        match = self._match_added_since(entry, facts)
        if match is None or (entry.decision == Decision.DIFFERENT and match.comparison.grade is not MatchGrade.CERTAIN):
            entry.publication = publication_of(entry, now=self.now)
            facts.created.append(entry.publication)
            entry.made_publication = True
            return True
        entry.reasons = [ADDED_SINCE_PLAN, *match.comparison.reasons]
        entry.score = round(match.comparison.score, 1)
        entry.duplicate_of = facts.publication(match.target)
        if match.comparison.grade is MatchGrade.CERTAIN:
            entry.verdict = ImportVerdict.DUPLICATE
            entry.publication = entry.duplicate_of
            return True
        entry.verdict = ImportVerdict.POSSIBLE
        return False

    def _match_added_since(self, entry: ImportedEntry, facts: "ChunkFacts") -> Match | None:
        if not self.added_since.works:
            return None
        work = match_keys_of(CandidatePublication(**entry.candidate))
        return self.added_since.best(
            work, exclude=lambda target: (target, entry.fingerprint) in facts.different_entries
        )
