"""Lines of a request that nobody sends by mistake: refused with a sentence, or read as if they were not there."""

import io
import json
from collections.abc import Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from evidence.middleware.content_type import UNREADABLE
from evidence.wsgi import application

# Lines of a request; what they ask for shows no records.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Codecs that read no text, that read it otherwise or never, and names of none.
CHARSETS = (
    *("hex", "rot13", "undefined", "idna", "punycode", "unicode_escape", "utf-16", "latin-1"),
    *("x" * 70_000, "a\0b", "\xe9", '""', "../../x"),
)
TYPES = (
    *(f"text/plain; charset={name}" for name in CHARSETS),
    *("text/plain; name*=no-such''a", "text/plain; charset*=hex''a", "text/plain; charset*0=he; charset*1=x"),
)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=a")


@pytest.fixture(autouse=True)
def inside_the_transaction() -> Iterator[None]:
    """The site keeps the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asked(method: str, address: str, **lines: str) -> tuple[int, str]:
    """Status and body of the answer to a request as a server hands it on."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    setup_testing_defaults(environ)
    environ |= {"HTTP_HOST": "testserver", "wsgi.input": io.BytesIO(b"a=b"), "CONTENT_LENGTH": "3"} | lines
    status: list[str] = []
    body = b"".join(application(environ, lambda line, headers, error=None: status.append(line)))
    return int(status[0].split()[0]), body.decode()


@pytest.mark.parametrize("line", TYPES, ids=lambda line: ascii(line)[:60])
def test_what_cannot_be_read_as_utf_8_is_refused_and_a_question_is_read_all_the_same(line: str) -> None:
    # The page that says which parameter it does not know.
    status, page = asked("GET", "/glossary/?%C3%A9clair=1", CONTENT_TYPE=line)
    assert (status, "“éclair”" in page) == (400, True)
    status, page = asked("POST", "/robots.txt", CONTENT_TYPE=line)
    assert (status, UNREADABLE in page) == (400, True)
    status, problem = asked("PUT", "/api/v1/", CONTENT_TYPE=line)
    assert (status, json.loads(problem)["detail"]) == (400, UNREADABLE)


@pytest.mark.parametrize("line", [*FORMS, *(f"{form}; charset=UTF-8" for form in FORMS), "", "text", ";", "a;;=b; c"])
def test_what_can_be_read_is_answered_as_before(line: str) -> None:
    assert asked("POST", "/robots.txt", CONTENT_TYPE=line)[0] in (403, 405)
