"""A Redis as a deployment runs it, on a port of this machine; it can be killed and started again, empty."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.harness.ports import free_port, wait_for_port
from benchmarks.harness.programs import require_program

# As in compose.yaml: nothing on disk, and the least used goes first.
REDIS_OPTIONS = ("--save", "", "--appendonly", "no", "--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru")


@dataclass(slots=True)
class Redis:
    """``url`` is its address as CACHE_URL takes it."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        if self.process is None:
            raise RuntimeError("Redis is not started.")
        return self.process.pid

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--loglevel", "warning", *REDIS_OPTIONS]
        self.process = subprocess.Popen([require_program("redis-server"), *options], stdout=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


@contextmanager
def running_redis() -> Iterator[Redis]:
    """A server as long as the block; it holds nothing that an end without a word could lose."""
    server = Redis()
    try:
        server.start()
        yield server
    finally:
        server.kill()
