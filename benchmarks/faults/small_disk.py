"""A small disk of its own, a file system in memory, that can be filled to the last byte and freed again."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class SmallDiskError(Exception):
    """No disk could be mounted; the message says what is needed."""


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """The folder at which it is mounted."""

    folder: Path

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"

    def fill(self) -> None:
        """Leave no room."""
        with self._filler.open("ab", buffering=0) as filler:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while filler.write(b"x" * size) == size:
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        """Give back the room that ``fill`` took."""
        self._filler.unlink(missing_ok=True)


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """A disk of this size as long as the block; needs the rights of root, as a container of CI has them."""
    if os.geteuid() != 0:
        raise SmallDiskError("Filling a disk needs the right to mount one: run it as root, such as in a container.")
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder]
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SmallDiskError(f"No disk could be mounted: {done.stderr.strip()}")
        try:
            yield SmallDisk(Path(folder))
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607 - a program of the system
