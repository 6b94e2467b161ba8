"""Work with a deadline: in time, too late, and with an error."""

import threading

import pytest

from evidence.logs.request_id import current_request_id, set_request_id
from evidence.middleware import deadline
from evidence.middleware.deadline import finish_in_time
from studies.revisions.single_flight import StillComputingError


@pytest.fixture(autouse=True)
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "close_old_connections", lambda: None)


def test_work_in_time_gives_its_result_and_knows_its_request():
    set_request_id("0123456789abcdef")
    try:
        assert finish_in_time(lambda: (current_request_id(), threading.current_thread().name[:4])) == (
            "0123456789abcdef",
            "page",
        )
    finally:
        set_request_id("")


def test_work_that_takes_longer_goes_on():
    may_end, has_ended = threading.Event(), threading.Event()

    def work() -> None:
        may_end.wait(30)
        has_ended.set()

    with pytest.raises(StillComputingError):
        finish_in_time(work, seconds=0.01)
    may_end.set()

    assert has_ended.wait(30)


@pytest.mark.parametrize("error", [ValueError("wrong"), TimeoutError("of something else")])
def test_an_error_of_the_work_is_raised_as_it_is(error: Exception):
    def work() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        finish_in_time(work)

    assert raised.value is error


@pytest.mark.django_db
def test_inside_a_transaction_the_same_thread_does_it():
    assert finish_in_time(threading.current_thread) is threading.current_thread()
