"""The store of kept values on disk: Django's file cache, bounded in bytes."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

# Every folder is looked through after this share of the bound was written.
_SHARE_TO_WRITE = 0.02
# No file takes longer.
_SECONDS_TO_WRITE = 60 * 60


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

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        self._max_bytes = int(params.get("OPTIONS", {}).get("MAX_BYTES", 256_000_000))
        # So that the first writing of each process looks at what there is.
        self._written = self._max_bytes
        super().__init__(location, params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default; notes that it was used."""
        value = super().get(key, default, version)
        if value is not default:
            with suppress(OSError):
                os.utime(self._key_to_file(key, version))
        return value

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store a value. Raises ``OSError`` where the disk takes no more."""
        super().set(key, value, timeout, version)
        with suppress(OSError):
            self._written += Path(self._key_to_file(key, version)).stat().st_size

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
