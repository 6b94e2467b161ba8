"""How long the page of a condition and a filtered finding take, beside the bare SQL that fetches the same columns.

    python -m benchmarks.page_speed [--studies 10000] [--runs 3] [--keep made.sqlite3]

Makes made-up studies on SQLite and on a PostgreSQL of its own, measures, makes as many again in other conditions, and
measures once more. ``--keep`` names a file in which SQLite's studies are kept, or found as they were made before.
Nothing is cached; every run reads everything. Times are the best of the runs, in seconds. The work of PostgreSQL is its
own process's, so that its SQL by the processor is the client's part alone.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import django

from tests.harness.postgres import running_postgres

# The whole database on one page; a part of it that is the same at both sizes; one of its findings under a filter.
WIDEST, PART = "back-pain", "lumbar-disc-herniation"
FINDING = "add-on-to-steroid-pain-short-intradiscal"
FILTER = "year_from=2005"
# The pages of the condition that has as many studies at both sizes.
PAGES_OF_PART = [f"/conditions/{PART}/", f"/conditions/{PART}/findings/{FINDING}/?{FILTER}"]
OTHERS = ("sciatica", "spinal-stenosis", "facet-joint-syndrome")
KILOBYTES_A_MEGABYTE = 1024
OK = 200


class Spent(NamedTuple):
    """Seconds by the clock, and seconds of the processor that this process used: a busy machine changes the first."""

    wall: float
    processor: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="where SQLite's made-up studies are kept between runs")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        measure_database(asked.studies, asked.runs, asked.keep)
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder).absolute() / "made.sqlite3"
        if asked.keep and asked.keep.exists():
            shutil.copy(asked.keep, made)
        measure_apart(f"sqlite:///{made}", asked.studies, asked.runs, asked.keep)
    with running_postgres() as server:
        measure_apart(server.url, asked.studies, asked.runs)


def measure_apart(url: str, studies: int, runs: int, keep: Path | None = None) -> None:
    """In a process of its own: settings name one database, and peak memory is a process's."""
    command = [sys.executable, "-m", "benchmarks.page_speed", "--inside"]
    environment = {**os.environ, "DATABASE_URL": url, "DEBUG": "0", "SYNTHETIC": "1"}
    kept = ["--keep", str(keep.absolute())] if keep else []
    subprocess.run([*command, "--studies", str(studies), "--runs", str(runs), *kept], env=environment, check=True)


def measure_database(studies: int, runs: int, keep: Path | None = None) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    django.setup()
    # What needs Django's settings can be imported only now.
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from studies.models import Study
    from studies.synthetic import generate

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    words = settings.BASE_DIR / "fixtures" / "evidence"
    call_command("migrate", verbosity=0)
    if Study.objects.exists():
        say(f"\n{connection.vendor}: studies made before")
    else:
        took = spent(lambda: generate(studies=studies, seed=1, words_from=words))
        say(f"\n{connection.vendor}: {studies} studies made in {took.wall:.0f} s")
        analyse(connection)
        if keep:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(keep)])
    report(runs, [f"/conditions/{WIDEST}/", *PAGES_OF_PART])
    generate(studies=studies, seed=2, words_from=words, conditions=OTHERS)
    analyse(connection)
    say(f"as many again in {', '.join(OTHERS)}")
    report(runs, PAGES_OF_PART)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_A_MEGABYTE
    say(f"peak memory of the process: {peak:.0f} MB")


def report(runs: int, pages: list[str]) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    client.get("/glossary/")
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != OK:
            raise SystemExit(f"{address} answers {answer.status_code}")
        statements = [query["sql"] for query in queries]
        bare, page = [], []
        for _ in range(runs):
            bare.append(spent(partial(fetch, connection, statements)))
            page.append(spent(partial(client.get, address)))
        sql, whole = best(bare), best(page)
        say(
            f"{address}: {fetch(connection, statements)} rows, {len(statements)} queries, "
            f"{len(answer.content) / 1e6:.1f} MB; SQL {sql.wall:.2f} s ({sql.processor:.2f} s of processor), "
            f"page {whole.wall:.2f} s ({whole.processor:.2f} s): "
            f"{whole.wall / sql.wall:.1f} times by the clock, {whole.processor / sql.processor:.1f} by the processor"
        )


def fetch(connection: Any, statements: list[str]) -> int:
    """The page's own statements, every row as a tuple and nothing made of it; how many rows that is."""
    rows = 0
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            rows += len(cursor.fetchall())
    return rows


def analyse(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def spent(what: Callable[[], object]) -> Spent:
    wall, processor = time.perf_counter(), time.process_time()
    what()
    return Spent(time.perf_counter() - wall, time.process_time() - processor)


def best(runs: list[Spent]) -> Spent:
    return Spent(min(run.wall for run in runs), min(run.processor for run in runs))


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
