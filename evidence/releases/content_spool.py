"""The files of a release while they are made: compressed in a temporary file, each content once."""

import hashlib
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import NamedTuple


class SpooledFile(NamedTuple):
    """A file of a release by the digest of its content."""

    path: str
    title: str
    media_type: str
    styles: tuple[str, ...]
    digest: str


class SpooledContent(NamedTuple):
    """A content: its SHA-256, its size in bytes, and the compressed bytes."""

    digest: str
    size: int
    compressed: bytes


class ContentSpool(AbstractContextManager["ContentSpool"]):
    """Keeps the contents on disk, since a large site has more of them than a worker has memory."""

    def __init__(self) -> None:
        self._stream = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
        self._places: dict[str, tuple[int, int, int]] = {}
        self.files: list[SpooledFile] = []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stream.close()

    def add(self, path: str, content: bytes, *, media_type: str, title: str = "", styles: tuple[str, ...] = ()) -> None:
        """Add a file; a path is added once."""
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._places:
            compressed = zlib.compress(content)
            self._places[digest] = (self._stream.tell(), len(compressed), len(content))
            self._stream.write(compressed)
        self.files.append(SpooledFile(path, title, media_type, styles, digest))

    def digests(self) -> list[str]:
        """The digest of each content."""
        return list(self._places)

    def contents(self, digests: list[str]) -> Iterator[SpooledContent]:
        """These contents."""
        for digest in digests:
            start, length, size = self._places[digest]
            self._stream.seek(start)
            yield SpooledContent(digest, size, self._stream.read(length))
        self._stream.seek(0, 2)
