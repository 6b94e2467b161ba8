"""Imports in the background: a task works on one batch until it is read or applied.

A worker regularly writes the time on its batch. When a worker was killed, a *watch*, a task queued for later, continues
its work: a file is read from its beginning, a plan is applied from its next entry. Where the watch was lost too, with
the database or because the clock was put back, ``take_up_imports`` queues the work again.
"""

import logging
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import Error, InterfaceError, OperationalError
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from studies.choices import ImportState
from studies.citations.apply import ImportRun
from studies.citations.receive import WorkerReplacedError, read_files
from studies.disk_full import is_disk_full
from studies.models import ImportBatch

logger = logging.getLogger(__name__)

# A worker writes every few hundred entries, which takes a second or two: one that is silent for longer has stopped.
SECONDS_OF_SILENCE = 20
SECONDS_TO_WATCH = 25
# Why a batch waits that no person needs to queue again.
NO_ROOM = "The disk of this site is full. The work goes on by itself when there is room."
NO_DATABASE = "The database did not answer. The work goes on by itself."
# Files up to this size, and plans up to this number of entries, are processed within the request.
AT_ONCE_BYTES = 300_000
AT_ONCE_ENTRIES = 500
# Long enough to look into an error that was reported.
DAYS_TO_KEEP_TASKS = 14


def queue_work(batch: ImportBatch) -> None:
    """Queue the work on a batch, and a watch in case the worker stops."""
    work_on_import.enqueue(batch_id=batch.pk)
    queue_watch(batch.pk)


def queue_watch(batch_id: int) -> None:
    later = timezone.now() + timedelta(seconds=SECONDS_TO_WATCH)
    work_on_import.using(run_after=later).enqueue(batch_id=batch_id)


@task()
def work_on_import(batch_id: int) -> str:
    """Work on a batch until it is done, unless another worker does; the result says what happened."""
    if not ImportBatch.objects.in_progress().filter(pk=batch_id).exists():
        return "over"
    batch = claim(batch_id, now=timezone.now())
    if batch is None and ImportBatch.objects.filter(pk=batch_id).exclude(error="").exists():
        return "stopped by an error, until a person queues it again"
    if batch is None:
        queue_watch(batch_id)
        return "another worker has it"
    work(batch)
    delete_old_tasks()
    return "done"


def delete_old_tasks() -> None:
    """Delete the queue's records of tasks that ended some weeks ago. Imports and their entries are not among them."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=DAYS_TO_KEEP_TASKS, verbosity=0)


def claim(batch_id: int, *, now: datetime) -> ImportBatch | None:
    """Claim a batch without a worker, or whose worker has stopped; None when another worker has it."""
    free = ImportBatch.objects.in_progress().filter(Q(worker="") | _is_silent(now), pk=batch_id)
    worker = secrets.token_hex(8)
    claimed = free.filter(error__in=("", NO_ROOM, NO_DATABASE)).update(worker=worker, heartbeat_at=now, error="")
    return ImportBatch.objects.get(pk=batch_id) if claimed else None


def _is_silent(now: datetime) -> Q:
    """Batches whose worker has not written for too long; a time in the future is one of a clock that was put back."""
    silence = timedelta(seconds=SECONDS_OF_SILENCE)
    return Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=now - silence) | Q(heartbeat_at__gt=now + silence)


def take_up_imports(*, now: datetime) -> int:
    """Queue the work on batches whose worker has stopped, and of which no task will come soon; returns their number."""
    stopped = ImportBatch.objects.in_progress().filter(_is_silent(now), error__in=("", NO_ROOM, NO_DATABASE))
    just_sent = Q(heartbeat_at__isnull=True, sent_at__gt=now - timedelta(seconds=SECONDS_OF_SILENCE))
    soon = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=work_on_import.module_path)
    soon = soon.filter(Q(run_after=get_date_max()) | Q(run_after__lte=now + timedelta(seconds=SECONDS_TO_WATCH)))
    queued = {row["kwargs"]["batch_id"] for row in soon.values_list("args_kwargs", flat=True)}
    lost = [pk for pk in stopped.exclude(just_sent).values_list("pk", flat=True) if pk not in queued]
    for pk in lost:
        work_on_import.enqueue(batch_id=pk)
    return len(lost)


def work(batch: ImportBatch) -> None:
    """Read the file of a batch, or apply its plan, whichever is next. An error is saved on the batch and raised.

    After a full disk or a lost database the work goes on by itself, with the next watch.
    """
    try:
        _work(batch)
    except WorkerReplacedError:
        logger.warning("Import %s was taken over by another worker.", batch.pk)
    except (OperationalError, InterfaceError) as error:
        sentence = NO_ROOM if is_disk_full(error) else NO_DATABASE
        logger.error("Import %s waits. %s", batch.pk, sentence)
        # Neither may there be room for the sentence; then the silence of the worker tells.
        with suppress(Error):
            ImportBatch.objects.filter(pk=batch.pk, worker=batch.worker).update(error=sentence, worker="")
        raise
    except Exception as error:
        sentence = f"The work stopped because of an error of this site ({type(error).__name__}); nothing is lost."
        ImportBatch.objects.filter(pk=batch.pk).update(error=sentence, worker="")
        raise


def _work(batch: ImportBatch) -> None:
    if batch.state == ImportState.APPLYING:
        run = ImportRun(batch, batch.applied_by, batch.applied_at or timezone.now())
        while run.next_chunk():
            pass
    else:
        read_files(batch=batch)


def seconds_of_silence(batch: ImportBatch, *, now: datetime) -> float:
    """The time since a worker last wrote on a batch that is being worked on; 0 for any other batch.

    A time in the future is one of a clock that was put back: as far from now, its worker has stopped as well.
    """
    return abs((now - (batch.heartbeat_at or batch.sent_at)).total_seconds()) if batch.is_in_progress else 0.0
