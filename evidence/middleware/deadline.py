"""Work that a request waits for no longer than some seconds, and that goes on when the request does not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache
from typing import TypeVar

from django.db import close_old_connections, connection

from studies.revisions.single_flight import StillComputingError

Result = TypeVar("Result")

# Longer than the slowest page takes, and shorter than a reader's patience.
SECONDS_TO_ANSWER = 20.0
# As many pages are computed in one process at the same time; more wait for their turn.
THREADS = 8


def finish_in_time(
    work: Callable[[], Result], *, seconds: float = SECONDS_TO_ANSWER, when_done: Callable[[], None] = lambda: None
) -> Result:
    """The result of the work, which is done by a thread with a database connection of its own.

    ``when_done`` is called once, when the work has ended or will not begin, which may be after the answer. Raises
    ``StillComputingError`` when the work takes longer; it goes on, unless it has not begun. Within a transaction it is
    done at once by this thread, as another would not see what was written.
    """
    if connection.in_atomic_block:
        try:
            return work()
        finally:
            when_done()
    future = _pool().submit(copy_context().run, _with_fresh_connection, work)
    future.add_done_callback(lambda _: when_done())
    try:
        return future.result(timeout=seconds)
    except TimeoutError as error:
        if future.done():
            # Ended at the last moment, or with an error of this kind of its own.
            return future.result()
        future.cancel()
        raise StillComputingError from error


def _with_fresh_connection(work: Callable[[], Result]) -> Result:
    """Django looks after the connections of threads that answer requests; this one does so itself."""
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()


@cache
def _pool() -> ThreadPoolExecutor:
    # Made with the first page, so in each process after it was forked.
    return ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="page")
