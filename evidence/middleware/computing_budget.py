"""The processor time that one client may use for pages that have to be computed.

Kept pages cost nearly nothing and are not counted: they are answered before this. What is counted is computing, by the
network of the client, as a bucket that fills with what the client uses and empties slowly. Who fills it gets 429 with
the time after which it has room again. People who are logged in are neither refused nor counted; nobody is refused at
the log-in, whose failures are counted.
"""

import math
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from evidence.accounts.login_throttle import MOST_BETWEEN_CLOCKS, client_network
from evidence.middleware.client_places import SECONDS_TO_COME_BACK, WITHOUT_PLACE
from evidence.pages.server_error import failure_page
from evidence.warming.warm_pages import WARMING
from studies.presentation.show_page import is_public
from studies.revisions.kept_store import kept_store

# Seconds of computing that a bucket loses in one second: a tenth of one processor for as long as a client likes.
REFILL = 0.1
# Less is not worth a write: a style sheet, a redirect, a page that was not found.
LEAST_SECONDS = 0.005
# A bucket holds no more than what runs out of it in so many seconds above the budget: many share a network, and one of
# them must not lock out the others for hours.
LONGEST_WAIT = 10 * 60
# The network that pays for a request, as an attribute of it; none where a person is logged in.
_CHARGED = "_computing_network"
# Requests of one network that end together, as of a client that asks for many pages at once, are all counted.
_charging = threading.Lock()


class ComputingUse(NamedTuple):
    """The seconds of computing in a client's bucket, at a time of the clock."""

    seconds: float
    at: float

    def left_at(self, now: float) -> float:
        """What is left of them later; nothing of a time that a clock ahead has seen, which would refuse until then."""
        if now < self.at - MOST_BETWEEN_CLOCKS.total_seconds():
            return 0.0
        return max(0.0, self.seconds - REFILL * max(0.0, now - self.at))


class ComputingBudgetMiddleware:
    """Refuses a public page that has to be computed to a client who has used its budget (COMPUTING_SECONDS)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.COMPUTING_SECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Of this thread alone: time in which it waits, or in which others compute, is not the client's.
        start = time.thread_time()
        response = self.get_response(request)
        used = time.thread_time() - start
        network = getattr(request, _CHARGED, None)
        if network and used >= LEAST_SECONDS:
            charge(network, used, now=time.time())
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse before the view runs; None lets it run."""
        network = client_network(request)
        # What people of an office do who are logged in is not taken from its readers.
        if network is None or WARMING in request.META or request.user.is_authenticated:
            return None
        setattr(request, _CHARGED, network)
        if not is_public(view):
            return None
        if request.META.get(WITHOUT_PLACE):
            return too_many_pages(SECONDS_TO_COME_BACK)
        excess = use_of(network).left_at(time.time()) - settings.COMPUTING_SECONDS
        return too_many_pages(math.ceil(excess / REFILL)) if excess > 0 else None


def use_of(network: str) -> ComputingUse:
    """What a network has used; nothing where the cache does not answer, since the site works without it."""
    found = kept_store.get(_key(network))
    return found if isinstance(found, ComputingUse) else ComputingUse(0.0, 0.0)


def charge(network: str, seconds: float, *, now: float) -> None:
    """Add to what a network has used, as far as the bucket holds it.

    Two processes that add at the same moment may count as one: the budget is no bill.
    """
    most = settings.COMPUTING_SECONDS + REFILL * LONGEST_WAIT
    with _charging:
        use = ComputingUse(min(use_of(network).left_at(now) + seconds, most), now)
        kept_store.set(_key(network), use, timeout=math.ceil(use.seconds / REFILL))


def too_many_pages(retry_after: int) -> HttpResponse:
    """The page for who asked for too much at once; ``retry_after`` is in seconds."""
    return failure_page(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        title="Too many pages at once",
        sentences=(
            "From your network many pages were asked for that have to be computed first, so this one has to wait. "
            f"Please try again in {max(1, math.ceil(retry_after / 60))} min.",
            "To read all records, take the data as files instead: each condition offers them as CSV and JSON.",
        ),
        retry_after=retry_after,
    )


def _key(network: str) -> str:
    # An IPv6 address holds colons, which some stores do not take in a name.
    return f"computing-{network.replace(':', '-')}"
