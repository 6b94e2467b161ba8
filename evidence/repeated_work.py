"""Work that a thread does again and again beside the work of the process, such as the beat of a worker."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import Error, close_old_connections, connections

logger = logging.getLogger(__name__)

# A turn may be at work when the block ends; it is not waited for longer.
SECONDS_TO_END = 5.0


@contextmanager
def repeating(work: Callable[[threading.Event], object], *, name: str, pause: float, failure: str) -> Iterator[None]:
    """Let a thread do the work, now and after each ``pause`` in seconds, while the block runs.

    ``work`` is given the event that ends it, for a turn that takes long. A turn that fails because of the database
    says so in the log as ``failure``, a sentence without a point, and the next one tries again.
    """
    ended = threading.Event()
    thread = threading.Thread(target=_repeat, args=(work, ended, pause, failure), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=SECONDS_TO_END)


def _repeat(work: Callable[[threading.Event], object], ended: threading.Event, pause: float, failure: str) -> None:
    while not ended.is_set():
        # This thread answers no requests, after which Django would look after its connections.
        close_old_connections()
        try:
            work(ended)
        # Also that a connection is closed already, which is no ``DatabaseError``.
        except Error as error:
            logger.warning("%s: %s", failure, " ".join(str(error).split()))
        ended.wait(pause)
    connections.close_all()
