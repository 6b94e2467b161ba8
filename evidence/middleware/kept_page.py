"""A page as it is kept and sent: its bytes, compressed once, with its ETag."""

import gzip
import re
from dataclasses import dataclass
from hashlib import blake2b
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from evidence.middleware.compression import is_text

# Readers and shared caches may keep a public page, and ask each time whether it is still the same.
PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"
# The person, by the session in a cookie; the encoding.
VARY = "Cookie, Accept-Encoding"
# nginx keeps the page as one that is always out of date: it asks each time, too. It takes this line away.
FOR_NGINX = ("X-Accel-Expires", "@1")
# The headers of the page that a 304 repeats, by which a cache keeps it.
_OF_UNCHANGED = {*("Cache-Control", "Content-Location", "ETag", "Expires", "Last-Modified", "Vary"), FOR_NGINX[0]}
# Shorter texts become longer.
_SHORTEST = 200
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q=([01](?:\.\d*)?)\s*)?(?:,|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A whole answer: the lines of its head, and its body, compressed where that makes it shorter."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_compressed: bool
    etag: str

    def response(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to one request: whole, or 304 for a reader who has it."""
        short = get_conditional_response(request, etag=self.etag)
        if short is not None and short.status_code == HTTPStatus.NOT_MODIFIED:
            for name, value in self.headers:
                if name in _OF_UNCHANGED:
                    short.headers[name] = value
            return short
        if short is not None:
            # 412: it is the answer to the conditions of this request alone.
            short.headers["Cache-Control"] = PRIVATE
            return short
        answer, body = HttpResponse(headers=dict(self.headers)), self.body
        if self.is_compressed:
            if accepts_gzip(request.headers.get("Accept-Encoding", "")):
                answer.headers["Content-Encoding"] = "gzip"
            else:
                body = gzip.decompress(body)
        answer.headers["Content-Length"] = str(len(body))
        # HEAD gets the length alone.
        answer.content = b"" if request.method == "HEAD" else body
        return answer


def kept_page(response: HttpResponse) -> KeptPage:
    """A page that may be shared, made of the answer of a view."""
    body = response.content
    is_compressed = len(body) >= _SHORTEST and is_text(response)
    # Weak: compressed and not, it is the same page in other bytes. Some views know a name of their own.
    etag = response.headers.get("ETag") or f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    ours = {"Cache-Control": PUBLIC, "Vary": VARY, "ETag": etag, FOR_NGINX[0]: FOR_NGINX[1]}
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"} | ours
    return KeptPage(
        tuple(headers.items()), gzip.compress(body, 6, mtime=0) if is_compressed else body, is_compressed, etag
    )


def accepts_gzip(header: str) -> bool:
    """Whether a reader takes gzip, by the line Accept-Encoding."""
    found = _GZIP.search(header)
    return found is not None and float(found[1] or 1) > 0
