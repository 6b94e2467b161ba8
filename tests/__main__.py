"""python -m tests: every check, and every test. What touches the database runs on SQLite and on PostgreSQL, but tests
marked one_database, which run on SQLite only.

    --fast             a result within a minute; lists what it left out
    --part NAME        one part only, such as pure, sqlite, postgresql, journeys, checks or types
    --service          also the service as it is deployed (proxy, Redis; installs them by apt, as root)
    --explore MINUTES  search with new examples and new orders for that long
    --seed N           the order of the tests and the numbers drawn at random; the same ones without it
    anything else      goes to pytest: those tests, on SQLite

The last line gives the total numbers of passed and failed tests.
"""

import argparse
import signal
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.harness.chromium import ChromiumMissingError, find_or_install_chromium
from tests.harness.explore import explore, show
from tests.harness.parts import POSTGRESQL, SQLITE, Part, all_parts, fast_parts, part_names, parts_named, service_part
from tests.harness.postgres import PostgresMissingError, running_postgres
from tests.harness.runs import Result, run_parts, run_shown, seconds_of_ended_processes
from tests.harness.summary import costs, differences
from tests.harness.tally import Tally

# The default order of the tests: the same commit gives the same result.
SEED = 1
# Printed at the end of a run: what this kind of run leaves out.
LEFT_OUT = "Left out: tests marked long, which `--part long` and `--explore` run."
LEFT_OUT_SERVICE = f"{LEFT_OUT} The deployed service (proxy, Redis), which `--service` adds and `--part service` runs."
LEFT_OUT_IN_HASTE = (
    "Left out: types, journeys, PostgreSQL, tests marked slow, and on SQLite all but the first database test of each "
    "file that needs neither a commit nor the real evidence."
)


def run(parts: Sequence[Part], seed: int, left_out: str = "") -> Tally:
    print(f"The order of the tests follows seed {seed}", flush=True)
    try:
        if any(part.in_browser for part in parts):
            find_or_install_chromium()
        with postgres_for(parts) as url:
            results = run_parts(parts, show, postgres_url=url)
    except (ChromiumMissingError, PostgresMissingError) as missing:
        print(missing)
        return Tally(0, 1)
    spent_by_parts = sum(result.processor_seconds for result in results)
    print(*costs(results, seconds_of_ended_processes() - spent_by_parts), sep="\n")
    tally = sum((result.tally for result in results), compare(results))
    if left_out:
        print(f"\n{left_out}")
    return tally


@contextmanager
def postgres_for(parts: Sequence[Part]) -> Iterator[str | None]:
    if any(part.on_postgres for part in parts):
        with running_postgres() as server:
            print(f"SQLite {sqlite3.sqlite_version}, PostgreSQL {server.version.split()[0]}", flush=True)
            yield server.url
    else:
        yield None


def compare(results: Sequence[Result]) -> Tally:
    """Both databases ran the same of the tests that belong on both, or it counts as a failure."""
    different = differences(results, SQLITE, POSTGRESQL)
    if not different:
        return Tally(0, 0)
    print("\nSQLite and PostgreSQL did not run the same tests, which counts as a failure:", *different, sep="\n  ")
    return Tally(0, 1)


def read(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Our options, and what goes to pytest."""
    parser = argparse.ArgumentParser(prog="run.py test", description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--service", action="store_true", help=argparse.SUPPRESS)
    what.add_argument("--fast", action="store_true", help=argparse.SUPPRESS)
    what.add_argument("--part", metavar="NAME", help=argparse.SUPPRESS)
    what.add_argument("--explore", metavar="MINUTES", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, metavar="N", help=argparse.SUPPRESS)
    return parser.parse_known_args(arguments)


def test(arguments: Sequence[str]) -> Tally:
    chosen_options, for_pytest = read(arguments)
    seed = SEED if chosen_options.seed is None else chosen_options.seed
    if chosen_options.explore is not None:
        return explore(chosen_options.explore, chosen_options.seed)
    if chosen_options.fast:
        return run(fast_parts(seed), seed, LEFT_OUT_IN_HASTE)
    if chosen_options.part is not None:
        parts = parts_named(chosen_options.part, seed)
        if not parts:
            sys.exit(f"There is no part called {chosen_options.part!r}. Parts: {', '.join(part_names())}")
        return run(parts, seed)
    if for_pytest:
        return run_shown(for_pytest if "no:randomly" in for_pytest else [f"--randomly-seed={seed}", *for_pytest])
    if chosen_options.service:
        return run([*all_parts(seed), service_part(seed)], seed, LEFT_OUT)
    return run(all_parts(seed), seed, LEFT_OUT_SERVICE)


def main(arguments: list[str]) -> None:
    # An end asked for by a program cleans up like any other. A shell that starts this in the background leaves Ctrl-C
    # ignored, and every program started from here would inherit that: the tests of Ctrl-C need it to act.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        tally = test(arguments)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    print(tally)
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
