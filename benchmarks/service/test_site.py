"""The site behind its proxy, with PostgreSQL and Redis: what readers and curators get, and that nothing is stale."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from math import inf
from pathlib import Path

import pytest

from benchmarks.harness.redis_server import Redis, running_redis
from benchmarks.service.__main__ import HALF_SENT, make_changes, seconds_beside_slow_connections
from benchmarks.service.changes import SeenAnswer, State, is_state_of_its_time
from benchmarks.service.load import load
from benchmarks.service.proxy import Proxy, running_proxy
from benchmarks.service.requests import Response, ask
from benchmarks.service.site import HOST, Site, copy_image_files, manage, running_site
from tests.harness.postgres import running_postgres

CONDITION = "/conditions/lumbar-disc-herniation/"
# Six kinds of changes in turn, each three times.
CHANGES = 18


@dataclass(frozen=True, slots=True)
class Service:
    site: Site
    proxy: Proxy
    redis: Redis
    # The files of the image, from which the site runs.
    code: Path

    def ask(self, path: str, **headers: str) -> Response:
        return ask(self.proxy.port, path, Host=HOST, X_Forwarded_Proto="https", **headers)

    def answers_of(self, path: str) -> list[str]:
        """Where the proxy had each answer for that address from, by its log."""
        return [line["kept"] for line in self.proxy.lines() if line["address"] == path]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with ExitStack() as stack:
        code = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="image-")))
        copy_image_files(code)
        server = stack.enter_context(running_postgres())
        redis = stack.enter_context(running_redis())
        site = stack.enter_context(running_site(server.url, cache_url=redis.url, code=code))
        yield Service(site, stack.enter_context(running_proxy(site.address)), redis, code)


def test_a_page_is_kept_by_the_proxy_and_asked_for_each_time(service: Service):
    before = len(service.answers_of(CONDITION))
    first, second = service.ask(CONDITION), service.ask(CONDITION)
    again = service.ask(CONDITION, If_None_Match=first.headers["ETag"])

    assert (first.status, second.status, again.status) == (200, 200, 304)
    assert first.body == second.body
    assert again.body == b""
    # Where the first answer was not kept yet, the second can come before it is stored.
    *_, last = service.answers_of(CONDITION)[before:]
    assert last == "REVALIDATED"


def test_a_page_comes_compressed_and_may_be_kept_by_others_who_ask(service: Service):
    answer = service.ask(CONDITION, Accept_Encoding="gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 40_000
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers
    assert "X-Accel-Expires" not in answer.headers


def test_the_log_in_is_kept_by_nobody(service: Service):
    answers = [service.ask("/login/") for _ in range(2)]

    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)
    assert answers[0].headers["Set-Cookie"] != answers[1].headers["Set-Cookie"]


def test_health_is_answered_through_the_proxy_and_directly(service: Service):
    assert service.ask("/health/live").status == 200
    # As the check of the container asks: without a host of the site and without TLS.
    assert ask(service.site.port, "/health/live").status == 200
    assert service.ask("/health/ready").status == 200


def test_a_backup_is_made_with_the_files_of_the_image(service: Service, tmp_path: Path):
    manage(service.site.environment, "backup", str(tmp_path), "--keep", "14", code=service.code)
    (backup,) = tmp_path.iterdir()

    manage(service.site.environment, "backup", "--check", str(backup), code=service.code)


def test_plain_http_is_led_to_tls(service: Service):
    answer = ask(service.proxy.port, CONDITION, Host=HOST)

    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}{CONDITION}")


def test_half_sent_connections_keep_no_reader_waiting(service: Service):
    said = seconds_beside_slow_connections(service.proxy.port)

    assert HALF_SENT == 500
    assert said.startswith("200 in 0.")


def test_readers_at_once_all_get_the_page(service: Service):
    readers = 8
    result = load(service.proxy.port, CONDITION, readers=readers, seconds=2)

    assert set(result.statuses) == {200}
    # More than one each; how many in these seconds is for the benchmark, beside other code.
    assert result.statuses[200] > readers


def test_no_answer_is_stale_while_the_site_is_changed(service: Service):
    seen = make_changes(service.site, service.proxy.port, CHANGES)

    assert seen["changes"] == {"edit": 6, "take_back": 3, "retract": 3, "write_sql": 3, "reinstate": 3}
    assert seen["next_answers"] == 2 * CHANGES
    assert isinstance(seen["answers"], int)
    assert seen["answers"] > CHANGES
    assert (seen["stale_next_answers"], seen["stale_answers"], seen["other_statuses"]) == (0, 0, 0)


STATES = [State(-inf, -inf, {"/": "first"}), State(10, 20, {"/": "second"}), State(30, 40, {"/": "third"})]


@pytest.mark.parametrize(
    ("asked", "arrived", "text"),
    # A change that is being written may show already.
    [(25.0, 29.0, "second"), (25.0, 31.0, "third"), (5.0, 11.0, "second")],
)
def test_an_answer_of_its_time_is_not_stale(asked: float, arrived: float, text: str):
    assert is_state_of_its_time(SeenAnswer("/", asked, arrived, 200, text), STATES)


@pytest.mark.parametrize(
    ("asked", "arrived", "text"), [(25.0, 31.0, "first"), (15.0, 29.0, "third"), (5.0, 9.0, "second")]
)
def test_a_stale_answer_would_be_found(asked: float, arrived: float, text: str):
    assert not is_state_of_its_time(SeenAnswer("/", asked, arrived, 200, text), STATES)


def test_a_lost_cache_is_a_slower_site_and_nothing_else(service: Service):
    before = service.ask(CONDITION)
    service.redis.kill()

    after = [service.ask(path) for path in (CONDITION, "/", "/studies/")]

    assert [answer.status for answer in after] == [200, 200, 200]
    assert after[0].body == before.body
