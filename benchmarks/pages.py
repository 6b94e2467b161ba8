"""What a page costs: computed, kept, and asked for by a reader who has it; beside its bare SQL and /robots.txt.

    python -m benchmarks.pages [--studies 10000] [--runs 5] [--keep database.sqlite3] [--data real] [--server sqlite]

Loads the real data set, and creates synthetic studies, each on SQLite and on a temporary PostgreSQL, and asks the
application for a list of pages as gunicorn does. For each page:

- SQL: the statements of the page alone, with every row fetched;
- cold: the page with nothing kept, neither of it nor of what it is made of;
- person: the page for somebody who is logged in, made of what is kept;
- kept, 304: the same address again, by a reader who takes gzip, and by one who has the page.

Times are processor milliseconds of this process, the best of the runs; PostgreSQL works in another process, so there
the time of SQL is only the client's part. ``--keep`` names a file that stores the synthetic studies on SQLite for the
next run. The script ends with 1 where a kept page takes more than 3 ms or three times /robots.txt, or a 304 more than
2 ms.
"""

import argparse
import gzip
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import django

from tests.harness.postgres import running_postgres

MILLISECONDS, MEGABYTES = 1_000, 1_024
# The goals, in milliseconds; a kept page also costs at most so many times /robots.txt.
MOST_KEPT, MOST_UNCHANGED, MOST_TIMES_ROBOTS = 3.0, 2.0, 3.0
ROBOTS = "/robots.txt"
CONDITION = "/conditions/lumbar-disc-herniation/"
PAGES = [
    "/",
    "/conditions/back-pain/",
    CONDITION,
    f"{CONDITION}findings/",
    "/studies/",
    "/reviews/",
    "/safety/",
    "/claims/",
    "/methods/",
    "/flow/",
    "/search/?q=pain",
    "/conditions/lumbar-disc-herniation.json",
    "/conditions/lumbar-disc-herniation.csv",
    "/studies/studies.csv",
]


