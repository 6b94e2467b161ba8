"""A client that asks for many pages that have to be computed is slowed, and nobody else."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from evidence.middleware import computing_budget
from evidence.middleware.computing_budget import (
    LONGEST_WAIT,
    REFILL,
    ComputingBudgetMiddleware,
    ComputingUse,
    charge,
    use_of,
)
from evidence.pages.home.home_page import home
from evidence.pages.static_pages import robots
from evidence.warming.warm_pages import WARMING

BUDGET = 30


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Two clocks that stand still: of the day, and of the computing of this thread."""
    clock = SimpleNamespace(day=1_000_000.0, computing=0.0)
    monkeypatch.setattr(computing_budget.time, "time", lambda: clock.day)
    monkeypatch.setattr(computing_budget.time, "thread_time", lambda: clock.computing)
    cache.clear()
    with override_settings(COMPUTING_SECONDS=BUDGET, PROXY_COUNT=0):
        yield clock
    cache.clear()


def ask(
    clock: SimpleNamespace,
    address: str = "192.0.2.1",
    *,
    seconds: float = 10.0,
    view: Callable[..., HttpResponse] = home,
    user: User | AnonymousUser | None = None,
    **environment: object,
) -> HttpResponse:
    """The answer to a request for a view that computes so long."""
    request = RequestFactory().get("/", REMOTE_ADDR=address, **environment)
    request.user = user or AnonymousUser()

    def respond(request: HttpRequest) -> HttpResponse:
        refusal = middleware.process_view(request, view, (), {})
        if refusal is None:
            clock.computing += seconds
        return refusal or HttpResponse()

    middleware = ComputingBudgetMiddleware(respond)
    return middleware(request)


def statuses(clock: SimpleNamespace, times: int, address: str = "192.0.2.1") -> list[int]:
    return [ask(clock, address).status_code for _ in range(times)]


def test_a_clock_that_is_put_back_refuses_nobody_for_longer(clock: SimpleNamespace):
    assert statuses(clock, 5) == [200] * 4 + [429]
    clock.day -= 1  # as two servers may differ
    assert ask(clock).status_code == 429
    clock.day -= 3600
    assert statuses(clock, 5) == [200] * 4 + [429]


def test_a_client_that_used_its_budget_is_told_when_to_come_back(clock: SimpleNamespace):
    assert statuses(clock, 4) == [200] * 4
    refused = ask(clock)

    assert refused.status_code == 429
    # 40 seconds were used of 30.
    assert refused.headers["Retry-After"] == "100"
    assert refused.headers["Cache-Control"] == "no-store"
    assert "Please try again in 2 min." in refused.content.decode()
    clock.day += 99
    assert ask(clock).status_code == 429
    clock.day += 1
    assert ask(clock).status_code == 200


def test_a_network_is_one_client_and_others_are_not_refused(clock: SimpleNamespace):
    assert statuses(clock, 3, "2001:db8:1:2::1") == [200] * 3
    assert statuses(clock, 2, "2001:db8:1:2::9") == [200, 429]
    assert statuses(clock, 1, "2001:db8:1:3::1") == [200]


def test_who_is_logged_in_and_pages_that_are_not_computed_are_never_refused(clock: SimpleNamespace):
    assert statuses(clock, 5)[-1] == 429

    assert ask(clock, user=User(username="res1")).status_code == 200
    assert ask(clock, view=robots).status_code == 200


def test_the_worker_that_warms_pages_is_neither_refused_nor_counted(clock: SimpleNamespace):
    warming = {WARMING: True}

    assert [ask(clock, **warming).status_code for _ in range(5)] == [200] * 5
    assert ask(clock).status_code == 200


def test_what_costs_nearly_nothing_is_not_counted(clock: SimpleNamespace):
    ask(clock, seconds=0.001)

    assert use_of("192.0.2.1").seconds == 0


def test_a_clock_that_is_a_little_behind_empties_no_bucket(clock: SimpleNamespace):
    use = ComputingUse(20.0, 1_000.0)

    assert use.left_at(900.0) == 20.0
    assert use.left_at(1_000.0 + 50) == 20.0 - 50 * REFILL
    assert use.left_at(10_000.0) == 0.0


def test_people_of_an_office_who_are_logged_in_use_nothing_of_its_readers_budget(clock: SimpleNamespace):
    for _ in range(100):
        ask(clock, user=User(username="res1"))

    assert ask(clock).status_code == 200


def test_one_client_locks_out_its_network_for_no_longer_than_some_minutes(clock: SimpleNamespace):
    """Failures at the log-in are counted and never refused."""
    for _ in range(100):
        ask(clock, view=robots)

    assert ask(clock).headers["Retry-After"] == str(LONGEST_WAIT)
    clock.day += LONGEST_WAIT
    assert ask(clock).status_code == 200


def test_a_false_session_is_a_reader_as_any_other(clock: SimpleNamespace):
    cookie = {"HTTP_COOKIE": "sessionid=0123456789abcdefghijklmnopqrstuv"}

    assert [ask(clock, **cookie).status_code for _ in range(5)] == [200] * 4 + [429]


def test_requests_that_end_together_are_all_counted(clock: SimpleNamespace):
    with ThreadPoolExecutor(8) as pool:
        for _ in range(40):
            pool.submit(charge, "192.0.2.1", 1.0, now=clock.day)

    assert use_of("192.0.2.1").seconds == 40


def test_a_lost_cache_refuses_nobody(clock: SimpleNamespace, monkeypatch: pytest.MonkeyPatch):
    def fail(*args: object, **options: object) -> None:
        raise ConnectionError

    charge("192.0.2.1", 1_000.0, now=clock.day)
    monkeypatch.setattr(cache, "get", fail)
    monkeypatch.setattr(cache, "set", fail)

    assert ask(clock).status_code == 200


def test_it_can_be_switched_off():
    with override_settings(COMPUTING_SECONDS=0), pytest.raises(MiddlewareNotUsed):
        ComputingBudgetMiddleware(lambda _: HttpResponse())
