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

pytestmark = pytest.mark.slow

MANAGE = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
PREPARE_TWICE = """
import manage

manage.main(["manage.py", "prepare"])
print("And again")
manage.main(["manage.py", "prepare"])
"""
NAMES_OF_SETTINGS = {"DATABASE_URL", "ENVIRONMENT", "DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", "WEB_WORKERS"}


def environment(local: Path) -> dict[str, str]:
    """The environment on a fresh machine, except for the data folder."""
    kept = {name: value for name, value in os.environ.items() if name not in NAMES_OF_SETTINGS}
    return {**kept, "LOCAL_DIR": str(local)}


@pytest.fixture(scope="module")
def prepared_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The folder of a site, and the output of the two commands that prepared it: in one process, which starts once."""
    local = tmp_path_factory.mktemp("site") / "local"
    done = subprocess.run(  # noqa: S603 - it is this interpreter
        [sys.executable, "-c", PREPARE_TWICE],
        cwd=settings.BASE_DIR,
        env=environment(local),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    first, second = done.stdout.split("And again\n")
    return local, first, second


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(local: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The server once it is ready; a failing test stops it too."""
    process = subprocess.Popen(
        [*MANAGE, "serve", "--port", str(port)],
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


def test_first_start_loads_the_evidence_and_creates_an_admin_with_a_random_password(
    prepared_site: tuple[Path, str, str],
):
    _, output, _ = prepared_site

    assert output.startswith("Loading the evidence\n")
    assert re.search(r"admin for /admin/: name admin, password [\w-]{16} \(shown only now\)", output)


def test_second_start_prints_nothing(prepared_site: tuple[Path, str, str]):
    _, _, again = prepared_site

    assert again == ""


def test_a_site_is_served_with_its_styles_until_it_is_stopped_whole(prepared_site: tuple[Path, str, str]):
    """Styles have hashed names and are cached for ever. A service manager signals the first process alone."""
    local, *_ = prepared_site
    port = free_port()

    with running_server(local, port) as process:
        page = get(port, "/")
        style = re.search(r'href="(/static/css/site\.[0-9a-f]{12}\.css)"', page.body)
        assert style is not None
        answer = get(port, style[1])
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=30)

    assert page.status == answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
    assert process.returncode == 0
    # A signal sent before a web process listens for signals is lost; gunicorn kills it after the grace period, and may
    # write so first.
    assert [line for line in rest.splitlines() if "was sent SIGKILL" not in line] == ["Stopping"]
    assert session_has_ended(process.pid)
