"""manage.py migrate: Django's own, which makes the file of SQLite first."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from evidence.database_file import make_database_file


class Command(migrate.Command):
    def handle(self, *args: Any, database: str, **options: Any) -> None:
        make_database_file(connections[database])
        super().handle(*args, database=database, **options)
