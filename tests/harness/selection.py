"""A pytest plugin: which tests belong to a part of the suite, and the processor time of each file.

The fixtures and marks of a test show what it needs; there is no list of files. A test that uses a browser is a
journey, one that uses a database is a database test, and the rest is pure: it does not depend on the database.

A part reads only the files in which it can have a test, since to read all takes it ten seconds. Journeys lie in one
folder. The text of a file shows whether all its tests use the database, by ``pytestmark``, or whether none can. Any
other part that finds a test which the right part leaves unread fails.
"""

import json
import os
import re
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from django.test import TestCase, TransactionTestCase
from hypothesis import is_hypothesis_test

# pytest-django's own names: every access to the database goes through one of them.
DATABASE_FIXTURES = {"django_db_setup", "_django_db_helper", "db", "transactional_db", "live_server"}
JOURNEYS = "journeys"
PARTS_OF_DATABASE = ("database", "both-databases", "quick")
PARTS_OF_JOURNEYS, PARTS_WITHOUT_JOURNEYS = ("journeys", "smoke"), ("pure", *PARTS_OF_DATABASE)
# Every test of such a file uses the database; without any of these words, none does.
ALL_USE_DATABASE = re.compile(r"^pytestmark = .*(\bdjango_db\b|\"db\")", re.MULTILINE)
WORDS_OF_DATABASE = re.compile(r"\bdb\b|django_db|transactional_db|live_server|TestCase|_evidence\b")
# How an example in a module of the site begins, which is a test as well.
EXAMPLE = ">>> "
HALVING_BIT = 14
# Takes seconds to load.
LARGE_FIXTURE = "real_evidence"


def is_journey(item: pytest.Item) -> bool:
    return item.get_closest_marker("journey") is not None or "browser" in fixtures_of(item)


def uses_database(item: pytest.Item) -> bool:
    asks = not DATABASE_FIXTURES.isdisjoint(fixtures_of(item)) or issubclass(class_of(item), TransactionTestCase)
    return asks or item.get_closest_marker("django_db") is not None


def is_transactional(item: pytest.Item) -> bool:
    """It commits, so the whole database is emptied after it."""
    mark = item.get_closest_marker("django_db")
    marked = mark is not None and bool(mark.kwargs.get("transaction") or mark.args[:1] == (True,))
    asks = not {"transactional_db", "live_server"}.isdisjoint(fixtures_of(item))
    return (
        marked or asks or (issubclass(class_of(item), TransactionTestCase) and not issubclass(class_of(item), TestCase))
    )


def class_of(item: pytest.Item) -> type:
    return getattr(item, "cls", None) or object


