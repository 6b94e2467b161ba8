"""The archive of a backup: named entries, written and read from beginning to end in bounded memory."""

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from evidence.backup.backup_error import BackupError

# Level 6 is gzip's own choice; rows become about a tenth.
_COMPRESSION = 6
# Of what is written the largest is the row of one source document; a file that says more would fill the memory.
LARGEST_ENTRY = 256 * 1024 * 1024


class ArchiveWriter:
    """Adds entries to an open archive and keeps their digests."""

    def __init__(self, tar: tarfile.TarFile, made_at: datetime) -> None:
        self._tar = tar
        self._seconds = int(made_at.timestamp())
        self.digests: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """Write an entry; ``OSError`` when the disk is full."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = len(data), self._seconds, 0o600
        self._tar.addfile(entry, io.BytesIO(data))
        self.digests[name] = hashlib.sha256(data).hexdigest()


@contextmanager
def open_archive(stream: IO[bytes], made_at: datetime) -> Iterator[ArchiveWriter]:
    """An archive that is written to a stream and completed when the block ends without an error."""
    with (
        gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=_COMPRESSION, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield ArchiveWriter(tar, made_at)


def archive_entries(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The entries of an archive in their order; ``BackupError`` where the file is damaged, cut off or another kind."""
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as compressed:
            with tarfile.open(fileobj=compressed, mode="r|") as tar:
                for entry in tar:
                    if entry.size > LARGEST_ENTRY:
                        raise BackupError(
                            f"This is not a backup of this site: {entry.name!r} has {entry.size:,} bytes."
                        )
                    content = tar.extractfile(entry)
                    if content is not None:
                        yield entry.name, content.read()
            # To the end, where gzip has its checksum.
            while compressed.read(1 << 20):
                pass
    except gzip.BadGzipFile as error:
        raise BackupError(f"This is not a backup of this site, or it is damaged ({error}).") from error
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        raise BackupError(f"The file is damaged or was cut off ({error}).") from error
