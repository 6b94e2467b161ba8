"""manage.py export_evidence DIR: the records as the files of the data set, which load_evidence reads."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studies.choices import StudyStatus
from studies.dataset import DataSetError
from studies.dataset.export_data_set import export_data_set
from studies.models import Study
from studies.numerics.number_formatting import plural
from studies.revisions.data_version import read_snapshot

# What belongs to people, and what is not ours to hand on.
NOT_WRITTEN = (
    "Not in these files: people, and what stands under their names (sign-offs, confirmed numbers, second readings, "
    "own judgements on bias, ratings, replies to queries, letters to authors, decisions of screening); imports with "
    "the entries as they came, and notices of retraction; abstracts, source documents and their marks; history. A "
    "backup has all of it: manage.py backup."
)


class Command(BaseCommand):
    help = "Write the records as the files of the data set: load_evidence makes the same records of them. Drafts too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="an empty directory for the files")

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"]
        if not directory.is_dir() or any(directory.iterdir()):
            raise CommandError(f"{directory} is not an empty directory.")
        try:
            with read_snapshot():
                counts = export_data_set(directory)
                signed_off = Study.objects.filter(standing=StudyStatus.SIGNED_OFF).count()
        except DataSetError as refused:
            raise CommandError(f"{refused} Nothing was written.") from refused
        for file, count in counts.items():
            self.stdout.write(f"{file:<22}{count:>6}")
        if signed_off:
            studies = plural(signed_off, "signed-off study", "signed-off studies")
            self.stdout.write(f"Written as unverified: {studies}.")
        self.stdout.write(NOT_WRITTEN)
