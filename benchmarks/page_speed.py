"""Speed of the page of a condition and of a filtered finding, compared with the plain SQL for the same columns.

    python -m benchmarks.page_speed [--studies 10000] [--runs 3] [--keep database.sqlite3]

Creates synthetic studies on SQLite and on a temporary PostgreSQL, measures, creates as many again in other
conditions, and measures again. ``--keep`` names a file that stores the SQLite studies for the next run.
Nothing is cached; every run reads everything. Times are the best of the runs, in seconds. PostgreSQL works in another
process, so the processor time of its SQL is only the client's part.
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

# A condition with all studies; one with the same studies at both sizes; one of its findings with a filter.
ALL_STUDIES, ONE_CONDITION = "back-pain", "lumbar-disc-herniation"
FINDING = "add-on-to-steroid-pain-short-intradiscal"
FILTER = "year_from=2005"
# The pages of the condition that has as many studies at both sizes.
PAGES_OF_ONE_CONDITION = [f"/conditions/{ONE_CONDITION}/", f"/conditions/{ONE_CONDITION}/findings/{FINDING}/?{FILTER}"]
OTHER_CONDITIONS = ("sciatica", "spinal-stenosis", "facet-joint-syndrome")
KILOBYTES_A_MEGABYTE = 1024
OK = 200


class Duration(NamedTuple):
    """Wall-clock seconds, and processor seconds of this process; only the first depend on other load."""

    wall: float
    processor: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="file that stores the SQLite studies between runs")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure_database(options.studies, options.runs, options.keep)
        return
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder).absolute() / "benchmark.sqlite3"
        if options.keep and options.keep.exists():
            shutil.copy(options.keep, database)
        measure_in_process(f"sqlite:///{database}", options.studies, options.runs, options.keep)
    with running_postgres() as server:
        measure_in_process(server.url, options.studies, options.runs)


def measure_in_process(url: str, studies: int, runs: int, keep: Path | None = None) -> None:
    """Measure in a separate process: settings name one database, and peak memory is per process."""
    command = [sys.executable, "-m", "benchmarks.page_speed", "--inside"]
    environment = {**os.environ, "DATABASE_URL": url, "DEBUG": "0", "SYNTHETIC": "1"}
    keep_option = ["--keep", str(keep.absolute())] if keep else []
    subprocess.run(
        [*command, "--studies", str(studies), "--runs", str(runs), *keep_option], env=environment, check=True
    )


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
        print_line(f"\n{connection.vendor}: studies loaded from the file")
    else:
        duration = measure(lambda: generate(studies=studies, seed=1, words_from=words))
        print_line(f"\n{connection.vendor}: {studies} studies created in {duration.wall:.0f} s")
        analyse(connection)
        if keep:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(keep)])
    report(runs, [f"/conditions/{ALL_STUDIES}/", *PAGES_OF_ONE_CONDITION])
    generate(studies=studies, seed=2, words_from=words, conditions=OTHER_CONDITIONS)
    analyse(connection)
    print_line(f"as many again in {', '.join(OTHER_CONDITIONS)}")
    report(runs, PAGES_OF_ONE_CONDITION)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_A_MEGABYTE
    print_line(f"peak memory of the process: {peak:.0f} MB")


def report(runs: int, pages: list[str]) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    client.get("/glossary/")
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if response.status_code != OK:
            raise SystemExit(f"{address} answers {response.status_code}")
        statements = [query["sql"] for query in queries]
        bare, page = [], []
        for _ in range(runs):
            bare.append(measure(partial(fetch, connection, statements)))
            page.append(measure(partial(client.get, address)))
        sql, whole = shortest(bare), shortest(page)
        print_line(
            f"{address}: {fetch(connection, statements)} rows, {len(statements)} queries, "
            f"{len(response.content) / 1e6:.1f} MB; SQL {sql.wall:.2f} s ({sql.processor:.2f} s of processor), "
            f"page {whole.wall:.2f} s ({whole.processor:.2f} s): "
            f"{whole.wall / sql.wall:.1f} times (wall clock), {whole.processor / sql.processor:.1f} (processor)"
        )


def fetch(connection: Any, statements: list[str]) -> int:
    """Fetch the rows of the page's statements as tuples and return their number."""
    rows = 0
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            rows += len(cursor.fetchall())
    return rows


def analyse(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(action: Callable[[], object]) -> Duration:
    wall, processor = time.perf_counter(), time.process_time()
    action()
    return Duration(time.perf_counter() - wall, time.process_time() - processor)


def shortest(runs: list[Duration]) -> Duration:
    return Duration(min(run.wall for run in runs), min(run.processor for run in runs))


def print_line(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
