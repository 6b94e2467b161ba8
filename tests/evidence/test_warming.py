"""What readers ask for most is counted, and computed again after a change before they ask."""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.test import Client, override_settings

from evidence.middleware.anonymous_pages import page_name
from evidence.warming import asked_pages, warm_pages
from evidence.warming.asked_pages import MOST_REMEMBERED, AskedPages, add_counts, most_asked
from evidence.warming.warm_pages import PageWarmer, request_for, warm_once
from studies.revisions import kept_store, kept_values
from studies.revisions.kept_store import KeptStore
from tests.studies.revisions.versions import Rows, set_by_test, store_in


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> Iterator[None]:
    with override_settings(CACHES=store_in(str(tmp_path / "kept")), LOCAL_DIR=tmp_path):
        yield


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Rows:
    rows = set_by_test(monkeypatch)
    monkeypatch.setattr(warm_pages, "current_version", lambda: rows.version)
    monkeypatch.setattr(warm_pages, "keep_missing_titles", lambda: None)
    return rows


class Application:
    """Stands for the site: notes what it is asked for."""

    def __init__(self, rows: Rows, *, changes_after: int = 99) -> None:
        self.asked: list[str] = []
        self._rows, self._changes_after = rows, changes_after

    def get_response(self, request: HttpRequest) -> SimpleNamespace:
        self.asked.append(page_name(request))
        if len(self.asked) == self._changes_after:
            self._rows.version = 2
        # A response of Django would close connections, which tests without a database may not touch.
        return SimpleNamespace(close=lambda: None)


def test_counts_of_processes_are_put_together_and_older_ones_weigh_less() -> None:
    add_counts(Counter({"http://localhost/": 10, "http://localhost/safety/": 1}))
    add_counts(Counter({"http://localhost/methods/": 9.5}))
    assert most_asked(2) == ["http://localhost/methods/", "http://localhost/"]
    add_counts(Counter({f"http://localhost/search/?q={number}": 1 for number in range(3 * MOST_REMEMBERED)}))
    assert len(most_asked(9 * MOST_REMEMBERED)) == MOST_REMEMBERED
    assert most_asked(1) == ["http://localhost/methods/"]


def test_process_adds_its_counts_from_time_to_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = SimpleNamespace(monotonic=lambda: seconds)
    seconds = 1_000.0
    monkeypatch.setattr(asked_pages, "time", now)
    asked = AskedPages()
    asked.note("http://localhost/")
    for _ in range(5):
        asked.note("http://localhost/safety/")
    assert most_asked(9) == ["http://localhost/"]
    seconds += asked_pages.SECONDS_BETWEEN_SUMS
    asked.note("http://localhost/safety/")
    assert most_asked(1) == ["http://localhost/safety/"]


def test_process_counts_no_more_addresses_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_pages, "MOST_COUNTED", 3)
    now = SimpleNamespace(monotonic=lambda: seconds)
    seconds = 1_000.0
    monkeypatch.setattr(asked_pages, "time", now)
    asked = AskedPages()
    for number in range(9):
        asked.note(f"http://localhost/search/?q={number}")
    seconds += asked_pages.SECONDS_BETWEEN_SUMS
    asked.note("http://localhost/search/?q=1")
    # The first was added at once, and three were counted after it.
    assert sorted(most_asked(9)) == [f"http://localhost/search/?q={number}" for number in range(4)]


def test_store_that_holds_anything_else_breaks_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_store, "cache", SimpleNamespace(get=lambda key: 7, set=lambda key, value: None))
    AskedPages().note("http://localhost/")
    assert most_asked(1) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/",
        "https://localhost/conditions/back-pain/findings/?outcome=pain&window=short",
        "http://localhost:8000/search/?q=%C3%A9t%C3%A9",
        # A host that a client may send, though there is no such port.
        "http://localhost:99999999/",
    ],
)
def test_page_is_asked_for_under_its_address(address: str, rows: Rows) -> None:
    application: Any = Application(rows)
    add_counts(Counter({address: 1}))
    assert warm_once(application) == 1
    assert application.asked == [address]
    assert request_for(address).META[warm_pages.WARMING]


