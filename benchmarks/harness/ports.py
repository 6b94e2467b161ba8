"""Ports of this machine: a free one, and one on which something answers."""

import os
import socket
import subprocess
import time
from pathlib import Path

SECONDS_TO_START = 10


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(
    port: int, process: subprocess.Popen[bytes], seconds: float = SECONDS_TO_START, log: Path | None = None
) -> None:
    """Return when something listens there; a program that ended before is an error, with the end of its log."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == os.EX_OK:
                return
        time.sleep(0.02)
    said = log.read_text()[-3000:] if log else ""
    raise RuntimeError(f"Nothing answers on port {port}: {process.args!r}\n{said}")
