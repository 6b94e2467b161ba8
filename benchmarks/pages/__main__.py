"""What a page costs: computed, kept, and asked for by a reader who has it; beside its bare SQL and /robots.txt.

    python -m benchmarks.pages [--studies 10000] [--runs 5] [--keep database.sqlite3] [--data real] [--server sqlite]
                               [--page /studies/ ...]

Loads the real data set, and creates synthetic studies, each on SQLite and on a temporary PostgreSQL, and asks the
application for a list of pages as gunicorn does. For each page:

- cold: the page with nothing kept, neither of it nor of what it is made of; before it its SQL, which is the
  statements alone, with every row fetched;
- change: the page after one change, the mean of one result of a study of its condition, with everything kept before,
  the studies of conditions too, as the worker keeps them; before it the SQL that is left, and as a ratio to the SQL of
  the page with nothing kept;
- person: the page for somebody who is logged in, made of what is kept;
- kept, 304: the same address again, by a reader who takes gzip, and by one who has the page.

With the real data the page of an earlier commit takes turns with each page with nothing kept (`earlier_page.py`): on a
machine where it takes longer than on the day of the goals, their milliseconds are so many times more. Without git or
that commit they are judged as they are.

Times are processor milliseconds of this process, the best of the runs, of which there are fewer where all together
take two seconds; PostgreSQL works in another process, so there the time of SQL is only the client's part, and no goal
in times of it is judged. The memory is the most of the process once it has answered every page with nothing kept.
``--keep`` names a file that stores the synthetic studies on SQLite for the next run. At its end stands a table of the
goals (`page_goals.py`); the script ends with 1 where one was missed.
"""

import argparse
import gzip
import io
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import django

from benchmarks.harness.new_database import new_database
from benchmarks.pages.asked_site import AskedSite, log_in
from benchmarks.pages.earlier_page import EARLIER_COMMIT, EARLIER_PAGE, MILLISECONDS_THEN, earlier_page, earlier_site
from benchmarks.pages.one_change import change_result
from benchmarks.pages.page_costs import (
    CONDITION,
    HOME,
    PARENT,
    STUDIES,
    ComputedCost,
    PageCosts,
    least,
    measure_computed,
    measure_in_turns,
    measure_page,
)
from benchmarks.pages.page_goals import REAL, SYNTHETIC, PageGoal, goals_of, store_goals, stored_goals
from tests.harness.postgres import running_postgres

MEGABYTES = 1_024
ROBOTS = "/robots.txt"
PAGES = [
    *(HOME, PARENT, CONDITION, f"{CONDITION}findings/", STUDIES),
    *("/reviews/", "/safety/", "/claims/", "/methods/", "/flow/", "/dose/ozone-v-sham/", "/search/?q=pain"),
    *("/conditions/lumbar-disc-herniation.json", "/conditions/lumbar-disc-herniation.csv", "/studies/studies.csv"),
]
# What a separate process does with the database of this run.
FILL, COSTS = "fill", "costs"


def main() -> None:
    options = read_options()
    if options.inside:
        STEPS[options.inside](options)
        return
    started = time.monotonic()
    kinds = [options.data] if options.data else [REAL, SYNTHETIC]
    servers = [options.server] if options.server else list(SERVERS)
    goals = [goal for kind in kinds for name in servers for goal in measure_in_processes(name, kind, options)]
    print("\nGoals", *(goal.line for goal in goals), sep="\n")
    missed = sum(goal.is_missed for goal in goals)
    reached = sum(goal.is_reached for goal in goals)
    print(f"{reached} reached, {missed} missed; {time.monotonic() - started:.0f} seconds")
    raise SystemExit(1 if missed else 0)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="file that stores the synthetic studies on SQLite between runs")
    parser.add_argument("--data", choices=(REAL, SYNTHETIC), help="measure one set of data alone")
    parser.add_argument("--server", choices=tuple(SERVERS), help="measure one database alone")
    parser.add_argument("--page", action="append", help="measure this address alone, or these")
    for hidden in ("--inside", "--kind", "--report", "--earlier-code", "--earlier-database"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    return parser.parse_args()


# Each server has two databases: for this code and for the earlier commit.
@contextmanager
def sqlite(folder: Path, kept: Path | None) -> Iterator[tuple[str, str]]:
    database = folder / "benchmark.sqlite3"
    if kept and kept.exists():
        shutil.copy(kept, database)
    yield f"sqlite:///{database}", f"sqlite:///{folder / 'earlier.sqlite3'}"


@contextmanager
def postgresql(folder: Path, kept: Path | None) -> Iterator[tuple[str, str]]:
    with running_postgres() as server:
        yield server.url, new_database(server, "earlier")


SERVERS: dict[str, Callable[..., Any]] = {"sqlite": sqlite, "postgresql": postgresql}


def measure_in_processes(server: str, kind: str, options: argparse.Namespace) -> list[PageGoal]:
    """Each step in a process of its own: settings name one database, and the most memory is that of a process."""
    keep = options.keep.absolute() if options.keep and kind == SYNTHETIC else None
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory())
        url, earlier_url = stack.enter_context(SERVERS[server](Path(name), keep))
        code = stack.enter_context(earlier_site(earlier_url)) if kind == REAL else None
        report = Path(name, "report")
        ours = {"DATABASE_URL": url, "DEBUG": "0", "SYNTHETIC": str(int(kind == SYNTHETIC)), "LOCAL_DIR": name}
        ours["COMPUTING_SECONDS"] = "0"
        command = [sys.executable, "-m", "benchmarks.pages", "--kind", kind, "--report", str(report)]
        command += ["--runs", str(options.runs), "--studies", str(options.studies)]
        command += [*(["--keep", str(keep)] if keep else []), *(f"--page={page}" for page in options.page or ())]
        command += [f"--earlier-code={code}", f"--earlier-database={earlier_url}"] if code else []
        for step in STEPS:
            subprocess.run([*command, "--inside", step], env={**os.environ, **ours}, check=True)
        return stored_goals(report)


