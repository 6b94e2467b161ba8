"""The application, asked as a web server asks it, in one thread."""

import io
import sys
from collections.abc import Callable
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class AskedSite:
    """The site in this process."""

    def __init__(self) -> None:
        from evidence.middleware import anonymous_pages
        from evidence.wsgi import application

        # In this thread and without a deadline: statements are captured on its connection.
        anonymous_pages.finish_in_time = at_once
        self._application = application

    def get(self, address: str, **headers: str) -> Answer:
        return ask(self._application, address, **headers)


def ask(application: Callable[..., Any], address: str, **headers: str) -> Answer:
    """What a WSGI application answers to a reader who takes gzip."""
    path, _, query = address.partition("?")
    environ = {
        **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""},
        **{"SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"},
        **{"HTTP_HOST": "localhost", "HTTP_ACCEPT_ENCODING": "gzip", "REMOTE_ADDR": "127.0.0.1"},
        **{"wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr},
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    response = application(environ, lambda status, lines, exc_info=None: begun.append((status, lines)))
    body = b"".join(response)
    response.close()
    [(status, lines)] = begun
    return Answer(int(status[:3]), dict(lines), body)


def at_once(work: Callable[[], Any], *, when_done: Callable[[], None]) -> Any:
    """The result of the work, which this thread does however long it takes."""
    try:
        return work()
    finally:
        when_done()


def log_in() -> str:
    """The cookie of a curator's session."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    person, _ = get_user_model().objects.get_or_create(username="benchmark", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
