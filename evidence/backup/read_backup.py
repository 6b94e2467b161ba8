"""Reading a backup: what it says of itself, its rows, and whether it is whole."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from evidence.backup.archive import archive_entries
from evidence.backup.backup_error import BackupError
from evidence.backup.manifest import ABOUT, MANIFEST, BackupAbout, BackupManifest, read_about, read_manifest


@dataclass(slots=True)
class BackupReader:
    """A backup that is read once, from its beginning to its end: first ``about``, then ``parts``, then ``manifest``."""

    about: BackupAbout
    _entries: Iterator[tuple[str, bytes]]
    _digests: dict[str, str]
    rows: Counter[str] = field(default_factory=Counter)
    manifest: BackupManifest = field(default_factory=lambda: BackupManifest({}, {}, {}))

    def parts(self) -> Iterator[tuple[str, list[list[Any]]]]:
        """The name of a table and some of its rows, part by part.

        At the end everything read is compared with the manifest: ``BackupError`` where a row is missing or changed.
        """
        tables = {layout.name for layout in self.about.tables}
        for name, data in self._entries:
            try:
                if name == MANIFEST:
                    self.manifest = read_manifest(data)
                    continue
                rows = [_row(line) for line in data.splitlines()]
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise BackupError(f"The file is damaged: {name} cannot be read ({error}).") from error
            self._digests[name] = hashlib.sha256(data).hexdigest()
            table = name.split("/")[1]
            if table not in tables:
                raise BackupError(f"The file is damaged: it holds {name}, but says nothing of that table.")
            self.rows[table] += len(rows)
            yield table, rows
        self._compare()

    def _compare(self) -> None:
        """Compare what was read with what the manifest lists."""
        if not self.manifest.digests:
            raise BackupError("The file was cut off: its end is missing.")
        for name in sorted(self.manifest.digests.keys() | self._digests.keys()):
            if self.manifest.digests.get(name) != self._digests.get(name):
                raise BackupError(f"The file is damaged: {name} is not as it was written.")
        for table, rows in self.manifest.rows.items():
            if self.rows[table] != rows:
                raise BackupError(f"The file is damaged: {table} has {self.rows[table]} rows of {rows}.")


def _row(line: bytes) -> list[Any]:
    row = json.loads(line)
    if not isinstance(row, list):
        raise TypeError("a row is a list")
    return row


def open_backup(stream: IO[bytes]) -> BackupReader:
    """Begin to read a backup; ``BackupError`` for any other file."""
    entries = _readable(archive_entries(stream))
    name, data = next(entries, ("", b""))
    if name != ABOUT:
        raise BackupError("This is not a backup of this site.")
    try:
        about = read_about(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"This is not a backup of this site, or it is damaged ({error}).") from error
    return BackupReader(about, entries, {ABOUT: hashlib.sha256(data).hexdigest()})


def _readable(entries: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Entries that a backup may have, and no others."""
    for name, data in entries:
        if name not in (ABOUT, MANIFEST) and not name.startswith("tables/"):
            raise BackupError(f"This is not a backup of this site: it holds {name!r}.")
        yield name, data


def check_backup(stream: IO[bytes]) -> BackupReader:
    """Read a backup to its end; ``BackupError`` where it is not whole."""
    reader = open_backup(stream)
    for _ in reader.parts():
        pass
    return reader
