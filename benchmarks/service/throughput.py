"""Answers a second for one page: an earlier commit, this code without and with the proxy, in turns on one machine."""

from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks.harness.earlier_code import code_of
from benchmarks.harness.new_database import new_database
from benchmarks.harness.processes import processor_seconds
from benchmarks.harness.redis_server import running_redis
from benchmarks.service.load import Load, load
from benchmarks.service.proxy import running_proxy
from benchmarks.service.site import running_site
from tests.harness.postgres import Server

# The condition with all the others under it.
PAGE = "/conditions/back-pain/"
READERS = 8
# Before each measurement, so that caches are full and connections open.
SECONDS_BEFORE = 1.0


@dataclass(slots=True)
class Target:
    """One way to the page: the port to ask, and the processes that work for it (without the database's)."""

    name: str
    port: int
    processes: list[int]
    best: Load | None = None
    best_processor: float = 0.0

    def measure(self, seconds: float) -> None:
        """Keep the round with the most answers: other work of the machine only takes from them."""
        load(self.port, PAGE, readers=READERS, seconds=SECONDS_BEFORE)
        before = processor_seconds(*self.processes)
        result = load(self.port, PAGE, readers=READERS, seconds=seconds)
        if set(result.statuses) != {200}:
            raise RuntimeError(f"{self.name}: answers by status {dict(result.statuses)}")
        if self.best is None or result.rate > self.best.rate:
            self.best, self.best_processor = result, processor_seconds(*self.processes) - before


def measure_throughput(server: Server, commit: str, *, rounds: int, seconds: float) -> list[Target]:
    """The earlier commit, this code without the proxy, and with it; each its best round."""
    with ExitStack() as stack:
        code = stack.enter_context(code_of(commit))
        earlier = stack.enter_context(running_site(new_database(server, "earlier"), code=code))
        redis = stack.enter_context(running_redis())
        now = stack.enter_context(running_site(new_database(server, "now"), cache_url=redis.url))
        proxy = stack.enter_context(running_proxy(now.address))
        web = [now.process.pid, redis.pid]
        targets = [
            Target(f"commit {commit[:8]}", earlier.port, [earlier.process.pid]),
            Target("this code, without the proxy", now.port, web),
            Target("this code, through the proxy", proxy.port, [*web, proxy.process.pid]),
        ]
        for _ in range(rounds):
            for target in targets:
                target.measure(seconds)
    return targets


def print_throughput(targets: list[Target]) -> None:
    print(f"\n{PAGE}, {READERS} readers, each on an open connection\n")
    print(f"{'':<30} answers/s   times  median ms  95% ms  bytes  processor ms an answer (no database)")
    first = targets[0].best
    for target in targets:
        best = target.best
        if best is None or first is None:
            raise RuntimeError(f"{target.name} was not measured.")
        answers = sum(best.statuses.values())
        waits = f"{1000 * best.wait(0.5):10.1f} {1000 * best.wait(0.95):7.1f}"
        costs = f"{best.body_bytes // answers:6d} {1000 * target.best_processor / answers:8.2f}"
        print(f"{target.name:<30} {best.rate:9.1f} {best.rate / first.rate:7.1f} {waits} {costs}")
