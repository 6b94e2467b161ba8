"""From a plan to records: publications made or joined, and what a person decided about the possible ones.

Entries are applied in their order, some hundred in one transaction under the lock of imports. What came into the
database after the plan was made is looked at first: an entry that was new may be a duplicate by now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from studies.actions.importing_history import note_made
from studies.actions.importing_known import import_lock, works_of
from studies.actions.importing_reading import AT_ONCE
from studies.actions.importing_rows import publication_of, source_of, values_of
from studies.choices import Decision, ImportState
from studies.choices.importing import Verdict
from studies.importers.comparison import Grade
from studies.importers.matching import Match, WorkIndex
from studies.importers.records import Candidate
from studies.importers.works import work_of
from studies.models import ImportBatch, ImportedEntry, NotTheSame, Publication, PublicationSource
from studies.revisions.reasons import save_with_reason

REASON = "Imported from a citation file"
CAME_SINCE = "came in after the plan was made"


class NotNow(ValueError):  # noqa: N818 - a rule of the house, said in a sentence, and no fault of the program
    """The action cannot be taken as things stand; the message is a sentence."""


def begin_applying(*, batch: ImportBatch, by: User | None, now: datetime) -> None:
    """Say who applies a plan. Raises ``NotNow`` unless it is ready and nobody else has begun."""
    ready = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.PLANNED)
    if not ready.update(
        state=ImportState.APPLYING, applied_by=by, applied_at=now, n_done=0, heartbeat_at=now, cancel_asked=False
    ):
        raise NotNow("This import is not waiting to be applied: somebody has applied or cancelled it already.")
    batch.refresh_from_db()


def apply_import(*, batch: ImportBatch, by: User | None, now: datetime) -> ImportBatch:
    """Apply a whole plan that was begun or is waiting, and say so on the batch."""
    if batch.state == ImportState.PLANNED:
        begin_applying(batch=batch, by=by, now=now)
    applying = Applying(batch, by, now)
    while applying.next_chunk():
        pass
    return batch


def ready_entries(batch: ImportBatch) -> QuerySet[ImportedEntry]:
    """What can be applied: read, decided where a person must decide, and not applied before."""
    waiting = Q(verdict=Verdict.POSSIBLE, decision="")
    return batch.entries.filter(applied=False).exclude(verdict=Verdict.UNREADABLE).exclude(waiting)


@dataclass(slots=True)
class Applying:
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
        facts = _Facts.of(self.batch, entries)
        settled: list[ImportedEntry] = []
        waiting: list[ImportedEntry] = []
        for entry in entries:
            (settled if self._settle(entry, facts) else waiting).append(entry)
        _write(settled, facts.made, by=self.by, now=self.now)
        ImportedEntry.objects.bulk_update(waiting, ["verdict", "reasons", "score", "duplicate_of"])
        self.known_up_to = _highest_known(self.known_up_to)

    def _look_at_what_came_since(self) -> None:
        since = Publication.objects.filter(pk__gt=self.known_up_to).exclude(entries__batch=self.batch)
        for number, work in works_of(since):
            self.late.add(number, work)

    def _settle(self, entry: ImportedEntry, facts: "_Facts") -> bool:
        """Decide which record an entry is; False when that has to wait for a person."""
        if entry.fingerprint in facts.sources:
            entry.publication = facts.sources[entry.fingerprint]
        elif entry.verdict == Verdict.DUPLICATE or entry.decision == Decision.SAME:
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

    def _joined_late(self, entry: ImportedEntry, facts: "_Facts") -> bool:
        """Join what came since the plan was made, or make a publication; False when a person must now decide."""
        match = self._match_late(entry, facts)
        if match is None or (entry.decision == Decision.DIFFERENT and match.comparison.grade is not Grade.CERTAIN):
            entry.publication = publication_of(entry, now=self.now)
            facts.made.append(entry.publication)
            entry.made_publication = True
            return True
        entry.reasons = [CAME_SINCE, *match.comparison.reasons]
        entry.score = round(match.comparison.score, 1)
        entry.duplicate_of = facts.publication(match.target)
        if match.comparison.grade is Grade.CERTAIN:
            entry.verdict = Verdict.DUPLICATE
            entry.publication = entry.duplicate_of
            return True
        entry.verdict = Verdict.POSSIBLE
        return False

    def _match_late(self, entry: ImportedEntry, facts: "_Facts") -> Match | None:
        if not self.late.works:
            return None
        work = work_of(Candidate(**entry.candidate))
        return self.late.best(work, but_not=lambda target: (target, entry.fingerprint) in facts.told_apart)


@dataclass(slots=True)
class _Facts:
    """What must be known of a chunk of entries, asked for at once, and what has been settled in it so far."""

    # The record of an entry with this fingerprint, and of the entry with this place in the file.
    sources: dict[str, Publication]
    by_index: dict[int, Publication]
    told_apart: frozenset[tuple[int, str]]
    made: list[Publication] = field(default_factory=list)

    @classmethod
    def of(cls, batch: ImportBatch, entries: Sequence[ImportedEntry]) -> "_Facts":
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


def _highest_known(before: int) -> int:
    return Publication.objects.aggregate(highest=Max("pk"))["highest"] or before


def _write(entries: Sequence[ImportedEntry], made: list[Publication], *, by: User | None, now: datetime) -> None:
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
