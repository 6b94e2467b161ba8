"""One process at a time does a piece of work; the others wait for what it makes.

The lock is one of the operating system, on a file: it ends with the process that held it, however that ends. It holds
among the threads and processes of one machine; each machine does the work once.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import locks

# Longer than the slowest page takes, and shorter than a reader's patience or a proxy's limit.
SECONDS_TO_WAIT = 20.0
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05


class StillComputingError(Exception):
    """Another process has worked on the same thing for longer than a request may wait."""


@contextmanager
def single_flight(name: str, *, seconds: float | None = None) -> Iterator[None]:
    """A block that no other thread or process is in under the same name.

    Raises ``StillComputingError`` after ``seconds`` of waiting. Where no lock can be had, as on a full disk, the block
    runs without one: the same work may then be done twice, and nothing else.
    """
    path = _folder() / blake2b(name.encode(), digest_size=16).hexdigest()
    held = _lock(path, SECONDS_TO_WAIT if seconds is None else seconds)
    try:
        yield
    finally:
        if held is not None:
            # Removed while it is locked, so that who waits for this file sees that it is gone, and makes it anew.
            with suppress(OSError):
                path.unlink()
            held.close()


def _folder() -> Path:
    return Path(settings.LOCAL_DIR) / "locks"


def _lock(path: Path, seconds: float) -> BinaryIO | None:
    """The locked file; None where the folder takes no files."""
    deadline, pause = time.monotonic() + seconds, _SHORTEST_PAUSE
    while True:
        try:
            held = _try_to_lock(path)
        except OSError:
            return None
        if held is not None:
            return held
        if time.monotonic() > deadline:
            raise StillComputingError
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _try_to_lock(path: Path) -> BinaryIO | None:
    """The file, locked and still under its name; None where another has it. Raises ``OSError``."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = path.open("ab")
    # A lock on a file that its former holder has removed meanwhile would keep nobody out.
    if locks.lock(file, locks.LOCK_EX | locks.LOCK_NB) and _is_under_its_name(file, path):
        return file
    file.close()
    return None


def _is_under_its_name(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
