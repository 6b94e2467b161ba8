"""manage.py import_retractions FILE: check the publications against the Retraction Watch database."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.retraction_watch import read_notices
from studies.citations.retractions import FewNoticesError, RetractionReport, apply_notices


class Command(BaseCommand):
    help = "Check all publications that have a DOI or a PubMed number against the Retraction Watch CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--read-on",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day of the file, YYYY-MM-DD (default: today)",
        )
        parser.add_argument(
            "--accept-fewer",
            action="store_true",
            help="accept a list that holds far fewer notices than the last one, or none: notices that are not in it "
            "no longer count",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as lines:
                report = apply_notices(
                    notices=read_notices(lines),
                    on=options["read_on"] or timezone.localdate(),
                    accept_fewer=options["accept_fewer"],
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}. Nothing was written.") from error
        except FileRejectedError as refused:
            raise CommandError(f"{path}: {refused} Nothing was written.") from refused
        except FewNoticesError as refused:
            sentence = f"{path}: {refused} Nothing was written. Give --accept-fewer if it is the whole list."
            raise CommandError(sentence) from refused
        self.stdout.write("\n".join(report_sentences(report)))


def report_sentences(report: RetractionReport) -> list[str]:
    """The report, a sentence a line."""
    lines = [
        f"{report.lines:,} notices read; {report.checked:,} publications checked, "
        f"{report.without_identifier:,} have neither DOI nor PubMed number and cannot be checked.",
        f"{report.added:,} notices about our publications are new, {report.withdrawn:,} are no longer in the file.",
    ]
    lines += [f"{title}: {before.label} -> {after.label}" for title, before, after in report.changes]
    lines += [
        f"{title}: called retracted by another source, not by this file; left unchanged."
        for title in report.only_elsewhere
    ]
    lines += [
        f"{title}: listed under an identifier that only an import without a curator's rights gave; left unchanged "
        "until a curator confirms the identifier."
        for title in report.unconfirmed
    ]
    lines += [f"{number:,} notices of an unknown kind: {nature}." for nature, number in report.unknown.items()]
    return lines
