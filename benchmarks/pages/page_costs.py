"""What one page costs: its statements alone, computed, computed after a change, for a person, kept, and unchanged."""

import gzip
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from benchmarks.pages.asked_site import AskedSite

HOME, PARENT, CONDITION, STUDIES = "/", "/conditions/back-pain/", "/conditions/lumbar-disc-herniation/", "/studies/"
MILLISECONDS = 1_000
# Slow work is repeated while all runs of it together take less processor time than this.
MOST_SECONDS = 2.0
ROWS_AT_ONCE = 1_000


class ComputedCost(NamedTuple):
    """Milliseconds of processor for a page that is computed, and for its statements alone; how many those are."""

    total: float
    sql: float
    queries: int

    def times(self, bare: "ComputedCost") -> float:
        """How many times the statements that read all its rows the page costs: ``bare`` is with nothing kept."""
        return self.total / max(bare.sql, 0.01)

    def text(self, bare: "ComputedCost") -> str:
        return f"{self.sql:8.1f} {self.total:8.1f} {self.times(bare):7.1f}x"


class PageCosts(NamedTuple):
    """Milliseconds of processor for one page, and what it needs besides: bytes, and bytes compressed.

    ``cold`` with nothing kept; ``changed`` after one change, with everything kept before.
    """

    cold: ComputedCost
    changed: ComputedCost
    person: float
    kept: float
    unchanged: float
    size: int
    sent: int
    is_study: bool

    @property
    def line(self) -> str:
        computed = f"{self.cold.text(self.cold)} {self.changed.text(self.cold)}"
        times = f"{computed} {self.person:8.1f} {self.kept:8.2f} {self.unchanged:8.2f}"
        return f"{times} {self.cold.queries:8d} {self.size / 1_000:8.1f} {self.sent / 1_000:8.1f}"


def measure_computed(site: AskedSite, address: str, runs: int, before: Callable[[], object]) -> ComputedCost:
    """The page where ``before`` took away what was kept of it, each time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before()
    start = time.process_time()
    with CaptureQueriesContext(connection) as captured:
        answer = site.get(address)
    first = (time.process_time() - start) * MILLISECONDS
    if answer.status != 200:
        raise SystemExit(f"{address} answers {answer.status}")
    statements = [query["sql"] for query in captured]
    connection.queries_log.clear()
    again = least(lambda: site.get(address), runs, before=before, spent=first)
    return ComputedCost(min(first, again), least(partial(fetch, connection, statements), runs), len(statements))


def measure_in_turns(
    site: AskedSite, address: str, runs: int, before: Callable[[], object], earlier: Callable[[], float]
) -> tuple[ComputedCost, float]:
    """The page, and the least milliseconds of an earlier commit's page, which has a turn before each run of this one.

    What slows or speeds the machine for a while does so for both.
    """
    turns: list[float] = []

    def take_turn() -> None:
        turns.append(earlier())
        before()

    return measure_computed(site, address, runs, take_turn), min(turns)


def measure_page(
    site: AskedSite,
    address: str,
    session: str,
    runs: int,
    *,
    cold: ComputedCost,
    change: Callable[[], object],
    keep_again: Callable[[], object],
    is_study: bool,
) -> PageCosts:
    """The page after each ``change``, and then kept, once the worker did what follows a change (``keep_again``).

    ``cold`` is what it costs with nothing kept.
    """
    changed = measure_computed(site, address, runs, change)
    keep_again()
    answer = site.get(address)
    site.get(address, cookie=session)
    return PageCosts(
        cold=cold,
        changed=changed,
        person=least(lambda: site.get(address, cookie=session), runs),
        kept=least(lambda: site.get(address), 10 * runs),
        unchanged=least(lambda: site.get(address, if_none_match=answer.headers["ETag"]), 10 * runs),
        size=len(gzip.decompress(answer.body)) if answer.headers.get("Content-Encoding") else len(answer.body),
        sent=len(answer.body),
        is_study=is_study,
    )


def fetch(connection: Any, statements: list[str]) -> None:
    """Fetch the rows of the page's statements as tuples, and keep none."""
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            while cursor.description and cursor.fetchmany(ROWS_AT_ONCE):
                pass


def least(
    action: Callable[[], object], runs: int, *, before: Callable[[], object] = lambda: None, spent: float = 0.0
) -> float:
    """The least milliseconds of processor of the runs; infinite without one, where earlier runs ``spent`` too much."""
    found = float("inf")
    for _ in range(runs):
        if spent > MOST_SECONDS * MILLISECONDS:
            break
        before()
        start = time.process_time()
        action()
        took = (time.process_time() - start) * MILLISECONDS
        found, spent = min(found, took), spent + took
    return found
