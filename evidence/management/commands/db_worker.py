"""manage.py db_worker: the library's worker, which also writes its beat."""

import os
from typing import Any

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands import db_worker

from evidence.health.worker_beat import beating


class Command(db_worker.Command):
    """The command of the library, under its name: Django takes the first app of INSTALLED_APPS that has it."""

    def handle(self, *, worker_id: str, batch: bool, reload: bool, **options: Any) -> None:
        # One that ends when the queue is empty is no standing worker. With reload the work is done by a child process.
        is_parent = reload and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true"
        if batch or is_parent:
            super().handle(worker_id=worker_id, batch=batch, reload=reload, **options)
            return
        with beating(worker_id):
            super().handle(worker_id=worker_id, batch=batch, reload=reload, **options)
