"""The proxy of deploy/nginx, started on a free port of this machine."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness.ports import free_port, wait_for_port
from benchmarks.harness.programs import require_program

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = ROOT / "deploy" / "nginx"
SECONDS_TO_WRITE_LOG = 0.3
# The clients of this machine stand for a proxy in front: they say by X-Forwarded-For who asks, and over which scheme.
FRONT_PROXY = "127.0.0.1/32"


@dataclass(frozen=True, slots=True)
class Proxy:
    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def lines(self) -> list[dict[str, Any]]:
        """Its log. A line is written a moment after the answer was sent."""
        time.sleep(SECONDS_TO_WRITE_LOG)
        return [json.loads(line) for line in (self.folder / "access.log").read_text().splitlines()]


def write_configuration(folder: Path, *, listen: str, web_server: str, tls: Path, front: str = FRONT_PROXY) -> Path:
    """nginx.conf in the folder, made as the systemd unit makes it."""
    values = {
        "PROXY_LISTEN": listen,
        "PROXY_FOLDER": str(folder),
        "PROXY_LOGS": str(folder),
        "PROXY_ERRORS": str(FILES / "errors"),
        "PROXY_TLS": str(tls),
        "WEB_SERVER": web_server,
        "FRONT_PROXY": front,
    }
    path = folder / "nginx.conf"
    with path.open("wb") as output:
        subprocess.run([FILES / "fill_in.sh"], env={**os.environ, **values}, stdout=output, check=True)
    return path


@contextmanager
def running_proxy(web_server: str, *, tls: Path | None = None, front: str = FRONT_PROXY) -> Iterator[Proxy]:
    """The proxy in front of that server, as long as the block runs; ``tls`` is a folder with listen.conf."""
    with tempfile.TemporaryDirectory(prefix="proxy-") as name:
        folder = Path(name)
        # Started by root, its processes run as another user, who must be able to read and write here.
        folder.chmod(0o755)
        port = free_port()
        configuration = write_configuration(
            folder, listen=f"127.0.0.1:{port}", web_server=web_server, tls=tls or folder / "no-tls", front=front
        )
        command = [require_program("nginx"), "-e", folder / "error.log", "-c", configuration, "-g", "daemon off;"]
        process = subprocess.Popen(command)
        try:
            wait_for_port(port, process)
            yield Proxy(port, folder, process)
        finally:
            process.terminate()
            process.wait()
