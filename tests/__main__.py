"""python -m tests: every check, then every test on SQLite and on PostgreSQL. With arguments: those tests, on SQLite.

The last line alone says how many passed and how many failed, over the checks and both databases.
"""

import signal
import sqlite3
import sys

from tests.harness.checks import run_checks
from tests.harness.chromium import NoChromium, find_or_install_chromium
from tests.harness.postgres import NoPostgres, running_postgres
from tests.harness.runs import Database, new_seed, run_pytest, run_side_by_side
from tests.harness.tally import Tally


def run_everything() -> Tally:
    checked = run_checks()
    try:
        find_or_install_chromium()
        tested = run_on_both_databases()
    except (NoChromium, NoPostgres) as missing:
        print(missing)
        tested = Tally(0, 1)
    print(f"Checks: {checked}")
    return checked + tested


def run_on_both_databases() -> Tally:
    with running_postgres() as server:
        databases = [
            Database(f"SQLite {sqlite3.sqlite_version}", url=None),
            Database(f"PostgreSQL {server.version.split()[0]}", url=server.url),
        ]
        tallies = run_side_by_side(databases, [f"--randomly-seed={new_seed()}"])
    for database, tally in zip(databases, tallies, strict=True):
        print(f"{database.name}: {tally.total} tests, {tally}")
    if len({tally.total for tally in tallies}) > 1:
        print("The databases did not run the same tests, which counts as a failure.")
        tallies.append(Tally(0, 1))
    return sum(tallies, Tally(0, 0))


def main(arguments: list[str]) -> None:
    # An end asked for by a program cleans up like any other.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        tally = run_pytest(arguments) if arguments else run_everything()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    print(tally)
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
