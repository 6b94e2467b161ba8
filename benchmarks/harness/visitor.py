"""A browser without scripts: it keeps cookies, fills forms and follows redirects."""

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPHandler, OpenerDirector, Request, build_opener
from uuid import uuid4

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# The site could not be reached, or cut the connection.
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``status`` is ``NO_ANSWER`` where nothing did; ``address`` is that after redirects."""

    status: int
    text: str
    seconds: float
    address: str = ""


@dataclass(slots=True)
class Visitor:
    """One person at the site with this address, such as ``http://127.0.0.1:8000``."""

    site: str
    timeout: float = 60
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPHandler, HTTPCookieProcessor(CookieJar())))

    def get(self, path: str) -> Answer:
        return self._answer(self._request(path))

    def log_in(self, name: str, password: str) -> Answer:
        return self.post("/login/", {"username": name, "password": password})

    def post(
        self, path: str, fields: dict[str, Any], *, page: str = "", file: tuple[str, bytes] | None = None
    ) -> Answer:
        """Send a form with the token of ``page``, or that of its path; ``file`` is an input and its bytes."""
        form = self.get(page or path)
        token = _TOKEN.search(form.text)
        if form.status != 200 or not token:
            return form
        return self.send(path, fields | {"csrfmiddlewaretoken": token[1]}, file=file)

    def send(self, path: str, fields: dict[str, Any], *, file: tuple[str, bytes] | None = None) -> Answer:
        """Send a form that has its token."""
        body, kind = (
            _multipart(fields, *file) if file else (urlencode(fields, doseq=True).encode(), "x-www-form-urlencoded")
        )
        content_type = kind if file else f"application/{kind}"
        headers = {"Content-Type": content_type, "Origin": self.site, "Referer": self.site + path}
        return self._answer(self._request(path, body, headers))

    def _request(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Request:
        return Request(self.site + path, data=body, headers=headers or {})  # noqa: S310 - an http address

    def _answer(self, request: Request) -> Answer:
        started = time.monotonic()
        try:
            with self.opener.open(request, timeout=self.timeout) as response:
                text = response.read().decode(errors="replace")
                return Answer(response.status, text, time.monotonic() - started, response.url)
        except HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(errors="replace"), time.monotonic() - started)
        except (OSError, HTTPException):
            return Answer(NO_ANSWER, "", time.monotonic() - started)


def _multipart(fields: dict[str, Any], name: str, data: bytes) -> tuple[bytes, str]:
    """A form with a file, and its content type."""
    border = uuid4().hex
    texts = "".join(
        f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    )
    head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="file"\r\n\r\n'
    return (
        f"{texts}{head}".encode() + data + f"\r\n--{border}--\r\n".encode(),
        f"multipart/form-data; boundary={border}",
    )