def fill_database(options: argparse.Namespace) -> None:
    """Load or create the studies, unless the database has them."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from studies.models import Study

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if Study.objects.exists():
        return
    if options.kind == REAL:
        call_command("load_evidence", str(settings.BASE_DIR / "fixtures" / "evidence"), stdout=io.StringIO())
    else:
        call_command("generate_evidence", studies=options.studies, seed=1, stdout=io.StringIO())
        call_command("generate_ratings", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if options.keep and connection.vendor == "sqlite":
            cursor.execute("VACUUM INTO %s", [str(options.keep)])


def measure_costs(options: argparse.Namespace) -> None:
    """Print a line for each page, and store whether the goals are reached."""
    django.setup()
    from django.db import connection

    from evidence.findings.every_title import keep_missing_titles

    site, session = AskedSite(), log_in()
    robots = least(lambda: site.get(ROBOTS), 20 * options.runs)
    asked = addresses(site, options)
    cold, earlier = measure_from_nothing(site, asked, options)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTES
    keep_everything(site, asked)
    print_head(options.kind, robots)
    pages: dict[str, PageCosts] = {}
    for page, is_study in asked.items():
        change = partial(change_result, page)
        pages[page] = measure_page(
            site,
            page,
            session,
            options.runs,
            cold=cold[page],
            change=change,
            keep_again=keep_missing_titles,
            is_study=is_study,
        )
        print(f"{pages[page].line}  {page}", flush=True)
    print(f"most memory of a process that answers them: {memory:.0f} MB", flush=True)
    print_speed(earlier)
    goals = goals_of(options.kind, connection.vendor, pages, robots=robots, memory=memory, earlier=earlier)
    store_goals(Path(options.report), goals)


def measure_from_nothing(
    site: AskedSite, pages: Iterable[str], options: argparse.Namespace
) -> tuple[dict[str, ComputedCost], dict[str, float]]:
    """Each page with nothing kept, and what the earlier commit's page takes in turns with it; without it, none."""
    from studies.revisions.kept_values import forget_values

    if not options.earlier_code:
        return {page: measure_computed(site, page, options.runs, forget_values) for page in pages}, {}
    cold, earlier = {}, {}
    with earlier_page(Path(options.earlier_code), options.earlier_database) as ask_earlier:
        for page in pages:
            cold[page], earlier[page] = measure_in_turns(site, page, options.runs, forget_values, ask_earlier)
    return cold, earlier


def print_speed(earlier: dict[str, float]) -> None:
    """How fast this machine is beside that of the goals, by the least time of all turns."""
    if earlier:
        took = min(earlier.values())
        then = f"{MILLISECONDS_THEN:g} where the goals were set: {took / MILLISECONDS_THEN:.2f} times as long"
        print(f"{EARLIER_PAGE} of commit {EARLIER_COMMIT} takes {took:.1f} ms here, {then}", flush=True)


def keep_everything(site: AskedSite, pages: Iterable[str]) -> None:
    """What the worker keeps, and then every page."""
    from evidence.warming.keep_conditions import keep_conditions

    keep_conditions()
    for page in pages:
        site.get(page)


STEPS = {FILL: fill_database, COSTS: measure_costs}


def addresses(site: AskedSite, options: argparse.Namespace) -> dict[str, bool]:
    """The pages to measure, and of each whether it is that of a study."""
    if options.page:
        return dict.fromkeys(options.page, False)
    return dict.fromkeys([*PAGES, *finding_pages(site)], False) | dict.fromkeys(study_pages(), True)


def finding_pages(site: AskedSite) -> list[str]:
    """The page of the first finding of the condition."""
    page = gzip.decompress(site.get(CONDITION).body).decode()
    return re.findall(rf'href="({CONDITION}findings/[\w-]+/)', page)[:1]


def study_pages() -> list[str]:
    """The page of the study with the most results."""
    from django.db.models import Count

    from studies.models import Study

    largest = Study.objects.visible().annotate(n=Count("arms__results")).order_by("-n", "pk").first()
    return [largest.get_absolute_url()] if largest else []


def print_head(kind: str, robots: float) -> None:
    from django.db import connection

    from studies.models import OutcomeResult, Study

    counts = f"{Study.objects.count():,} studies, {OutcomeResult.objects.count():,} results"
    print(f"\n{kind} data on {connection.vendor}: {counts}; {ROBOTS} {robots:.2f} ms")
    print(f"{' from nothing':26} {' after one change':26}")
    print(f"{2 * '     SQL     cold    ratio '}  person     kept      304  queries       kB  gzip kB")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    main()
