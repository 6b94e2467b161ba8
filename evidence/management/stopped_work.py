"""Background work that has stopped is queued again, by a thread beside the worker."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from studies.citations.tasks import take_up_imports
from studies.documents.read_document import take_up_documents

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 30


def take_up_stopped_work() -> None:
    """Queue imports and documents whose worker was killed, or stopped by a full disk or a lost database."""
    now = timezone.now()
    n_imports, n_documents = take_up_imports(now=now), take_up_documents(now=now)
    if n_imports or n_documents:
        log.warning("Work that had stopped goes on: imports %d, documents %d.", n_imports, n_documents)


@contextmanager
def stopped_work_taken_up() -> Iterator[None]:
    """Look for stopped work again and again while the block runs, in a thread: a long task delays it not."""
    ended = threading.Event()
    thread = threading.Thread(target=_look_until, args=(ended,), name="stopped work", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=SECONDS_BETWEEN_LOOKS)


def _look_until(ended: threading.Event) -> None:
    while True:
        close_old_connections()
        try:
            take_up_stopped_work()
        except (DatabaseError, InterfaceError) as error:
            log.warning("Stopped work could not be looked for: %s", " ".join(str(error).split()))
        if ended.wait(SECONDS_BETWEEN_LOOKS):
            connection.close()
            return
