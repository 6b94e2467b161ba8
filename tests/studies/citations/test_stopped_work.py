"""Work that a full disk, a lost database, a killed worker or a wrong clock has stopped goes on by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, transaction
from django_tasks_db.models import DBTaskResult

from studies.choices import DocumentState, ImportState
from studies.citations import tasks
from studies.citations.apply import ImportRun, begin_applying
from studies.citations.receive import SentFile, WorkerReplacedError, read_files, receive_files
from studies.citations.tasks import NO_DATABASE, NO_ROOM, claim, queue_work, seconds_of_silence, take_up_imports, work
from studies.documents.read_document import read_document, take_up_documents
from studies.models import DocumentContent, ImportBatch, Publication
from tests.full_disk import full_disk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
FILE = b"".join(b"@article{k%d, title={Ozone number %d}, year={2001}}\n" % (n, n) for n in range(3))


@pytest.fixture
def batch() -> ImportBatch:
    return receive_files(files=[SentFile("a.bib", FILE)], by=None, now=NOW)


def claimed(batch: ImportBatch, *, now: datetime = NOW) -> ImportBatch:
    found = claim(batch.pk, now=now)
    assert found is not None
    return found


def test_an_import_without_room_says_so_and_goes_on(batch: ImportBatch) -> None:
    with pytest.raises(OperationalError), full_disk(room_for=4), transaction.atomic():
        work(claim(batch.pk, now=NOW))
    work(claimed(batch))
    batch.refresh_from_db()
    assert (batch.state, batch.n_done, batch.entries.count(), batch.error) == (ImportState.PLANNED, 3, 3, "")


@pytest.mark.parametrize(("cause", "sentence"), [(OSError(28, "No space left"), NO_ROOM), (None, NO_DATABASE)])
def test_why_an_import_waits_is_shown_and_no_person_needs_to_queue_it(batch, monkeypatch, cause, sentence) -> None:
    def fail(**_: object) -> None:
        raise OperationalError("it failed") from cause

    monkeypatch.setattr(tasks, "read_files", fail)
    with pytest.raises(OperationalError):
        work(claimed(batch))
    monkeypatch.undo()

    batch.refresh_from_db()
    assert (batch.error, batch.worker) == (sentence, "")
    work(claimed(batch))
    batch.refresh_from_db()
    assert (batch.state, batch.error) == (ImportState.PLANNED, "")


@pytest.mark.parametrize("jump", [-HOUR, -YEAR, YEAR])
def test_a_worker_that_was_killed_before_the_clock_jumped_is_replaced(batch: ImportBatch, jump: timedelta) -> None:
    claimed(batch)
    later = NOW + jump

    assert seconds_of_silence(ImportBatch.objects.get(), now=later) > tasks.SECONDS_OF_SILENCE
    assert claim(batch.pk, now=NOW + timedelta(seconds=5)) is None
    assert claim(batch.pk, now=later) is not None


def test_a_worker_that_only_seemed_dead_writes_nothing_beside_its_successor(batch: ImportBatch) -> None:
    first = claimed(batch)
    second = claimed(batch, now=NOW + YEAR)

    with pytest.raises(WorkerReplacedError):
        read_files(batch=first)
    work(first)  # says so in the log, and is no error
    read_files(batch=second)

    begin_applying(batch=second, by=None, now=NOW)
    first, second = claimed(batch, now=NOW + YEAR), claimed(batch, now=NOW - YEAR)
    assert not ImportRun(first, None, NOW).next_chunk()
    assert ImportRun(second, None, NOW).next_chunk()
    assert Publication.objects.count() == 3


def test_a_batch_that_is_cancelled_while_it_is_read_keeps_no_entries(batch: ImportBatch) -> None:
    reading = claimed(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(cancel_asked=True, worker="")
    read_files(batch=reading)

    batch.refresh_from_db()
    assert (batch.state, batch.entries.count(), batch.worker) == (ImportState.CANCELLED, 0, "")


@pytest.mark.parametrize("jump", [-HOUR, -YEAR])
def test_work_whose_watch_was_lost_or_lies_in_the_future_is_queued_once(batch: ImportBatch, jump: timedelta) -> None:
    queue_work(batch)
    DBTaskResult.objects.filter(run_after__year=9999).delete()
    claimed(batch)
    watched_at = DBTaskResult.objects.get().run_after

    # A live worker, and one whose watch comes soon, are left alone.
    assert take_up_imports(now=NOW) == 0
    assert take_up_imports(now=watched_at) == 0
    assert take_up_imports(now=NOW + jump) == 1
    assert take_up_imports(now=NOW + jump) == 0
    DBTaskResult.objects.all().delete()
    assert take_up_imports(now=NOW + HOUR) == 1


def test_an_import_that_a_person_must_look_at_is_not_taken_up(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(error="It stopped because of an error of this site.")

    assert take_up_imports(now=NOW + HOUR) == 0


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_a_document_whose_worker_was_killed_is_read_again(monkeypatch, jump: timedelta) -> None:
    content = DocumentContent.objects.create(
        sha256="0" * 64, size=1, kind="pdf", state=DocumentState.READING, read_at=NOW + jump
    )
    monkeypatch.setattr("studies.documents.read_document.save_pages", lambda found: "")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)

    assert take_up_documents(now=NOW + jump) == 0
    assert take_up_documents(now=NOW) == 1
    assert read_document.call(content_id=content.pk) == "done"
    assert take_up_documents(now=NOW) == 0
