"""A client that asks for many slow pages at once does not hold all threads of a web process."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, RequestFactory, override_settings

from evidence.management.commands.serve import THREADS_PER_WORKER
from evidence.middleware import deadline
from evidence.middleware.client_places import PLACES, take_place
from evidence.middleware.deadline import finish_in_time
from evidence.warming.warm_pages import WARMING
from studies.revisions.single_flight import StillComputingError
from tests.factories import make_user
from tests.studies.revisions.versions import set_by_test, store_in

SLOW = "192.0.2.1"


@pytest.fixture(autouse=True)
def computing_is_limited() -> Iterator[None]:
    with override_settings(COMPUTING_SECONDS=30, PROXY_COUNT=0):
        yield


def places(number: int, address: str = SLOW, **environment: object) -> list[object]:
    return [take_place(RequestFactory().get("/", REMOTE_ADDR=address, **environment)) for _ in range(number)]


@pytest.fixture
def all_taken() -> Iterator[None]:
    taken = places(PLACES)
    yield
    for give_back in taken:
        give_back()


def test_threads_are_left_for_others():
    assert PLACES < THREADS_PER_WORKER
    assert PLACES < deadline.THREADS


@pytest.mark.usefixtures("all_taken")
def test_a_network_has_some_places_and_gets_them_back():
    assert places(1) == [None]
    [other] = places(1, "192.0.2.2")
    other()


def test_a_place_that_was_given_back_is_free():
    for _ in range(3 * PLACES):
        (give_back,) = places(1)
        give_back()


@pytest.mark.usefixtures("all_taken")
def test_the_worker_and_a_site_without_a_limit_take_no_place():
    assert None not in places(1, **{WARMING: True})
    with override_settings(COMPUTING_SECONDS=0):
        assert None not in places(PLACES + 1)


def test_a_place_is_held_until_the_work_ends(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deadline, "close_old_connections", lambda: None)
    may_end, given_back = threading.Event(), threading.Event()

    with pytest.raises(StillComputingError):
        finish_in_time(lambda: may_end.wait(30), seconds=0.01, when_done=given_back.set)
    assert not given_back.is_set()
    may_end.set()

    assert given_back.wait(30)


@pytest.mark.django_db
@pytest.mark.usefixtures("all_taken")
def test_a_reader_without_a_place_comes_back_later_and_whoever_is_logged_in_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    set_by_test(monkeypatch)
    with override_settings(CACHES=store_in(str(tmp_path / "kept")), LOCAL_DIR=tmp_path):
        reader, false, curator = Client(REMOTE_ADDR=SLOW), Client(REMOTE_ADDR=SLOW), Client(REMOTE_ADDR=SLOW)
        false.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
        curator.force_login(make_user())

        answers = [each.get("/glossary/") for each in (reader, false, curator)]
        other = Client(REMOTE_ADDR="192.0.2.2").get("/glossary/")
        kept = reader.get("/glossary/")

    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert {answer.headers["Retry-After"] for answer in answers[:2]} == {"10"}
    assert (other.status_code, kept.status_code) == (200, 200)
