"""Parts run in parallel, each as a process: output, counts and processor time."""

import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness.parts import PYTEST, ROOT, Part
from tests.harness.tally import Tally, count_report, read_tally

# On two processors: parts with a browser or a database server wait for it a third of their time, and for the disk.
AT_ONCE = 4
# Of the system's priorities; a step is about a quarter more or less of the processor's time.
STEPS_BEHIND = 5
SECONDS_TO_END = 20
SECONDS_FOR_A_TEST = 120
# The address of the database; and that Python keeps no compiled code, as containers say: every process of a run, and
# each that a test starts, would compile all modules and rewrite all assertions again.
LEFT_OUT = ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
# No check may use or create the database that is served.
IN_MEMORY = "sqlite://:memory:"
# Where the parts put the databases that they copy: see tests/harness/database_templates.py, which needs Django.
FOLDER_OF_TEMPLATES = "DATABASE_TEMPLATES"
Costs = dict[str, tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Result:
    part: Part
    tally: Tally
    output: str = ""
    processor_seconds: float = 0.0
    # By file: how many tests for both databases ran, and the processor seconds of all.
    files: Costs = field(default_factory=dict)


class Run:
    """A running part."""

    def __init__(self, part: Part, postgres_url: str | None, templates: str, stop_at: float | None) -> None:
        self.part = part
        self.folder = tempfile.TemporaryDirectory()
        self.place = Path(self.folder.name)
        self.processor_seconds = 0.0
        command = [*part.command]
        if part.runs_pytest:
            command += [f"--junit-xml={self.place / 'report.xml'}", f"--costs={self.place / 'costs.json'}"]
            command += [] if stop_at is None else [f"--stop-at={stop_at}"]
        with (self.place / "output").open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**environment_of(part, postgres_url), FOLDER_OF_TEMPLATES: templates},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        if not (part.on_postgres or part.in_browser):
            yield_to_others(self.process.pid)

    def has_ended(self) -> bool:
        # The system adds a process to this sum when it is waited for: the difference is what this process used.
        before = seconds_of_ended_processes()
        ended = self.process.poll() is not None
        self.processor_seconds += seconds_of_ended_processes() - before
        return ended

    def end(self) -> None:
        self.process.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        while not self.has_ended():
            if time.monotonic() > deadline:
                self.process.kill()
            time.sleep(0.05)

    def result(self, *, interrupted: bool = False) -> Result:
        exit_code = self.process.wait()
        report = self.place / "report.xml"
        if not self.part.runs_pytest:
            tally = Tally(0, 1) if exit_code else Tally(1, 0)
        else:
            tally = count_report(report) if interrupted else read_tally(report, exit_code)
        output = (self.place / "output").read_text(errors="replace")
        return Result(self.part, tally, output, self.processor_seconds, read_costs(self.place / "costs.json"))

    def remove_folder(self) -> None:
        self.folder.cleanup()


def yield_to_others(pid: int) -> None:
    """Let a process and those that it starts run where the parts with a server or a browser leave a processor free.

    These take longest, since they also wait for their programs: so the last one does not run alone at the end.
    """
    os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0) + STEPS_BEHIND)


def read_costs(path: Path) -> Costs:
    if not path.exists():
        return {}
    return {file: (tests, seconds) for file, (tests, seconds) in json.loads(path.read_text()).items()}


def environment_of(part: Part, postgres_url: str | None) -> dict[str, str]:
    """The part decides about the database, not the shell's environment: without an address, SQLite."""
    environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    if part.on_postgres:
        assert postgres_url is not None
        # Two parts on one server: the second that makes a test database drops one of the same name.
        environment["DATABASE_URL"] = f"{postgres_url.rpartition('/')[0]}/{part.name.replace('-', '_')}"
    elif not part.runs_pytest:
        environment["DATABASE_URL"] = IN_MEMORY
    return environment


def seconds_of_ended_processes() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run_parts(
    parts: Iterable[Part],
    show: Callable[[Result], None],
    *,
    postgres_url: str | None = None,
    seconds: float | None = None,
) -> list[Result]:
    """Run the parts in order, a few at a time, and show each when it ends.

    After that many seconds no part is started; running parts stop after their current test and report.
    """
    waiting, running, results = iter(parts), list[Run](), list[Result]()
    templates = tempfile.TemporaryDirectory(prefix="templates-")
    stop_at = None if seconds is None else time.time() + seconds

    def is_overdue(grace: float = 0.0) -> bool:
        return stop_at is not None and time.time() > stop_at + grace

    try:
        while not is_overdue(SECONDS_FOR_A_TEST):
            while len(running) < AT_ONCE and not is_overdue() and (part := next(waiting, None)):
                running.append(Run(part, postgres_url, templates.name, stop_at))
            if not running:
                break
            for run in [run for run in running if run.has_ended()]:
                running.remove(run)
                results.append(run.result(interrupted=is_overdue()))
                run.remove_folder()
                show(results[-1])
            time.sleep(0.05)
    finally:
        for run in running:
            run.end()
            run.remove_folder()
        templates.cleanup()
    return results


def run_shown(options: Sequence[str]) -> Tally:
    """pytest with these options, on the database that the environment names, with its output shown live."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run([*PYTEST, f"--junit-xml={report}", *options], cwd=ROOT, check=False)
        return read_tally(report, done.returncode)
