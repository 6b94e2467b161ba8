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

from benchmarks.citation_file import citation_file

ROOT = Path(__file__).resolve().parent.parent


def bare(data: bytes) -> int:
    """What bibtexparser does by itself."""
    from bibtexparser.entrypoint import parse_string

    return len(parse_string(data.decode()).entries)


def plan(data: bytes) -> int:
    """Parsing, decoding and duplicates, without a database."""
    from studies.importers.opening import open_file
    from studies.importers.plan import Known, Planner

    return sum(1 for _ in Planner(Known()).plan(open_file(data).entries()))


def whole(data: bytes) -> int:
    """From the bytes to the receipt, with the database."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "evidence.settings"
    django.setup()
    from django.utils import timezone

    from studies.actions.importing_applying import apply_import
    from studies.actions.importing_reading import read_file, receive_file

    batch = read_file(batch=receive_file(name="a.bib", data=data, by=None, now=timezone.now()))
    return apply_import(batch=batch, by=None, now=timezone.now()).entries.count()


MEASURED: dict[str, Callable[[bytes], int]] = {"bare": bare, "plan": plan, "whole": whole}


def measure(name: str, path: Path) -> None:
    """Do one thing in this process and print what it took."""
    data = path.read_bytes()
    before = time.process_time()
    count = MEASURED[name](data)
    seconds = time.process_time() - before
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"count": count, "seconds": round(seconds, 2), "megabytes": round(megabytes)}))


def in_process(name: str, path: Path, environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.importing", "--measure", name, str(path)]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


def compare(number: int, *, abstracts: bool) -> None:
    """Print one line a measurement for a file of so many entries."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "entries.bib"
        path.write_text(citation_file(number, abstracts=abstracts), encoding="utf-8")
        environment = {"DATABASE_URL": f"sqlite:///{directory}/db.sqlite3", **os.environ, "DEBUG": "0"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
        print(f"{number:,} entries, {path.stat().st_size / 1e6:.1f} MB")
        taken = {name: in_process(name, path, environment) for name in MEASURED}
    for name, said in taken.items():
        ratio = said["seconds"] / taken["bare"]["seconds"]
        rate = said["count"] / said["seconds"]
        print(f"  {name:<6} {said['seconds']:>8.2f} s {rate:>8.0f}/s  x{ratio:<5.2f} {said['megabytes']:>6.0f} MB")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--measure"]:
        measure(arguments[1], Path(arguments[2]))
        return
    abstracts = "--abstracts" in arguments
    for asked in [each for each in arguments if each != "--abstracts"] or ["10000"]:
        compare(int(asked), abstracts=abstracts)


if __name__ == "__main__":
    main(sys.argv[1:])
