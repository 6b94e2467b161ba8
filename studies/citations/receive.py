"""Receiving citation files and reading them into a plan."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from studies.choices import ImportState, ImportVerdict, SearchMethod
from studies.citations.entry_mapping import entry_row
from studies.citations.existing_publications import highest_publication, known_publications
from studies.citations.parse.decoding import Decoded, decode
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.limits import check_size
from studies.citations.parse.read_file import OpenedFile, ReadEntry, open_text
from studies.citations.plan import PlannedEntry, Planner, RevisedVerdict, with_revisions
from studies.models import FileContent, ImportBatch, ImportedEntry, ImportFile, SearchRecord
from studies.models.search_record import DATABASE_NOT_STATED
from studies.presentation.show_page import pause_gc
from studies.revisions.reasons import save_with_reason

SEARCH_REASON = "Stated with an import"
# Entries written in one transaction: a worker that dies loses at most this many.
AT_ONCE = 500


class ImportCancelledError(Exception):
    """The import was cancelled while its files were read."""


class WorkerReplacedError(Exception):
    """Another worker has taken over the import, because this one seemed to have stopped."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A citation file, or pasted text, as it was sent; ``name`` is the sender's."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SentSearch:
    """The search that found the citations of a file; ``database`` is '' where the file itself may name it.

    ``method`` is the kind of source that ``database`` names: a database, a register, a website.
    """

    database: str
    searched_on: date
    query_text: str = ""
    method: SearchMethod = SearchMethod.DATABASE


@transaction.atomic
def receive_files(
    *, files: Sequence[SentFile], by: User | None, now: datetime, search: SentSearch | None = None
) -> ImportBatch:
    """Store files that were sent together until they are read. Each gets a record of its own of the search."""
    size = sum(len(file.data) for file in files)
    batch = ImportBatch.objects.create(file_name=_name_of(files), size=size, sent_by=by, sent_at=now)
    for position, sent in enumerate(files, 1):
        sha256 = hashlib.sha256(sent.data).hexdigest()
        file = ImportFile.objects.create(
            batch=batch,
            position=position,
            name=sent.name[:200],
            sha256=sha256,
            size=len(sent.data),
            search=record_search(search, by=by, now=now) if search else None,
        )
        FileContent.objects.create(file=file, compressed=zlib.compress(sent.data, 1))
    return batch


def record_search(search: SentSearch, *, by: User | None, now: datetime) -> SearchRecord:
    """A new record of a search."""
    record = SearchRecord(
        method=search.method,
        database=search.database or DATABASE_NOT_STATED,
        searched_on=search.searched_on,
        query_text=search.query_text,
        added_by=by,
        added_at=now,
    )
    save_with_reason(record, reason=SEARCH_REASON, by=by)
    return record


def _name_of(files: Sequence[SentFile]) -> str:
    """The name of an import: that of its first file, and how many came with it."""
    others = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return f"{files[0].name[: 200 - len(others)]}{others}"


def read_files(*, batch: ImportBatch) -> ImportBatch:
    """Make the plan of the received files, from the beginning, and delete their bytes.

    A file that cannot be read at all keeps the sentence that says why; the others are read all the same. When none can
    be read, the whole import is refused.
    """
    batch.entries.all().delete()
    start = {"state": ImportState.READING, "n_done": 0, "n_expected": 0, "error": ""}
    try:
        _save_progress(batch, **start, known_up_to=highest_publication())
        planner = Planner(known_publications())
        for file in batch.files.all():
            _read_file(batch, file, planner)
        _revise(batch, planner.revisions())
    except ImportCancelledError:
        batch.entries.all().delete()
        # Who cancelled it has taken it from its worker.
        batch.refresh_from_db(fields=["worker"])
        _finish(batch, ImportState.CANCELLED, n_done=0)
        return batch
    if batch.n_done:
        _finish(batch, ImportState.PLANNED, n_expected=batch.n_done)
    else:
        _finish(batch, ImportState.REFUSED, error=_refusal(batch))
    return batch


def _refusal(batch: ImportBatch) -> str:
    """Why no file of an import could be read: one sentence a file, with its name where there are several."""
    files = list(batch.files.all())
    return " ".join(f"{file.name}: {file.error}" if len(files) > 1 else file.error for file in files)


