"""Making a release: what forbids it, how the worker makes it, and that nothing changes it afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from evidence.models import FrozenContent, FrozenFile, Release, ReleaseRequest
from evidence.releases.content_spool import ContentSpool
from evidence.releases.frozen_tables import freeze_tables, unfrozen_tables
from evidence.releases.make_release import make_release
from evidence.releases.release_files import Tell
from evidence.releases.release_obstacles import ReleaseObstacle
from evidence.releases.release_task import (
    ReleaseProgress,
    make_requested_release,
    request_release,
    take_up_release,
    work_on_request,
)
from evidence.releases.stored_files import is_whole
from studies.permissions import ADMIN
from studies.revisions.record_change import ActionRefusedError
from tests.evidence.pages.html_page import read
from tests.evidence.releases.small_release import delete_releases, make_small_release, thawed_releases
from tests.factories import make_user
from tests.studies.full_site import make_trial

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_comparison")]
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


# Statements that would change a release that is there.
CHANGES = {
    "note": "UPDATE evidence_release SET note = 'Another'",
    "title of a file": "UPDATE evidence_frozenfile SET title = 'Another'",
    "content": "UPDATE evidence_frozencontent SET size = 1",
    "release deleted": "DELETE FROM evidence_release",
    "file deleted": "DELETE FROM evidence_frozenfile WHERE path = 'data.zip'",
    "content deleted": "DELETE FROM evidence_frozencontent",
    "file added": (
        "INSERT INTO evidence_frozenfile (release_id, path, title, media_type, styles, content_id) "
        "SELECT release_id, '/new/', title, media_type, styles, content_id FROM evidence_frozenfile LIMIT 1"
    ),
}
# Of one database alone.
FURTHER_CHANGES = {
    "sqlite": {
        "content replaced": "INSERT OR REPLACE INTO evidence_frozencontent SELECT digest, compressed, 1 FROM "
        "evidence_frozencontent",
        "release replaced": "INSERT OR REPLACE INTO evidence_release (id, number, made_at, note, data_version, "
        "last_search, studies, findings, digest) SELECT id, 2, made_at, note, data_version, last_search, studies, "
        "findings, digest FROM evidence_release",
        "file replaced": "INSERT OR REPLACE INTO evidence_frozenfile (id, release_id, path, title, media_type, styles, "
        "content_id) SELECT id, 99, path, title, media_type, styles, content_id FROM evidence_frozenfile",
    },
    "postgresql": {
        "content replaced": "INSERT INTO evidence_frozencontent SELECT * FROM evidence_frozencontent "
        "ON CONFLICT (digest) DO UPDATE SET size = 1",
        "files emptied": "TRUNCATE evidence_frozenfile",
    },
}


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_database_refuses_to_change_a_release() -> None:
    make_small_release()
    # Its references are checked before: PostgreSQL truncates no table that waits for a check.
    connection.check_constraints()
    for statement in (*CHANGES.values(), *FURTHER_CHANGES[connection.vendor].values()):
        with pytest.raises(DatabaseError, match="never changes"):
            run(statement)
    assert is_whole(Release.objects.get())
    assert unfrozen_tables() == []


def test_trigger_that_was_dropped_by_hand_is_missed_and_put_back() -> None:
    is_sqlite = connection.vendor == "sqlite"
    found = "SELECT name FROM sqlite_master" if is_sqlite else "SELECT tgname FROM pg_trigger"
    column = "name" if is_sqlite else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"{found} WHERE {column} LIKE 'frozen_release_evidence_release_delete_%'")  # noqa: S608
        [(trigger,)] = cursor.fetchall()
        cursor.execute(f"DROP TRIGGER {trigger}" + ("" if is_sqlite else " ON evidence_release"))
    assert unfrozen_tables() == ["evidence_release"]
    freeze_tables(using="default")
    assert unfrozen_tables() == []


def test_restoring_replaces_releases_and_freezes_them_again() -> None:
    make_small_release()
    delete_releases()
    assert not FrozenContent.objects.exists()
    assert unfrozen_tables() == []
    make_small_release()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        FrozenFile.objects.all().delete()


def test_number_of_a_release_follows_the_last_one() -> None:
    make_small_release()
    first = Release.objects.get()
    for number in (1, 3):
        first.pk, first.number = None, number
        with pytest.raises(DatabaseError), transaction.atomic():
            first.save(force_insert=True)
    assert make_small_release(note="The second").number == 2


def test_damaged_release_says_so(client: Client) -> None:
    release = make_small_release()
    with thawed_releases():
        FrozenFile.objects.filter(release=release, path="data.zip").delete()
    assert not is_whole(release)
    assert "This release is damaged" in client.get("/releases/1/").content.decode()
    with pytest.raises(CommandError, match="damaged"):
        call_command("release", check=1)


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    obstacle = ReleaseObstacle("Pain: the headline rests on Rossi 2020, which is retracted.", "/studies/", forbids=True)
    for where in ("make_release", "release_request_page"):
        monkeypatch.setattr(f"evidence.releases.{where}.release_obstacles", lambda: [obstacle])


def test_what_cannot_be_released_is_said_before_and_at_making(client: Client, forbidden: None) -> None:
    client.force_login(make_user(role=ADMIN))
    page = client.get("/releases/new/").content.decode()
    assert "What must be put right first" in page
    assert "which is retracted" in page
    with pytest.raises(ActionRefusedError, match="Nothing was released.*retracted"):
        make_release(by=None, now=AT, note="")
    assert not Release.objects.exists()
    assert not FrozenContent.objects.exists()


def test_empty_site_cannot_be_released(client: Client) -> None:
    assert "No release has been made yet" in client.get("/releases/").content.decode()
    with pytest.raises(CommandError, match="no study to release"):
        call_command("release")


def test_admin_requests_a_release_that_the_worker_makes(client: Client) -> None:
    make_trial()
    admin = make_user(role=ADMIN)
    client.force_login(admin)
    client.post("/releases/new/", {"note": "As of March"})
    request = ReleaseRequest.objects.get()
    assert (request.requested_by, request.note) == (admin, "As of March")
    progress = ReleaseProgress(request.pk)
    assert work_on_request(request, progress, now=AT) == "Release 1 of 1 March 2026"
    release = Release.objects.get()
    assert (release.made_by, release.note, request.is_open) == (admin, "As of March", False)
    assert "Made:" in client.get("/releases/new/").content.decode()


def test_one_release_is_made_at_a_time_and_its_progress_is_told(client: Client) -> None:
    admin = make_user(role=ADMIN)
    request = request_release(by=admin, now=AT, note="")
    with pytest.raises(ActionRefusedError, match="being made already"):
        request_release(by=admin, now=AT, note="")
    progress = ReleaseProgress(request.pk)
    progress.tell(3, 10)
    progress.save()
    client.force_login(admin)
    page = read(client.get("/releases/new/"))
    assert "A release is being made : 3 of about 10 steps" in page.text.replace("made:", "made :")
    assert take_up_release(now=timezone.now()) == 0
    # A worker that was killed: the request is begun again.
    assert take_up_release(now=timezone.now() + timedelta(minutes=1)) == 1


def test_release_over_which_workers_die_can_be_given_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    call_command("release", cancel=True)
    request = request_release(by=make_user(role=ADMIN), now=AT, note="")
    call_command("release", cancel=True)
    assert capsys.readouterr().out == "No release waits for a worker.\nIt is given up.\n"
    request.refresh_from_db()
    assert (request.is_open, request.error) == (False, "It was given up on the command line.")
    assert make_requested_release.func(request_id=request.pk) == "nothing to do"
    assert take_up_release(now=timezone.now() + timedelta(minutes=1)) == 0
    # Another can be asked for.
    request_release(by=request.requested_by, now=AT, note="")

    def fail() -> None:
        raise AssertionError("Who looks how far a release is has all records read.")

    monkeypatch.setattr("evidence.releases.release_request_page.release_obstacles", fail)
    client.force_login(request.requested_by)
    assert "A release is being made" in client.get("/releases/new/").content.decode()


def test_failure_of_a_release_is_written_on_its_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**values: object) -> Release:
        raise MemoryError

    monkeypatch.setattr("evidence.releases.release_task.make_release", fail)
    request = request_release(by=make_user(role=ADMIN), now=AT, note="")
    with pytest.raises(MemoryError):
        work_on_request(request, ReleaseProgress(request.pk), now=AT)
    request.refresh_from_db()
    assert (request.is_open, request.error) == (
        False,
        "An error of this site (MemoryError) stopped it. Nothing was released.",
    )


@pytest.fixture
def two_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release of two files, read in no time."""

    def read(spool: ContentSpool, tell: Tell) -> int:
        for done, path in enumerate(("/a/", "/b/")):
            tell(done, 2)
            spool.add(path, path.encode(), media_type="text/html")
        return 1

    for name, stub in (("read_files", read), ("release_obstacles", list), ("_archive", lambda citation: b"PK")):
        monkeypatch.setattr(f"evidence.releases.make_release.{name}", stub)


@pytest.mark.parametrize("table", ["frozenfile", "release"])
def test_what_stops_a_release_in_the_middle_leaves_nothing_of_it(table: str, two_files: None) -> None:
    with connection.execute_wrapper(StopsAt(f'INTO "evidence_{table}"')), pytest.raises(KeyboardInterrupt):
        make_release(by=None, now=AT, note="")
    assert [model.objects.count() for model in (FrozenContent, FrozenFile, Release)] == [0, 0, 0]
    release = make_release(by=None, now=AT, note="")
    assert (release.number, is_whole(release), release.files.count()) == (1, True, 3)


class StopsAt:
    """Ends the process, as it seems, at the first statement that holds this text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if self._text in sql:
            raise KeyboardInterrupt
        return execute(sql, *others)


def test_command_says_how_far_a_release_is(two_files: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("release")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["Looking for what forbids a release", "0 %"]
    assert lines[2].startswith("50 %")
    assert lines[3].endswith(f": 3 files, SHA-256 {Release.objects.get().digest}")
