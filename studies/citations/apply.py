"""From a plan to records: publications made or joined, and what a person decided about the possible ones.

Entries are applied in their order, some hundred in one transaction under the lock of imports. What came into the
database after the plan was made is looked at first: an entry that was new may be a duplicate by now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from studies.choices import Decision, ImportState
from studies.choices.importing import ImportVerdict
from studies.citations.duplicates.candidate_search import Match, WorkIndex
from studies.citations.duplicates.compare_works import MatchGrade
from studies.citations.duplicates.match_keys import work_of
from studies.citations.entry_mapping import publication_of
from studies.citations.existing_publications import import_lock, works_of
from studies.citations.parse.entries import CandidatePublication
from studies.citations.receive import AT_ONCE
from studies.citations.write_publications import CAME_SINCE, ChunkFacts, highest_known, write_entries
from studies.models import ImportBatch, ImportedEntry, Publication


class ImportStateError(ValueError):
    """The action cannot be taken as things stand; the message is a sentence."""


def begin_applying(*, batch: ImportBatch, by: User | None, now: datetime) -> None:
    """Say who applies a plan. Raises ``ImportStateError`` unless it is ready and nobody else has begun."""
    ready = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.PLANNED)
    if not ready.update(
        state=ImportState.APPLYING, applied_by=by, applied_at=now, n_done=0, heartbeat_at=now, cancel_asked=False
    ):
        raise ImportStateError(
            "This import is not waiting to be applied: somebody has applied or cancelled it already."
        )
    batch.refresh_from_db()


def apply_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Apply a whole plan that was begun or is waiting, and say so on the batch."""
    if batch.state == ImportState.PLANNED:
        begin_applying(batch=batch, by=by, now=now)
    applying = ImportRun(batch, by, now)
    while applying.next_chunk():
        pass
    return batch


def ready_entries(batch: ImportBatch) -> QuerySet[ImportedEntry]:
    """What can be applied: read, decided where a person must decide, and not applied before."""
    waiting = Q(verdict=ImportVerdict.POSSIBLE, decision="")
    return batch.entries.filter(applied=False).exclude(verdict=ImportVerdict.UNREADABLE).exclude(waiting)


@dataclass(slots=True)
class ImportRun:
    """One run over the entries of a batch, chunk by chunk; begins where an earlier run ended."""

    batch: ImportBatch
    by: User | None
    now: datetime
    # The last entry looked at, and the highest publication known.
    reached: int = 0
    known_up_to: int = field(init=False)
    late: WorkIndex = field(default_factory=WorkIndex)

    def __post_init__(self) -> None:
        self.known_up_to = self.batch.known_up_to

    def next_chunk(self) -> bool:
        """Apply the next entries; False when there are none left and the batch is finished, or was cancelled."""
        with import_lock():
            batch = ImportBatch.objects.select_for_update().get(pk=self.batch.pk)
            self.batch.refresh_from_db()
            if batch.state != ImportState.APPLYING or batch.cancel_asked:
                return False  # cancelled: what was written is taken back by whoever cancelled
            entries = list(ready_entries(batch).filter(index__gt=self.reached)[:AT_ONCE])
            self.apply(entries)
            done = {"heartbeat_at": timezone.now(), "n_done": batch.n_done + len(entries)}
            if not entries:
                done |= {"state": ImportState.APPLIED, "worker": ""}
            ImportBatch.objects.filter(pk=batch.pk).update(**done)
        self.batch.refresh_from_db()
        return bool(entries)

    def apply(self, entries: Sequence[ImportedEntry]) -> None:
        """Apply these entries, in the transaction and under the lock of the caller."""
        if not entries:
            return
        self.reached = entries[-1].index
        self._look_at_what_came_since()
        facts = ChunkFacts.of(self.batch, entries)
        settled: list[ImportedEntry] = []
        waiting: list[ImportedEntry] = []
        for entry in entries:
            (settled if self._settle(entry, facts) else waiting).append(entry)
        write_entries(settled, facts.made, by=self.by, now=self.now)
        ImportedEntry.objects.bulk_update(waiting, ["verdict", "reasons", "score", "duplicate_of"])
        self.known_up_to = highest_known(self.known_up_to)

    def _look_at_what_came_since(self) -> None:
        since = Publication.objects.filter(pk__gt=self.known_up_to).exclude(entries__batch=self.batch)
        for number, work in works_of(since):
            self.late.add(number, work)

    def _settle(self, entry: ImportedEntry, facts: "ChunkFacts") -> bool:
        """Decide which record an entry is; False when that has to wait for a person."""
        if entry.fingerprint in facts.sources:
            entry.publication = facts.sources[entry.fingerprint]
        elif entry.verdict == ImportVerdict.DUPLICATE or entry.decision == Decision.SAME:
            if entry.duplicate_of_index and not entry.duplicate_of_id:
                root = facts.by_index.get(entry.duplicate_of_index)
                if root is None:
                    return False  # what it repeats waits for a person itself
                entry.publication = root
            elif entry.duplicate_of_id:
                entry.publication = entry.duplicate_of
        if entry.publication is None and not self._joined_late(entry, facts):
            return False
        facts.remember(entry)
        return True

    def _joined_late(self, entry: ImportedEntry, facts: "ChunkFacts") -> bool:
        """Join what came since the plan was made, or make a publication; False when a person must now decide."""
        match = self._match_late(entry, facts)
        if match is None or (entry.decision == Decision.DIFFERENT and match.comparison.grade is not MatchGrade.CERTAIN):
            entry.publication = publication_of(entry, now=self.now)
            facts.made.append(entry.publication)
            entry.made_publication = True
            return True
        entry.reasons = [CAME_SINCE, *match.comparison.reasons]
        entry.score = round(match.comparison.score, 1)
        entry.duplicate_of = facts.publication(match.target)
        if match.comparison.grade is MatchGrade.CERTAIN:
            entry.verdict = ImportVerdict.DUPLICATE
            entry.publication = entry.duplicate_of
            return True
        entry.verdict = ImportVerdict.POSSIBLE
        return False

    def _match_late(self, entry: ImportedEntry, facts: "ChunkFacts") -> Match | None:
        if not self.late.works:
            return None
        work = work_of(CandidatePublication(**entry.candidate))
        return self.late.best(work, but_not=lambda target: (target, entry.fingerprint) in facts.told_apart)
