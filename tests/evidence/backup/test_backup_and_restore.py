"""A backup that is restored: every row of every table as before, equal pages, and nothing where a file is refused."""

import io
import json
import resource
import stat
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from evidence.backup.archive import open_archive
from evidence.backup.backup_error import BackupError
from evidence.backup.manifest import ABOUT, MANIFEST, BackupManifest, TableLayout
from evidence.backup.read_backup import open_backup
from evidence.backup.restore_backup import database_name, restore_backup
from evidence.backup.tables import NOT_KEPT
from evidence.backup.write_backup import row_line, write_backup, write_backup_file
from studies.documents.attach import attach_document
from studies.models import Arm, ContentPiece, OutcomeResult, Study, WorkbenchDraft
from studies.permissions import CURATOR
from tests.factories import make_arm, make_publication, make_result, make_study, make_user
from tests.studies.full_site import make_site

NOW = datetime(2026, 11, 29, 3, 0, 5, tzinfo=UTC)


def silent(_line: str) -> None:
    """Tell nobody how it goes on."""


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the database as the driver gives it, but for the tables that a backup has not."""
    rows = {}
    with connection.cursor() as cursor:
        for name in sorted(set(connection.introspection.table_names(cursor)) - NOT_KEPT):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - names of our own tables
            rows[name] = sorted(map(tuple, map(plain, cursor.fetchall())), key=repr)
    return rows


def plain(row: tuple[Any, ...]) -> list[Any]:
    return [bytes(value) if isinstance(value, memoryview) else value for value in row]


def pages(study: Study) -> list[bytes]:
    addresses = study.get_absolute_url(), reverse("condition", args=[study.condition.slug])
    answers = [Client().get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 200]
    return [answer.content for answer in answers]


def backup() -> bytes:
    stream = io.BytesIO()
    write_backup(stream, now=NOW, tell=silent)
    return stream.getvalue()


def restore(data: bytes, *, in_place: bool = True) -> None:
    restore_backup(io.BytesIO(data), replace=in_place, tell=silent)


def run(command: str, *arguments: str, **options: Any) -> str:
    output = io.StringIO()
    call_command(command, *arguments, stdout=output, **options)
    return output.getvalue()


def private_records() -> None:
    """A source document of more than one piece, a draft, and a row whose number its history still names."""
    curator = make_user(role=CURATOR)
    study = make_study(standing="draft", label="Ünlü 2025 \u2028 \U0001f9ea")
    data = b"%PDF-1.7\n" + bytes(range(256)) * 5_000
    attach_document(study=study, name="trial.pdf", data=data, by=curator, now=NOW)
    WorkbenchDraft.objects.create(study=study, by=curator, posted="b=1\r\na=é", kept_at=NOW)
    make_result(arm=make_arm(study=study), mean=0.1 + 0.2, sd=1 / 3).delete()


@pytest.mark.django_db
def test_a_restored_database_is_the_same_to_the_byte(tmp_path: Path):
    study = make_site()
    private_records()
    last_result = OutcomeResult.history.latest("history_id").id
    rows, shown = all_rows(), pages(study)
    file = tmp_path / "evidence.tar.gz"
    told = run("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert told.splitlines()[-1].startswith(f"{file} (")
    assert "with 2 source documents, as they were on" in told
    assert "is whole" in run("backup", str(file), check=True)
    change_everything(study)
    assert all_rows() != rows

    told = run("restore", str(file), replace=database_name())

    assert told.splitlines()[-1].endswith("Nobody is logged in.")
    assert_equal(all_rows(), rows)
    assert pages(study) == shown
    assert not Session.objects.exists()
    assert make_result(arm=Arm.objects.earliest("pk")).pk > last_result


def change_everything(study: Study) -> None:
    """Rows are added, changed and deleted, and somebody is logged in."""
    Client().force_login(make_user())
    make_publication(title="Not there before")
    Study.objects.filter(pk=study.pk).update(label="Changed 2007")
    OutcomeResult.objects.filter(arm__study=study).delete()
    ContentPiece.objects.all().delete()


def assert_equal(found: dict[str, list[Any]], expected: dict[str, list[Any]]) -> None:
    """Tables and rows are equal; the table that is not is named."""
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []


def with_about(data: bytes, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """A backup that says something else of itself."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as old, tarfile.open(fileobj=stream, mode="w:gz") as new:
        for entry in old:
            content = old.extractfile(entry).read()  # type: ignore[union-attr]  # entries are files
            if entry.name == "about.json":
                values = json.loads(content)
                change(values)
                content = json.dumps(values).encode()
            entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


