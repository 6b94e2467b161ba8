"""The store of kept values on disk: Django's file cache, bounded in bytes."""

import os
import pickle
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.core.cache.backends.filebased import FileBasedCache

# Every folder is looked through after this share of the bound was written.
_SHARE_TO_WRITE = 0.02
# No file takes longer.
_SECONDS_TO_WRITE = 60 * 60
# A value of whose last bytes compression leaves more than this share is stored as it is.
_WORTH_COMPRESSING, _TRIED = 0.9, 1000
# A tenth more bytes than at zlib's usual level, in less than half of the time.
_LEVEL = 1


class _File(NamedTuple):
    """A file of the store, and when it was last read or written."""

    used: float
    size: int
    path: str


class KeptFiles(FileBasedCache):
    """Django's file cache; where it holds more than ``MAX_BYTES``, the files that were used longest ago go.

    The bound is looked at now and then, so for a short time there can be a few hundredths more. Django's own bound
    counts entries and removes them by chance, pages that everybody reads among them.
    """

    # Of Django's class, whose types do not name them.
    _dir: str
    _key_to_file: Callable[..., str]
    _delete: Callable[[str], bool]
    _list_cache_files: Callable[[], list[str]]
    _is_expired: Callable[[BinaryIO], bool]

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        self._max_bytes = int(params.get("OPTIONS", {}).get("MAX_BYTES", 256_000_000))
        # So that the first writing of each process looks at what there is.
        self._written = self._max_bytes
        super().__init__(location, params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default; notes that it was used."""
        path = Path(self._key_to_file(key, version))
        try:
            with path.open("rb") as file:
                if self._is_expired(file):
                    return default
                value = _read_value(file)
        except FileNotFoundError:
            return default
        with suppress(OSError):
            os.utime(path)
        return value

    def _write_content(self, file: BinaryIO, timeout: Any, value: object) -> None:
        """As Django writes it, but a value that is compressed in itself, as a page is, only once."""
        pickled = pickle.dumps(value, self.pickle_protocol)
        end = pickled[-_TRIED:]
        is_worth_it = len(zlib.compress(end, _LEVEL)) < _WORTH_COMPRESSING * len(end)
        file.write(pickle.dumps(self.get_backend_timeout(timeout), self.pickle_protocol))
        file.write(zlib.compress(pickled, _LEVEL) if is_worth_it else pickled)
        self._written += file.tell()

    def _cull(self) -> None:
        """Make room: Django calls this before it writes."""
        if self._written < self._max_bytes * _SHARE_TO_WRITE:
            return
        self._written = 0
        self._remove_unfinished()
        files = sorted(self._files(), reverse=True)
        total = 0
        for file in files:
            total += file.size
            if total > self._max_bytes:
                self._delete(file.path)

    def _remove_unfinished(self) -> None:
        """Files that a process was killed over while it wrote them."""
        for path in Path(self._dir).glob("tmp*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _SECONDS_TO_WRITE:
                    path.unlink()

    def _files(self) -> list[_File]:
        found = []
        for path in self._list_cache_files():
            with suppress(OSError):
                status = Path(path).stat()
                found.append(_File(status.st_mtime, status.st_size, path))
        return found


def _read_value(file: BufferedReader) -> Any:
    """The value of a file that is read up to it: a pickle, or a compressed one, which never begins as a pickle does.

    What is not compressed is read to where it is used: copies of a long page take longer than the rest of its answer.
    """
    if file.peek(1)[:1] == pickle.PROTO:
        return pickle.load(file)  # noqa: S301 - it is ours
    return pickle.loads(zlib.decompress(file.read()))  # noqa: S301 - it is ours
