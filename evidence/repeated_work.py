"""Work that a thread does again and again beside the work of the process, such as the beat of a worker."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import Error, close_old_connections, connections

logger = logging.getLogger(__name__)

# A turn may be at work when the block ends; it is not waited for longer.
SECONDS_TO_END = 5.0
# A connection to the database is not held through a longer pause.
LONGEST_IDLE = 60.0

Work = Callable[[threading.Event], object]


@contextmanager
def repeating(work: Work, *, name: str, pause: float, failure: str, delay: float = 0.0) -> Iterator[None]:
    """Let a thread do the work, first after ``delay`` and then after each ``pause`` in seconds, while the block runs.

    ``work`` is given the event that ends it, for a turn that takes long. A turn that fails says so in the log as
    ``failure``, a sentence without a point, with where in the code unless it is the database; the next one tries again.
    """
    ended = threading.Event()
    options = {"pause": pause, "failure": failure, "delay": delay}
    thread = threading.Thread(target=repeat, args=(work, ended), kwargs=options, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=SECONDS_TO_END)


def repeat(work: Work, ended: threading.Event, *, pause: float, failure: str, delay: float = 0.0) -> None:
    """Do the work again and again until the end."""
    wait = delay
    while not ended.wait(wait):
        wait = pause
        # This thread answers no requests, after which Django would look after its connections.
        close_old_connections()
        try:
            work(ended)
        # Also that a connection is closed already, which is no ``DatabaseError``.
        except Error as error:
            logger.warning("%s: %s", failure, " ".join(str(error).split()))
        # A thread that ended would leave its work undone, in silence, until the process is started again.
        except Exception:
            logger.exception("%s", failure)
        if pause > LONGEST_IDLE:
            connections.close_all()
    connections.close_all()
