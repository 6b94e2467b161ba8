"""How many requests of one network a web process works on at the same time, where a page has to be computed.

Each holds a thread until it is answered. Without a limit one client that asks for a few slow pages at once would hold
all of them, and nobody would get even a page that is kept.
"""

import threading
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from evidence.accounts.login_throttle import client_network
from evidence.warming.warm_pages import WARMING

# Two fewer than the threads of a web process (THREADS_PER_WORKER of manage.py serve).
PLACES = 6
# A page takes less, most of the time.
SECONDS_TO_COME_BACK = 10
# In ``META`` of a request: whether its network had no place left. People who are logged in are answered all the same.
WITHOUT_PLACE = "evidence.without_place"

_taken: Counter[str] = Counter()
_lock = threading.Lock()


def take_place(request: HttpRequest) -> Callable[[], None] | None:
    """What gives the place of a request back when its work has ended; None where its network has no place left.

    Places are counted only where computing is limited (COMPUTING_SECONDS).
    """
    network = client_network(request) if settings.COMPUTING_SECONDS and WARMING not in request.META else None
    if network is None:
        return _nothing
    with _lock:
        if _taken[network] >= PLACES:
            return None
        _taken[network] += 1
    return lambda: _give_back(network)


def _give_back(network: str) -> None:
    with _lock:
        _taken[network] -= 1
        if not _taken[network]:
            del _taken[network]


def _nothing() -> None:
    """No place was taken."""
