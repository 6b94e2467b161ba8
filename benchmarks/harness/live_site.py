"""The site as an operator runs it, `manage.py serve` on a port of this machine, for as long as a block lasts."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.harness.ports import free_port
from benchmarks.harness.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START, SECONDS_TO_STOP = 90, 20


class SiteError(Exception):
    """The site could not be started or used; the message says why."""


@dataclass(slots=True)
class LiveSite:
    """A site, started by ``start`` and ended by ``stop``; ``log`` holds everything that its programs write."""

    local: Path
    log: Path
    database_url: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = {"LOCAL_DIR": str(self.local), "DEBUG": "0", "DATABASE_URL": self.database_url}
        return {**os.environ, **ours, **self.variables}

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py and return what it said."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def shell(self, code: str) -> str:
        """What Python code prints that runs inside the site."""
        done = self.manage("shell", "--no-imports", "--command", code)
        if done.returncode:
            raise SiteError(done.stderr[-2000:])
        return done.stdout.strip()

    def prepare(self) -> None:
        """Load the evidence and make the people."""
        done = self.manage("prepare")
        if done.returncode:
            raise SiteError(done.stdout + done.stderr)
        made = self.manage("create_demo_users")
        self.passwords = dict(re.findall(r"demo-(\S+) .*: password (\S+)", made.stdout))

    def start(self) -> None:
        with self.log.open("ab") as log:
            command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.wait_for_page()

    def wait_for_page(self, path: str = "/robots.txt", *, seconds: float = SECONDS_TO_START) -> float:
        """Seconds until a page answers 200. Raises ``SiteError`` when it does not in time."""
        started = time.monotonic()
        visitor = Visitor(self.address, timeout=30)
        while time.monotonic() - started < seconds:
            if visitor.get(path).status == 200:
                return time.monotonic() - started
            time.sleep(0.2)
        raise SiteError(f"{path} did not answer 200 within {seconds:.0f} seconds:\n{self.log.read_text()[-2000:]}")

    @property
    def pid(self) -> int:
        if self.process is None:
            raise SiteError("The site is not started.")
        return self.process.pid

    def wait_for_end(self) -> None:
        """Wait until ``serve`` has ended by itself."""
        if self.process:
            self.process.wait(timeout=SECONDS_TO_STOP)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def visitor(self, name: str = "") -> Visitor:
        """Somebody at the site; with a name, logged in."""
        visitor = Visitor(self.address)
        if name:
            answer = visitor.log_in(f"demo-{name}", self.passwords[name])
            if answer.status != 200 or "/login/" in answer.address:
                raise SiteError(f"{name} could not log in: {answer.status}")
        return visitor


@contextmanager
def live_site(local: Path, *, database_url: str = "", **variables: str) -> Iterator[LiveSite]:
    """A prepared site that is served as long as the block."""
    with tempfile.TemporaryDirectory() as folder:
        site = LiveSite(local, Path(folder) / "log", database_url, variables)
        site.prepare()
        try:
            site.start()
            yield site
        finally:
            site.stop()