def _read_file(batch: ImportBatch, file: ImportFile, planner: Planner) -> None:
    """Add the plan of one file to those before it."""
    file.error, file.notes = "", []
    n_before = batch.n_done
    opened: OpenedFile | None = None
    try:
        check_size(file.size)
        opened = open_text(_decoded(file), sha256=file.sha256)
        file.format, file.encoding = opened.format.value, opened.encoding
        _save_progress(batch, n_expected=n_before + opened.expected)
        _write_plan(batch, file, planner.plan(_counted_on(opened.entries(), n_before)))
        if batch.n_done == n_before:
            raise FileRejectedError("No citation was recognised in this file: it holds nothing but comments.")
    except FileRejectedError as refused:
        # What was read before the reader gave up is kept, and the sentence says that it is not all.
        file.error = str(refused)
    if opened:
        file.notes = list(opened.notes)
        _name_database(file, opened.database)
    file.save(update_fields=["format", "encoding", "error", "notes"])


def _name_database(file: ImportFile, database: str) -> None:
    """Name the database of a file's search where no person did and the file does."""
    for search in SearchRecord.objects.filter(files=file, database=DATABASE_NOT_STATED) if database else ():
        search.database = database
        save_with_reason(search, reason="Named by the file", by=search.added_by)


def _counted_on(entries: Iterable[ReadEntry], n_before: int) -> Iterator[ReadEntry]:
    """The entries of a file, counted on from those of the files before it."""
    return (replace(entry, index=entry.index + n_before) for entry in entries) if n_before else iter(entries)


def _decoded(file: ImportFile) -> Decoded:
    """The text of a received file; its bytes are freed as soon as it is decoded."""
    compressed = FileContent.objects.values_list("compressed", flat=True).get(file=file)
    return decode(zlib.decompress(compressed))


def plan_of(opened: OpenedFile) -> list[PlannedEntry]:
    """The plan of one opened file against the current database."""
    planner = Planner(known_publications())
    planned = list(planner.plan(opened.entries()))
    return with_revisions(planned, planner.revisions())


def _write_plan(batch: ImportBatch, file: ImportFile, plan: Iterator[PlannedEntry]) -> None:
    while _write_next(batch, file, plan):
        if ImportBatch.objects.filter(pk=batch.pk, cancel_asked=True).exists():
            raise ImportCancelledError


@pause_gc
def _write_next(batch: ImportBatch, file: ImportFile, plan: Iterator[PlannedEntry]) -> bool:
    """Plan and write the next entries; False when there are none left."""
    planned = list(islice(plan, AT_ONCE))
    if planned:
        with transaction.atomic():
            ImportedEntry.objects.bulk_create([entry_row(file, each) for each in planned])
            _save_progress(batch, n_done=batch.n_done + len(planned))
    return bool(planned)


@transaction.atomic
def _revise(batch: ImportBatch, revisions: Iterable[RevisedVerdict]) -> None:
    """Write the verdicts that later entries changed."""
    revised = {each.index: each for each in revisions}
    for entry in batch.entries.filter(index__in=list(revised)).only("pk", "index"):
        verdict = revised[entry.index]
        batch.entries.filter(pk=entry.pk).update(
            verdict=ImportVerdict.DUPLICATE,
            reasons=list(verdict.reasons),
            score=verdict.score,
            duplicate_of_index=verdict.duplicate_of.index,
            duplicate_of_id=verdict.duplicate_of.publication,
        )


def _save_progress(batch: ImportBatch, **values: object) -> None:
    """Save how far the work is, and that a worker is on it.

    Raises ``ImportCancelledError``, and ``WorkerReplacedError`` where another worker has the batch now.
    """
    values["heartbeat_at"] = timezone.now()
    # Two workers that read the same files would write every entry twice: a clock that jumps, or a process that was
    # halted for a while, makes one look dead that is not.
    if not ImportBatch.objects.filter(pk=batch.pk, worker=batch.worker).update(**values):
        is_cancelled = ImportBatch.objects.filter(pk=batch.pk, cancel_asked=True).exists()
        raise ImportCancelledError if is_cancelled else WorkerReplacedError
    for name, value in values.items():
        setattr(batch, name, value)


@transaction.atomic
def _finish(batch: ImportBatch, state: ImportState, **values: object) -> None:
    _save_progress(batch, state=state, worker="", **values)
    FileContent.objects.filter(file__batch=batch).delete()
