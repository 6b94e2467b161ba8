"""manage.py db_worker: the library's worker with a beat, which outlives a lost database and a full disk."""

import logging
import os
import time
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands import db_worker

from evidence.health.worker_beat import beating
from evidence.logs.database_loss import is_database_lost
from evidence.management.expired_records import expired_records_deleted
from evidence.management.merged_notes import notes_merged
from evidence.management.stopped_work import stopped_work_taken_up
from evidence.search.index_thread import indexing
from evidence.warming.warm_pages import warming
from studies.disk_full import is_disk_full

logger = logging.getLogger(__name__)

# Before the worker looks again whether it can read and write the queue.
SECONDS_TO_RECOVER = 10


class Command(db_worker.Command):
    """The command of the library, under its name: Django takes the first app of INSTALLED_APPS that has it."""

    def handle(self, *, worker_id: str, batch: bool, reload: bool, **options: Any) -> None:
        # One that ends when the queue is empty is no standing worker. With reload the work is done by a child process.
        is_parent = reload and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true"
        options |= {"worker_id": worker_id, "batch": batch, "reload": reload}
        if batch or is_parent:
            super().handle(**options)
            return
        with (
            beating(worker_id),
            stopped_work_taken_up(),
            expired_records_deleted(),
            notes_merged(),
            indexing(),
            warming(),
        ):
            while not self.has_ended(**options):
                time.sleep(SECONDS_TO_RECOVER)

    def has_ended(self, **options: Any) -> bool:
        """Work until a person ends it; False when the queue could not be read or written."""
        try:
            super().handle(**options)
        except (OperationalError, InterfaceError) as error:
            # A traceback tells an operator nothing more.
            logger.error(
                "%s: the worker tries again every %s seconds. %s", trouble(error), SECONDS_TO_RECOVER, _line(error)
            )
            connection.close()
            return False
        return True


def trouble(error: Exception) -> str:
    """Why the queue could not be read or written."""
    if is_disk_full(error):
        return "The disk is full"
    return "The database does not answer" if is_database_lost(error) else "The queue cannot be read or written"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
