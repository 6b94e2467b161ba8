"""A small web server in place of the site: it answers as the site does and records what the proxy asks of it."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = "<p>" + "a sentence of the page. " * 2_000


class RecordedWeb(ThreadingHTTPServer):
    """``version`` is the version of its pages; ``requests`` holds method, path and headers of each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), RequestRecorder)
        self.version = 1
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.statuses: list[int] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class RequestRecorder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave together: sent apart, the second would wait for the receipt of the first.
    wbufsize = -1
    server: RecordedWeb

    def do_GET(self) -> None:
        self.record()
        name = self.path.partition("?")[0]
        if name.startswith("/kept"):
            self.answer_kept()
        elif name.startswith("/unmarked"):
            self.answer(HTTPStatus.OK, PAGE.encode(), {"Cache-Control": "public, max-age=600"})
        elif name.startswith("/static"):
            self.answer(HTTPStatus.OK, PAGE.encode(), {"Cache-Control": "max-age=315360000, public, immutable"})
        elif name.startswith("/cookie"):
            self.answer_kept({"Set-Cookie": "sessionid=1"})
        elif name.startswith("/busy"):
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, b"the site's own page", {"Retry-After": "7"})
        elif name.startswith("/lost"):
            self.close_connection = True
        else:
            self.answer(HTTPStatus.OK, json.dumps(dict(self.headers)).encode(), {})

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.record()
        self.answer(HTTPStatus.OK, str(len(body)).encode(), {})

    def record(self) -> None:
        self.server.requests.append((self.command, self.path, dict(self.headers)))

    def answer_kept(self, more: dict[str, str] | None = None) -> None:
        etag = f'"{self.server.version}"'
        headers = {"ETag": etag, "X-Accel-Expires": "@1", "Cache-Control": "public, no-cache", "Vary": "Cookie"}
        if self.headers["If-None-Match"] == etag:
            self.answer(HTTPStatus.NOT_MODIFIED, b"", headers)
            return
        body = gzip.compress(f"version {self.server.version} {PAGE}".encode())
        self.answer(HTTPStatus.OK, body, headers | {"Content-Encoding": "gzip", **(more or {})})

    def answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.server.statuses.append(status)
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html"} | headers).items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing: ``requests`` has it."""


@contextmanager
def recorded_web() -> Iterator[RecordedWeb]:
    web = RecordedWeb()
    thread = threading.Thread(target=web.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield web
    finally:
        web.shutdown()
        web.server_close()
        thread.join()
