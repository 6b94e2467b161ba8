"""Kept values: one computing for all, never a value of another version, and a store that may break."""

import os
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import override_settings

from studies.models import Condition
from studies.revisions import kept_store, kept_values, single_flight
from studies.revisions.data_version import read_snapshot
from studies.revisions.kept_store import SECONDS_TO_LEAVE_ALONE, KeptStore
from studies.revisions.kept_values import (
    MOST_AT_HAND,
    SECONDS_AT_HAND,
    drop_value,
    find_again,
    find_value,
    forget_values,
    keep,
    remember,
    store_value,
    value_computed,
    value_kept,
)
from studies.revisions.single_flight import StillComputingError
from tests.factories import make_condition
from tests.studies.revisions.test_data_version import by_another
from tests.studies.revisions.versions import Rows, set_by_test, store_in


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Rows:
    return set_by_test(monkeypatch)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    location = tmp_path / "kept"
    # One that fails slowly, on a busy machine, is left alone for a while: only in its own test.
    monkeypatch.setattr(kept_values, "kept_store", KeptStore())
    with override_settings(CACHES=store_in(str(location)), LOCAL_DIR=tmp_path):
        yield location


def test_value_is_computed_once_a_version(rows: Rows) -> None:
    built: list[int | None] = []

    def build() -> int:
        built.append(rows.version)
        return len(built)

    assert [keep("number", build), keep("number", build)] == [1, 1]
    rows.version = 2
    assert [keep("number", build), keep("number", build)] == [2, 2]
    assert built == [1, 2]


def test_next_version_replaces_the_one_before(rows: Rows, store: Path) -> None:
    for version in range(1, 6):
        rows.version = version
        keep("number", dict)
    assert len(list(store.iterdir())) == 1


def test_value_of_any_other_version_is_not_used(rows: Rows) -> None:
    keep("number", lambda: "of version 1")
    rows.version = 0  # the database was put back from a copy
    assert keep("number", lambda: "of version 0") == "of version 0"


