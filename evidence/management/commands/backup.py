"""manage.py backup: all records of the site in one file, made while it runs."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from evidence.backup.backup_error import BackupError
from evidence.backup.dated_backups import dated_name, delete_older
from evidence.backup.read_backup import check_backup
from evidence.backup.write_backup import BackupReport, write_backup, write_backup_file
from evidence.health.migration_state import known_migrations


class Command(BaseCommand):
    help = (
        "Write all records, with the private source documents, to one file that only its owner may read. "
        "People may go on writing: the backup holds the state of one moment. `restore` puts it back, into SQLite or "
        "PostgreSQL, whichever it came from."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            help="a new file, such as evidence.tar.gz; a folder, for a name with the time; - for standard output",
        )
        parser.add_argument(
            "--check", action="store_true", help="write nothing: read that backup and say if it is whole"
        )
        parser.add_argument("--keep", type=int, metavar="N", help="in a folder: delete all but the newest N backups")

    def handle(self, *args: Any, file: str, check: bool, keep: int | None, **options: Any) -> None:
        path = Path(file)
        if keep is not None and (keep < 1 or not path.is_dir()):
            raise CommandError("--keep takes a number from 1, and FILE must then be a folder that exists.")
        try:
            if check:
                self.check_file(path)
            elif file == "-":
                self.stderr.write(sentence(write_backup(sys.stdout.buffer, now=timezone.now(), tell=self.stderr.write)))
            else:
                self.write_file(path, keep)
        except BackupError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        except BrokenPipeError as error:
            # What is left in the buffer has nowhere to go either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise CommandError("The program that was to take the backup ended before it was complete.") from error

    def write_file(self, path: Path, keep: int | None) -> None:
        now = timezone.now()
        target = path / dated_name(now) if path.is_dir() else path
        report = write_backup_file(target, now=now, tell=self.stdout.write)
        self.stdout.write(f"{target} ({target.stat().st_size / 1e6:,.1f} MB): {sentence(report)}")
        for old in delete_older(path, keep) if keep is not None else ():
            self.stdout.write(f"Deleted {old}")

    def check_file(self, path: Path) -> None:
        try:
            with path.open("rb") as stream:
                reader = check_backup(stream)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        documents = reader.rows["studies_documentcontent"]
        report = BackupReport(reader.about, reader.rows.total(), len(reader.about.tables), documents)
        self.stdout.write(f"{path} is whole: {sentence(report)}")
        if reader.about.migrations - known_migrations():
            self.stdout.write(f"It can be restored by version {reader.about.version} or newer, not by this code.")


def sentence(report: BackupReport) -> str:
    """What a backup holds."""
    documents = f"{report.documents} source document{'' if report.documents == 1 else 's'}"
    return (
        f"{report.rows:,} rows of {report.tables} tables with {documents}, as they were on "
        f"{report.about.made_at:%Y-%m-%d at %H:%M:%S} UTC, by version {report.about.version}."
    )
