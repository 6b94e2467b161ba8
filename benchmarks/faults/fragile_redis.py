"""A Redis that can be killed and started again, empty, as a cache may be."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.faults.live_site import free_port
from benchmarks.service.programs import require_program


@dataclass(slots=True)
class FragileRedis:
    """One on loopback that keeps nothing on disk."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([require_program("redis-server"), *options], stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        if self.process:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def fragile_redis() -> Iterator[FragileRedis]:
    """A server as long as the block."""
    server = FragileRedis()
    server.start()
    try:
        yield server
    finally:
        server.kill()