def test_value_is_kept_under_the_version_of_its_snapshot(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows may change between the question for the version and the reading."""
    asked = iter([1, 2])
    monkeypatch.setattr(kept_values, "current_version", lambda: next(asked, 2))
    rows.version = 2
    keep("number", lambda: "of version 2")
    kept = find_value("number")
    assert kept is not None
    assert kept == (2, "of version 2")


def test_nothing_is_kept_inside_a_transaction_or_with_debug(rows: Rows) -> None:
    rows.version = None
    assert [keep("number", lambda: 1), keep("number", lambda: 2)] == [1, 2]
    rows.version = 1
    with override_settings(DEBUG=True):
        assert [keep("number", lambda: 3), keep("number", lambda: 4)] == [3, 4]
    assert find_value("number") is None


def test_nothing_is_kept_of_a_failure(rows: Rows) -> None:
    def fail() -> None:
        raise ValueError("no such page")

    for _ in range(2):
        with pytest.raises(ValueError, match="no such page"):
            keep("number", fail)
    assert keep("number", lambda: 1) == 1


def test_threads_that_ask_together_get_one_computing(rows: Rows) -> None:
    built = []

    def build() -> int:
        time.sleep(0.05)
        built.append(1)
        return len(built)

    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(lambda _: keep("number", build), range(8)))
    assert (values, built) == ([1] * 8, [1])


def test_who_waited_takes_a_newer_value_but_never_an_older_one(rows: Rows) -> None:
    newer = kept_values.KeptValue(3, "newer")
    rows.version = 3
    assert kept_values.is_new_enough(newer, 2)
    assert not kept_values.is_new_enough(newer, 4)
    rows.version = 2  # a snapshot sees nothing newer
    assert not kept_values.is_new_enough(newer, 2)


@pytest.mark.django_db(transaction=True)
def test_what_an_older_snapshot_computes_does_not_replace_a_newer_value() -> None:
    def read() -> str:
        return Condition.objects.get().name

    make_condition(name="first", slug="one")
    with read_snapshot() as version:
        by_another(lambda: Condition.objects.update(name="second"))
        by_another(lambda: keep("name", read))
        newer = find_value("name")
        assert keep("name", read) == "first"
    assert newer is not None
    assert newer.version > (version or 0)
    assert find_value("name") == newer == (newer.version, "second")
    assert keep("name", lambda: "computed again") == "second"


def test_waiting_ends_with_an_error_that_says_so(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_flight, "SECONDS_TO_WAIT", 0.01)
    begun, end = threading.Event(), threading.Event()

    def build() -> str:
        begun.set()
        end.wait(10)
        return "late"

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(keep, "number", build)
        begun.wait(10)
        with pytest.raises(StillComputingError):
            keep("number", build)
        end.set()
        assert slow.result() == "late"
    assert keep("number", build) == "late"


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with single_flight.single_flight("number"):
        [path] = (tmp_path / "locks").iterdir()
    holding = (
        "import fcntl, sys, time; f = open(sys.argv[1], 'ab'); fcntl.flock(f, 2); print(flush=True); time.sleep(99)"
    )
    process = subprocess.Popen([sys.executable, "-c", holding, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(StillComputingError), single_flight.single_flight("number", seconds=0.01):
        pass
    process.kill()
    process.wait()
    process.stdout.close()
    with single_flight.single_flight("number", seconds=5):
        assert path.exists()
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05N." * 3])
def test_broken_file_is_a_miss(rows: Rows, store: Path, content: bytes) -> None:
    keep("number", lambda: 1)
    [file] = store.iterdir()
    file.write_bytes(content)
    assert keep("number", lambda: 2) == 2
    assert keep("number", lambda: 3) == 2


def test_foreign_value_is_a_miss(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    store_value("number", 1, 1)
    assert find_value("number") == (1, 1)
    monkeypatch.setattr(kept_store, "cache", SimpleNamespace(get=lambda key: "not one of ours"))
    assert find_value("number") is None


def test_small_value_is_computed_once_a_version_by_each_process_and_not_stored(rows: Rows) -> None:
    built: list[int | None] = []

    def build() -> int:
        built.append(rows.version)
        return len(built)

    assert [remember("number", build), remember("number", build)] == [1, 1]
    rows.version = 2
    assert [remember("number", build), remember("number", build)] == [2, 2]
    assert find_value("number") is None
    forget_values()
    assert remember("number", build) == 3
    # Inside a transaction, which may see rows that nobody else sees.
    rows.version = None
    assert [remember("number", build), remember("number", build)] == [4, 5]
    rows.version = 2
    assert remember("number", build) == 3
    with override_settings(DEBUG=True):
        assert remember("number", build) == 6
    assert built == [1, 2, 2, None, None, 2]


@pytest.mark.django_db(transaction=True)
def test_small_value_is_of_the_state_that_it_was_read_in() -> None:
    make_condition(name="first")

    def read() -> str:
        return Condition.objects.get().name

    def read_after_a_change() -> str:
        by_another(lambda: Condition.objects.update(name="second"))
        return read()

    assert [remember("name", read_after_a_change), remember("name", read)] == ["first", "second"]


def test_what_was_found_is_found_again_without_the_store(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"page {number}" for number in range(MOST_AT_HAND + 1)]
    for name in names:
        store_value(name, 1, name)
    read: list[str] = []
    monkeypatch.setattr(kept_values, "find_value", lambda name: read.append(name) or find_value(name))

    assert [find_again("none", 1), find_again(names[0], 1), find_again(names[0], 1)] == [None, names[0], names[0]]
    assert (find_again(names[0], 2), read) == (None, ["none", names[0], names[0]])
    with override_settings(CONTACT_EMAIL="editor@example.org"):
        assert find_again(names[0], 1) is None
    # At most so many are held, and the oldest goes first; when all is dropped, none is.
    assert [find_again(name, 1) for name in names] == names
    assert [name for name, _ in kept_values._at_hand] == names[1:]  # noqa: SLF001 - it is what is held
    forget_values()
    assert find_again(names[0], 1) is None


def test_the_store_is_asked_now_and_then_for_what_is_at_hand(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    store_value("page", 1, "text")
    clock, read = [100.0], []
    monkeypatch.setattr(kept_values.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(kept_values, "find_value", lambda name: read.append(clock[0]) or find_value(name))

    for clock[0] in (100.0, 100.0 + SECONDS_AT_HAND / 2, 100.0 + SECONDS_AT_HAND):
        assert find_again("page", 1) == "text"
    assert read == [100.0, 100.0 + SECONDS_AT_HAND]
    # Dropped by another process.
    cache.clear()
    assert find_again("page", 1) == "text"
    clock[0] += SECONDS_AT_HAND
    assert find_again("page", 1) is None


def test_what_is_dropped_is_of_that_version_alone(rows: Rows) -> None:
    store_value("number", 2, "two")
    drop_value("number", 1)
    assert find_value("number") == (2, "two")
    drop_value("number", 2)
    drop_value("number", 2)
    assert find_value("number") is None


def test_folder_that_takes_no_files_is_a_miss(rows: Rows, store: Path) -> None:
    keep("number", lambda: 1)
    forget_values()
    store.rmdir()
    store.write_text("a file in place of the folder")
    assert [keep("number", lambda: 2), keep("number", lambda: 3)] == [2, 3]


def test_redis_that_does_not_answer_is_a_miss(rows: Rows) -> None:
    nowhere = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={"default": nowhere}):
        assert [keep("number", lambda: 1), keep("number", lambda: 2)] == [1, 2]


def test_store_that_fails_slowly_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds, asked = 1_000.0, []

    def hang(key: str) -> None:
        nonlocal seconds
        seconds += 2
        asked.append(key)
        raise TimeoutError("timed out")

    monkeypatch.setattr(kept_store, "cache", SimpleNamespace(get=hang))
    monkeypatch.setattr(kept_store, "time", SimpleNamespace(monotonic=lambda: seconds))
    slow = KeptStore()
    assert [slow.get("a"), slow.get("b")] == [None, None]
    assert asked == ["a"]
    seconds += SECONDS_TO_LEAVE_ALONE
    slow.get("c")
    assert asked == ["a", "c"]


def test_who_listens_hears_of_every_computing_and_every_use(rows: Rows) -> None:
    heard: list[tuple[str, str]] = []

    def computed(name: str, seconds: float, **_: object) -> None:
        assert seconds >= 0
        heard.append(("computed", name))

    def used(name: str, **_: object) -> None:
        heard.append(("kept", name))

    value_computed.connect(computed)
    value_kept.connect(used)
    try:
        keep("number", lambda: 1)
        keep("number", lambda: 1)
    finally:
        value_computed.disconnect(computed)
        value_kept.disconnect(used)
    assert heard == [("computed", "number"), ("kept", "number")]


def test_file_that_a_killed_process_left_unfinished_is_removed(rows: Rows, store: Path) -> None:
    store.mkdir()
    for name, modified in (("tmpold", 1.0), ("tmpnew", time.time())):
        (store / name).write_bytes(b"half")
        os.utime(store / name, (modified, modified))
    keep("number", lambda: 1)
    assert not (store / "tmpold").exists()
    assert (store / "tmpnew").exists()


def test_what_is_compressed_in_itself_is_stored_as_it_is_and_other_values_compressed(
    monkeypatch: pytest.MonkeyPatch, rows: Rows, store: Path
) -> None:
    # A page begins with its headers, and its content is the most of it.
    page, text = ("header " * 500, os.urandom(100_000)), "word " * 20_000
    keep("page", lambda: page)
    keep("text", lambda: text)
    assert sum(path.stat().st_size for path in store.iterdir()) < 105_500
    assert keep("text", lambda: "computed again") == text

    def decompress(stored: bytes) -> bytes:
        raise AssertionError("A page is decompressed for each reader.")

    monkeypatch.setattr(zlib, "decompress", decompress)
    assert keep("page", lambda: ("computed again", b"")) == page


def test_store_stays_within_its_bound_and_drops_what_was_used_longest_ago(rows: Rows, store: Path) -> None:
    bounded = {"default": store_in(str(store))["default"] | {"OPTIONS": {"MAX_BYTES": 20_000}}}
    with override_settings(CACHES=bounded):
        keep("read often", lambda: os.urandom(1000))
        for number in range(40):
            before = set(store.iterdir())
            keep(f"page {number}", lambda: os.urandom(1000))
            for path in set(store.iterdir()) - before:
                os.utime(path, (number, number))
            keep("read often", lambda: b"computed again")
        assert sum(path.stat().st_size for path in store.iterdir()) < 22_000
        assert keep("read often", lambda: b"computed again") != b"computed again"
        assert find_value("page 0") is None
        assert find_value("page 39") is not None
