"""manage.py load_evidence DIR: the data set into the records, all or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studies.dataset import DataSetError, Report, load
from studies.dataset.load_report import RowOutcome
from studies.models import Study
from studies.search.index_work import index_notes
from studies.synthetic import SLUG

_COLUMNS = (
    ("rows read", None),
    ("created", RowOutcome.CREATED),
    ("updated", RowOutcome.UPDATED),
    ("unchanged", RowOutcome.UNCHANGED),
    ("left alone", RowOutcome.LEFT_ALONE),
)


class Command(BaseCommand):
    help = "Load the CSV files and references.bib of a directory. Safe to repeat; what a person edited is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="where the files are, such as fixtures/evidence")
        parser.add_argument("--check", action="store_true", help="do everything, report it, and undo it")

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"]
        if not directory.is_dir():
            raise CommandError(f"{directory} is not a directory; expected the one with studies.csv.")
        if Study.objects.filter(slug__startswith=SLUG).exists():
            raise CommandError("This database holds made-up studies; real ones are never added to them.")
        try:
            report = load(directory, keep=not options["check"])
        except DataSetError as damaged:
            raise CommandError(f"{damaged} Nothing was written.") from damaged
        self.stdout.write("\n".join(report_lines(report)))
        if options["check"]:
            self.stdout.write("Checked only: nothing was written.")
        else:
            index_notes()


def report_lines(report: Report) -> list[str]:
    """The report as a table and sentences."""
    lines = [f"{'':<22}" + "".join(f"{name:>12}" for name, _ in _COLUMNS)]
    for tally in report.tallies.values():
        counts = [tally.rows if verdict is None else tally.count(verdict) for _, verdict in _COLUMNS]
        lines.append(f"{tally.file:<22}" + "".join(f"{count:>12}" for count in counts))
    if report.updated:
        lines += ["Updated:", *report.updated]
    if report.left_alone:
        lines += ["Left alone, because a person has edited the record since:", *report.left_alone]
    if report.only_in_database:
        lines += ["No longer in the files, and left as they are:", *report.only_in_database]
    return lines
