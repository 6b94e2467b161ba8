"""A PostgreSQL that can be killed and started again on the same data; it confirms nothing that it could lose."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harness.postgres import (
    RunAs,
    Server,
    find_binaries,
    make_cluster,
    readable_by_anyone,
    stop,
    unprivileged,
    wait_for_version,
)

# As it stands after its installation, but for a small log of changes, which fills a small disk later.
_SETTINGS = ("listen_addresses=", "logging_collector=off", "min_wal_size=32MB", "max_wal_size=48MB")


@dataclass(slots=True)
class FragilePostgres:
    """A cluster in ``folder / "data"``."""

    binaries: Path
    folder: Path
    run_as: RunAs
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return Server(str(self.folder), "").url

    def start(self) -> None:
        options = [f"-c{setting}" for setting in _SETTINGS]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "data", "-k", self.folder, *options],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.run_as,
            )
        wait_for_version(self.folder, self.process)

    def kill(self) -> None:
        """End every process of the server as a crash of the machine would, without a word to them."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            stop(self.process)


@contextmanager
def fragile_postgres(data: Path | None = None) -> Iterator[FragilePostgres]:
    """A server as long as the block; ``data`` is an empty folder for its cluster, by default one of its own."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    run_as = unprivileged()
    binaries = readable_by_anyone(find_binaries(), folder) if run_as else find_binaries()
    if data:
        (folder / "data").symlink_to(data)
    for path in [folder, *folder.rglob("*"), *([data] if data else [])]:
        if run_as:
            os.chown(path, run_as["user"], run_as["group"], follow_symlinks=False)
    server = FragilePostgres(binaries, folder, run_as)
    try:
        make_cluster(binaries, folder, run_as)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
