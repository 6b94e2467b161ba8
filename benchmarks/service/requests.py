"""Requests to the proxy, each on a connection of its own."""

import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from pathlib import Path

SECONDS_TO_ANSWER = 90


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: HTTPMessage
    body: bytes


def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    seconds: float = SECONDS_TO_ANSWER,
    **headers: str,
) -> Response:
    """The answer to that request; a header is named like `If_None_Match`. Raises ``TimeoutError`` after ``seconds``."""
    return answer_on(HTTPConnection("127.0.0.1", port, timeout=seconds), method, path, body, headers)


def ask_over_tls(port: int, path: str, certificate: Path) -> Response:
    """The same over TLS, with that certificate believed."""
    trust = ssl.create_default_context(cafile=str(certificate))
    connection = HTTPSConnection("localhost", port, timeout=SECONDS_TO_ANSWER, context=trust)
    return answer_on(connection, "GET", path, None, {})


def answer_on(
    connection: HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> Response:
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named)
        response = connection.getresponse()
        return Response(response.status, response.headers, response.read())
    finally:
        connection.close()
