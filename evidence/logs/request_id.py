"""The id of the request that is being answered: on its log lines, in its response and on its error page."""

import re
import secrets
from contextvars import ContextVar

_CURRENT: ContextVar[str] = ContextVar("request_id", default="")
# Letters, digits and hyphens cannot imitate another field of a line.
_FORM = re.compile(r"[A-Za-z0-9-]{8,64}")


def current_request_id() -> str:
    """The id of the request that this thread answers; '' outside a request."""
    return _CURRENT.get()


def choose_request_id(given: str, *, trusted: bool) -> str:
    """The id that a trusted proxy gave, if it is well-formed; otherwise a new one.

    >>> choose_request_id("4bf92f3577b34da6", trusted=True)
    '4bf92f3577b34da6'
    >>> len(choose_request_id("4bf92f3577b34da6", trusted=False)), len(choose_request_id("a b", trusted=True))
    (32, 32)
    """
    if trusted and _FORM.fullmatch(given):
        return given
    # As long as nginx makes them; no two requests share one.
    return secrets.token_hex(16)


def set_request_id(request_id: str) -> None:
    """Give this thread the id of the request that it answers from now on; '' at its end."""
    _CURRENT.set(request_id)
