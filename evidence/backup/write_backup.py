"""Writing a backup: every row as it was at one moment, while people go on writing."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from evidence.backup.archive import ArchiveWriter, open_archive
from evidence.backup.backup_error import BackupError
from evidence.backup.last_numbers import last_number
from evidence.backup.manifest import ABOUT, MANIFEST, BackupAbout, BackupManifest, product_version
from evidence.backup.tables import Table, encoded_rows, kept_tables, layout_of
from evidence.health.migration_state import applied_migrations, known_migrations
from studies.disk_full import is_disk_full
from studies.revisions.data_version import in_transaction, read_transaction

# A part of a table is written when it holds so many bytes; a row is never divided.
PART_BYTES = 4_000_000

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds."""

    about: BackupAbout
    rows: int
    tables: int
    documents: int


def write_backup_file(path: Path, *, now: datetime, tell: Tell) -> BackupReport:
    """Write a backup under a name that is free; it appears there only when it is complete and on the disk.

    Only its owner may read it. ``BackupError`` where the name is taken or the disk is full; nothing is left then.
    """
    if path.exists():
        raise BackupError(f"{path} exists already; a backup never overwrites a file. Choose another name.")
    try:
        with _temporary_file(path) as (temporary, stream):
            report = write_backup(stream, now=now, tell=tell)
            stream.flush()
            os.fsync(stream.fileno())
            _give_name(temporary, path)
    except OSError as error:
        reason = "the disk is full" if is_disk_full(error) else error.strerror or str(error)
        raise BackupError(f"{path} was not written: {reason}. Nothing of it is left.") from error
    return report


@contextmanager
def _temporary_file(path: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A new file beside the one to be; removed at the end unless it got its name."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as stream:
            yield Path(name), stream
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _give_name(temporary: Path, path: Path) -> None:
    """Give a complete file its name, unless another has got that name meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        temporary.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_backup(stream: IO[bytes], *, now: datetime, tell: Tell) -> BackupReport:
    """Write a backup to a stream; all rows are those of one moment. ``tell`` gets a line for every table with rows."""
    # Outside the snapshot: the models of older migrations take seconds to draw.
    connection = connections[DEFAULT_DB_ALIAS]
    migrations = applied_migrations()
    if not migrations:
        raise BackupError("The database of DATABASE_URL has no tables; there is nothing to back up.")
    if unknown := sorted(migrations - known_migrations()):
        raise BackupError(
            f"The database has migration {'.'.join(unknown[0])}, which this code ({product_version()}) does not know. "
            "Make the backup with the code that the site runs."
        )
    tables = kept_tables(migrations)
    about = BackupAbout(
        version=product_version(),
        made_at=now,
        synthetic=settings.SYNTHETIC,
        migrations=migrations,
        tables=tuple(map(layout_of, tables.values())),
    )
    rows: dict[str, int] = {}
    with open_archive(stream, now) as archive:
        archive.add(ABOUT, about.as_json())
        with nullcontext() if in_transaction(connection) else read_transaction(connection):
            if applied_migrations() != migrations:
                raise BackupError("The database was migrated at this moment. Make the backup again.")
            for name, table in tables.items():
                rows[name] = _write_table(archive, table)
                if rows[name]:
                    tell(f"{name}: {rows[name]:,} rows")
            # Numbers given since are higher, which is safe: no number is given twice.
            numbers = {name: last_number(connection, table) for name, table in tables.items()}
        last_numbers = {name: number for name, number in numbers.items() if number}
        archive.add(MANIFEST, BackupManifest(archive.digests, rows, last_numbers).as_json())
    return BackupReport(about, sum(rows.values()), len(rows), rows.get("studies_documentcontent", 0))


def _write_table(archive: ArchiveWriter, table: Table) -> int:
    """Write the rows of a table in parts; returns their number."""
    name, rows = table._meta.db_table, 0
    for position, lines in enumerate(_parts(encoded_rows(table)), 1):
        archive.add(f"tables/{name}/{position:04}.jsonl", b"".join(lines))
        rows += len(lines)
    return rows


def _parts(rows: Iterator[list[Any]]) -> Iterator[list[bytes]]:
    """Rows as lines of JSON, together in parts."""
    lines: list[bytes] = []
    size = 0
    for row in rows:
        lines.append(row_line(row))
        size += len(lines[-1])
        if size >= PART_BYTES:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines


def row_line(row: list[Any]) -> bytes:
    """A row as a line of JSON.

    >>> row_line([1, "Müller", None]).decode()
    '[1,"Müller",null]\\n'
    """
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
