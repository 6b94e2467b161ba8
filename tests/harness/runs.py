"""pytest, on one database or on two side by side."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.harness.checks import ROOT
from tests.harness.tally import Tally, read_tally


@dataclass(frozen=True, slots=True)
class Database:
    name: str
    # None leaves DATABASE_URL out of the environment: the project's own default, SQLite.
    url: str | None


def run_pytest(options: Sequence[str]) -> Tally:
    """One run on the database that the environment names, shown as it goes."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(pytest_command(options, report), cwd=ROOT, check=False)
        return read_tally(report, done.returncode)


def run_side_by_side(databases: Sequence[Database], options: Sequence[str]) -> list[Tally]:
    """A run for each database at once: the first is shown as it goes, each other one after it, whole."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        runs = [start_run(database, options, folder, shown=database is databases[0]) for database in databases]
        for run in runs:
            stack.callback(end_run, run.process)
        return [finish_run(run) for run in runs]


@dataclass(frozen=True, slots=True)
class Run:
    database: Database
    process: subprocess.Popen[bytes]
    report: Path
    output: Path


def start_run(database: Database, options: Sequence[str], folder: Path, *, shown: bool) -> Run:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database.url is not None:
        environment["DATABASE_URL"] = database.url
    report, output = folder / f"{database.name}.xml", folder / f"{database.name}.txt"
    if shown:
        print(f"\npytest on {database.name}", flush=True)
    with output.open("wb") as file:
        target: IO[bytes] | None = None if shown else file
        command = pytest_command(options, report)
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=target, stderr=target)
    return Run(database, process, report, output)


def pytest_command(options: Sequence[str], report: Path) -> list[str]:
    return [sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={report}", *options]


def finish_run(run: Run) -> Tally:
    exit_code = run.process.wait()
    kept = run.output.read_text(errors="replace")
    if kept:
        print(f"\npytest on {run.database.name}\n{kept}", flush=True)
    return read_tally(run.report, exit_code)


def end_run(process: subprocess.Popen[bytes]) -> None:
    """Where something cut the tests short, their processes end too."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def new_seed() -> int:
    """A new order of the tests for each run, the same one on every database, and printed so that it can be repeated."""
    return time.time_ns() % 1_000_000