@pytest.mark.django_db
def test_what_cannot_be_restored_is_refused_and_changes_nothing():
    make_study(label="Before 2020")
    data = backup()
    Study.objects.update(label="After 2021")
    rows = all_rows()
    refusals = {
        "with migration studies.0999_new, which this version": lambda about: about["migrations"].append(
            ["studies", "0999_new"]
        ),
        "other migrations than this database has": lambda about: about["migrations"].remove(
            ["studies", "0014_data_version"]
        ),
        "holds made-up studies": lambda about: about.update(synthetic=True),
        "studies_study of this backup has other columns": lambda about: about["tables"]["studies_study"].pop("label"),
        "about.json is not as it was written": lambda about: about.update(version="0.0.9"),
    }
    for told, change in refusals.items():
        with pytest.raises(BackupError, match=told):
            restore(with_about(data, change))
    with pytest.raises(BackupError, match=r"is not empty: .* --replace"):
        restore(data, in_place=False)
    with pytest.raises(BackupError, match="cut off"):
        restore(data[:-20])
    with pytest.raises(CommandError, match="not 'another': nothing was done"):
        run("restore", "/nowhere", replace="another")

    assert_equal(all_rows(), rows)


def with_columns_reversed(data: bytes) -> bytes:
    """A backup whose columns have another order, as the models of another version may have them."""
    return with_other_rows(data, lambda values: values[::-1])


def with_other_rows(data: bytes, change: Callable[[Sequence[Any]], Sequence[Any]]) -> bytes:
    """A whole backup with other columns of each table, and the values of each row changed likewise."""
    stream, reader = io.BytesIO(), open_backup(io.BytesIO(data))
    layouts = tuple(TableLayout(layout.name, tuple(change(layout.columns))) for layout in reader.about.tables)
    with open_archive(stream, NOW) as archive:
        archive.add(ABOUT, replace(reader.about, tables=layouts).as_json())
        for name, rows in reader.parts():
            archive.add(f"tables/{name}/0001.jsonl", b"".join(row_line(list(change(row))) for row in rows))
        manifest = BackupManifest(archive.digests, reader.manifest.rows, reader.manifest.last_numbers)
        archive.add(MANIFEST, manifest.as_json())
    return stream.getvalue()


@pytest.mark.django_db
def test_columns_are_found_by_their_names():
    make_arm(study=make_study(label="Named 2020"))
    data, rows = backup(), all_rows()
    Study.objects.update(label="After 2021")

    restore(with_columns_reversed(data))

    assert_equal(all_rows(), rows)


@pytest.mark.django_db
def test_a_value_of_another_kind_is_refused_with_a_sentence():
    make_study()
    data, rows = backup(), all_rows()
    for value in ({}, 10**30, "one"):

        def change(values: Sequence[Any], value: object = value) -> Sequence[Any]:
            return values if isinstance(values, tuple) else [value, *values[1:]]

        with pytest.raises(BackupError, match="did not take the backup and was left as it was"):
            restore(with_other_rows(data, change))

    assert_equal(all_rows(), rows)


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """No file of this process may be longer: a write then fails as on a full disk."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.mark.django_db
def test_a_backup_that_cannot_be_written_leaves_nothing(tmp_path: Path):
    make_study()
    with full_disk(after=1000), pytest.raises(BackupError, match="the disk is full"):
        write_backup_file(tmp_path / "a.tar.gz", now=NOW, tell=silent)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "taken.tar.gz").write_text("another backup")

    for name, told in {"taken.tar.gz": "never overwrites", "no/folder.tar.gz": "No such file"}.items():
        with pytest.raises(CommandError, match=told):
            run("backup", str(tmp_path / name))
    with pytest.raises(CommandError, match="is damaged"):
        run("backup", str(tmp_path / "taken.tar.gz"), check=True)
    with pytest.raises(CommandError, match="must then be a folder"):
        run("backup", str(tmp_path / "new.tar.gz"), keep=3)
    (tmp_path / "evidence-20260101T000000Z.tar.gz").touch()
    assert "Deleted" in run("backup", str(tmp_path), keep=1)

    assert (tmp_path / "taken.tar.gz").read_text() == "another backup"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_one_moment_while_people_write():
    study = make_study(label="Before")

    def write_elsewhere() -> None:
        Study.objects.filter(pk=study.pk).update(label="After")
        make_arm(study=study)
        connection.close()

    writers = [Thread(target=write_elsewhere)]

    def between_tables(_line: str) -> None:
        """After the first table somebody saves, before the tables of studies are read."""
        while writers:
            writer = writers.pop()
            writer.start()
            writer.join()

    stream = io.BytesIO()
    write_backup(stream, now=NOW, tell=between_tables)

    rows = dict(open_backup(io.BytesIO(stream.getvalue())).parts())
    assert [Study.objects.get().label, Arm.objects.count()] == ["After", 1]
    assert "Before" in rows["studies_study"][0]
    assert "studies_arm" not in rows
