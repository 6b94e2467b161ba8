"""Receiving a citation file and reading it into a plan."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from studies.choices import ImportState
from studies.citations.entry_mapping import entry_row
from studies.citations.existing_publications import highest_publication, known_publications
from studies.citations.parse.decoding import Decoded, decode
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.limits import check_size
from studies.citations.parse.read_file import OpenedFile, open_text
from studies.citations.plan import PlannedEntry, Planner
from studies.models import ImportBatch, ImportContent, ImportedEntry

# Entries written in one transaction: a worker that dies loses at most this many.
AT_ONCE = 500


class ImportCancelledError(Exception):
    """The import was cancelled while its file was read."""


@transaction.atomic
def receive_file(*, name: str, data: bytes, by: User | None, now: datetime) -> ImportBatch:
    """Store a file until it is read."""
    batch = ImportBatch.objects.create(
        file_name=name[:200], sha256=hashlib.sha256(data).hexdigest(), size=len(data), sent_by=by, sent_at=now
    )
    ImportContent.objects.create(batch=batch, compressed=zlib.compress(data, 1))
    return batch


def read_file(*, batch: ImportBatch) -> ImportBatch:
    """Make the plan of a received file, from its beginning, and delete the file.

    A file that cannot be read at all leaves the batch refused, with the sentence that says why.
    """
    batch.entries.all().delete()
    start = {"state": ImportState.READING, "n_done": 0, "error": "", "known_up_to": highest_publication()}
    _save_progress(batch, **start)
    try:
        check_size(batch.size)
        opened = open_text(_decoded(batch), sha256=batch.sha256)
        _save_progress(batch, format=opened.format.value, encoding=opened.encoding, n_expected=opened.expected)
        _write_plan(batch, opened)
    except FileRejectedError as refused:
        _finish(batch, ImportState.REFUSED, error=str(refused))
    except ImportCancelledError:
        batch.entries.all().delete()
        _finish(batch, ImportState.CANCELLED, n_done=0)
    else:
        _finish(batch, ImportState.PLANNED, notes=list(opened.notes), n_expected=batch.n_done)
    return batch


def _decoded(batch: ImportBatch) -> Decoded:
    """The text of a received file; its bytes are freed as soon as it is decoded."""
    compressed = ImportContent.objects.values_list("compressed", flat=True).get(batch=batch)
    return decode(zlib.decompress(compressed))


def plan_of(opened: OpenedFile) -> Iterator[PlannedEntry]:
    """The plan of an opened file against the current database."""
    return Planner(known_publications()).plan(opened.entries())


def _write_plan(batch: ImportBatch, opened: OpenedFile) -> None:
    for planned in in_chunks(plan_of(opened)):
        with transaction.atomic():
            ImportedEntry.objects.bulk_create([entry_row(batch, each) for each in planned])
            _save_progress(batch, n_done=batch.n_done + len(planned))
        if ImportBatch.objects.filter(pk=batch.pk, cancel_asked=True).exists():
            raise ImportCancelledError
    if not batch.n_done:
        raise FileRejectedError("No citation was recognised in this file: it holds nothing but comments.")


def in_chunks(planned: Iterable[PlannedEntry]) -> Iterator[list[PlannedEntry]]:
    planned = iter(planned)
    while chunk := list(islice(planned, AT_ONCE)):
        yield chunk


def _save_progress(batch: ImportBatch, **values: object) -> None:
    """Save how far the work is, and that a worker is on it."""
    values["heartbeat_at"] = timezone.now()
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(values))


@transaction.atomic
def _finish(batch: ImportBatch, state: ImportState, **values: object) -> None:
    _save_progress(batch, state=state, worker="", **values)
    ImportContent.objects.filter(batch=batch).delete()
