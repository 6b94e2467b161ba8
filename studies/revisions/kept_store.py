"""The store of kept values as everything here uses it: what fails is a miss, and is said in the log."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.base import DEFAULT_TIMEOUT

logger = logging.getLogger(__name__)

# A store that needs longer than this to fail is left alone for a while: each page would wait for it several times.
_SLOW, SECONDS_TO_LEAVE_ALONE = 0.5, 10.0


class KeptStore:
    """Django's cache without its errors: a page that could not be kept is still a page."""

    def __init__(self) -> None:
        self._left_alone_until = 0.0

    def get(self, key: str) -> Any:
        """What is stored under a key; None where nothing is, or nothing that can be read."""
        return self._attempt("read", lambda: cache.get(key))

    def set(self, key: str, value: object, *, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        """Store a value, and whether that was possible; after ``timeout`` seconds nobody needs it."""

        def write() -> bool:
            cache.set(key, value, timeout)
            return True

        return bool(self._attempt("written", write))

    def delete(self, key: str) -> None:
        """Drop what is stored under a key, where that is possible."""
        self._attempt("dropped", lambda: cache.delete(key))

    def _attempt(self, what: str, action: Callable[[], Any]) -> Any:
        start = time.monotonic()
        if start < self._left_alone_until:
            return None
        try:
            return action()
        except Exception as error:  # noqa: BLE001 - the store may hold or be anything, and must not break a page
            now = time.monotonic()
            if now - start > _SLOW:
                self._left_alone_until = now + SECONDS_TO_LEAVE_ALONE
            logger.warning("A kept value could not be %s: %s: %s", what, type(error).__name__, error)
            return None


kept_store = KeptStore()