def test_warming_stops_at_the_next_change_and_at_the_end(rows: Rows) -> None:
    add_counts(Counter({f"http://localhost/studies/{number}/": number for number in range(1, 8)}))
    application: Any = Application(rows, changes_after=2)
    assert warm_once(application) == 2
    assert application.asked == ["http://localhost/studies/7/", "http://localhost/studies/6/"]
    ended = threading.Event()
    ended.set()
    assert warm_once(application, ended=ended) == 0


def test_pages_are_warmed_once_after_a_change_that_no_other_follows(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int | None] = []
    monkeypatch.setattr(warm_pages, "keep_conditions", lambda ended: kept.append(rows.version))
    add_counts(Counter({"http://localhost/": 1}))
    application: Any = Application(rows)
    warmer = PageWarmer(application)
    asked = []
    for version in (1, 2, 2, 2, 3, 4, 4):
        rows.version = version
        warmer.look(threading.Event())
        asked.append(len(application.asked))
    assert asked == [0, 0, 1, 1, 1, 1, 2]
    assert kept == [2, 4]


def test_pages_are_warmed_again_when_the_store_was_emptied(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_pages, "keep_conditions", lambda ended: 0)
    application: Any = Application(rows)
    warmer = PageWarmer(application)

    def asked_after_looks() -> int:
        add_counts(Counter({"http://localhost/": 1}))
        for _ in range(3):
            warmer.look(threading.Event())
        return len(application.asked)

    assert [asked_after_looks(), asked_after_looks()] == [1, 1]
    kept_values.forget_values()
    assert [asked_after_looks(), asked_after_looks()] == [2, 2]


def test_a_store_that_keeps_nothing_is_not_warmed_again_and_again(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int | None] = []
    monkeypatch.setattr(warm_pages, "keep_conditions", lambda ended: looked.append(rows.version))
    monkeypatch.setattr(warm_pages, "store_value", lambda name, version, value: None)
    warmer = PageWarmer(Application(rows))  # type: ignore[arg-type]  # it stands for one
    for _ in range(5):
        warmer.look(threading.Event())
    assert looked == [1]


def test_pages_are_warmed_when_the_store_takes_values_again(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int | None] = []
    monkeypatch.setattr(warm_pages, "keep_conditions", lambda ended: looked.append(rows.version))
    monkeypatch.setattr(warm_pages, "SECONDS_BETWEEN_ATTEMPTS", 0.0)
    warmer = PageWarmer(Application(rows))  # type: ignore[arg-type]  # it stands for one
    with monkeypatch.context() as while_it_is_full:
        while_it_is_full.setattr(KeptStore, "set", lambda *arguments, **named: False)
        for _ in range(4):
            warmer.look(threading.Event())
        assert looked == [1]
    for _ in range(4):
        warmer.look(threading.Event())
    assert looked == [1, 1]


def test_what_was_left_to_keep_is_kept_in_the_next_turns(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [2, 1, 0]
    monkeypatch.setattr(warm_pages, "keep_conditions", lambda ended: left.pop(0))
    warmer = PageWarmer(Application(rows))  # type: ignore[arg-type]  # it stands for one
    for _ in range(6):
        warmer.look(threading.Event())
    assert left == []


def test_home_is_made_after_the_conditions_whose_overviews_it_shows(rows: Rows) -> None:
    paths = ["", "no/such/page", "safety/", "conditions/back-pain/", "conditions/back-pain/findings/"]
    add_counts(Counter({f"http://localhost/{path}": 9 - place for place, path in enumerate(paths)}))
    application: Any = Application(rows)
    warm_once(application)
    asked = [address.removeprefix("http://localhost/") for address in application.asked]
    assert asked == ["conditions/back-pain/", "", "no/such/page", "safety/", "conditions/back-pain/findings/"]


@pytest.mark.django_db
def test_reader_finds_the_page_kept_after_a_change(client: Client, rows: Rows) -> None:
    for _ in range(2):
        client.get("/glossary/", headers={"Host": "localhost"})
    rows.version = 2
    assert warm_once(WSGIHandler()) == 1
    assert client.get("/glossary/", headers={"Host": "localhost"}).kept == "kept"  # type: ignore[attr-defined]
