"""What a site that was just started answers: whether it is ready, and its first page."""

import json
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from evidence.health.readiness import READY

SECONDS_TO_START = 60
SECONDS_FOR_FIRST_PAGE = 300


def wait_for_answer(host: str, port: int, *, watch: Callable[[], None], say: Callable[[str], object]) -> None:
    """Return when the site is ready and its first page answers with 200.

    Whatever is missing is said once, since another program may bring it: a database that starts, a migration. ``watch``
    raises when a program of the site has ended. Raises ``CommandError``.
    """
    deadline = time.monotonic() + SECONDS_TO_START
    missing: list[str] = []
    while time.monotonic() < deadline:
        watch()
        found = missing_parts(host, port)
        if found == []:
            wait_for_first_page(host, port, watch=watch, say=say)
            return
        if found and found != missing:
            missing = found
            say(f"Not ready yet. {' '.join(missing)}")
        time.sleep(0.05 if found is None else 0.5)
    raise CommandError(f"The site was not ready within {SECONDS_TO_START} seconds. {' '.join(missing)}".rstrip())


def missing_parts(host: str, port: int) -> list[str] | None:
    """A sentence for each part that is down; None while the server does not answer."""
    answer = ask(host, port, READY)
    if answer is None:
        return None
    return list(_sentences_of_down(json.loads(answer[1])["parts"]))


def _sentences_of_down(parts: dict[str, dict[str, Any]]) -> Iterator[str]:
    return (part["detail"] for part in parts.values() if part["state"] == "down")


def wait_for_first_page(host: str, port: int, *, watch: Callable[[], None], say: Callable[[str], object]) -> None:
    """Return when `/` answers with 200.

    With thousands of studies it takes longer to compute than a reader may wait, and 503 says so; it is there later.
    Raises ``CommandError`` for another status, which waiting would not change.
    """
    deadline = time.monotonic() + SECONDS_FOR_FIRST_PAGE
    told = False
    while True:
        watch()
        answer = ask(host, port, "/")
        status = answer[0] if answer else "nothing"
        if status == HTTPStatus.OK:
            return
        if status != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
            raise CommandError(f"The first page answers {status} instead of 200; the log is above.")
        if not told:
            say("Not ready yet. The first page is being computed.")
        told = True
        time.sleep(1)


def ask(host: str, port: int, path: str) -> tuple[int, bytes] | None:
    """Status and body of a page, requested as a proxy would request it; None while the server does not answer."""
    name = settings.ALLOWED_HOSTS[0].removeprefix(".").replace("*", host)
    connection = HTTPConnection(host, port, timeout=SECONDS_TO_START)
    try:
        connection.request("GET", path, headers={"Host": name, "X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
