"""Figures of the service as it is deployed: proxy, web processes, Redis and PostgreSQL on this machine.

    python -m benchmarks.service [--changes 1000] [--rounds 3] [--seconds 10] [--earlier COMMIT]

1. Answers a second for a condition page at 8 readers: an earlier commit, this code without and with the proxy.
2. How long /robots.txt takes while 500 half-sent connections stand, directly and through the proxy.
3. Changes by page, undo, retraction and SQL while 8 readers ask: how many answers were stale.

Missing programs are installed by apt, which needs root. The short form, with a verdict: run.py test --part service.
"""

import argparse
import json
import subprocess
import sys
import time

from benchmarks.harness.new_database import new_database
from benchmarks.harness.programs import install_programs
from benchmarks.harness.redis_server import running_redis
from benchmarks.harness.slow_connections import half_sent_connections
from benchmarks.service.proxy import ROOT, running_proxy
from benchmarks.service.requests import ask
from benchmarks.service.site import HOST, Site, running_site
from benchmarks.service.throughput import measure_throughput, print_throughput
from tests.harness.postgres import Server, running_postgres

# The last commit before pages were kept.
EARLIER = "9fd662db"
HALF_SENT = 500
# A web process that is asked directly answers nobody while they stand; it is not waited for longer.
SECONDS_TO_WAIT = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--earlier", default=EARLIER, metavar="COMMIT")
    options = parser.parse_args()
    install_programs()
    with running_postgres() as server:
        targets = measure_throughput(server, options.earlier, rounds=options.rounds, seconds=options.seconds)
        print_throughput(targets)
        measure_behaviour(server, options.changes)


def measure_behaviour(server: Server, changes: int) -> None:
    with (
        running_redis() as redis,
        running_site(new_database(server, "changed"), cache_url=redis.url) as site,
        running_proxy(site.address) as proxy,
    ):
        print(f"\n/robots.txt while {HALF_SENT} half-sent connections stand")
        for name, port in (("through the proxy", proxy.port), ("a web process directly", site.port)):
            print(f"{name:<30} {seconds_beside_slow_connections(port)}")
        print(
            f"\n{changes} changes while 8 readers ask\n{json.dumps(make_changes(site, proxy.port, changes), indent=2)}"
        )


def seconds_beside_slow_connections(port: int) -> str:
    """Status and seconds of /robots.txt, which is not kept: a web process answers it."""
    ask(port, "/robots.txt", Host=HOST, X_Forwarded_Proto="https")  # the first request of a process is not meant
    with half_sent_connections(port, HALF_SENT):
        started = time.perf_counter()
        try:
            answer = ask(port, "/robots.txt", seconds=SECONDS_TO_WAIT, Host=HOST, X_Forwarded_Proto="https")
        except TimeoutError:
            return f"no answer in {SECONDS_TO_WAIT} s"
        return f"{answer.status} in {time.perf_counter() - started:.3f} s"


def make_changes(site: Site, port: int, number: int) -> dict[str, object]:
    """What benchmarks.service.changes saw, in a process of its own with the environment of the site."""
    command = [sys.executable, "-m", "benchmarks.service.changes", str(port), str(number)]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The changes failed:\n{done.stderr}")
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
