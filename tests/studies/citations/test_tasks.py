"""Imports by a worker: finished, killed and resumed, and two at the same time. In separate processes."""

import os
import signal
import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from evidence.management.commands import db_worker
from studies.choices import ImportState
from studies.citations.apply import ImportRun, begin_applying
from studies.citations.receive import SentFile, read_files, receive_files
from studies.citations.tasks import claim, queue_work, work, work_on_import
from studies.models import ImportBatch, Publication, PublicationSource

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS_TO_WAIT = 60


def entries_text(number: int) -> str:
    """Distinct entries, every tenth of them repeated."""
    return "".join(_entry(n) + (_entry(n) if n % 10 == 0 else "") for n in range(number))


def _entry(n: int) -> str:
    word = "".join(chr(97 + int(digit)) for digit in f"{n:05d}")
    title = f"{word}itis after {word[::-1]}osis: {word}al ozone {word[::-1]}ation"
    where = f"year = {{{1900 + n % 100}}}, journal = {{J {word}}}"
    return f"@article{{k{n}, author = {{{word.title()}, A.}}, title = {{{title}}}, {where}}}\n"


def in_process(work: Callable[..., object], *arguments: object) -> ForkProcess:
    """Start work in a copy of this process, with what the test has replaced, and a connection of its own."""
    connections.close_all()
    process = get_context("fork").Process(target=work, args=arguments)
    process.start()
    return process


def exit_code(process: ForkProcess) -> int | None:
    process.join(SECONDS_TO_WAIT)
    return process.exitcode


def write_in_chunks_of(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("receive", "apply"):
        monkeypatch.setattr(f"studies.citations.{module}.AT_ONCE", number)


def batch_of(text: str) -> ImportBatch:
    return receive_files(files=[SentFile("a.bib", text.encode())], by=None, now=timezone.now())


def run_worker() -> None:
    call_command(db_worker.Command(), batch=True, interval=0, startup_delay=False, verbosity=0, reload=False)


def test_worker_reads_and_applies_queued_imports():
    batch = batch_of(entries_text(20))
    queue_work(batch)

    run_worker()

    batch.refresh_from_db()
    assert (batch.state, batch.n_done, batch.worker) == (ImportState.PLANNED, 22, "")
    begin_applying(batch=batch, by=None, now=timezone.now())
    queue_work(batch)

    run_worker()

    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert Publication.objects.count() == 20
    assert DBTaskResult.objects.filter(status="SUCCESSFUL").count() == 2


def test_next_import_deletes_tasks_that_ended_weeks_ago():
    old, recent = (work_on_import.enqueue(batch_id=0) for _ in range(2))
    run_worker()
    DBTaskResult.objects.filter(id=old.id).update(finished_at=timezone.now() - timedelta(days=15))

    queue_work(batch_of(entries_text(1)))
    run_worker()

    kept = set(DBTaskResult.objects.values_list("id", flat=True))
    assert not {uuid.UUID(str(old.id))} & kept
    assert {uuid.UUID(str(recent.id))} <= kept


def test_import_of_a_live_worker_is_not_taken_over():
    batch = batch_of(entries_text(1))
    assert claim(batch.pk, now=timezone.now()) is not None

    assert claim(batch.pk, now=timezone.now()) is None
    assert work_on_import.call(batch_id=batch.pk) == "another worker has it"
    assert claim(batch.pk, now=timezone.now() + timedelta(seconds=60)) is not None


def test_finished_import_is_not_changed():
    batch = read_files(batch=batch_of(entries_text(1)))

    assert work_on_import.call(batch_id=batch.pk) == "over"
    assert batch.entries.count() == 2


def test_error_is_shown_and_the_task_is_not_retried(monkeypatch):
    batch = batch_of(entries_text(1))
    monkeypatch.setattr("studies.citations.tasks.read_files", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        work(batch)

    batch.refresh_from_db()
    assert "error of this site" in batch.error
    assert work_on_import.call(batch_id=batch.pk).startswith("stopped by an error")


@pytest.mark.parametrize(("chunks", "at_once"), [(5, 8), pytest.param(40, 500, marks=pytest.mark.long)])
def test_next_worker_continues_after_a_killed_worker(chunks, at_once, monkeypatch):
    """Killed while it reads the entries, and again while it applies them."""
    write_in_chunks_of(at_once, monkeypatch)
    number = chunks * at_once
    entries = number + number // 10
    batch = batch_of(entries_text(number))
    queue_work(batch)
    kill_a_worker_at_its_third_progress(batch, ImportState.READING)
    # It has written that it begins, one chunk, and all but the end of the next.
    assert batch.n_done == batch.entries.count() == at_once
    assert not Publication.objects.exists()

    go_on_after_the_silence(batch)

    assert (batch.state, batch.n_done, batch.entries.count()) == (ImportState.PLANNED, entries, entries)
    begin_applying(batch=batch, by=None, now=timezone.now())
    queue_work(batch)
    kill_a_worker_at_its_third_progress(batch, ImportState.APPLYING)
    assert batch.n_done == batch.entries.filter(applied=True).count() == 2 * at_once
    made = Publication.objects.count()
    assert 0 < made == batch.entries.filter(made_publication=True).count() == Publication.history.count()
    assert not Publication.objects.filter(sources=None).exists()

    go_on_after_the_silence(batch)

    assert batch.state == ImportState.APPLIED
    assert batch.entries.count() == batch.entries.filter(applied=True).count() == entries
    assert Publication.objects.count() == PublicationSource.objects.count() == Publication.history.count() == number


def kill_a_worker_at_its_third_progress(batch: ImportBatch, state: ImportState) -> None:
    assert exit_code(in_process(run_worker_killed_at_its_third_progress)) == -signal.SIGKILL
    batch.refresh_from_db()
    assert batch.state == state


def run_worker_killed_at_its_third_progress() -> None:
    progress = count(1)

    def kill(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "studies_importbatch"') and '"n_done" =' in sql and next(progress) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(kill):
        run_worker()


def go_on_after_the_silence(batch: ImportBatch) -> None:
    """A worker is taken for dead some time after its last sign of life; here that time is over."""
    ImportBatch.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    run_worker()
    batch.refresh_from_db()


def test_two_simultaneous_imports_of_one_file_create_every_record_once(tmp_path: Path, monkeypatch):
    write_in_chunks_of(10, monkeypatch)
    # Each begins a chunk when the other does too.
    together, next_chunk = get_context("fork").Barrier(2, timeout=SECONDS_TO_WAIT), ImportRun.next_chunk
    monkeypatch.setattr(ImportRun, "next_chunk", lambda run: together.wait() >= 0 and next_chunk(run))
    file = tmp_path / "a.bib"
    file.write_text(entries_text(40))

    both = [in_process(call_command, "import_citations", str(file)) for _ in range(2)]

    assert [exit_code(process) for process in both] == [0, 0]
    assert Publication.objects.count() == PublicationSource.objects.count() == 40
    assert ImportBatch.objects.filter(state=ImportState.APPLIED).count() == 2
    for batch in ImportBatch.objects.all():
        assert batch.entries.filter(applied=True).count() == 44