def fixtures_of(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def is_pure(item: pytest.Item) -> bool:
    return not uses_database(item) and not is_journey(item)


def is_database_test(item: pytest.Item) -> bool:
    return uses_database(item) and not is_journey(item)


def is_for_one_database(item: pytest.Item) -> bool:
    """It is about words and links made of rows that other tests read on both databases."""
    return item.get_closest_marker("one_database") is not None


def is_test_of_both_databases(item: pytest.Item) -> bool:
    return is_database_test(item) and not is_for_one_database(item)


def is_smoke(item: pytest.Item) -> bool:
    return is_journey(item) and item.get_closest_marker("smoke") is not None


def is_quick(item: pytest.Item) -> bool:
    """Fast database tests; `first_of_each_file` takes a sample of them."""
    takes_long = is_transactional(item) or is_slow(item) or LARGE_FIXTURE in fixtures_of(item)
    return is_database_test(item) and not takes_long


def is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is not None


def is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("long") is not None


def is_property(item: pytest.Item) -> bool:
    return is_hypothesis_test(getattr(item, "obj", None)) and not is_journey(item)


SHARES: dict[str, Callable[[pytest.Item], bool]] = {
    "pure": is_pure,
    "database": is_database_test,
    "both-databases": is_test_of_both_databases,
    JOURNEYS: is_journey,
    "smoke": is_smoke,
    "quick": is_quick,
    "properties": is_property,
    "long": is_long,
    # Its files lie outside the folders of the suite, so they are named and all run.
    "service": lambda _item: True,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("parts of the suite")
    group.addoption("--share", choices=list(SHARES), help="run only the tests of this kind")
    group.addoption("--half", type=int, choices=[1, 2], help="run only the tests in this half of the files")
    group.addoption("--stop-at", type=float, help="start no test after this moment, in seconds since 1970")
    group.addoption(
        "--costs", type=Path, help="write processor seconds, and tests for both databases, by file, as JSON"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--costs"):
        config.pluginmanager.register(Costs(config.getoption("--costs")))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Stop between two tests: a signal would interrupt one and look like its failure."""
    stop_at = item.config.getoption("--stop-at")
    if stop_at is not None and time.time() >= stop_at:
        item.session.shouldstop = "the time is over"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out, unread, the files in which a part has no test."""
    share, half = config.getoption("--share"), config.getoption("--half")
    if collection_path.suffix != ".py":
        return None
    if share and not (is_test_file(collection_path) or EXAMPLE in collection_path.read_text()):
        return True
    of_journeys = lies_in_journeys(collection_path)
    if share in (PARTS_WITHOUT_JOURNEYS if of_journeys else PARTS_OF_JOURNEYS):
        return True
    if share in PARTS_OF_DATABASE and not can_use_database(collection_path):
        return True
    if share == "pure" and is_test_file(collection_path) and ALL_USE_DATABASE.search(collection_path.read_text()):
        return True
    return True if half and half_of(collection_path.relative_to(config.rootpath)) != half else None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Examples stand in modules of the site. To look for them at each name of each file of tests takes seconds."""
    collectors = yield
    return [each for each in collectors if type(each) is pytest.Module] if is_test_file(file_path) else collectors


def is_test_file(path: Path) -> bool:
    """Not a module of the site, whose examples are pure."""
    return path.name.startswith("test_")


def can_use_database(path: Path) -> bool:
    return is_test_file(path) and WORDS_OF_DATABASE.search(path.read_text()) is not None


def lies_in_journeys(path: Path) -> bool:
    return path.parent.name == JOURNEYS


def require_the_right_folder(items: list[pytest.Item], share: str) -> None:
    """Raises ``UsageError`` for a test that the parts of the suite would leave out: see the top of this file."""
    if share in PARTS_OF_JOURNEYS:
        if strays := [item.nodeid for item in items if lies_in_journeys(item.path) and not is_journey(item)]:
            raise pytest.UsageError(f"These are no journeys, and lie among them: {', '.join(strays)}")
    elif strays := [item.nodeid for item in items if is_journey(item) and not lies_in_journeys(item.path)]:
        raise pytest.UsageError(f"Journeys lie in a folder called {JOURNEYS}; these do not: {', '.join(strays)}")
    elif strays := [item.nodeid for item in items if is_database_test(item) and not can_use_database(item.path)]:
        words = WORDS_OF_DATABASE.pattern
        raise pytest.UsageError(f"Ask for the database by one of {words} in the file of the test: {', '.join(strays)}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    share = config.getoption("--share")
    if share:
        require_the_right_folder(items, share)
        chosen = [item for item in items if SHARES[share](item) and (share == "long" or not is_long(item))]
        if share == "quick":
            chosen = first_of_each_file(chosen)
        kept = set(chosen)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = chosen


def first_of_each_file(items: list[pytest.Item]) -> list[pytest.Item]:
    """The first in its written order, for any order of the seed."""
    first: dict[Path, pytest.Item] = {}
    for item in items:
        other = first.setdefault(item.path, item)
        if line_of(item) < line_of(other):
            first[item.path] = item
    return [item for item in items if first[item.path] is item]


def half_of(path: Path) -> int:
    """In which half of the files one is, by its place in the project: the same on every machine.

    Each bit of the number halves the files; this one also halves their processor time, on both databases.
    """
    return 1 + (zlib.crc32(path.as_posix().encode()) >> HALVING_BIT) % 2


def line_of(item: pytest.Item) -> int:
    return item.location[1] or 0


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """A test taken as pure that uses the database anyway would run on one database only."""
    if fixturedef.argname == "django_db_setup" and request.config.getoption("--share") == "pure":
        pytest.fail("This test asks for the database while it runs. Ask in its mark or its arguments.", pytrace=False)


class Costs:
    """Processor seconds of this process and of the programs it waited for, by file.

    And how many tests ran that belong on both databases, so that the two can be compared.
    """

    def __init__(self, report: Path) -> None:
        self.report = report
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.tests: defaultdict[str, int] = defaultdict(int)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        # Programs shared by all tests, such as the browser, end with the last test: they belong to no file.
        clock = time.process_time if nextitem is None else seconds_with_programs
        file, before = item.nodeid.partition("::")[0], clock()
        try:
            return (yield)
        finally:
            self.seconds[file] += clock() - before
            self.tests[file] += not is_for_one_database(item)

    def pytest_sessionfinish(self) -> None:
        costs = {file: [self.tests[file], seconds] for file, seconds in self.seconds.items()}
        self.report.write_text(json.dumps(costs))


def seconds_with_programs() -> float:
    return sum(os.times()[:4])
