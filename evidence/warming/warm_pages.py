"""After a change, the worker computes the pages that readers ask for most, so that few readers wait for one.

It first keeps the studies of conditions, of which pages are made (``keep_conditions``).

It asks the application for them as a reader does, so they are kept as those of readers are, and no page is computed
twice. Nothing depends on it: a page that it has not made is made when it is asked for.
"""

import threading
import time
from contextlib import AbstractContextManager
from io import BytesIO
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import Http404
from django.urls import resolve

from evidence.findings.every_title import keep_missing_titles
from evidence.repeated_work import repeating
from evidence.warming.asked_pages import most_asked
from evidence.warming.keep_conditions import keep_conditions
from studies.revisions.data_version import current_version
from studies.revisions.kept_values import find_value, is_keeping, store_value

PAGES_TO_WARM = 30
# While somebody saves row after row, or an import runs, each page would be made for nothing.
SECONDS_WITHOUT_CHANGE = 3.0
# Longer than this, the worker's own work and the readers of other pages would wait.
MOST_SECONDS = 120.0
# So long a store that refused values is left alone.
SECONDS_BETWEEN_ATTEMPTS = 60.0
# In the environment of a request: it is no reader's, so it is neither counted nor limited.
WARMING = "evidence.warming"
# Kept beside the pages: while it is there, the store has not been emptied.
_NOTE = "note that pages were warmed"


class PageWarmer:
    """Computes the most-read pages again, once after each change, and where the store has lost them."""

    def __init__(self, handler: WSGIHandler) -> None:
        self._handler = handler
        self._before: int | None = None
        self._warmed: int | None = None
        self._is_noted = False
        self._next_attempt = 0.0

    def look(self, ended: threading.Event) -> None:
        """Compute the pages where something has changed since they were, but not since the last look.

        Also where the store was emptied, as Redis is by its restart, or takes values again that it refused, as a full
        disk does when there is room: each page would be made of all rows.
        """
        version = current_version()
        if version is not None and version == self._before and (version != self._warmed or self._is_emptied(version)):
            left = keep_conditions(ended)
            warm_once(self._handler, ended=ended)
            if not ended.is_set():
                # Those of the conditions that no page has answered.
                keep_missing_titles()
            # Keeping stops after some minutes; the next turn goes on until there is nothing left to keep.
            self._warmed = None if left else version
            self._is_noted = _note(version)
        self._before = version

    def _is_emptied(self, version: int) -> bool:
        if self._is_noted:
            return find_value(_NOTE) is None
        # A store that still keeps nothing is not warmed again, and each attempt is a line of the log.
        if time.monotonic() < self._next_attempt:
            return False
        self._next_attempt = time.monotonic() + SECONDS_BETWEEN_ATTEMPTS
        return _note(version)


def _note(version: int) -> bool:
    store_value(_NOTE, version, None)
    return find_value(_NOTE) is not None


def warming() -> AbstractContextManager[None]:
    """Let a thread keep the most-read pages warm while the block runs."""
    return repeating(
        PageWarmer(WSGIHandler()).look,
        name="warm pages",
        pause=SECONDS_WITHOUT_CHANGE,
        failure="No pages were warmed",
    )


def warm_once(handler: WSGIHandler, *, ended: threading.Event | None = None) -> int:
    """Ask for the pages that readers ask for most, until something changes; how many were asked for."""
    version, deadline, asked = current_version(), time.monotonic() + MOST_SECONDS, 0
    if not is_keeping():
        return 0
    for address in sorted(most_asked(PAGES_TO_WARM), key=_place_in_order):
        if current_version() != version or time.monotonic() > deadline or (ended is not None and ended.is_set()):
            break
        handler.get_response(request_for(address)).close()
        asked += 1
    return asked


def _place_in_order(address: str) -> int:
    """Pages of conditions made of kept studies keep their overviews, of which home and the comparisons are made."""
    try:
        name = resolve(urlsplit(address).path).url_name
    except Http404:
        name = None
    return {"condition": 0, "home": 1, "compare": 1}.get(name or "", 2)


def request_for(address: str) -> WSGIRequest:
    """A request as a reader sends it, for an address with scheme and host."""
    parts = urlsplit(address)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            # WSGI gives the bytes of a path as characters of Latin-1.
            "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": parts.hostname or "localhost",
            # What the host says counts, a port that there cannot be too.
            "SERVER_PORT": "443" if parts.scheme == "https" else "80",
            "HTTP_HOST": parts.netloc,
            "HTTP_X_FORWARDED_PROTO": parts.scheme,
            "HTTP_ACCEPT_ENCODING": "gzip",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": BytesIO(),
            WARMING: True,
        }
    )
