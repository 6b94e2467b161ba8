"""manage.py export_evidence DIR: the records as the CSV files of the data set."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studies.dataset.export_data_set import export_data_set


class Command(BaseCommand):
    help = "Write the records as CSV files with the columns of the data set. Drafts are written too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="an empty directory for the files")

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"]
        if not directory.is_dir() or any(directory.iterdir()):
            raise CommandError(f"{directory} is not an empty directory.")
        for file, count in export_data_set(directory).items():
            self.stdout.write(f"{file:<22}{count:>6}")
