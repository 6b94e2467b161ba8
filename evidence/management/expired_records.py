"""Records that nothing needs any more are deleted once a day, by a thread beside the worker."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from axes.handlers.proxy import AxesProxyHandler
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

log = logging.getLogger(__name__)

SECONDS_BEFORE_FIRST = 60
SECONDS_BETWEEN = 24 * 60 * 60
# Who logged in from where is kept as long as an incident may need it.
DAYS_OF_LOGINS = 90
DAYS_OF_TASKS = 30


def delete_expired_records() -> None:
    """Delete sessions that have ended, old records of log-ins, and old tasks that are done.

    Failed log-ins need nothing here: the throttle deletes those that no longer count with each attempt.
    """
    call_command("clearsessions", verbosity=0)
    AxesProxyHandler.reset_logs(age_days=DAYS_OF_LOGINS)
    call_command("prune_db_task_results", min_age_days=DAYS_OF_TASKS, verbosity=0)


@contextmanager
def expired_records_deleted() -> Iterator[None]:
    """Delete them a minute after the start and then once a day while the block runs, in a thread."""
    ended = threading.Event()
    thread = threading.Thread(target=delete_until, args=(ended,), name="expired records", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()


def delete_until(ended: threading.Event) -> None:
    """Delete them again and again until the end."""
    pause = SECONDS_BEFORE_FIRST
    while not ended.wait(pause):
        pause = SECONDS_BETWEEN
        close_old_connections()
        try:
            delete_expired_records()
        except (DatabaseError, InterfaceError) as error:
            log.warning("Expired records could not be deleted: %s", " ".join(str(error).split()))
        connection.close()
