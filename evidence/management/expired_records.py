"""Records that nothing needs any more are deleted once a day, by a thread beside the worker."""

from contextlib import AbstractContextManager

from axes.handlers.proxy import AxesProxyHandler
from django.core.management import call_command

from evidence.repeated_work import repeating

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


def expired_records_deleted() -> AbstractContextManager[None]:
    """Delete them a minute after the start and then once a day while the block runs, in a thread."""
    return repeating(
        lambda _ended: delete_expired_records(),
        name="expired records",
        delay=SECONDS_BEFORE_FIRST,
        pause=SECONDS_BETWEEN,
        failure="Expired records could not be deleted",
    )
