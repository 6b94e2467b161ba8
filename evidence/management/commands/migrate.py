"""manage.py migrate: Django's own, which makes the file of SQLite first."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from evidence.database_file import make_database_file


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        # Before the checks of the system, which open the database.
        make_database_file(connections[options["database"]])
        return super().execute(*args, **options)
