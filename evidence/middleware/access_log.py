"""The access log: one line for every request but those for health addresses, and those of the worker to itself."""

import logging
import time
from collections.abc import Callable, Generator, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.encoding import escape_uri_path

from evidence.accounts.login_throttle import client_network
from evidence.warming.warm_pages import WARMING

logger = logging.getLogger("evidence.access")
LONGEST_PATH = 300
MOST_PARAMETERS = 20
LONGEST_PARAMETER = 40


class AccessLogMiddleware:
    """Writes who asked for what, and what it took.

    Of parameters only the names are written: a search, an address to return to or a token is nobody's business. The
    client address is written as the throttle of the log-in stores it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.ACCESS_LOG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if WARMING in request.META:
            return self.get_response(request)
        start = time.perf_counter()
        response = self.get_response(request)
        line = access_fields(request, response)

        def write(sent: int) -> None:
            line["ms"] = round((time.perf_counter() - start) * 1000, 1)
            line["bytes"] = sent
            logger.info("%(method)s %(path)s %(status)s in %(ms)s ms", line, extra={"fields": line})

        size = size_of(request, response)
        if size is None and isinstance(response, StreamingHttpResponse):
            response.streaming_content = count_bytes(response.streaming_content, write)  # type: ignore[arg-type]
        else:
            write(size or 0)
        return response


def access_fields(request: HttpRequest, response: HttpResponseBase) -> dict[str, Any]:
    """What the line holds but for time and size; empty values are left out by the form of the line."""
    names = [name[:LONGEST_PARAMETER] for name in request.GET][:MOST_PARAMETERS]
    return {
        "method": request.method,
        "path": escape_uri_path(request.path)[:LONGEST_PATH],
        "parameters": names or None,
        "status": response.status_code,
        "user": user_name_of(request, response),
        "address": client_network(request),
        # Whether a page was kept or computed anew, where one of the two was tried.
        "kept": getattr(response, "kept", None),
    }


def user_name_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """The name of the person who is logged in; '' without one. Nobody without a session is looked up."""
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user")
    # A database that is lost is not asked again.
    if not is_known or response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        return ""
    try:
        return request.user.get_username()
    except Error:
        return ""


def size_of(request: HttpRequest, response: HttpResponseBase) -> int | None:
    """Bytes of the body that is sent; None where it is made while it is sent."""
    if request.method == "HEAD" or response.status_code == HTTPStatus.NOT_MODIFIED:
        return 0
    if isinstance(response, StreamingHttpResponse):
        # A file says its length; the server sends it without asking for pieces.
        length = response.headers.get("Content-Length", "")
        return int(length) if length.isdigit() else None
    return len(response.content)  # type: ignore[attr-defined]  # every response but a streamed one has it


def count_bytes(pieces: Iterable[bytes], write: Callable[[int], None]) -> Generator[bytes, None, None]:
    """The pieces; says how many bytes were taken once they end, or the client is gone."""
    sent = 0
    try:
        for piece in pieces:
            yield piece
            sent += len(piece)
    finally:
        write(sent)
