"""Thirty-two readers for a minute: what they are answered, how quickly, and how much memory that takes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from benchmarks.faults.crowd import crowd
from benchmarks.faults.promises import Promise
from benchmarks.harness.live_site import LiveSite, live_site
from benchmarks.harness.processes import web_processes

CLIENTS, SECONDS = 32, 60
# One page of the slowest kind, computed beside 31 others on two processors.
LONGEST_SECONDS = 30
MOST_MEGABYTES = 400
FAULT = f"{CLIENTS} clients"


def check() -> Iterator[Promise]:
    with TemporaryDirectory() as folder, live_site(Path(folder)) as site:
        with crowd(site, readers=CLIENTS) as people:
            sleep(SECONDS / 2)
            halfway = memory(site)
            sleep(SECONDS / 2)
            after = memory(site)
        answers = [answer.seconds for answer in people.answers if answer.status == 200]
        statuses = " ".join(f"{status or 'cut'}: {number}" for status, number in people.statuses.items())
        yield Promise(
            FAULT, "everybody is answered with a page, or asked to come later", statuses, not people.unexpected
        )
        seen = f"median {share(answers, 0.5):.3f} s, 95% {share(answers, 0.95):.2f} s, longest {max(answers):.2f} s"
        yield Promise(FAULT, f"no page takes over {LONGEST_SECONDS} seconds", seen, max(answers) < LONGEST_SECONDS)
        rate = f"{len(answers) / SECONDS:.0f} a second"
        yield Promise(FAULT, "pages go out all the time", rate, len(answers) > CLIENTS)
        seen = f"{halfway:.0f} MB after {SECONDS // 2} s, {after:.0f} MB after {SECONDS} s"
        yield Promise(FAULT, f"no process holds over {MOST_MEGABYTES} MB", seen, after < MOST_MEGABYTES)
        alone = site.visitor().get("/")
        yield Promise(
            FAULT, "the site is as quick as before when they are gone", f"{alone.seconds:.2f} s", alone.seconds < 5
        )


def memory(site: LiveSite) -> float:
    """Megabytes of the largest web process."""
    return max(process.megabytes for process in web_processes(site.pid))


def share(values: Sequence[float], part: float) -> float:
    """The value that this part of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]
