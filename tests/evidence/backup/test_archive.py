"""The archive of a backup: what is read is what was written, or a sentence says that it is not."""

import gzip
import io
import tarfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from evidence.backup.archive import open_archive
from evidence.backup.backup_error import BackupError
from evidence.backup.column_kinds import kind_of
from evidence.backup.dated_backups import dated_name, delete_older
from evidence.backup.manifest import ABOUT, MANIFEST, BackupAbout, BackupManifest, TableLayout, product_version
from evidence.backup.read_backup import check_backup
from evidence.backup.write_backup import row_line

LENGTH_OF_GZIP_HEADER = 10
NOW = datetime(2026, 11, 29, 3, 0, 5, tzinfo=UTC)
ROWS = [[1, "Müller", None], [2, "line\nbreak\u2028", 0.1]]


def a_backup(*, parts: Mapping[str, bytes] | None = None, manifest: bool = True, about: bytes = b"") -> bytes:
    """A small backup: of one table, unless other entries are given."""
    layout = TableLayout("t", (("id", "integer"), ("name", "text"), ("value", "number")))
    said = BackupAbout(product_version(), NOW, synthetic=False, migrations=frozenset({("a", "0001")}), tables=(layout,))
    stream = io.BytesIO()
    with open_archive(stream, NOW) as archive:
        archive.add(ABOUT, about or said.as_json())
        entries = {"tables/t/0001.jsonl": b"".join(map(row_line, ROWS))} if parts is None else parts
        for name, data in entries.items():
            archive.add(name, data)
        if manifest:
            archive.add(MANIFEST, BackupManifest(archive.digests, {"t": 2}, {"t": 7}).as_json())
    return stream.getvalue()


def a_bomb() -> bytes:
    """A small file that says that its first entry has a terabyte."""
    entry = tarfile.TarInfo(ABOUT)
    entry.size = 1_000_000_000_000
    return gzip.compress(entry.tobuf(tarfile.PAX_FORMAT))


def a_link() -> bytes:
    entry = tarfile.TarInfo(ABOUT)
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return gzip.compress(entry.tobuf() + bytes(1024))


def test_what_was_written_is_read():
    reader = check_backup(io.BytesIO(a_backup()))

    assert reader.about.made_at == NOW
    assert reader.about.tables[0].columns == (("id", "integer"), ("name", "text"), ("value", "number"))
    assert (dict(reader.rows), reader.manifest.last_numbers) == ({"t": 2}, {"t": 7})


def test_ordinary_tools_open_it():
    with tarfile.open(fileobj=io.BytesIO(a_backup())) as tar:
        assert [(entry.name, entry.mode) for entry in tar] == [
            (ABOUT, 0o600),
            ("tables/t/0001.jsonl", 0o600),
            (MANIFEST, 0o600),
        ]


@given(st.integers(0, 10_000), st.integers(0, 7))
def test_a_bit_that_changed_is_noticed(place: int, bit: int):
    """Nothing but a change of the header, which says nothing about the rows, may pass."""
    whole = a_backup()
    damaged = bytearray(whole)
    damaged[place % len(whole)] ^= 1 << bit
    if place % len(whole) < LENGTH_OF_GZIP_HEADER:
        with suppress(BackupError):
            assert check_backup(io.BytesIO(bytes(damaged))).rows == {"t": 2}
        return
    with pytest.raises(BackupError):
        check_backup(io.BytesIO(bytes(damaged)))


@given(st.integers(0, 10_000))
def test_a_file_that_was_cut_off_is_noticed(length: int):
    whole = a_backup()
    with pytest.raises(BackupError):
        check_backup(io.BytesIO(whole[: length % len(whole)]))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "cut off"),
        (b"hello, this is a text", "This is not a backup"),
        (a_backup(manifest=False), "cut off"),
        (a_backup(parts={"etc/passwd": b""}), "This is not a backup"),
        (a_backup(parts={}), "t has 0 rows of 2"),
        (a_backup(parts={"tables/t/0001.jsonl": b"null\n{}\n"}), "cannot be read"),
        (a_backup(parts={"tables/t/0001.jsonl": b"[" * 100_000}), "cannot be read"),
        (a_backup(parts={"tables/../../etc/passwd": b"[]\n"}), "says nothing of that table"),
        (a_bomb(), "about.json' has 1,000,000,000,000 bytes"),
        (a_link(), "damaged"),
        (a_backup(about=b'{"product": "another"}'), "This is not a backup"),
        (a_backup(about=b"[]"), "This is not a backup"),
        (
            a_backup(about=b'{"product": "ozone-evidence", "format": 2, "version": "9.0.0"}'),
            "This backup has format 2, made by version 9.0.0; this version",
        ),
    ],
)
def test_another_file_is_refused_with_a_sentence(data: bytes, told: str):
    with pytest.raises(BackupError, match=told):
        check_backup(io.BytesIO(data))


def fields() -> list[Any]:
    models = apps.get_models(include_auto_created=True)
    return [field for model in models for field in model._meta.local_concrete_fields]


def test_every_column_has_a_kind():
    assert {kind_of(field).name for field in fields()} == {
        *("binary", "boolean", "date", "datetime", "integer", "json", "number", "text", "uuid")
    }


def test_only_the_newest_backups_of_a_folder_stay(tmp_path):
    days = [NOW.replace(day=day) for day in (28, 2, 15, 1)]
    for day in days:
        (tmp_path / dated_name(day)).touch()
    (tmp_path / "evidence.tar.gz").touch()

    deleted = delete_older(tmp_path, keep=2)

    assert [path.name for path in deleted] == [dated_name(NOW.replace(day=day)) for day in (1, 2)]
    assert {path.name for path in tmp_path.iterdir()} == {
        "evidence.tar.gz",
        *(dated_name(NOW.replace(day=day)) for day in (15, 28)),
    }
