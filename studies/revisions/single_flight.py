"""One process at a time does a piece of work; the others wait for what it makes.

The lock is one of the operating system, on a file: it ends with the process that held it, however that ends. It holds
among the threads and processes of one machine; each machine does the work once. The files stay: to make and remove one
takes ten times as long as to lock one that is there.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from threading import local
from typing import BinaryIO

from django.conf import settings
from django.core.files import locks

# Longer than the slowest page takes, and shorter than a reader's patience or a proxy's limit.
SECONDS_TO_WAIT = 20.0
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05
# Of the name of a file, so there are 4,096 of them. Two names may share one and then wait for each other, no more.
_DIGITS = 3


class StillComputingError(Exception):
    """Another process has worked on the same thing for longer than a request may wait."""


class _LockedFiles(local):
    """The files that this thread has locked."""

    def __init__(self) -> None:
        self.files: set[Path] = set()


_locked = _LockedFiles()


@contextmanager
def single_flight(name: str, *, seconds: float | None = None) -> Iterator[None]:
    """A block that no other thread or process is in under the same name.

    Raises ``StillComputingError`` after ``seconds`` of waiting. Where no lock can be had, as on a full disk, the block
    runs without one: the same work may then be done twice, and nothing else.
    """
    path = Path(settings.LOCAL_DIR, "locks", blake2b(name.encode()).hexdigest()[:_DIGITS])
    if path in _locked.files:
        # Of a name that has the same file: nobody else is in a block of either.
        yield
        return
    held = _lock(path, SECONDS_TO_WAIT if seconds is None else seconds)
    _locked.files.add(path)
    try:
        yield
    finally:
        _locked.files.remove(path)
        if held is not None:
            held.close()


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
    """The file, locked; None where another has it. Raises ``OSError``."""
    try:
        file = path.open("ab")
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = path.open("ab")
    if locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
        return file
    file.close()
    return None
