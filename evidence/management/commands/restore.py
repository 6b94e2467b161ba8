"""manage.py restore: a backup put into a new database, or in the place of what another holds."""

import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from evidence.backup.backup_error import BackupError
from evidence.backup.restore_backup import database_name, restore_backup
from evidence.backup.write_backup import BackupReport
from evidence.management.commands.backup import sentence


class Command(BaseCommand):
    help = (
        "Put a backup into the database of DATABASE_URL, all or nothing, and bring it up to date. The database is new "
        "and empty, or --replace names it. Nobody stays logged in. Stop the site first."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file that `backup` wrote; - for standard input")
        parser.add_argument(
            "--replace", metavar="NAME", help="delete everything that the database of this name holds, for the backup"
        )

    def handle(self, *args: Any, file: str, replace: str | None, **options: Any) -> None:
        if replace is not None and replace != database_name():
            raise CommandError(
                f"The database of DATABASE_URL is {database_name()!r}, not {replace!r}: nothing was done."
            )
        try:
            with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
                report = self.restore(stream, replace=replace is not None)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        self.stdout.write(f"Restored {sentence(report)} Nobody is logged in.")

    def restore(self, stream: IO[bytes], *, replace: bool) -> BackupReport:
        try:
            return restore_backup(stream, replace=replace, tell=self.stdout.write)
        except BackupError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
