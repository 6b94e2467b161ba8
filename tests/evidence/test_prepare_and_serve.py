"""The real start of the site: `manage.py prepare` in an empty folder, `manage.py serve`, and its end."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest
from django.conf import settings

from evidence.management.commands.serve import interrupt, listen_for_end

pytestmark = pytest.mark.slow

MANAGE = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
NAMES_OF_SETTINGS = {"DATABASE_URL", "ENVIRONMENT", "DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", "WEB_WORKERS"}


def environment(local: Path) -> dict[str, str]:
    """The environment on a fresh machine, except for the data folder."""
    kept = {name: value for name, value in os.environ.items() if name not in NAMES_OF_SETTINGS}
    return {**kept, "LOCAL_DIR": str(local)}


def prepare(local: Path) -> str:
    done = subprocess.run(
        [*MANAGE, "prepare"], env=environment(local), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(scope="module")
def prepared_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a site prepared once, and the output of that command."""
    local = tmp_path_factory.mktemp("site") / "local"
    return local, prepare(local)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(local: Path, port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    """The server once it is ready; a failing test stops it too."""
    process = subprocess.Popen(
        [*MANAGE, "serve", "--port", str(port), *options],
        env=environment(local),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(f"Ready: http://127.0.0.1:{port}/")
        yield process
    finally:
        for left in processes_of_session(process.pid):
            os.kill(left, signal.SIGKILL)
        process.communicate()


@dataclass(frozen=True)
class ServerAnswer:
    status: int
    headers: HTTPMessage
    body: str


def get(port: int, path: str) -> ServerAnswer:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return ServerAnswer(response.status, response.headers, response.read().decode())


def processes_of_session(session: int) -> list[int]:
    """The numbers of its running processes: the programs of a site have process groups of their own."""
    found = []
    for path in Path("/proc").iterdir():
        with suppress(ValueError, ProcessLookupError):
            if os.getsid(int(path.name)) == session:
                found.append(int(path.name))
    return found


def session_has_ended(session: int) -> bool:
    """Whether no process of the session is left; ending processes get a moment."""
    for _ in range(100):
        if not processes_of_session(session):
            return True
        time.sleep(0.05)
    return False


def test_first_start_loads_the_evidence_and_creates_an_admin_with_a_random_password(prepared_site: tuple[Path, str]):
    _, output = prepared_site

    assert output.startswith("Loading the evidence\n")
    assert re.search(r"admin for /admin/: name admin, password [\w-]{16} \(shown only now\)", output)


def test_second_start_prints_nothing(prepared_site: tuple[Path, str]):
    local, _ = prepared_site

    assert prepare(local) == ""


def test_static_files_have_hashed_names_and_are_cached_for_ever(prepared_site: tuple[Path, str]):
    local, _ = prepared_site
    port = free_port()

    with running_server(local, port, "--without-worker"):
        page = get(port, "/")
        style = re.search(r'href="(/static/css/site\.[0-9a-f]{12}\.css)"', page.body)
        assert style is not None
        answer = get(port, style[1])

    assert page.status == answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_stops_every_server_process(prepared_site: tuple[Path, str], end: signal.Signals):
    local, _ = prepared_site

    with running_server(local, free_port()) as process:
        # Ctrl-C in a terminal reaches every program of its group; a service manager signals only the first.
        if end == signal.SIGINT:
            os.killpg(process.pid, end)
        else:
            process.send_signal(end)
        rest, _ = process.communicate(timeout=30)

    lines = rest.splitlines()
    assert process.returncode == 0
    assert lines.count("Stopping") == 1
    # A signal sent before a web process listens for signals is lost; gunicorn kills it after the grace period, and may
    # write so first.
    assert all("was sent SIGKILL" in line for line in lines if line != "Stopping"), rest
    assert session_has_ended(process.pid)


def test_a_site_ends_with_its_terminal_unless_nohup_is_asked():
    before = {end: signal.getsignal(end) for end in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        listen_for_end()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        listen_for_end()
        assert signal.getsignal(signal.SIGHUP) is signal.getsignal(signal.SIGTERM) is interrupt
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "70000"], "70000 is not a port; choose one from 1024 to 65535 with --port."),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1, port 8000: "),
    ],
)
def test_unusable_address_gives_a_clear_message(tmp_path: Path, arguments: list[str], sentence: str):
    completed = subprocess.run(
        [*MANAGE, "serve", *arguments],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert completed.returncode == 1
    assert completed.stderr.startswith(f"CommandError: {sentence}")


def test_busy_port_gives_a_message_with_a_solution(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        completed = subprocess.run(
            [*MANAGE, "serve", "--port", str(port)],
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert completed.returncode == 1
    assert completed.stderr.endswith(
        f"Port {port} is used by another program. Stop that program, or choose another port: --port {port + 1}\n"
    )
