"""Imports in the background: a task works on one batch until it is read or applied.

A worker says on the batch that it is alive. One that was killed says nothing more; a *watch*, a task queued for later,
then takes the work up where it stood: a file is read from its beginning, a plan is applied from its next entry.
"""

import secrets
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from studies.choices import ImportState
from studies.citations.apply import ImportRun
from studies.citations.receive import read_file
from studies.models import ImportBatch

# A worker writes every few hundred entries, which takes a second or two: one that is silent for longer is dead.
SECONDS_OF_SILENCE = 20
SECONDS_TO_WATCH = 25
# Files up to this size are read, and plans up to this number of entries applied, while their sender waits.
AT_ONCE_BYTES = 300_000
AT_ONCE_ENTRIES = 500
# Long enough to look into a fault that somebody tells of.
DAYS_TO_KEEP_TASKS = 14


def queue_work(batch: ImportBatch) -> None:
    """Have a worker take up a batch, and somebody look after the worker."""
    work_on_import.enqueue(batch_id=batch.pk)
    queue_watch(batch.pk)


def queue_watch(batch_id: int) -> None:
    later = timezone.now() + timedelta(seconds=SECONDS_TO_WATCH)
    work_on_import.using(run_after=later).enqueue(batch_id=batch_id)


@task()
def work_on_import(batch_id: int) -> str:
    """Work on a batch until it is done, unless another worker does; the answer says which."""
    if not ImportBatch.objects.at_work().filter(pk=batch_id).exists():
        return "over"
    batch = claim(batch_id, now=timezone.now())
    if batch is None and ImportBatch.objects.filter(pk=batch_id).exclude(error="").exists():
        return "stopped by a fault, until a person queues it again"
    if batch is None:
        queue_watch(batch_id)
        return "somebody else works on it"
    work(batch)
    forget_old_tasks()
    return "done"


def forget_old_tasks() -> None:
    """Delete what the queue kept of tasks that ended some weeks ago. The receipts of imports are no part of it."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=DAYS_TO_KEEP_TASKS, verbosity=0)


def claim(batch_id: int, *, now: datetime) -> ImportBatch | None:
    """Take a batch that nobody works on, or whose worker is dead; none when a living one has it."""
    free = Q(worker="") | Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=now - timedelta(seconds=SECONDS_OF_SILENCE))
    mine = secrets.token_hex(8)
    taken = ImportBatch.objects.at_work().filter(free, pk=batch_id, error="").update(worker=mine, heartbeat_at=now)
    return ImportBatch.objects.get(pk=batch_id) if taken else None


def work(batch: ImportBatch) -> None:
    """Read the file of a batch, or apply its plan, whichever it waits for. A fault is noted on the batch and raised."""
    try:
        _work(batch)
    except Exception as fault:
        sentence = f"The work stopped at a fault of this site ({type(fault).__name__}); nothing is lost."
        ImportBatch.objects.filter(pk=batch.pk).update(error=sentence, worker="")
        raise


def _work(batch: ImportBatch) -> None:
    if batch.state == ImportState.APPLYING:
        applying = ImportRun(batch, batch.applied_by, batch.applied_at or timezone.now())
        while applying.next_chunk():
            pass
    else:
        read_file(batch=batch)


def seconds_of_silence(batch: ImportBatch, *, now: datetime) -> float:
    """How long nobody has said to be working on a batch that is at work; 0 for any other."""
    return (now - (batch.heartbeat_at or batch.sent_at)).total_seconds() if batch.is_at_work else 0.0
