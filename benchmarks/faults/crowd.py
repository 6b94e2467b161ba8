"""Readers and writers at the site, in threads: what they were answered, and what was confirmed to them."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from benchmarks.faults.steps import Steps
from benchmarks.harness.live_site import LiveSite, SiteError
from benchmarks.harness.visitor import NO_ANSWER, Answer, Visitor

PAGES = (
    "/",
    "/conditions/back-pain/",
    "/studies/",
    "/safety/",
    "/methods/",
    "/reviews/",
    "/claims/",
    "/search/?q=disc",
)
# What a reader may see while a part is gone: the page, a sentence with a time, a connection that was cut.
EXPECTED = {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS, NO_ANSWER}


@dataclass(slots=True)
class Crowd:
    """``answers`` are those of readers; ``confirmed`` are notes that a page said were saved, by study, in order."""

    site: LiveSite
    answers: list[Answer] = field(default_factory=list)
    confirmed: dict[str, list[str]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    @property
    def statuses(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for answer in self.answers:
            found[answer.status] = found.get(answer.status, 0) + 1
        return dict(sorted(found.items()))

    @property
    def unexpected(self) -> list[int]:
        """Statuses that no reader should see."""
        return [status for status in self.statuses if status not in EXPECTED]

    def read(self, number: int) -> None:
        """Read one page after the other, each reader from another one on."""
        visitor = Visitor(self.site.address, timeout=30)
        while not self.over.is_set():
            self.answers.append(visitor.get(PAGES[number % len(PAGES)]))
            number += 1
            self.over.wait(0.02)

    def write(self, steps: Steps) -> None:
        """Save one note on a study after the other."""
        number, crowd_name = 0, secrets.token_hex(4)
        while not self.over.is_set():
            number += 1
            note = f"note {number} of {crowd_name}"
            try:
                answer = steps.save(steps.note_form(note))
            except SiteError:  # the form could not be had
                self.over.wait(0.5)
                continue
            if answer.status == HTTPStatus.OK and "Saved: 1 row" in answer.text:
                self.confirmed.setdefault(steps.slug, []).append(note)


@contextmanager
def crowd(site: LiveSite, *, readers: int, writers: tuple[Steps, ...] = ()) -> Iterator[Crowd]:
    """So many readers, and a writer a study, as long as the block."""
    people = Crowd(site)
    people.threads = [
        *(threading.Thread(target=people.read, args=(number,)) for number in range(readers)),
        *(threading.Thread(target=people.write, args=(steps,)) for steps in writers),
    ]
    for thread in people.threads:
        thread.start()
    try:
        yield people
    finally:
        people.over.set()
        for thread in people.threads:
            thread.join()
