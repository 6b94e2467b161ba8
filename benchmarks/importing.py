"""How fast citations are imported, and in how much memory, against bibtexparser's bare parse of the same file.

    python -m benchmarks.importing [--abstracts] [ENTRIES ...]      (10000 when nothing is said)

The file is made up by benchmarks/citation_file.py.

Every measurement runs in a process of its own, on a new SQLite file unless DATABASE_URL names an empty, migrated
database. Seconds are the processor's own, so that other programs on the machine do not count; memory is the peak.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.utils import timezone

from benchmarks.citation_file import citation_file

ROOT = Path(__file__).resolve().parent.parent


def bare(data: bytes) -> int:
    """What bibtexparser does by itself."""
    from bibtexparser.entrypoint import parse_string

    return len(parse_string(data.decode()).entries)


def plan(data: bytes) -> int:
    """Parsing, decoding and duplicates, without a database."""
    from studies.citations.parse.read_file import open_file
    from studies.citations.plan import KnownPublications, Planner

    return sum(1 for _ in Planner(KnownPublications()).plan(open_file(data).entries()))


def receive(data: bytes) -> int:
    """What the page does with a file that is sent."""
    from studies.citations.receive import receive_file

    receive_file(name="a.bib", data=data, by=None, now=timezone.now())
    return 1


def work(_: bytes) -> int:
    """What the worker does with it: read, planned and applied, from the bytes in the database to the receipt."""
    from studies.citations.apply import apply_import
    from studies.citations.receive import read_file
    from studies.models import ImportBatch

    batch = read_file(batch=ImportBatch.objects.get())
    return apply_import(batch=batch, by=None, now=timezone.now()).entries.count()


def undo(_: bytes) -> int:
    """All of it taken back."""
    from studies.citations.undo import undo_import
    from studies.models import ImportBatch

    return undo_import(batch=ImportBatch.objects.get(), by=None, now=timezone.now()).entries.count()


MEASURED: dict[str, Callable[[bytes], int]] = {
    "bare": bare,
    "plan": plan,
    "receive": receive,
    "work": work,
    "undo": undo,
}

_WITH_DATABASE = ("receive", "work", "undo")


def measure(name: str, path: Path) -> None:
    """Do one thing in this process and print what it took."""
    data = b"" if name in ("work", "undo") else path.read_bytes()
    if name in _WITH_DATABASE:
        django.setup()
    before = time.process_time()
    count = MEASURED[name](data)
    seconds = time.process_time() - before
    print(json.dumps({"count": count, "seconds": round(seconds, 2), "megabytes": round(peak_megabytes())}))


def peak_megabytes() -> float:
    """The most memory that this process has held. What getrusage says on Linux begins with its parent's peak."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_process(name: str, path: Path, environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.importing", "--measure", name, str(path)]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


def compare(number: int, *, abstracts: bool) -> None:
    """Print one line a measurement for a file of so many entries. The whole import is receive and work together."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "entries.bib"
        path.write_text(citation_file(number, abstracts=abstracts), encoding="utf-8")
        environment = {"DATABASE_URL": f"sqlite:///{directory}/db.sqlite3", **os.environ, "DEBUG": "0"}
        environment["DJANGO_SETTINGS_MODULE"] = "evidence.settings"
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
        print(f"{number:,} entries, {path.stat().st_size / 1e6:.1f} MB", flush=True)
        bare_seconds = 0.0
        for name in MEASURED:
            said = in_process(name, path, environment)
            bare_seconds = bare_seconds or said["seconds"]
            ratio, rate = said["seconds"] / bare_seconds, number / said["seconds"]
            line = f"{said['seconds']:>8.2f} s {rate:>8.0f}/s  x{ratio:<5.2f} {said['megabytes']:>6.0f} MB"
            print(f"  {name:<8} {line}", flush=True)


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--measure"]:
        measure(arguments[1], Path(arguments[2]))
        return
    abstracts = "--abstracts" in arguments
    for asked in [each for each in arguments if each != "--abstracts"] or ["10000"]:
        compare(int(asked), abstracts=abstracts)


if __name__ == "__main__":
    main(sys.argv[1:])
