"""Backup and restore of a large database: time, memory, and whether every row comes back while people write.

    python -m benchmarks.backup_restore --studies 10000
    python -m benchmarks.backup_restore --database /path/of/a/copy.sqlite3

A backup of SQLite is restored into SQLite and into PostgreSQL, one of that PostgreSQL into SQLite; each time every
part of every table is compared by its digest. Then two processes write pairs of rows, each pair in one transaction,
while backups are made: a backup with half of a pair would be none of one moment. The script ends with an error then.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.harness.postgres import running_postgres

ROOT = Path(__file__).resolve().parent.parent
WRITERS, BACKUPS_MEANWHILE = 2, 3
WRITE_PAIRS = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "evidence.settings"
django.setup()
import itertools, sys
from django.db import transaction
from studies.models import Study
first, second = Study.objects.order_by("pk").values_list("pk", flat=True)[int(sys.argv[-1]) * 2 :][:2]
for number in itertools.count():
    with transaction.atomic():
        for study in (first, second):
            Study.objects.filter(pk=study).update(label=f"pair {sys.argv[-1]} {number}")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=400, help="made-up studies to generate (400)")
    parser.add_argument("--database", type=Path, help="a SQLite file of made-up studies instead; it is migrated")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        source = f"sqlite:///{(options.database or folder / 'source.sqlite3').absolute()}"
        manage(source, "migrate", "--verbosity", "0")
        if not options.database:
            manage(source, "generate_evidence", "--studies", str(options.studies))
        postgres = stack.enter_context(running_postgres()).url
        compare(folder, source=source, postgres=postgres)
        for name, url in (("SQLite", source), ("PostgreSQL", postgres)):
            back_up_while_writing(folder, name, url)


def compare(folder: Path, *, source: str, postgres: str) -> None:
    """Backups and restores, each timed, and their digests compared."""
    first, second, third = (folder / f"{name}.tar.gz" for name in ("sqlite", "postgresql", "sqlite-again"))
    fresh, last = (f"sqlite:///{folder / name}" for name in ("fresh.sqlite3", "last.sqlite3"))
    timed("SQLite: backup", source, "backup", str(first))
    print(f"{'':42} {first.stat().st_size / 1e6:.1f} MB, {sum(manifest(first)['rows'].values()):,} rows")
    timed("its check", source, "backup", "--check", str(first))
    timed("restore into a new SQLite", fresh, "restore", str(first))
    timed("restore into that in the place of all", fresh, "restore", str(first), "--replace", "fresh.sqlite3")
    timed("restore into a new PostgreSQL", postgres, "restore", str(first))
    timed("PostgreSQL: backup", postgres, "backup", str(second))
    timed("restore into that in the place of all", postgres, "restore", str(second), "--replace", "postgres")
    timed("restore into a new SQLite", last, "restore", str(second))
    timed("SQLite again: backup", last, "backup", str(third))
    for name, backup in (("PostgreSQL", second), ("SQLite again", third)):
        differing = sorted(part for part, digest in digests(first).items() if digests(backup).get(part) != digest)
        demand(f"{name} differs in {differing}", held=not differing)
        print(f"{name}: every row of every table equal")


def back_up_while_writing(folder: Path, name: str, url: str) -> None:
    """Backups while other processes write pairs; a pair must never be apart."""
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE_PAIRS, str(number)], env=environment(url), cwd=ROOT)
        for number in range(WRITERS)
    ]
    try:
        time.sleep(5)
        for attempt in range(BACKUPS_MEANWHILE):
            backup = folder / f"{name}-{attempt}.tar.gz"
            manage(url, "backup", str(backup))
            labels = pair_labels(backup)
            whole = len(labels) == WRITERS * 2 and len(set(labels)) == WRITERS
            demand(f"{name}: a pair is apart: {labels}", held=whole)
            print(f"{name}: a backup while {WRITERS} processes write holds {', '.join(sorted(set(labels)))}")
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def demand(complaint: str, *, held: bool) -> None:
    if not held:
        sys.exit(complaint)


def pair_labels(backup: Path) -> list[str]:
    with tarfile.open(backup) as tar:
        parts = [tar.extractfile(entry) for entry in tar if entry.name.startswith("tables/studies_study/")]
        rows = [json.loads(line) for part in parts if part for line in part]
    return [value for row in rows for value in row if isinstance(value, str) and value.startswith("pair ")]


def manifest(backup: Path) -> dict[str, dict[str, int]]:
    with tarfile.open(backup) as tar:
        return json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]  # it is a file


def digests(backup: Path) -> dict[str, int]:
    return {name: digest for name, digest in manifest(backup)["sha256"].items() if name.startswith("tables/")}


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url, "SYNTHETIC": "1"}


def manage(url: str, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=environment(url), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def timed(what: str, url: str, *arguments: str) -> None:
    """Run a command and print its time by the clock and of the processor, and the most memory that it had."""
    start = time.perf_counter()
    command = [sys.executable, "manage.py", *arguments]
    process = subprocess.Popen(command, env=environment(url), cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    demand(f"{what} failed", held=process.returncode == 0)
    seconds = time.perf_counter() - start
    processor = used.ru_utime + used.ru_stime
    print(f"{what:42} {seconds:6.1f} s by the clock, {processor:6.1f} s of processor, {used.ru_maxrss / 1024:4.0f} MB")


if __name__ == "__main__":
    main()
