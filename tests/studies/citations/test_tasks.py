"""Imports by a worker: finished, killed and resumed, and two at the same time. In separate processes."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from studies.choices import ImportState
from studies.citations.apply import begin_applying
from studies.citations.receive import SentFile, read_files, receive_files
from studies.citations.tasks import claim, queue_work, work, work_on_import
from studies.models import ImportBatch, Publication, PublicationSource

pytestmark = pytest.mark.django_db(transaction=True)

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
SECONDS_TO_WAIT = 300


def entries_text(number: int) -> str:
    """Distinct entries, every hundredth of them repeated."""
    return "".join(_entry(n) + (_entry(n) if n % 100 == 0 else "") for n in range(number))


def _entry(n: int) -> str:
    word = "".join(chr(97 + int(digit)) for digit in f"{n:05d}")
    title = f"{word}itis after {word[::-1]}osis: {word}al ozone {word[::-1]}ation"
    where = f"year = {{{1900 + n % 100}}}, journal = {{J {word}}}"
    return f"@article{{k{n}, author = {{{word.title()}, A.}}, title = {{{title}}}, {where}}}\n"


def database_url() -> str:
    """The URL of the test database, for another process."""
    used = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{used['NAME']}"
    people = f"{quote(str(used['USER']))}:{quote(str(used['PASSWORD']))}"
    return f"postgresql://{people}@{quote(str(used['HOST']), safe='')}:{used['PORT']}/{used['NAME']}"


@contextmanager
def process(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    started = subprocess.Popen(
        [*MANAGE, *arguments],
        env={**os.environ, "DATABASE_URL": database_url(), "DEBUG": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.communicate()


def wait_until(happened, what: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while not happened():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def batch_of(text: str) -> ImportBatch:
    return receive_files(files=[SentFile("a.bib", text.encode())], by=None, now=timezone.now())


def run_worker() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0, reload=False)


def test_worker_reads_and_applies_queued_imports():
    batch = batch_of(entries_text(150))
    queue_work(batch)

    run_worker()

    batch.refresh_from_db()
    assert (batch.state, batch.n_done, batch.worker) == (ImportState.PLANNED, 152, "")
    begin_applying(batch=batch, by=None, now=timezone.now())
    queue_work(batch)

    run_worker()

    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert Publication.objects.count() == 150
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


# At a quarter of the smaller number one chunk of four is done, so there is time to kill the worker before the last.
@pytest.mark.parametrize("number", [2_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_next_worker_continues_after_a_killed_worker(number):
    """Killed while it reads the entries, and again while it applies them."""
    repeated = number // 100
    batch = batch_of(entries_text(number))
    queue_work(batch)
    kill_a_worker_in_the_middle(batch, ImportState.READING, number)
    assert not Publication.objects.exists()

    go_on_after_the_silence(batch)

    assert (batch.state, batch.n_done, batch.entries.count()) == (ImportState.PLANNED, *[number + repeated] * 2)
    begin_applying(batch=batch, by=None, now=timezone.now())
    queue_work(batch)
    kill_a_worker_in_the_middle(batch, ImportState.APPLYING, number)
    made = Publication.objects.count()
    assert 0 < made < number
    assert made == batch.entries.filter(made_publication=True).count() == Publication.history.count()
    assert not Publication.objects.filter(sources=None).exists()

    go_on_after_the_silence(batch)

    assert batch.state == ImportState.APPLIED
    assert batch.entries.count() == batch.entries.filter(applied=True).count() == number + repeated
    assert Publication.objects.count() == PublicationSource.objects.count() == Publication.history.count() == number


def kill_a_worker_in_the_middle(batch: ImportBatch, state: ImportState, number: int) -> None:
    with process("db_worker", "--no-startup-delay", "--verbosity", "0") as worker:
        wait_until(lambda: number_done(batch, state) >= number // 4, f"nothing was done: {batch.pk}")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert number // 4 <= number_done(batch, state) < number


def go_on_after_the_silence(batch: ImportBatch) -> None:
    """A worker is taken for dead some time after its last sign of life; here that time is over."""
    ImportBatch.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    run_worker()
    batch.refresh_from_db()


def number_done(batch: ImportBatch, state: ImportState) -> int:
    stored = ImportBatch.objects.get(pk=batch.pk)
    return stored.n_done if stored.state == state else 0


def test_two_simultaneous_imports_of_one_file_create_every_record_once(tmp_path: Path):
    file = tmp_path / "a.bib"
    file.write_text(entries_text(1_200))

    with process("import_citations", str(file)) as one, process("import_citations", str(file)) as other:
        outputs = [each.communicate(timeout=SECONDS_TO_WAIT) for each in (one, other)]

    assert [one.returncode, other.returncode] == [0, 0], outputs
    assert Publication.objects.count() == PublicationSource.objects.count() == 1_200
    assert ImportBatch.objects.filter(state=ImportState.APPLIED).count() == 2
    for batch in ImportBatch.objects.all():
        assert batch.entries.filter(applied=True).count() == 1_212
