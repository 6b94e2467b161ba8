"""Changes made in every way while readers ask, and whether any of them got a page of before.

    python -m benchmarks.service.changes PROXY_PORT CHANGES      (the environment is that of the running site)

One writer changes a study by its page, takes the change back on the page of its history, has a publication of it
retracted and reinstated, and writes into the table with SQL. After each change it computes two pages anew, past
everything that is kept, and the next answer of the proxy must be the same to the letter. Meanwhile readers ask for the
same pages without a pause: each answer must be a state of the site between its question and its arrival.
Prints one line of JSON.
"""

import hashlib
import json
import multiprocessing
import secrets
import sys
import time
from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import count
from math import inf
from operator import attrgetter
from threading import Event
from typing import Any

import django

from benchmarks.service.requests import Response, ask
from benchmarks.service.site import HOST

READERS = 8
PASSWORD = secrets.token_urlsafe(12)
# As a proxy in front says it; each reader is in a network of its own.
THROUGH_TLS = {"Host": HOST, "X_Forwarded_Proto": "https"}
OK = 200


@dataclass(slots=True)
class Freshness:
    """What was seen: changes by kind, the writer's next answers and those of the readers, and how many were stale."""

    changes: dict[str, int] = field(default_factory=dict)
    next_answers: int = 0
    stale_next_answers: int = 0
    answers: int = 0
    stale_answers: int = 0
    other_statuses: int = 0


@dataclass(slots=True)
class State:
    """The pages after a change, by their digests. Times are of the machine's clock, which all processes share."""

    started: float
    committed: float
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class SeenAnswer:
    """What a reader got, and when it asked and had the answer."""

    page: str
    asked: float
    arrived: float
    status: int
    text: str


def read_until(ended: Event, port: int, pages: Sequence[str], number: int) -> list[SeenAnswer]:
    """Ask for the pages in turn until the event; the work of one reader, in a process of its own."""
    answers, turns = [], count(number)
    while not ended.is_set():
        turn = next(turns)
        page = pages[turn % len(pages)]
        asked = time.monotonic()
        answer = ask_as_reader(port, page, turn)
        answers.append(SeenAnswer(page, asked, time.monotonic(), answer.status, digest(answer.body)))
    return answers


def digest(page: bytes) -> str:
    return hashlib.sha256(page).hexdigest()


def ask_as_reader(port: int, page: str, number: int) -> Response:
    """Without gzip, so that equal pages are equal bytes."""
    return ask(port, page, X_Forwarded_For=f"10.9.{number >> 8 & 255}.{number & 255}", **THROUGH_TLS)


def computed_anew(pages: Sequence[str]) -> dict[str, str]:
    """The pages of this moment: inside an open transaction nothing that is kept is used."""
    from django.db import transaction
    from django.test import Client

    client = Client(HTTP_HOST=HOST, HTTP_X_FORWARDED_PROTO="https")
    with transaction.atomic():
        return {page: digest(client.get(page).content) for page in pages}


class Writer:
    """Changes one study in one way after the other."""

    def __init__(self, port: int) -> None:
        from benchmarks.service.curator import Curator

        self.study = chosen_study()
        self.publication = self.study.publications.exclude(doi="").first()
        self.curator = Curator(port, make_curator(), PASSWORD)
        self.workbench = f"/curation/studies/{self.study.slug}/"
        self.kinds = (self.edit, self.take_back, self.retract, self.write_sql, self.edit, self.reinstate)

    def change(self, number: int) -> str:
        """Make the next change; the name of its kind."""
        kind = self.kinds[number % len(self.kinds)]
        kind(number)
        return kind.__name__

    def edit(self, number: int) -> None:
        changes = {f"study-{self.study.pk}-label": f"Edited {number}", "reason": "read again", "do": "save"}
        self.curator.send(self.workbench, self.workbench, changes)

    def take_back(self, number: int) -> None:
        line = self.study.history.order_by("-history_id").first()
        action = f"{self.workbench}history/study/{line.history_id}/revert/"
        self.curator.send(f"/studies/{self.study.slug}/history/", action, {"reason": f"a slip, {number}"})

    def retract(self, number: int) -> None:
        self.apply_list(retracted=True, number=number)

    def reinstate(self, number: int) -> None:
        self.apply_list(retracted=False, number=number)

    def apply_list(self, *, retracted: bool, number: int) -> None:
        """A list of retractions with one notice about the study's publication, or without it."""
        from studies.choices import NoticeKind
        from studies.citations.parse.retraction_watch import Notice
        from studies.citations.retractions import apply_notices

        kind = NoticeKind.RETRACTION
        notice = Notice("1", kind, kind.label, doi=self.publication.doi, pmid="", noticed_on=date(2026, 1, 1))
        day = date(2026, 1, 1) + timedelta(days=number % 300)
        apply_notices(notices=[notice] if retracted else [], on=day, accept_fewer=True)

    def write_sql(self, number: int) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("UPDATE studies_study SET label = %s WHERE id = %s", [f"By SQL {number}", self.study.pk])


def chosen_study() -> Any:
    """A small trial of a condition, with a publication that a list of retractions can name."""
    from studies.models import Study

    trials = Study.objects.visible().primary().filter(condition__slug="lumbar-disc-herniation", design="rct")
    return trials.exclude(publications__doi="").filter(publications__isnull=False).order_by("label").first()


def make_curator() -> str:
    from django.contrib.auth.models import Group, User

    from studies.permissions import CURATOR

    user = User.objects.create_user(f"curator-{secrets.token_hex(4)}", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=CURATOR))
    return user.username


def measure(port: int, number: int) -> Freshness:
    """Make that many changes and compare every answer with the states of the site."""
    writer = Writer(port)
    pages = (f"/studies/{writer.study.slug}/", f"/conditions/{writer.study.condition.slug}/")
    states, result = [State(-inf, -inf, computed_anew(pages))], Freshness()
    # New processes: a copy of this one would share its connection to the database.
    processes = multiprocessing.get_context("spawn")
    with processes.Manager() as manager, ProcessPoolExecutor(READERS, mp_context=processes) as readers:
        ended = manager.Event()
        reading = [readers.submit(read_until, ended, port, pages, turn) for turn in range(READERS)]
        try:
            for turn in range(number):
                started = time.monotonic()
                kind = writer.change(turn)
                committed = time.monotonic()
                result.changes[kind] = result.changes.get(kind, 0) + 1
                shown = {page: digest(ask_as_reader(port, page, turn).body) for page in pages}
                states.append(State(started, committed, computed_anew(pages)))
                result.next_answers += len(pages)
                result.stale_next_answers += sum(shown[page] != states[-1].texts[page] for page in pages)
        finally:
            ended.set()
        count_answers([answer for reader in reading for answer in reader.result()], states, result)
    return result


def count_answers(answers: Sequence[SeenAnswer], states: Sequence[State], result: Freshness) -> None:
    for answer in answers:
        if answer.status == OK:
            result.answers += 1
            result.stale_answers += not is_state_of_its_time(answer, states)
        else:
            result.other_statuses += 1


def is_state_of_its_time(answer: SeenAnswer, states: Sequence[State]) -> bool:
    """Whether the page was so at some moment between the question and the answer."""
    first = bisect_right(states, answer.asked, key=attrgetter("committed")) - 1
    return any(state.texts[answer.page] == answer.text for state in states[first:] if state.started <= answer.arrived)


def main() -> None:
    port, number = map(int, sys.argv[1:])
    django.setup()
    print(json.dumps(asdict(measure(port, number))))


if __name__ == "__main__":
    main()