class Answer(NamedTuple):
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Costs(NamedTuple):
    """Milliseconds of processor for one page, and what it needs besides."""

    sql: float
    cold: float
    person: float
    kept: float
    unchanged: float
    queries: int
    size: int
    sent: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="file that stores the synthetic studies on SQLite between runs")
    parser.add_argument("--data", choices=("real", "synthetic"), help="measure one set of data alone")
    parser.add_argument("--server", choices=tuple(SERVERS), help="measure one database alone")
    parser.add_argument("--inside", choices=("real", "synthetic"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        raise SystemExit(0 if measure_database(options) else 1)
    kinds = [options.data] if options.data else ["real", "synthetic"]
    servers = [options.server] if options.server else list(SERVERS)
    raise SystemExit(max(measure_in_process(SERVERS[name], kind, options) for kind in kinds for name in servers))


@contextmanager
def sqlite(folder: Path, kept: Path | None) -> Iterator[str]:
    database = folder / "benchmark.sqlite3"
    if kept and kept.exists():
        shutil.copy(kept, database)
    yield f"sqlite:///{database}"


@contextmanager
def postgresql(folder: Path, kept: Path | None) -> Iterator[str]:
    with running_postgres() as server:
        yield server.url


SERVERS = {"sqlite": sqlite, "postgresql": postgresql}


def measure_in_process(server: Callable[..., Any], kind: str, options: argparse.Namespace) -> int:
    """Measure in a separate process: settings name one database, and peak memory is per process."""
    keep = options.keep.absolute() if options.keep and kind == "synthetic" else None
    with tempfile.TemporaryDirectory() as name, server(Path(name), keep) as url:
        ours = {"DATABASE_URL": url, "DEBUG": "0", "SYNTHETIC": str(int(kind == "synthetic")), "LOCAL_DIR": name}
        ours["COMPUTING_SECONDS"] = "0"
        command = [sys.executable, "-m", "benchmarks.pages", "--inside", kind, "--runs", str(options.runs)]
        command += ["--studies", str(options.studies), *(["--keep", str(keep)] if keep else [])]
        return subprocess.run(command, env={**os.environ, **ours}, check=False).returncode


def measure_database(options: argparse.Namespace) -> bool:
    """Print a line for each page; whether all goals are reached."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    fill_database(options)
    site, session = Site(), log_in()
    robots = best(lambda: site.get(ROBOTS), 20 * options.runs)
    print_head(options.inside, robots)
    pages = [*PAGES, *pages_of_one_study(site)]
    reached = [print_costs(page, measure_page(site, page, session, options.runs), robots) for page in pages]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTES
    print(f"peak memory of the process: {peak:.0f} MB", flush=True)
    return all(reached)


def fill_database(options: argparse.Namespace) -> None:
    """Load or create the studies, unless the database has them."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from studies.models import Study

    if Study.objects.exists():
        return
    if options.inside == "real":
        call_command("load_evidence", str(settings.BASE_DIR / "fixtures" / "evidence"), stdout=io.StringIO())
    else:
        call_command("generate_evidence", studies=options.studies, seed=1, stdout=io.StringIO())
        call_command("generate_ratings", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if options.keep and connection.vendor == "sqlite":
            cursor.execute("VACUUM INTO %s", [str(options.keep)])


class Site:
    """The application, asked as a server asks it."""

    def __init__(self) -> None:
        from evidence.middleware import anonymous_pages
        from evidence.wsgi import application

        # In this thread and without a deadline: statements are captured on its connection.
        anonymous_pages.finish_in_time = at_once
        self._application = application

    def get(self, address: str, **headers: str) -> Answer:
        path, _, query = address.partition("?")
        environ = {
            **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""},
            **{"SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"},
            **{"HTTP_HOST": "localhost", "HTTP_ACCEPT_ENCODING": "gzip", "REMOTE_ADDR": "127.0.0.1"},
            **{"wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr},
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        response = self._application(environ, lambda status, lines, exc_info=None: begun.append((status, lines)))
        body = b"".join(response)
        response.close()
        [(status, lines)] = begun
        return Answer(int(status[:3]), dict(lines), body)


def at_once(work: Callable[[], Any], *, when_done: Callable[[], None]) -> Any:
    """The result of the work, which this thread does however long it takes."""
    try:
        return work()
    finally:
        when_done()


def log_in() -> str:
    """The cookie of a curator's session."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    person, _ = get_user_model().objects.get_or_create(username="benchmark", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def pages_of_one_study(site: Site) -> list[str]:
    """The page of a finding, and of the study with the most results."""
    import re

    from django.db.models import Count

    from studies.models import Study

    page = gzip.decompress(site.get(CONDITION).body).decode()
    findings = re.findall(rf'href="({CONDITION}findings/[\w-]+/)', page)
    largest = Study.objects.visible().annotate(n=Count("arms__results")).order_by("-n", "pk").first()
    return [*findings[:1], *([largest.get_absolute_url()] if largest else [])]


def measure_page(site: Site, address: str, session: str, runs: int) -> Costs:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from studies.revisions.kept_values import forget_values

    forget_values()
    with CaptureQueriesContext(connection) as captured:
        answer = site.get(address)
    if answer.status != 200:
        raise SystemExit(f"{address} answers {answer.status}")
    statements = [query["sql"] for query in captured]
    cold = min(best(lambda: site.get(address), 1, before=forget_values) for _ in range(runs))
    site.get(address, cookie=session)
    return Costs(
        sql=best(partial(fetch, connection, statements), runs),
        cold=cold,
        person=best(lambda: site.get(address, cookie=session), runs),
        kept=best(lambda: site.get(address), 10 * runs),
        unchanged=best(lambda: site.get(address, if_none_match=answer.headers["ETag"]), 10 * runs),
        queries=len(statements),
        size=len(gzip.decompress(answer.body)) if answer.headers.get("Content-Encoding") else len(answer.body),
        sent=len(answer.body),
    )


def fetch(connection: Any, statements: list[str]) -> None:
    """Fetch the rows of the page's statements as tuples."""
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()


def best(action: Callable[[], object], runs: int, *, before: Callable[[], object] = lambda: None) -> float:
    """The least milliseconds of processor of the runs."""
    return min(_once(action, before) for _ in range(runs))


def _once(action: Callable[[], object], before: Callable[[], object]) -> float:
    before()
    start = time.process_time()
    action()
    return (time.process_time() - start) * MILLISECONDS


def print_head(kind: str, robots: float) -> None:
    from django.db import connection

    from studies.models import OutcomeResult, Study

    counts = f"{Study.objects.count():,} studies, {OutcomeResult.objects.count():,} results"
    print(f"\n{kind} data on {connection.vendor}: {counts}; {ROBOTS} {robots:.2f} ms")
    print("     SQL     cold    ratio   person     kept      304  queries       kB  gzip kB")


def print_costs(address: str, costs: Costs, robots: float) -> bool:
    """One line; whether the goals of kept pages are reached."""
    times = f"{costs.sql:8.1f} {costs.cold:8.1f} {costs.cold / max(costs.sql, 0.01):7.1f}x {costs.person:8.1f}"
    sizes = f"{costs.queries:8d} {costs.size / 1_000:8.1f} {costs.sent / 1_000:8.1f}"
    print(f"{times} {costs.kept:8.2f} {costs.unchanged:8.2f} {sizes}  {address}", flush=True)
    return costs.kept <= min(MOST_KEPT, MOST_TIMES_ROBOTS * robots) and costs.unchanged <= MOST_UNCHANGED


if __name__ == "__main__":
    main()
